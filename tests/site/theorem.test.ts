// The sizes of the theorem lab: what it sets of itself is among the choices it offers.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import type { Scenario, Study } from "../../site/src/generated/scenario.ts";
import { choicesOf, put } from "../../site/src/lab/address.ts";
import { largest, sizesAtFirst } from "../../site/src/lab/kinds/sizes.ts";
import { rowsOf } from "../../site/src/scenario/rows.ts";

const folder = new URL("../../sim/scenario/", import.meta.url);
const read = <T>(path: string) => JSON.parse(readFileSync(new URL(path, folder), "utf8")) as T;
const presets = readdirSync(new URL("presets", folder)).map((f) => read<Scenario>(`presets/${f}`));

/** The study of the theorems on data, as it is when they have just been chosen. */
function of(base?: Scenario): Study {
  const doc = read<Study>("studies/theorem.json");
  if (base) doc.base = base;
  doc.theorem!.sizes = sizesAtFirst(doc.base);
  return doc;
}

for (const base of [undefined, ...presets]) {
  test(`every size of ${base?.id ?? "the problem made for it"} can be chosen, from the first on, and is drawn or all rows`, () => {
    const doc = of(base);
    const first = String(largest.get(doc));
    assert.ok(choicesOf(largest, doc).some(([v]) => v === first), `${first} is none of ${choicesOf(largest, doc).map(([v]) => v)}`);
    for (const [v] of choicesOf(largest, doc)) {
      assert.ok(put(doc, largest, v), v);
      assert.equal(largest.get(doc), v);
      const { sizes } = doc.theorem!;
      assert.ok(sizes.length > 0 && new Set(sizes).size === sizes.length, String(sizes));
      if (base) assert.ok(sizes.every((n) => n < rowsOf(base)), `${sizes} of ${rowsOf(base)} rows`);
    }
  });
}

test("all rows are the last size where there are no more than are measured at first", () => {
  const moons = presets.find((p) => p.id === "moons")!;
  assert.equal(rowsOf(moons), 400);
  assert.deepEqual(of(moons).theorem!.sizes, [50, 100, 200, 0]);
  const few = structuredClone(moons);
  few.data.counts = [20, 20];
  assert.deepEqual(of(few).theorem!.sizes, [0]);
  assert.deepEqual(choicesOf(largest, of(few)).map(([v]) => v), ["0"]);
  const more = structuredClone(moons);
  more.data.counts = [300, 101];
  assert.deepEqual(of(more).theorem!.sizes, [50, 100, 200, 400]);
});
