// Formulas in running text: which underscores are indices.
import assert from "node:assert/strict";
import { test } from "node:test";

/** Elements as the page's h makes them, as far as typeset looks. */
(globalThis as { document?: unknown }).document = { createElement: (tag: string) => ({ tag, text: "", setAttribute() {}, append(...t: string[]) { this.text = t.join(""); } }) };
const { lowered, typeset } = await import("../../site/src/text/typeset.ts");
const shown = (text: string, set = typeset) => set(text).map((p) => (typeof p === "string" ? p : `<${(p as unknown as { text: string }).text}>`)).join("");

test("indices are lowered, and nothing else changes", () => {
  assert.equal(shown("n·(V − mean V_M)/V"), "n·(V − mean V<M>)/V");
  assert.equal(shown("H(αP_p + (1−α)P_n) ≤ αH(P_p)"), "H(αP<p> + (1−α)P<n>) ≤ αH(P<p>)");
  assert.equal(shown("1 − E_diluted/E_undiluted; yes"), "1 − E<diluted>/E<undiluted>; yes");
  assert.equal(shown("|D_p|/n"), "|D<p>|/n");
  assert.equal(shown("λd 0.01 and λr"), "λ<d> 0.01 and λ<r>");
  assert.equal(shown("λd of temp_max", lowered), "λ<d> of temp_max", "names of the user's keep their underscores");
  for (const plain of ["", "λdet", "no index", "snake_", "_x", "a _ b"]) assert.equal(shown(plain), plain);
});
