// The loading hook of typescript.mjs; Node runs it in a thread of its own.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { load as loadPackage } from "./tools.mjs";

const { transform } = loadPackage("esbuild");

export async function load(url, context, next) {
  if (!url.startsWith("file:") || !url.endsWith(".ts")) return next(url, context);
  const file = fileURLToPath(url);
  const { code } = await transform(await readFile(file, "utf8"), {
    loader: "ts", format: "esm", target: "node20", sourcemap: "inline", sourcefile: file,
  });
  return { format: "module", source: code, shortCircuit: true };
}
