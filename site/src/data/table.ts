/** A scenario for the user's own table. */
import type { Scenario } from "../generated/scenario.ts";
import type { Draft } from "../state.ts";

/** The model and the rule as they are set, on the table as its draft says. */
export function tableScenario(s: Scenario, d: Draft): Scenario {
  return {
    version: s.version, id: "own-data", title: d.name.slice(0, 60), summary: "", seed: s.seed, data: d.data,
    fit: { ...s.fit, ridge: d.ridge ?? s.fit.ridge }, influence: s.influence,
    purify: { rule: s.purify.rule, perStep: d.perStep, steps: d.steps },
  };
}
