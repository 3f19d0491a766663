/** What follows from a scenario's settings: its rows, how many removals they last, and the rules there are. */
import { RuleDelta, RuleDeltaRefine, RuleLoss, RuleLooInfluence, RuleLooRefit, RuleRandom, RuleSelfInfluence, type Scenario } from "../generated/scenario.ts";
import { limits } from "./limits.ts";

/** Every removal rule, in the order a menu shows them; sim/scenario.Rules. */
export const rules = [
  RuleDelta, RuleDeltaRefine, RuleLooInfluence, RuleLooRefit, RuleSelfInfluence, RuleLoss, RuleRandom,
] as const;

/** The number of training rows of generated data; 0 for a table, whose rows only the core counts. */
export function rowsOf(s: Scenario): number {
  return (s.data.counts ?? []).reduce((a, b) => a + b, 0);
}

/** The largest number of steps of a scenario with generated data that leaves enough rows. */
export function maxSteps(s: Scenario): number {
  return Math.min(limits.steps, Math.max(0, Math.floor((rowsOf(s) - limits.minRows) / s.purify.perStep)));
}
