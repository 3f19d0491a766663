/** How many steps a sweep of the reader's own can take. */
import type { Study } from "../../generated/scenario.ts";
import { limits } from "../../scenario/limits.ts";

/** The steps to begin with, as in the paper's figures. */
const standardSteps = 24;

/** Whether what purification leaves is measured, rather than all rows. */
export const purified = (d: Study) => d.sweep!.purified === true;

/**
 * Keeps the steps within what the rows allow: none where nothing is removed, and where
 * something is, as many as leave enough of the fewest rows.
 */
export function settle(doc: Study): void {
  const p = doc.base!.purify;
  if (!purified(doc)) {
    p.steps = 0;
    return;
  }
  const counts = doc.sweep!.axes.find((a) => a.field === "data.counts")?.values as number[][] | undefined;
  const rows = Math.min(...(counts ?? [doc.base!.data.counts!]).map((c) => c.reduce((a, b) => a + b, 0)));
  const perStep = Math.max(...((doc.sweep!.axes.find((a) => a.field === "purify.perStep")?.values as number[] | undefined) ?? [p.perStep]));
  const most = Math.max(0, Math.floor((rows - limits.minRows) / perStep));
  p.steps = Math.min(p.steps || standardSteps, most);
}
