// What the notes say in words about networks is what the recorded studies found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { recording, recordedTable } from "../../site/docs/tools/recorded.mjs";

const low = (e) => e.mean - e.half;
const high = (e) => e.mean + e.half;

test("the perceptron: no rule is settled at the end, softmax regression's rows are best on the way, trainings agree on the own loss alone", () => {
  const { rules, ...s } = recording("nets-mlp").summary;
  const rule = (name) => rules.find((r) => r.rule === name);
  const others = rules.filter((r) => r.rule !== "random");
  assert.ok(others.every((r) => r.verdict === "open"));
  assert.deepEqual(others.filter((r) => low(r.lift) > 0).map((r) => r.rule), ["softmax"]);
  assert.ok(others.every((r) => r.rule === "softmax" || r.found[1].mean < rule("softmax").found[1].mean), "right most often at first");
  assert.ok(low(s.rankOther) < 0 && high(s.rankOther) < 0.5, "two trainings agree on δ");
  assert.ok(low(s.rankDelta) < 0, "influence and retraining agree on δ");
  assert.ok(low(s.rankRise) > 0.3 && low(s.rankOtherRise) > 0.3, "the own loss");
  assert.ok(Math.abs(s.rankRise.mean - s.rankOtherRise.mean) < 0.1, "influence and a second training do not do equally well");
  assert.ok(Math.abs(rule("retrain").found.at(-1).mean - rule("random").found.at(-1).mean) < 0.1, "retraining finds the minority");
});

test("the convolutional net: loss and self-influence find the wrong labels, δ fewer, and no rule clearly helps", () => {
  const { rules } = recording("nets-conv").summary;
  const found = (name) => rules.find((r) => r.rule === name).found.at(-1);
  for (const name of ["loss", "self-influence"]) assert.ok(low(found(name)) > high(found("delta")), name);
  assert.ok(low(found("delta")) > high(found("random")), "δ finds more than chance");
  assert.ok(rules.every((r) => r.rule === "random" || r.verdict === "open"));
});

test("a table of a recording has its figures, and a field that is not there is told of", () => {
  const { summary } = recording("nets-mlp");
  const t = recordedTable("study: nets-mlp\nrows: rules\n| rule = rule\n| end = end .3");
  assert.equal(t.rows.length, summary.rules.length);
  assert.equal(t.rows[0][1], `${summary.rules[0].end.mean.toFixed(3)} ± ${summary.rules[0].end.half.toFixed(3)}`);
  assert.throws(() => recordedTable("study: nets-mlp\nrows: rules\n| rule = nothing"), /does not have/);
});
