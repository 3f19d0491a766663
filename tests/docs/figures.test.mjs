// What the notes say in words about the figures is what their recordings hold.
import assert from "node:assert/strict";
import { test } from "node:test";
import { recording } from "../../site/docs/tools/recorded.mjs";

test("Fig. 3: V rises more than fourfold, the accuracy falls by less than a tenth, the published further", () => {
  const { document, summary: { points } } = recording("fig3");
  const of = (measure) => points.map((p) => p[measure].mean);
  const [v, accuracy] = [of("variance"), of("testAccuracy")];
  for (let k = 1; k < points.length; k++) assert.ok(v[k] > v[k - 1] && accuracy[k] < accuracy[k - 1], `point ${k}`);
  assert.ok(v.at(-1) > 4 * v[0], `V ${v}`);
  assert.ok(accuracy[0] - accuracy.at(-1) < 0.1, `accuracy ${accuracy}`);
  const published = document.marks.filter((m) => m.measure === "testAccuracy").map((m) => m.value);
  assert.deepEqual(published.map((m) => m.toFixed(3)), ["0.904", "0.549"]);
  assert.deepEqual([document.base.data.counts, document.base.data.size], [[600], 14]);
});

test("Figs. 5 and 7: V is low where one rule is alone and high in the middle, accuracy the other way round", () => {
  for (const id of ["fig5", "fig7"]) {
    const { document, summary: { points } } = recording(id);
    const mixed = (c) => -c.filter((n) => n > 0).reduce((sum, n) => sum + (n / 600) * Math.log(n / 600), 0);
    const at = document.sweep.axes[0].values.map((counts, k) => ({ mixed: mixed(counts), v: points[k].variance.mean, accuracy: points[k].testAccuracy.mean }));
    const pure = at.filter((p) => p.mixed < 1e-9);
    const even = at.filter((p) => p.mixed > 0.95 * Math.max(...at.map((q) => q.mixed)));
    assert.ok(Math.max(...pure.map((p) => p.v)) < 0.2 * Math.min(...even.map((p) => p.v)), `${id}: V`);
    assert.ok(Math.min(...pure.map((p) => p.accuracy)) > 0.2 + Math.max(...even.map((p) => p.accuracy)), `${id}: accuracy`);
  }
});
