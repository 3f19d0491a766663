/** Formulas in running text: texts write V_M as programs do, the page shows a lowered M. */
import { h } from "../ui/dom.ts";

/** A letter, or a closing bracket, with an index of letters or digits. */
const indexed = /(\p{L}|\))_(\p{L}+|\d+)/gu;

/** A text in pieces, with its indices lowered. */
export function typeset(text: string): (Node | string)[] {
  const out: (Node | string)[] = [];
  let at = 0;
  for (const m of text.matchAll(indexed)) {
    const end = m.index + m[1]!.length;
    out.push(text.slice(at, end), h("sub", {}, m[2]!));
    at = m.index + m[0].length;
  }
  return [...out, text.slice(at)].filter((p) => p !== "");
}
