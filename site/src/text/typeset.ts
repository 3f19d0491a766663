/** Formulas in running text: texts write V_M as programs do, the page shows a lowered M. */
import { h } from "../ui/dom.ts";

/** λd and λr of labels and tables. */
export const lambdas = /(λ)([dr])(?!\p{L})/gu;
/** A letter, or a closing bracket, with an index of letters or digits; λd and λr. */
const indexed = new RegExp(`(\\p{L}|\\))_(\\p{L}+|\\d+)|${lambdas.source}`, "gu");

/** A text in pieces, with its indices lowered. */
export const typeset = (text: string): (Node | string)[] => pieces(text, indexed);

/** The same of λd and λr alone: names of the user's columns and labels may have underscores. */
export const lowered = (text: string): (Node | string)[] => pieces(text, lambdas);

function pieces(text: string, pattern: RegExp): (Node | string)[] {
  const out: (Node | string)[] = [];
  let at = 0;
  for (const m of text.matchAll(pattern)) {
    const [base, index] = m.slice(1).filter((g) => g !== undefined) as [string, string];
    out.push(text.slice(at, m.index + base.length), h("sub", {}, index));
    at = m.index + m[0].length;
  }
  return [...out, text.slice(at)].filter((p) => p !== "");
}
