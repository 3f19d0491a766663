/** What a sighted viewer learns from the picture, in words: the description, and each step at rest. */
import { seen } from "../messages/en/seen.ts";
import { lastStep, moving, shownTime } from "../state.ts";
import { lieAt, type Lie } from "../trace/lie.ts";
import { frameAt, frontier, type Run } from "../trace/run.ts";
import { byId, setText } from "./dom.ts";
import type { Part } from "./part.ts";
import { atRest } from "./rest.ts";

export function speech(): Part {
  const description = byId("stage-text");
  const live = byId("speech");
  let first = true;
  const tell = atRest((run: Run, k: number, end: number) => {
    setText(description, describe(run, k, end));
    // The picture the page opens on is described, not announced.
    if (!first) setText(live, stepText(run, k, end));
    first = false;
  });
  // The run itself: what it is of and how long it is may be those of another, as with two tables of one's own.
  return (s) => tell(s.run && !s.playing && !moving(s) ? [s.run, Math.min(Math.floor(shownTime(s)), frontier(s.run)), lastStep(s)] : null);
}

function stepText(run: Run, k: number, end: number): string {
  const f = frameAt(run, k)!;
  return seen.speakStep(k, end, f.variance, f.testAccuracy, run.header.rows - f.kept);
}

/** How the rows of a run lie at its steps, where that has been looked at: frames that come later change nothing of it. */
const lies = new WeakMap<Run, Map<number, Lie>>();

function lieOf(run: Run, k: number): Lie {
  const steps = lies.get(run) ?? new Map<number, Lie>();
  lies.set(run, steps);
  const lie = steps.get(k) ?? lieAt(run, k);
  steps.set(k, lie);
  return lie;
}

/** The picture of a run at step k in words; "" before its first frame. */
export function describe(run: Run, k: number, end: number): string {
  const first = run.frames[0];
  const now = frameAt(run, k);
  if (!first || !now) return "";
  const tested = run.header.testRows > 0;
  const accuracy = (f: typeof now) => (tested ? f.testAccuracy : f.trainAccuracy);
  return seen.describe({ step: now.step, end, lie: lieOf(run, Math.min(k, frontier(run))), variance: [first.variance, now.variance], accuracy: [accuracy(first), accuracy(now)], tested });
}
