// What the notes say in words about networks is what the recorded studies found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { recording, recordedTable } from "../../site/docs/tools/recorded.mjs";

const low = (e) => e.mean - e.half;
const high = (e) => e.mean + e.half;

/** The 95 % interval holds zero: not settled. */
const open = (e) => low(e) < 0 && high(e) > 0;

/** Quantiles of t with 3 degrees of freedom: two-sided at 5 %, and at 5 % for six comparisons. */
const [alone, sixfold] = [3.18245, 6.23154];
const tail = (t) => 1 - 2 / Math.PI * (t / Math.sqrt(3) / (1 + t * t / 3) + Math.atan(t / Math.sqrt(3)));

/** The lower end of the interval, widened for six comparisons (Bonferroni). */
const widened = ({ mean, half }) => mean - half * sixfold / alone;

test("the perceptron: δ is not settled, softmax regression's rows are ahead, trainings agree on the own loss alone", () => {
  const { document, summary: { rules, ...s } } = recording("nets-mlp");
  const rule = (name) => rules.find((r) => r.rule === name);
  const others = rules.filter((r) => r.rule !== "random");
  assert.deepEqual(others.filter((r) => !open(r.gain)).map((r) => [r.rule, r.verdict]), [["softmax", "helps"]]);
  assert.deepEqual(others.filter((r) => low(r.lift) > 0).map((r) => r.rule), ["softmax"]);
  assert.ok(Math.abs(tail(alone) - 0.05) < 1e-5 && Math.abs(tail(sixfold) - 0.05 / 6) < 1e-5 && others.length === 6, `${tail(alone)}, ${tail(sixfold)}`);
  assert.ok(widened(rule("softmax").gain) < 0 && widened(rule("softmax").lift) > 0, "softmax regression, six rules compared");
  assert.ok(rules.every((r) => r.rule === "softmax" || r.found[1].mean < rule("softmax").found[1].mean), "right most often at first");
  assert.ok(open(s.rankDelta) && low(s.rankDelta) < -0.2 && high(s.rankDelta) > 0.2, "influence and retraining on δ: not open, or not wide");
  assert.ok(open(s.rankOther) && high(s.rankOther) < 0.5, "two trainings on δ");
  assert.ok(low(s.rankRise) > 0.3 && low(s.rankOtherRise) > 0.3, "the own loss");
  assert.ok(Math.abs(s.rankRise.mean - s.rankOtherRise.mean) < 0.1, "influence and a second training do not do equally well");
  assert.ok(Math.abs(rule("retrain").found.at(-1).mean - rule("random").found.at(-1).mean) < 0.05, "retraining finds the minority");
  assert.deepEqual([document.nets.candidates, document.base.purify.perStep, document.nets.seeds], [15, 10, 4]);
});

test("the convolutional net: loss and self-influence find the wrong labels and are ahead at the end, δ finds fewer", () => {
  const { document, summary: { rules, ...s } } = recording("nets-conv");
  const found = (name) => rules.find((r) => r.rule === name).found;
  for (const name of ["loss", "self-influence"]) {
    assert.ok(low(found(name).at(-1)) > high(found("delta").at(-1)), name);
    assert.ok(low(found(name)[1]) > 0.9, `${name}: nearly all of the first`);
  }
  assert.ok(low(found("delta").at(-1)) > high(found("random").at(-1)), "δ finds more than chance");
  const others = rules.filter((r) => r.rule !== "random");
  assert.deepEqual(others.filter((r) => !open(r.gain)).map((r) => [r.rule, r.verdict]), [["loss", "helps"], ["self-influence", "helps"]]);
  assert.ok(others.length === 6 && others.every((r) => widened(r.gain) < 0), "a rule is ahead though six are compared");
  assert.ok(others.every((r) => open(r.lift)), "a rule is settled on the way");
  assert.ok(Math.abs(rules[0].start.mean - 0.9) < 0.03, "right on nine of ten");
  assert.ok(open(s.rankDelta) && open(s.rankLast) && open(s.rankOther), "a rank correlation of δ is settled");
  assert.ok(low(s.rankRise) > 0.3, "the own loss");
  assert.deepEqual([document.base.purify.perStep, document.base.data.noise.rate, document.nets.seeds], [20, 0.3, 4]);
});

test("a table of a recording has its figures, and a field that is not there is told of", () => {
  const { summary } = recording("nets-mlp");
  const t = recordedTable("study: nets-mlp\nrows: rules\n| rule = rule\n| end = end .3");
  assert.equal(t.rows.length, summary.rules.length);
  assert.equal(t.rows[0][1], `${summary.rules[0].end.mean.toFixed(3)} ± ${summary.rules[0].end.half.toFixed(3)}`);
  assert.throws(() => recordedTable("study: nets-mlp\nrows: rules\n| rule = nothing"), /does not have/);
});
