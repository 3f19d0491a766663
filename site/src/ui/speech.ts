/** What a sighted viewer learns from the picture, in words: the description, and each step at rest. */
import { seen } from "../messages/en/seen.ts";
import { lastStep, moving, shownTime, type State } from "../state.ts";
import { lieAt } from "../trace/lie.ts";
import { frameAt, frontier, type Run } from "../trace/run.ts";
import { byId, setText } from "./dom.ts";
import type { Part } from "./part.ts";

export function speech(): Part {
  const description = byId("stage-text");
  const live = byId("speech");
  let spoken = "";
  return (s) => {
    if (!s.run || s.playing || moving(s)) return;
    const k = Math.min(Math.floor(shownTime(s)), frontier(s.run));
    const key = `${k}|${s.run.header.scenario.id}|${s.run.header.scenario.seed}|${s.frames}`;
    if (key === spoken) return;
    const first = spoken === "";
    spoken = key;
    setText(description, describe(s.run, k, lastStep(s)));
    // The picture the page opens on is described, not announced.
    if (!first) setText(live, stepText(s, k));
  };
}

function stepText(s: State, k: number): string {
  const f = frameAt(s.run!, k)!;
  return seen.speakStep(k, lastStep(s), f.variance, f.testAccuracy, s.run!.header.rows - f.kept);
}

/** The picture of a run at step k in words; "" before its first frame. */
export function describe(run: Run, k: number, end: number): string {
  const first = run.frames[0];
  const now = frameAt(run, k);
  if (!first || !now) return "";
  const tested = run.header.testRows > 0;
  const accuracy = (f: typeof now) => (tested ? f.testAccuracy : f.trainAccuracy);
  return seen.describe({ step: now.step, end, lie: lieAt(run, k), variance: [first.variance, now.variance], accuracy: [accuracy(first), accuracy(now)], tested });
}
