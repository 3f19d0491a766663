// What the notes say in words about networks is what the recorded studies found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { recording, recordedTable } from "../../site/docs/tools/recorded.mjs";

const low = (e) => e.mean - e.half;
const high = (e) => e.mean + e.half;

/** The 95 % interval holds zero: not settled. */
const open = (e) => low(e) < 0 && high(e) > 0;

/** The two-sided tail of Student's t for an odd number of degrees of freedom (a finite sum). */
function tail(t, df) {
  const angle = Math.atan(t / Math.sqrt(df));
  let [term, sum] = [Math.cos(angle), Math.cos(angle)];
  for (let k = 3; k <= df - 2; k += 2) sum += term *= (Math.cos(angle) ** 2 * (k - 1)) / k;
  return 1 - (2 / Math.PI) * (angle + Math.sin(angle) * sum);
}

/** Quantiles of t with 11 degrees of freedom: two-sided at 5 %, and at 5 % for six comparisons. */
const [alone, sixfold] = [2.20099, 3.20812];

/** The interval of a gain, widened for six comparisons (Bonferroni). */
const widened = ({ mean, half }) => ({ mean, half: (half * sixfold) / alone });
/** Names of the rules that an interval puts above chance, and below. */
const above = (rules, of) => rules.filter((r) => low(of(r)) > 0).map((r) => r.rule);
const below = (rules, of) => rules.filter((r) => high(of(r)) < 0).map((r) => r.rule);

/** Mean and 95 % interval of a difference between cells of two rules under the same seeds. */
function paired(results, a, b, of) {
  const at = (rule) => results.filter((c) => c.rule === rule).sort((x, y) => x.seed - y.seed);
  const d = at(a).map((c, k) => of(c) - (b ? of(at(b)[k]) : c.accuracy[0]));
  const mean = d.reduce((x, y) => x + y) / d.length;
  const sd = Math.sqrt(d.reduce((x, y) => x + (y - mean) ** 2, 0) / (d.length - 1));
  return { mean, half: (alone * sd) / Math.sqrt(d.length) };
}
const end = (c) => c.accuracy.at(-1);
const peak = (c) => Math.max(...c.accuracy);

test("the perceptron: δ helps, as other rules do; trainings agree on the own loss alone", () => {
  const { document, results, summary: { rules, ...s } } = recording("nets-mlp");
  const rule = (name) => rules.find((r) => r.rule === name);
  const others = rules.filter((r) => r.rule !== "random");
  assert.deepEqual([document.nets.candidates, document.base.purify.perStep, document.nets.seeds, others.length], [15, 10, 12, 6]);
  assert.ok(Math.abs(tail(alone, 11) - 0.05) < 1e-5 && Math.abs(tail(sixfold, 11) - 0.05 / 6) < 1e-5, `${tail(alone, 11)}, ${tail(sixfold, 11)}`);
  assert.deepEqual(above(others, (r) => widened(r.gain)), ["delta", "self-influence", "last-layer", "softmax"], "at the end, widened");
  assert.deepEqual(above(others, (r) => r.gain), ["loss", "delta", "self-influence", "last-layer", "softmax"], "at the end, alone");
  assert.ok(low(widened(rule("delta").lift)) > 0, "δ, best on the way");
  assert.ok(low(paired(results, "delta", null, end)) > 0 && high(paired(results, "random", null, end)) < 0, "against where it began");
  assert.ok(low(paired(results, "softmax", "delta", peak)) > 0, "softmax regression is ahead on the way");
  assert.ok(others.every((r) => r.peak.mean <= rule("softmax").peak.mean), "best on the way");
  assert.ok(rules.every((r) => r.rule === "softmax" || r.found[1].mean < rule("softmax").found[1].mean), "right most often at first");
  assert.ok(open(s.rankDelta) && high(s.rankDelta) < 0.25, "influence and retraining on δ");
  assert.ok(open(s.rankOther), "two trainings on δ");
  assert.ok(low(s.rankRise) > 0.3 && low(s.rankOtherRise) > 0.3, "the own loss");
  assert.ok(Math.abs(s.rankRise.mean - s.rankOtherRise.mean) < 0.1, "influence and a second training do not do equally well");
  assert.ok(open(rule("retrain").gain) && Math.abs(rule("retrain").found.at(-1).mean - rule("random").found.at(-1).mean) < 0.05, "retraining helps, or finds the minority");
});

test("the convolutional net: δ hurts; loss and self-influence find the wrong labels and are ahead at the end", () => {
  const { document, results, summary: { rules, ...s } } = recording("nets-conv");
  const found = (name) => rules.find((r) => r.rule === name).found;
  const others = rules.filter((r) => r.rule !== "random");
  assert.deepEqual([document.base.purify.perStep, document.base.data.noise.rate, document.nets.seeds, others.length], [20, 0.3, 12, 6]);
  assert.deepEqual(below(others, (r) => widened(r.gain)), ["delta"], "behind chance");
  assert.deepEqual(above(others, (r) => r.gain), ["loss", "self-influence"], "ahead of chance");
  assert.deepEqual(above(others, (r) => widened(r.gain)), ["self-influence"], "ahead of chance, widened");
  for (const name of ["loss", "self-influence"]) {
    assert.ok(low(found(name).at(-1)) > high(found("delta").at(-1)), name);
    assert.ok(found(name)[1].mean > 0.9, `${name}: nine in ten of the first`);
    assert.ok(open(paired(results, name, null, end)), `${name}: another end than the start`);
  }
  const wrong = found("delta");
  assert.ok(low(wrong.at(-1)) > high(found("random").at(-1)) && wrong.slice(1).every((e) => e.mean > 0.35 && e.mean < 0.65), "δ finds more than chance, and about half are right labels");
  assert.ok(others.every((r) => open(r.lift)), "a rule is settled on the way");
  assert.ok(low(s.rankDelta) > 0 && high(s.rankDelta) < 0.5 && open(s.rankOther), "δ by influence, by retraining, by another training");
  assert.ok(low(s.rankRise) > 0.3, "the own loss");
});

test("a table of a recording has its figures, and a field that is not there is told of", () => {
  const { summary } = recording("nets-mlp");
  const t = recordedTable("study: nets-mlp\nrows: rules\n| rule = rule\n| end = end .3");
  assert.equal(t.rows.length, summary.rules.length);
  assert.equal(t.rows[0][1], `${summary.rules[0].end.mean.toFixed(3)} ± ${summary.rules[0].end.half.toFixed(3)}`);
  assert.throws(() => recordedTable("study: nets-mlp\nrows: rules\n| rule = nothing"), /does not have/);
});
