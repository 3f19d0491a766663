// Builds the lecture notes: docs/*.md into dist/docs/*.html, with no script
// but the few lines that open laboratories.
// Formulas are set by KaTeX here (a bad one ends the build); numbers come from the outputs of
// the commands beside them (docs/outputs.json, made by docs/tools/record.mjs) and from the presets.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { parameters } from "./build/parameters.mjs";
import { blocks } from "./docs/tools/blocks.mjs";
import { formulaStyle } from "./docs/tools/formulas.mjs";
import { page } from "./docs/tools/page.mjs";
import { protocols } from "./docs/tools/protocols.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const at = (...parts) => path.join(here, ...parts);

/** The pages of a folder of notes: name, header and Markdown text, in their order. */
export function readPages(folder = at("docs")) {
  const pages = readdirSync(folder).filter((f) => f.endsWith(".md")).map((f) => {
    const text = readFileSync(path.join(folder, f), "utf8");
    const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
    if (head === undefined) throw new Error(`docs/${f} lacks its header between --- lines`);
    const header = Object.fromEntries(head.split("\n").map((line) => {
      const [, key, value] = /^(\w+): (.+)$/.exec(line) ?? [];
      if (!key) throw new Error(`docs/${f}: the header line "${line}" is not "key: value"`);
      return [key, value];
    }));
    for (const key of ["order", "title", "short", "lead"]) if (!header[key]) throw new Error(`docs/${f}: the header lacks "${key}"`);
    return { name: f.slice(0, -".md".length), ...header, order: Number(header.order), body };
  });
  pages.sort((a, b) => a.order - b.order);
  pages.forEach((p, i) => {
    if (p.order !== i + 1) throw new Error(`docs/${p.name}.md: order ${p.order} is taken or leaves a gap`);
  });
  return pages;
}

/** The style sheet: the page's tokens (dark ones by the system's choice), then that of the notes. */
export async function style() {
  const tokens = readFileSync(at("css", "tokens.css"), "utf8");
  const dark = /:root\[data-profile="dark"\] (\{[^}]*\})/.exec(tokens)?.[1];
  const light = /^:root,\n:root\[data-profile="light"\] (\{[^}]*\})/m.exec(tokens)?.[1];
  const common = /^:root (\{[^}]*\})/m.exec(tokens)?.[1];
  if (!dark || !light || !common) throw new Error("css/tokens.css has no profile that build-docs.mjs can read");
  const css = `:root ${common}\n:root ${light}\n@media screen and (prefers-color-scheme: dark) { :root ${dark} }\n${readFileSync(at("docs", "docs.css"), "utf8")}`;
  return (await transform(css, { loader: "css", minify: true, target: ["chrome111", "firefox121", "safari16.4"] })).code;
}

/**
 * Builds the notes. `write(name, bytes)` writes a file of dist, `prune(folder, keep)`
 * removes others; `presets` holds the texts of the presets by name.
 */
export async function buildDocs({ write, prune, presets }) {
  const outputs = existsSync(at("docs", "outputs.json")) ? JSON.parse(readFileSync(at("docs", "outputs.json"), "utf8")) : {};
  const pages = readPages();
  const known = { outputs, presets, parameters: await parameters(), protocols: await protocols(presets) };
  const written = pages.map((p) => ({ name: `${p.name}.html`, text: page(p, pages, blocks(p, known)) }));
  const formulas = formulaStyle(written.map((w) => w.text), at("node_modules", "katex", "dist"));
  for (const w of written) write(`docs/${w.name}`, w.text);
  write("docs/docs.css", await style());
  write("docs/live.js", readFileSync(at("docs", "live.js")));
  write("docs/formulas.css", formulas.css);
  for (const [name, bytes] of formulas.fonts) write(`docs/${name}`, bytes);
  prune("docs", [...written.map((w) => w.name), "docs.css", "live.js", "formulas.css", ...formulas.fonts.keys()]);
}
