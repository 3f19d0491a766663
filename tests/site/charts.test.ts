// What the charts make of a run: ranges that hold still, marks in their place, numbers as text.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { logarithmic, niceAbove, placedMarks, testAccuracy, ticks, variance, yRange } from "../../site/src/charts/domain.ts";
import { toCSV } from "../../site/src/charts/table.ts";
import { count, fixed, percent, power, short } from "../../site/src/text/format.ts";
import { decodeRun } from "../../site/src/trace/decode.ts";
import type { Run } from "../../site/src/trace/run.ts";

/** The fixture with other settings; the marks are those of sd2. */
function run(change: { perStep?: number; steps?: number; frames?: number } = {}): Run {
  const r = decodeRun(new Uint8Array(readFileSync(new URL("./fixture.run", import.meta.url))).buffer);
  const { scenario } = r.header;
  r.header.scenario = { ...scenario, purify: { ...scenario.purify, perStep: change.perStep ?? 4, steps: change.steps ?? 3 } };
  r.frames.length = change.frames ?? r.frames.length;
  return r;
}

test("marks lie at the step where so many rows are gone, and nowhere else", () => {
  assert.deepEqual(placedMarks(run({ perStep: 10, steps: 24 }), "accuracy").map((p) => p.step).sort(), [0, 19]);
  assert.deepEqual(placedMarks(run({ perStep: 4, steps: 3 }), "accuracy").map((p) => p.step), [0], "190 rows are never gone here");
  assert.equal(placedMarks(run({ perStep: 20, steps: 10 }), "accuracy").find((p) => p.mark.removed === 190)?.step, 9.5);
  const plain = run();
  delete plain.header.scenario.marks;
  assert.deepEqual(placedMarks(plain, "variance"), []);
});

test("the axes hold still while V falls and frames come", () => {
  const ranges = [1, 2, 3, 4].map((frames) => yRange(run({ frames }), variance).join());
  assert.equal(new Set(ranges).size, 1, ranges.join(" | "));
});

test("every value and mark lies within the axes", () => {
  for (const m of [variance, testAccuracy]) {
    for (const steps of [3, 9]) {
      const r = run({ steps });
      const [lo, hi] = yRange(r, m);
      for (const v of [...r.frames.map(m.value), ...placedMarks(r, m.name).map((p) => p.mark.value)]) assert.ok(v >= lo && v <= hi, `${m.name}: ${v} in ${lo} … ${hi}`);
    }
  }
});

test("a run without a frame or with nothing but NaN has axes all the same", () => {
  assert.deepEqual(yRange(run({ frames: 0, perStep: 1000 }), testAccuracy).every(Number.isFinite), true);
  const r = run();
  delete r.header.scenario.marks;
  for (const f of r.frames) f.testAccuracy = NaN;
  assert.deepEqual(yRange(r, testAccuracy), [0, 1]);
});

test("V is drawn by decades where most rows leave", () => {
  assert.equal(logarithmic(run(), variance), false);
  assert.equal(logarithmic(run({ perStep: 4, steps: 9 }), variance), true);
  assert.ok(yRange(run({ perStep: 4, steps: 9 }), variance)[0] > 0);
});

test("CSV has every digit, and the published value in its row", () => {
  const lines = toCSV(run(), variance).trim().split("\n");
  assert.equal(lines[0], "step,removed,variance,published");
  assert.equal(lines[1], "0,0,50.5,55.382492");
  assert.equal(lines[3], `2,8,${50.5 / 3},`);
  assert.equal(lines.length, 5);
});

test("numbers as text", () => {
  assert.equal(count(1000), "1000");
  assert.equal(count(1234567), "1\u2009234\u2009567");
  assert.equal(fixed(-1.25, 1), "−1.3");
  assert.equal(fixed(NaN, 2), "–");
  assert.deepEqual([0.01, 1e-4, 3.2e-5, 1, 10, 1e-8].map(power), ["0.01", "10⁻⁴", "3.2·10⁻⁵", "1", "10", "10⁻⁸"]);
  assert.deepEqual([35.1, 54.34, 5.678, 0.1234, 126.4, 0].map(short), ["35.1", "54.3", "5.68", "0.123", "126", "0.000"]);
  assert.deepEqual([1, 0.5, 0.9987].map(percent), ["100%", "50%", "99.9%"]);
  assert.deepEqual([0.2, 1, 57.6, 60.1, 8.1].map(niceAbove), [0.2, 1, 60, 80, 10]);
});

test("ticks are round, begin at 0, and one lies above the first value, however little room there is", () => {
  assert.deepEqual(ticks(80, 4.2), [0, 20, 40, 60, 80]);
  assert.deepEqual(ticks(80, 3), [0, 40, 80]);
  assert.deepEqual(ticks(0.3, 3), [0, 0.1, 0.2, 0.3]);
  assert.deepEqual(ticks(1000, 1), [0, 1000]);
  const r = run();
  assert.ok(ticks(yRange(r, variance)[1], 1).at(-1)! > r.frames[0]!.variance);
});
