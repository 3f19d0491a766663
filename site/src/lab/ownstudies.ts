/** The studies of a table of the user's own: what the lab does with its examples, with other rows. */
import type { Axis, Scenario, Study } from "../generated/scenario.ts";
import { limits } from "../scenario/limits.ts";
import { words } from "../messages/en/lab.ts";

/** The rules that race: one of each family, all of which are affordable on thousands of rows. */
const rules = ["delta", "em-posterior", "row-influence", "self-influence", "loss", "out-of-fold", "confident-both", "random"];

/** Powers of ten and three times them, from one to the other. */
function decades(lo: number, hi: number): number[] {
  const out: number[] = [];
  for (let k = 0; ; k++) {
    const v = Number(((k % 2 === 0 ? 1 : 3) * 10 ** (Math.log10(lo) + Math.floor(k / 2))).toPrecision(1));
    if (v > hi) return out;
    out.push(v);
  }
}

/** Longest first part of a title, so that it stays within the 120 bytes of a document. */
const short = (name: string): string => name.slice(0, 24);

/** Trainings of a network take long, so as many rows leave in few steps. */
const netSteps = 4;

/** Whether a network can be tried: rows must be able to leave, and ten stay. */
export const roomForNets = (base: Scenario): boolean => base.purify.steps > 0;

/** The paper's perceptron on the rows of a table; without retraining, which takes longest and can be added. No more rows leave than the table's own run takes. */
function nets(s: Study): Study {
  const p = s.base!.purify;
  const all = p.perStep * p.steps;
  const steps = Math.min(netSteps, p.steps);
  s.base!.purify = { ...p, steps, perStep: Math.min(limits.perStep, Math.floor(all / steps)) };
  const { perStep } = s.base!.purify;
  return { ...s, nets: { hidden: [128, 64, 16], rate: 0.003, epochs: 40, batch: 32, targetLoss: 0, rules: ["random", "loss", "delta", "self-influence", "last-layer", "softmax"], candidates: Math.min(1000, perStep + 10), sample: 8, seeds: 4 } };
}

/** The studies of a table. base is its scenario; each has a copy of its own. */
export function ownStudies(name: string, base: Scenario): Study[] {
  const w = words.own;
  const study = (id: string, kind: string, title: string, summary: string, part: Partial<Study>): Study =>
    ({ version: 1, kind, id, title, summary, base: { ...structuredClone(base), id, title: "", summary: "" }, ...part }) as Study;
  const sweep = (id: string, title: string, summary: string, axis: Axis) => study(id, "sweep", title, summary, { sweep: { axes: [axis], seeds: 3 } });
  const file = short(name);
  const clamp = (v: number) => Math.min(limits.ridge[1], Math.max(limits.ridge[0], v));
  const out = [
    study("own-race", "race", w.race(file), w.raceSummary, { race: { rules, seeds: 3 } }),
    study("own-divide", "divide", w.divide(file), w.divideSummary, { divide: { blocks: 2, methods: ["em", "em-purify", "purify", "reassign", "moe"], starts: 2, ridge: clamp(base.fit.ridge), curve: 3 } }),
    sweep("own-damping", w.damping(file), w.dampingSummary, { field: "influence.damping", label: w.dampingAxis, values: decades(1e-4, 1) }),
  ];
  out.push(
    study("own-theorem", "theorem", w.theorem(file), w.theoremSummary, { theorem: { sizes: [50, 100, 200, 400], removals: 1, samples: 400, ridge: 0.1, seeds: 3, seed: base.seed } }),
    ...(roomForNets(base) ? [nets(study("own-nets", "nets", w.nets(file), w.netsSummary, {}))] : []),
  );
  if (base.fit.method === "newton") out.push(sweep("own-ridge", w.ridge(file), w.ridgeSummary, { field: "fit.ridge", label: w.ridgeAxis, values: decades(1e-5, 1) }));
  return out;
}
