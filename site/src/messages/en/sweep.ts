/** Texts of the form for a sweep of the reader's own. */
import { localized } from "../localize.ts";

export const ownWords = localized("sweep", {
  base: "start from", field: "vary", values: "values", by: "and by", byValues: "values", none: "nothing else",
  rows: "rows of each block", noise: "wrong labels", target: "stop at loss", test: "test rows",
  when: "measure", before: "all rows", after: "what purification leaves", rule: "rule", perStep: "rows per step", steps: "steps",
  many: (most: number) => `at most ${most} values`,
  range: "such as 0, 0.1, 0.2; or 0..0.3/4 for four even steps, 0.001..1*4 for four equal factors",
  counts: (blocks: number) => `rows of ${blocks === 1 ? "the block" : "each block with + between"}, such as ${blocks === 1 ? "300, 600" : "700+300, 500+500"}`,
  classes: "digits with + between, such as 3+5, 4+9",
  oneOf: (names: string) => `some of ${names}`,
  fields: {
    "data.counts": "rows, mixture", "data.test": "test rows", "data.testMix": "test rows of the mixture", "data.classes": "digits", "data.size": "pixels a side", "data.rotate": "turn of the blocks",
    "data.noise/symmetric": "wrong labels, any", "data.noise/asymmetric": "wrong labels, the next", "seed": "seed", "fit.method": "fit", "fit.ridge": "ridge", "fit.epochs": "epochs (Adam)",
    "fit.targetLoss": "target loss (Adam)", "influence.damping": "damping of H", "purify.rule": "removal rule", "purify.perStep": "rows removed per step", "purify.steps": "steps of purification",
  } as Record<string, string>,
  axes: {
    "data.counts": "rows not of the first block", "data.noise/symmetric": "share of wrong labels", "data.noise/asymmetric": "share of wrong labels",
  } as Record<string, string>,
  named: (label: string, names: string[]) => `${label}: ${names.map((n, i) => `${i} = ${n}`).join(", ")}`,
});
