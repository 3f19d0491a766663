/** What a sighted viewer learns from the picture, in words: the description, and each step at rest. */
import { say } from "../messages/en/page.ts";
import { lastStep, moving, shownTime, type State } from "../state.ts";
import { composition } from "../trace/derive.ts";
import { frameAt, frontier } from "../trace/run.ts";
import { count } from "../text/format.ts";
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
    setText(description, describe(s));
    // The picture the page opens on is described, not announced.
    if (!first) setText(live, stepText(s, k));
  };
}

function stepText(s: State, k: number): string {
  const f = frameAt(s.run!, k)!;
  return say.speakStep(k, lastStep(s), f.variance, f.testAccuracy, s.run!.header.rows - f.kept);
}

function describe(s: State): string {
  const run = s.run!;
  const f = frameAt(run, shownTime(s));
  if (!f) return "";
  const c = composition(run, shownTime(s));
  const removed = run.header.rows - f.kept;
  return say.describe({
    kept: f.kept, removed, others: c.others, majority: c.groups[c.majority] ?? "", next: f.removed.length, byOrigin: c.byOrigin,
    groups: c.groups.map((g, i) => `${g}: ${count(c.kept[i]!)}`).join(", "),
    variance: f.variance, accuracy: f.testAccuracy,
  });
}
