// Lets Node run TypeScript: `node --import ./tests/typescript.mjs file.ts`. Types are
// stripped by the esbuild that bundles the site; `tsc` checks them apart from this.
import { register } from "node:module";

register("./typescript-hooks.mjs", import.meta.url);
