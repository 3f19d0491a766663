// What a study of networks says in words is what its intervals say.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Estimate, NetsRule, NetsSummary } from "../../site/src/generated/study.ts";
import { findings, verdictOf } from "../../site/src/lab/kinds/netssaid.ts";

const est = (mean: number | null, half: number | null, n = 4): Estimate => ({ n, mean, sd: null, half });
const none = est(null, null, 0);
const rule = (name: string, verdict: string, gain: Estimate): NetsRule => ({ rule: name, removed: [0, 10], accuracy: [], found: [], start: none, peak: none, end: none, gain, lift: none, verdict });
const random = rule("random", "", none);
const summary = (rank: Estimate): NetsSummary => ({ minority: 1, parameters: 1, rules: [], rankDelta: rank, rankLast: rank, rankOther: rank, rankRise: rank, rankOtherRise: rank });

test("an interval that holds zero is not settled; one that does not helps or hurts", () => {
  const said = (verdict: string, mean: number) => verdictOf([random, rule("delta", verdict, est(mean, 0.1)), rule("loss", "open", est(0.05, 0.06))], summary(none));
  assert.match(said("open", 0.07), /^Whether δ by influence helps this network is not settled: .*\+0\.070 ± 0\.100 in accuracy, holds zero\. Not settled, .*: loss \(\+0\.050 ± 0\.060\)\.$/);
  assert.match(said("helps", 0.2), /δ by influence is better than removing rows at random: \+0\.200/);
  assert.match(said("hurts", -0.2), /δ by influence is worse than removing rows at random: .0\.200/);
  assert.equal(verdictOf([random, rule("delta", "", none)], summary(none)), "", "nothing while runs are missing");
});

test("a rank correlation speaks for influence, against it, or is not settled", () => {
  const first = (rank: Estimate) => findings(16, [], summary(rank))[0]!;
  assert.equal(first(est(0.5, 0.1)).verdict, "holds");
  assert.equal(first(est(-0.5, 0.1)).verdict, "fails");
  const wide = first(est(0.1, 0.7));
  assert.equal(wide.verdict, undefined);
  assert.match(wide.note!, /^\(not settled by 4 replications: the interval holds zero\), rank correlation over 16 rows .* it is 0\.10 ± 0\.70\.$/);
  assert.doesNotMatch(first(est(0.5, 0.1)).note!, /settled/);
  assert.deepEqual(findings(16, [], summary(none)), []);
});
