/** The trace of a run as files. Rows are those of the user's file. */
import type { Review } from "../generated/session.ts";
import type { Run } from "../trace/run.ts";

/** Rows of the run, and the row of the file of each; a Review has them. */
export type Places = Pick<Review, "index" | "row">;

/** Row of the file by row of the run. */
function places(review: Places): number[] {
  const out: number[] = [];
  review.index.forEach((i, k) => { out[i] = review.row[k]!; });
  return out;
}

const number = (v: number): number | null => (Number.isFinite(v) ? v : null);

/** One line per step. */
export function traceCSV(run: Run, review: Places): string {
  const place = places(review);
  const lines = run.frames.map((f) => [f.step, f.kept, f.variance, f.mean, f.loss, f.trainAccuracy, f.testAccuracy, [...f.removed].map((i) => place[i]).join(" ")]
    .map((v) => (typeof v === "number" && !Number.isFinite(v) ? "" : String(v))).join(","));
  return ["step,kept,variance,mean,loss,train_accuracy,test_accuracy,removed_rows", ...lines, ""].join("\n");
}

/** The scenario and every step with its rows; nothing of the rows' own values. */
export function traceJSON(run: Run, review: Places): string {
  const place = places(review);
  const steps = run.frames.map((f) => ({
    step: f.step, kept: f.kept, variance: number(f.variance), mean: number(f.mean), skewness: number(f.skewness), kurtosis: number(f.kurtosis),
    loss: number(f.loss), trainAccuracy: number(f.trainAccuracy), testAccuracy: number(f.testAccuracy), condition: number(f.condition),
    removed: [...f.removed].map((i) => place[i]),
  }));
  return `${JSON.stringify({ scenario: run.header.scenario, rows: run.header.rows, classes: run.header.classes, origins: run.header.origins, steps }, null, 1)}\n`;
}
