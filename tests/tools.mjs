// What the Node suites share: paths of the tree, and the packages of site/node_modules.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import path from "node:path";

/** The root folder of the project. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Joins a path of the project, given with slashes. */
export const at = (...parts) => path.join(root, ...parts);

/** Loads a package of site/node_modules, the one place where versions are pinned. */
export const load = createRequire(at("site", "package.json"));
