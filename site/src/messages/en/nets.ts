/** Texts of the studies of networks. */
import { count } from "../../text/format.ts";
import { localized } from "../localize.ts";

export const netsWords = localized("nets", {
  rules: "rules", layers: "network", epochs: "epochs", rate: "step size", target: "stop at loss", candidates: "candidates per step", sample: "rows compared", perStep: "rows per step", steps: "steps", seeds: "replications",
  names: {
    random: "at random", loss: "loss", delta: "δ (all layers)", "self-influence": "self-influence", "last-layer": "δ (last layer)", softmax: "δ of softmax regression", retrain: "retraining",
  } as Record<string, string>,
  removed: "rows removed",
  found: "Minority among the removed", share: "share",
  outsiders: "in the data",
  scatter: "δ by influence against retraining", byRetraining: "rank by retraining", byInfluence: "rank by Gauss–Newton influence",
  scatterNote: (rho: string, n: number) => `rank correlation ${rho}, ${count(n)} rows left out`,
  scatterNone: "not computed yet",
  findings: "What was found",
  table: "Every rule", tableNote: (n: number) => (n > 1 ? `mean of ${n} ± 95 % interval` : "one run each"),
  rule: "rule", end: "accuracy at the end", start: "with all rows", peak: "best on the way", peakTitle: "The best test accuracy along the way. It flatters every rule, removal at random too; compare it with that one.",
  gain: "gain on random", gainTitle: "Accuracy at the end less that of removing as many rows at random, under the same seeds.",
  foundShort: "minority found", foundTitle: "The share of removed rows that are not of the majority.",
  rank: "δ of influence and of retraining", rankNote: (other: string, n: number) => `rank correlation over ${count(n)} rows left out one at a time. Between retrainings from two different initial weights it is ${other}.`,
  last: "δ of the last layer and retraining", lastNote: "rank correlation; the last layer knows nothing of what the others would do.",
  rise: "loss of the left-out row", riseNote: (other: string) => `rank correlation of its predicted rise with that after retraining. Between retrainings from two different initial weights it is ${other}.`,
  unsettled: (n: number) => `(not settled by ${n} replications: the interval holds zero),`,
  helps: (rule: string, gain: string) => `${rule} helps: ${gain} in accuracy over removal at random.`,
  hurts: (rule: string, gain: string) => `${rule} hurts: ${gain} in accuracy against removal at random.`,
  open: (rules: string) => `Not settled, since the interval of the gain over removal at random holds zero: ${rules}.`,
  gainOf: "Gain over removing at random",
  influence: (verdict: string, gain: string) => (verdict === "open" ? `Whether δ by influence helps this network is not settled: the interval of its gain over removal at random, ${gain} in accuracy, holds zero.` : `For this network, following δ by influence is ${verdict === "helps" ? "better" : "worse"} than removing rows at random: ${gain} in accuracy.`),
});
