/**
 * The whole page as one HTML file: style, scripts, the run, and the engine where it is asked
 * for. It opens from a disk, by mail, without a network. The same code runs in the page
 * ("Download") and in Node (`./build.sh single`).
 */
import { setupImages, setupReference, setupRun, type Setup } from "../baked.ts";

/** What the file is made of. */
export interface Pieces {
  /** index.html, whole.css and whole.js (all of the page's style and script) and uplot.js as they are in the build. */
  html: string;
  css: string;
  app: string;
  charts: string;
  /** The file of the page's language; null: English. */
  language: string | null;
  /** The run, unpacked. */
  run: Uint8Array<ArrayBuffer>;
  setup: Omit<Setup, "engine">;
  /** The run that setup.reference stands for, unpacked; null where that says all, or there is none. */
  reference: Uint8Array<ArrayBuffer> | null;
  /** The images of the rows with the script that draws them; null where rows are none. */
  images: { script: string; plane: Uint8Array<ArrayBuffer> } | null;
  /** The engine, or null for a file that only plays. */
  engine: Engine | null;
}

export interface Engine {
  /** wasm_exec.js and worker.js. */
  loader: string;
  worker: string;
  core: Uint8Array<ArrayBuffer>;
  /** Data files by their names under the page, unpacked. */
  data: Record<string, Uint8Array<ArrayBuffer>>;
}

/** The files that the pieces come from, by their names in the build. */
export const sources = { html: "index.html", css: "whole.css", app: "whole.js", images: "images.js", charts: "uplot.js", loader: "wasm_exec.js", worker: "worker.js", core: "core.wasm" } as const;

/** The file runs what is in it and asks nobody for anything; the browser sees to that. */
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'">`;

/** Makes the file. Throws where index.html is not what it is made for. */
export async function singleFile(p: Pieces): Promise<string> {
  const setup: Setup = { ...p.setup, engine: p.engine !== null };
  const carried = [
    text("setup.json", JSON.stringify(setup)),
    await packed(setupRun, p.run),
    ...(p.reference ? [await packed(setupReference, p.reference)] : []),
    ...(p.images ? [await packed(setupImages, p.images.plane), await packed(sources.images, bytesOf(p.images.script), true)] : []),
    ...(p.engine ? await engineFiles(p.engine) : []),
  ];
  const scripts = [...carried, ...(p.language ? [await packed("language.js", bytesOf(p.language), true)] : []), await packed("uplot.js", bytesOf(p.charts), true), await packed("whole.js", bytesOf(p.app), true), `<script>${unpackScripts}</script>`];
  // The policy of index.html lets no inline script run, and here every script is one.
  const bare = p.html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, policy).replace(/<script\b[^>]*\bsrc=[^>]*><\/script>\n?/g, "").replace(/<link rel="(?:manifest|preload|modulepreload)"[^>]*>\n?/g, "").replace(/<script data-early>[^<]*<\/script>\n?/, "");
  const styled = replaceOnce(bare, '<link rel="stylesheet" href="app.css">', `<style>${p.css.replaceAll("</style", "<\\/style")}</style>`);
  const marked = replaceOnce(styled, '<html lang="en"', `<html lang="en" data-single${p.engine ? "" : " data-player"}`);
  return replaceOnce(marked, "</body>", `${scripts.join("\n")}\n</body>`);
}

async function engineFiles(e: Engine): Promise<string[]> {
  const files = await Promise.all(Object.entries({ [sources.core]: e.core, ...e.data }).map(([name, bytes]) => packed(name, bytes)));
  return [text(sources.worker, `${e.loader}\n${e.worker}`), ...files];
}

function text(name: string, content: string): string {
  return `<script type="text/plain" data-file="${name}">${inline(content)}</script>`;
}

/** Runs the packed scripts of the file, in their order. */
const unpackScripts = `(async () => {
for (const e of document.querySelectorAll("script[data-run]")) {
const packed = Uint8Array.from(atob(e.textContent), (c) => c.charCodeAt(0));
const s = document.createElement("script");
s.textContent = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
document.head.append(s);
}
})();`;

const bytesOf = (content: string) => new TextEncoder().encode(content);

async function packed(name: string, bytes: Uint8Array<ArrayBuffer>, run = false): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return `<script type="application/gzip" data-file="${name}"${run ? " data-run" : ""}>${base64(new Uint8Array(await new Response(stream).arrayBuffer()))}</script>`;
}

/** Script or JSON as the content of an element: what would end or confuse the element is escaped, to the same meaning inside strings. */
function inline(code: string): string {
  return code.replace(/<(?=\/script|script)/gi, "\\u003c").replaceAll("<!--", "\\u003c!--");
}

/** Base64 in pieces of whole triples, since a call takes only so many arguments. */
function base64(bytes: Uint8Array): string {
  const size = 24_576;
  let out = "";
  for (let i = 0; i < bytes.length; i += size) out += btoa(String.fromCharCode(...bytes.subarray(i, i + size)));
  return out;
}

/** Replaces text that must be there exactly once; a function as replacement, since code has dollar signs. */
function replaceOnce(whole: string, part: string, by: string): string {
  if (whole.split(part).length !== 2) throw new Error(`index.html should have ${part} once`);
  return whole.replace(part, () => by);
}
