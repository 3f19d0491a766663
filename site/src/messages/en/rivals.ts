/** The names of the removal rules of the literature, and what the list of rows says of a race among them. */
import { count } from "../../text/format.ts";
import { localized } from "../localize.ts";

export const rivals = localized("rivals", {
  names: {
    "row-influence": "row influence", "out-of-fold": "out-of-fold loss", "confident-rate": "confident, by rate", "confident-class": "confident, by class",
    "confident-both": "confident, both", "confident-joint": "confident, joint", "knn-shapley": "KNN-Shapley", "tmc-shapley": "TMC-Shapley (small n)", aum: "area under the margin",
    forgetting: "forgetting events", "em-posterior": "mixture posterior",
  } as Record<string, string>,

  title: "Every rule on these rows",
  about: (k: number) => `Each rule removes as this run does: so many rows at a time, then a new fit. Precision@k: of the first ${count(k)} rows to leave, the share of those that do not belong; ROC AUC of the same order. With one draw of the data the leaders are not settled.`,
  noTest: "No rows are held out, so there is no accuracy to compare.",
  start: "Run every rule", slow: "Also those that train anew for each row (slow)", stop: "Stop",
  progress: (done: number, all: number, left: string) => `${count(done)} of ${count(all)} rules${left ? `, ${left} …` : " …"}`,
  ended: (came: number, failed: string[], time: string) => `${came === 1 ? "One rule" : `${count(came)} rules`} in ${time}, ${came === 1 ? "" : "each "}computed in this tab just now.${failed.length > 0 ? ` Without a result: ${failed.join(", ")}.` : ""}`,
  stopped: "Stopped; what had come stays.",
  rule: "rule", precision: "precision@k", auc: "ROC AUC", peak: "best accuracy", peakTitle: "The best test accuracy along the way. In practice no one knows where it is.",
  mine: "this run",
});
