// Two runs beside each other: what differs, what follows, where the reference is drawn, and how
// an address names it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { variance } from "../../site/src/charts/domain.ts";
import { ghostOf, ghostValue } from "../../site/src/charts/ghost.ts";
import type { Measured, Reference } from "../../site/src/compare/reference.ts";
import { both, differences, outcome, outcomes } from "../../site/src/compare/words.ts";
import { parseScenario } from "../../site/src/scenario/check.ts";
import { edit } from "../../site/src/scenario/edit.ts";
import { initial, type State } from "../../site/src/state.ts";
import { decodeRun } from "../../site/src/trace/decode.ts";
import { remaining } from "../../site/src/ui/status.ts";
import { parseAddress } from "../../site/src/url.ts";

const preset = (id: string) => parseScenario(readFileSync(new URL(`../../sim/scenario/presets/${id}.json`, import.meta.url), "utf8"));
const sd2 = preset("sd2");

test("differences name what changed, and nothing the fit does not use", () => {
  assert.deepEqual(differences(sd2, sd2), []);
  assert.deepEqual(differences(sd2, edit(sd2, sd2, { ridge: 0.01, rule: "loss" })), ["ridge 10⁻⁴ → 0.01", "rule δ, closed form → own loss"]);
  assert.deepEqual(differences(sd2, edit(sd2, sd2, { counts: [900, 100], seed: 7 })), ["mix 700, 300 → 900, 100", "seed 1 → 7"]);
  assert.deepEqual(differences(sd2, edit(sd2, sd2, { epochs: 9, targetLoss: 0.5 })), [], "Newton knows no epochs");
  assert.deepEqual(differences(sd2, edit(sd2, sd2, { method: "adam", ridge: 1 })), ["fit Newton → Adam"]);
  assert.deepEqual(differences(preset("digits-3-5-20"), preset("digits-3-5-30")), ["wrong labels 20% → 30%"]);
  assert.match(differences(sd2, preset("digits-4-8"))[0]!, /^data Two rules.* → Fours and eights/);
});

const frame = (kept: number, v: number, a: number): Measured => ({ kept, variance: v, testAccuracy: a, trainAccuracy: 0.5 });

test("outcomes: the first peak, V at the end, the rows that were rightly removed", () => {
  const a = outcome(100, [frame(100, 9, 0.6), frame(90, 5, 0.8), frame(80, 2, 0.8)], [0, 9, 17])!;
  assert.deepEqual(a, { peak: 0.8, peakRemoved: 10, lastVariance: 2, removed: 20, others: 17 });
  const b = outcome(100, [frame(100, 9, NaN), frame(90, 5, NaN)], [])!;
  assert.equal(b.peak, 0.5, "without a test set, accuracy is that of training");
  assert.equal(outcome(100, [], []), null);
  assert.deepEqual(outcomes(a, a).at(-1), ["removed from minorities", "17 of 20", "17 of 20", "±0"]);
  assert.equal(outcomes(a, b).length, 3, "no row of origins where they are unknown");
});

test("a run that is not complete is told beside as much of the other", () => {
  const of = (name: string, steps: number, perStep: number, frames: Measured[], others: number[]): Reference =>
    ({ name, scenario: edit(sd2, sd2, { steps, perStep }), rows: 100, frames, known: frames.length, others, run: null, address: null, given: false });
  const whole = of("reference", 3, 10, [frame(100, 9, 0.6), frame(90, 5, 0.7), frame(80, 4, 0.8), frame(70, 2, 0.9)], [0, 9, 17, 25]);
  const half = of("now", 4, 5, [frame(100, 9, 0.6), frame(95, 8, 0.65), frame(90, 6, 0.75)], [0, 5, 10]);
  const told = both(whole, half)!;
  assert.equal(told.soFar, "So far, now at step 2 of 4: both up to 10 rows removed.");
  assert.deepEqual(told.then, { peak: 0.7, peakRemoved: 10, lastVariance: 5, removed: 10, others: 9 }, "the whole run, up to as many removed rows");
  assert.deepEqual(told.now, { peak: 0.75, peakRemoved: 10, lastVariance: 6, removed: 10, others: 10 });
  // The other way round, it is the reference that is still computed.
  assert.equal(both({ ...half, name: "reference" }, whole)!.soFar, "So far, reference at step 2 of 4: both up to 10 rows removed.");
  const end = both(whole, { ...whole, name: "now" })!;
  assert.equal(end.soFar, "", "of whole runs nothing is left out");
  assert.equal(end.then.peak, 0.9);
  assert.equal(both(whole, { ...half, frames: [] }), null, "nothing before the first step");
});

test("the reference is drawn where as many rows are gone, and no further than the run", () => {
  const bytes = readFileSync(new URL("./fixture.run", import.meta.url));
  const run = decodeRun(new Uint8Array(bytes).buffer);
  const { perStep, steps } = run.header.scenario.purify;
  const n = run.header.rows;
  const reference: Reference = {
    name: "r", scenario: sd2, rows: 50, known: 3, others: [], run: null, address: null, given: false,
    frames: [frame(50, 3, 0), frame(50 - 2 * perStep, 2, 0), frame(50 - (steps + 1) * perStep, 1, 0)],
  };
  const s: State = { ...initial("sd2", sd2, parseAddress("", "").presentation), run, reference };
  assert.ok(n > 0 && steps >= 2, "the fixture has steps");
  const ghost = ghostOf(s, variance)!;
  assert.deepEqual(ghost.points, [{ x: 0, y: 3 }, { x: 2, y: 2 }]);
  assert.deepEqual([0, 1, 2].map((k) => ghostValue(ghost, k)), [3, null, 2]);
  assert.equal(ghostOf({ ...s, reference: { ...reference, run } }, variance), null, "a run is not its own reference");
});

test("compare=… is read whole or refused whole", () => {
  const of = (value: string) => parseAddress("", `#compare=${value}`);
  assert.equal(of("paper").compare, "paper");
  assert.equal(of("none").compare, "none");
  assert.deepEqual(of("preset:sd3;ridge:0.01;mix:600,400").compare, { text: "preset:sd3;ridge:0.01;mix:600,400", preset: "sd3", edit: { ridge: 0.01, counts: [600, 400] } });
  assert.deepEqual(of("preset:sd2").compare, { text: "preset:sd2", preset: "sd2", edit: {} });
  for (const bad of ["", "ridge", "ridge:x", "ridge:1:2", "seed:1;what:2", "preset:../x", "constructor:1", "ridge:0.01;"]) {
    const a = of(bad);
    assert.equal(a.compare, null, bad);
    assert.equal(a.warnings[0]?.name, "compare", bad);
  }
});

test("the wait is measured: by rows scored before the first frame, by frames after it", () => {
  const s = initial("sd2", sd2, parseAddress("", "").presentation);
  const live = { ...s.live, phase: "running" as const };
  assert.equal(remaining({ ...s, live: { ...live, work: "fit", share: 0.9, elapsed: 9000 } }), 0, "a fit says nothing of the whole");
  // 25 frames of 1,000, 990 … 760 rows: 22,000 in all, the first five 4,900 of them.
  const near = (got: number, want: number) => assert.ok(Math.abs(got - want) < 1e-6 * want, `${got}, not ${want}`);
  near(remaining({ ...s, live: { ...live, work: "score", share: 0.5, elapsed: 4000 } }), 8000 * 22 - 4000);
  near(remaining({ ...s, live: { ...live, shown: true, step: 5, millis: 49_000, elapsed: 52_000, work: "fit", share: 0 } }), 220_000 - 52_000);
  // Leaving each row out goes as the square, and the last frame leaves none out: 1,000² + 990² of 1,000² + 990² + 980² + 970².
  const each = { ...s, scenario: { ...sd2, purify: { ...sd2.purify, rule: "loo-influence" as const, steps: 4 } } };
  near(remaining({ ...each, live: { ...live, shown: true, step: 2, millis: 19_801, elapsed: 19_801, work: "fit", share: 0 } }), 9604 + 9409);
});
