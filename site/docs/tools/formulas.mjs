// Formulas, set by KaTeX when the notes are built: boxes for the eye and MathML for screen
// readers. MathML alone would need no style and no fonts, but what it looks like depends on the
// mathematical fonts of the reader's system, and most systems have none.
import { readFileSync } from "node:fs";
import path from "node:path";
import katex from "katex";

/** Abbreviations of the notes. */
const macros = {
  "\\V": "\\operatorname{V}", "\\E": "\\operatorname{E}", "\\tr": "\\operatorname{tr}", "\\T": "^{\\top}",
  "\\inv": "^{-1}", "\\norm": "\\lVert #1 \\rVert",
};

/** Links, pictures and HTML have no place in a formula; KaTeX would print them in red. */
function untrusted({ command }) {
  throw new Error(`${command} has no place in a formula`);
}

/** Sets a formula; one that is wrong, or that KaTeX warns of, throws. */
export function formula(tex, display) {
  return katex.renderToString(tex.trim(), { displayMode: display, throwOnError: true, strict: "error", trust: untrusted, macros: { ...macros } });
}

/** Markdown's `$…$`, and `$$…$$` as a paragraph of its own. */
export const formulaExtensions = [
  {
    name: "display", level: "block",
    start: (src) => src.match(/^\$\$/m)?.index,
    tokenizer(src) {
      const match = /^\$\$([\s\S]+?)\$\$[ \t]*(?:\n|$)/.exec(src);
      return match ? { type: "display", raw: match[0], tex: match[1] } : undefined;
    },
    renderer: (token) => `<div class="display" role="group" aria-label="Formula" tabindex="0">${formula(token.tex, true)}</div>\n`,
  },
  {
    name: "inline", level: "inline",
    start: (src) => src.indexOf("$"),
    tokenizer(src) {
      const match = /^\$([^$\n]+)\$/.exec(src);
      return match ? { type: "inline", raw: match[0], tex: match[1] } : undefined;
    },
    renderer: (token) => formula(token.tex, false),
  },
];

/** The classes that occur in the pages. */
function classes(pages) {
  const used = new Set();
  for (const text of pages) for (const [, list] of text.matchAll(/class="([^"]*)"/g)) for (const name of list.split(/\s+/)) used.add(name);
  return used;
}

/** What a rule says of a property, or the initial value. */
const value = (body, property, initial) => new RegExp(`(?:^|[;{\\s])${property}:\\s*([^;}]+)`).exec(body)?.[1].trim() ?? initial;
const weight = (v) => ({ normal: "400", bold: "700" })[v] ?? v;

/**
 * KaTeX's style sheet with the faces that the pages use, and their font files by name. A face
 * is used when a rule asks for it whose classes all occur in the pages. `folder` is
 * KaTeX's dist.
 */
export function formulaStyle(pages, folder) {
  const source = readFileSync(path.join(folder, "katex.min.css"), "utf8");
  const used = classes(pages);
  const wanted = new Set();
  const face = (body) => [value(body, "font-family", "").replaceAll('"', ""), weight(value(body, "font-weight", "400")), value(body, "font-style", "normal")].join(" ");
  const plain = source.replace(/@font-face\{[^}]*\}/g, "");
  const sets = (body) => /font-family:KaTeX/.test(body) || /font:[^;}]*KaTeX_/.test(body);
  for (const [, selectors, body] of plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!sets(body)) continue;
    const asked = selectors.split(",").some((s) => [...s.matchAll(/\.([\w-]+)/g)].every(([, name]) => used.has(name)));
    if (!asked) continue;
    const short = /font:(\w+) [\d.]+em(?:\/[\d.]+)? (KaTeX_\w+)/.exec(body); // .katex{font:normal 1.21em KaTeX_Main,…}
    wanted.add(short ? `${short[2]} ${weight(short[1])} normal` : face(body));
  }
  const fonts = new Map();
  const css = source.replace(/@font-face\{[^}]*\}/g, (rule) => {
    const file = /url\(fonts\/([\w-]+\.woff2)\)/.exec(rule)?.[1];
    if (!file || !wanted.has(face(rule))) return "";
    fonts.set(file, readFileSync(path.join(folder, "fonts", file)));
    return rule.replace(/src:[^;}]*/, `src:url(${file}) format("woff2")`);
  });
  for (const name of ["KaTeX_Main-Regular.woff2", "KaTeX_Math-Italic.woff2"]) if (used.has("katex") && !fonts.has(name)) throw new Error(`${name} was not found in KaTeX's style sheet`);
  return { css, fonts };
}
