// Brings TypeScript modules of the page into Node: bundled by esbuild, imported from memory.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const site = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The exports of a module of the page, such as "src/share/single.ts". */
export async function module(entry) {
  const { outputFiles } = await build({ absWorkingDir: site, entryPoints: [entry], bundle: true, write: false, format: "esm", platform: "neutral", target: "node20", logLevel: "warning" });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
