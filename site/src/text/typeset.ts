/** Formulas in running text: texts write V_M as programs do, the page shows a lowered M. */
import { h } from "../ui/dom.ts";

/** A letter, or a closing bracket, with an index of letters or digits; λd and λr of labels and tables. */
const indexed = /(\p{L}|\))_(\p{L}+|\d+)|(λ)([dr])(?!\p{L})/gu;

/** A text in pieces, with its indices lowered. */
export function typeset(text: string): (Node | string)[] {
  const out: (Node | string)[] = [];
  let at = 0;
  for (const m of text.matchAll(indexed)) {
    const base = m[1] ?? m[3]!;
    out.push(text.slice(at, m.index + base.length), h("sub", {}, m[2] ?? m[4]!));
    at = m.index + m[0].length;
  }
  return [...out, text.slice(at)].filter((p) => p !== "");
}
