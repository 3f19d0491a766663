// The state of the page: every transition a reader can cause, on a real recorded run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseScenario } from "../../site/src/scenario/check.ts";
import {
  changed, computing, finished, initial, lastStep, moving, shownTime, stepMillis, type Action, type Presentation, type State,
} from "../../site/src/state.ts";
import { reduce } from "../../site/src/reduce.ts";
import { decodeRun } from "../../site/src/trace/decode.ts";
import { composition, leavesAt } from "../../site/src/trace/derive.ts";
import type { Run } from "../../site/src/trace/run.ts";

const presentation: Presentation = {
  embed: false, noUI: false, hideText: false, allowLinks: true, autoplay: false, reduceMotion: false, charts: ["variance", "accuracy"], hidden: [],
};
const base = parseScenario(readFileSync(new URL("../../sim/scenario/presets/sd2.json", import.meta.url), "utf8"));
const bytes = readFileSync(new URL("./fixture.run", import.meta.url));
/** The fixture: 60 rows, 3 steps of 4, rows 59, 58, … leave. */
const recorded = (): Run => decodeRun(new Uint8Array(bytes).buffer);

function after(s: State, ...actions: Action[]): State {
  return actions.reduce((state, a) => {
    const frozen = JSON.stringify({ ...state, run: null });
    const next = reduce(state, a);
    assert.equal(JSON.stringify({ ...state, run: null }), frozen, `${a.type} changed the state it was given`);
    return next;
  }, s);
}
/** The page with the fixture shown; the fixture's scenario is the base, so nothing is changed. */
function opened(t: number | null = 0): State {
  const run = recorded();
  return after(initial("sd2", base, presentation), { type: "recorded", run, preset: "sd2", base: run.header.scenario, t, arriving: false });
}
const tick = (millis: number): Action => ({ type: "tick", millis });

test("a recorded run opens at rest, a third of the way in", () => {
  const s = opened(null);
  assert.equal(s.t, 1);
  assert.ok(!moving(s) && !changed(s) && finished(s));
  assert.equal(lastStep(s), 3);
});

test("a time that is none is no harm", () => {
  for (const t of [Number.NaN, -3, Infinity, 1e9]) {
    const s = after(opened(), { type: "seek", t });
    assert.ok(s.t >= 0 && s.t <= 3, String(s.t));
  }
});

test("a seek beyond what has come of a recorded run goes there when the rest comes", () => {
  const run = recorded();
  const rest = run.frames.splice(2);
  let s = after(initial("sd2", base, presentation), { type: "recorded", run, preset: "sd2", base: run.header.scenario, t: 0, arriving: true });
  s = after(s, { type: "seek", t: 3 }, tick(1e6));
  assert.equal(s.t, 1);
  run.frames.push(...rest);
  s = after(s, { type: "arrived", run });
  assert.equal(s.t, 3);
  assert.ok(!moving(s) && !s.playing);
});

test("play runs to the end at the speed set, stops, and starts over", () => {
  let s = after(opened(), { type: "play" });
  assert.ok(moving(s) && s.playing);
  s = after(s, tick(stepMillis));
  assert.equal(s.t, 1);
  s = after(s, { type: "speed", speed: 2 }, tick(stepMillis / 4));
  assert.equal(s.t, 1.5);
  s = after(s, tick(1e6));
  assert.equal(s.t, 3);
  assert.ok(!s.playing && !moving(s));
  assert.equal(after(s, { type: "play" }).t, 0);
});

test("a pause lets the step at hand come to rest", () => {
  let s = after(opened(), { type: "play" }, tick(stepMillis * 0.4), { type: "pause" });
  assert.ok(!s.playing && moving(s));
  s = after(s, tick(stepMillis));
  assert.equal(s.t, 1);
  assert.ok(!moving(s));
  assert.equal(after(s, { type: "pause" }), s, "a pause at rest changes nothing");
});

test("steps go one frame and stay within the run", () => {
  let s = after(opened(), { type: "step", by: 1 }, tick(1e6));
  assert.equal(s.t, 1);
  s = after(s, { type: "step", by: 1 }, { type: "step", by: 1 }, tick(1e6));
  assert.equal(s.t, 3, "two presses are two steps, though the first was under way");
  s = after(s, { type: "step", by: 1 }, tick(1e6));
  assert.equal(s.t, 3);
  s = after(s, { type: "step", by: -1 }, tick(1e6), { type: "step", by: -1 }, { type: "step", by: -1 }, { type: "step", by: -1 }, tick(1e6));
  assert.equal(s.t, 0);
  assert.ok(!moving(s));
});

test("a drag rests on the nearest step", () => {
  const s = after(opened(), { type: "seek", t: 1.7 });
  assert.equal(s.t, 1.7);
  assert.equal(after(s, { type: "settle" }, tick(1e6)).t, 2);
  assert.equal(after(s, { type: "seek", t: 1.2 }, { type: "settle" }, tick(1e6)).t, 1);
});

test("nothing moves while the page cannot be seen", () => {
  const s = after(opened(), { type: "play" }, { type: "system", system: { visible: false } });
  assert.ok(!moving(s) && s.playing);
  assert.ok(moving(after(s, { type: "system", system: { visible: true } })));
});

test("fast playback shows whole steps", () => {
  const s = after(opened(), { type: "speed", speed: 8 }, { type: "play" }, tick(stepMillis / 16));
  assert.equal(s.t, 0.5);
  assert.equal(shownTime(s), 0);
});

test("an edit marks the run as changed, and taking it back does not", () => {
  const s = after(opened(), { type: "edit", edit: { damping: 0.1 } });
  assert.ok(changed(s));
  assert.ok(!changed(after(s, { type: "edit", edit: { damping: 0.01 } })));
});

/** The state in the middle of a live run with so many frames. */
function live(frames: number, resume = 3, play = false): { s: State; run: Run; more: () => Action } {
  const source = recorded();
  const run: Run = { ...source, frames: [] };
  const more = (): Action => {
    run.frames.push(source.frames[run.frames.length]!);
    return { type: "live/frame", number: 5, run, frame: run.frames.at(-1)!, millis: 10 };
  };
  let s = after(opened(2), { type: "live/start", number: 5, resume, play }, { type: "live/opened", number: 5, warnings: [] });
  for (let i = 0; i < frames; i++) s = after(s, more());
  return { s, run, more };
}

test("the earlier run stays until the first frame of the new one", () => {
  const { s, run, more } = live(0);
  assert.ok(computing(s) && s.run !== run && s.t === 2);
  const next = after(s, more());
  assert.equal(next.run, run);
  assert.equal(next.t, 0);
  assert.ok(!next.recorded);
});

test("playback waits for frames without looping, and goes on when they come", () => {
  const { s, more } = live(2);
  let now = after(s, tick(1e6));
  assert.equal(now.t, 1);
  assert.ok(!moving(now) && now.goal === 3, "at the last frame there is, it waits");
  now = after(now, more());
  assert.ok(moving(now));
  now = after(now, tick(1e6), more(), tick(1e6), { type: "live/end", number: 5, phase: "done" });
  assert.equal(now.t, 3);
  assert.ok(!moving(now) && finished(now) && now.goal === null);
  assert.equal(now.live.millis, 40);
});

test("a changed setting comes back to the step it was changed at", () => {
  const { s, more } = live(3, 1);
  assert.equal(after(s, more(), tick(1e6)).t, 1);
});

test("messages of a run that has been replaced are dropped", () => {
  const { s, more } = live(1);
  const newer = after(s, { type: "live/start", number: 6, resume: 0, play: false });
  assert.equal(reduce(newer, more()), newer);
  assert.equal(reduce(newer, { type: "live/end", number: 5, phase: "failed" }), newer);
});

test("a canceled run keeps what has come, and nothing waits for the rest", () => {
  const { s } = live(2);
  const now = after(s, tick(1e6), { type: "live/end", number: 5, phase: "canceled" });
  assert.ok(!computing(now) && !moving(now) && now.goal === null);
  assert.equal(lastStep(now), 1);
  assert.equal(after(now, { type: "seek", t: 3 }).t, 1);
});

test("a failed run leaves the recorded one as it was", () => {
  const { s } = live(0);
  const now = after(s, { type: "live/end", number: 5, phase: "failed" });
  assert.equal(now.t, 2);
  assert.ok(finished(now) && now.recorded);
  assert.equal(after(now, { type: "play" }, tick(1e6)).t, 3);
});

test("messages: the same one is there once, and at most four", () => {
  const notice = (problem: string): Action => ({ type: "notice", notice: { level: "warning", place: "x", problem, remedy: "", report: "", offer: "" as const, file: false, setting: false } });
  let s = after(opened(), notice("a"), notice("a"));
  assert.equal(s.notices.length, 1);
  s = after(s, notice("b"), notice("c"), notice("d"), notice("e"));
  assert.deepEqual(s.notices.map((n) => n.problem), ["b", "c", "d", "e"]);
  assert.equal(new Set(s.notices.map((n) => n.id)).size, 4);
  assert.equal(after(s, { type: "dismiss", id: s.notices[0]!.id }).notices.length, 3);
});

test("a message about a setting is answered by the next change, and by the next run", () => {
  const notice = (problem: string, setting: boolean): Action => ({ type: "notice", notice: { level: "warning", place: "x", problem, remedy: "", report: "", offer: "" as const, file: false, setting } });
  const s = after(opened(), notice("refused", true), notice("other", false));
  const problems = (now: State) => now.notices.map((n) => n.problem);
  assert.deepEqual(problems(after(s, { type: "seek", t: 2 })), ["refused", "other"]);
  assert.deepEqual(problems(after(s, { type: "edit", edit: { seed: 2 } })), ["other"]);
  assert.deepEqual(problems(after(s, { type: "live/start", number: 9, resume: 0, play: false })), ["other"]);
});

test("messages about a table go when another run takes its place, the others stay", () => {
  const notice = (place: string, file = false): Action => ({ type: "notice", notice: { level: "info", place, problem: place, remedy: "", report: "", offer: "" as const, file, setting: false } });
  const s = opened();
  const table = { key: 1, name: "mine.csv", table: {} as never, files: {} };
  const scenario = { ...s.base, title: "mine.csv" };
  const own = after(s, { type: "scenario", preset: "sd2", base: scenario, scenario, table }, notice("mine.csv"), notice("ranked", true), notice("engine"));
  const places = (now: State) => now.notices.map((n) => n.place);
  assert.deepEqual(places(own), ["mine.csv", "ranked", "engine"]);
  assert.deepEqual(places(after(own, { type: "recorded", run: recorded(), preset: "sd2", base: s.base, t: 0, arriving: false })), ["engine"]);
  assert.deepEqual(places(after(own, { type: "scenario", preset: "sd2", base: s.base, scenario: s.base, table: null })), ["engine"]);
});

test("a row is picked and let go", () => {
  const s = after(opened(), { type: "pick", row: 7 });
  assert.equal(s.picked, 7);
  assert.equal(after(s, { type: "pick", row: 7 }).picked, -1);
});

test("a preset that arrives from the service replaces settings that are as they were", () => {
  const s = opened();
  const served = { ...s.base, purify: { ...s.base.purify, perStep: 5 } };
  assert.equal(after(s, { type: "base", preset: "sd2", base: served, edge: "differs" }).scenario, served);
  const edited = after(s, { type: "edit", edit: { seed: 9 } });
  assert.equal(after(edited, { type: "base", preset: "sd2", base: served, edge: "differs" }).scenario, edited.scenario);
});

test("who has left, and how well the guess was", () => {
  const run = recorded();
  assert.equal(leavesAt(run)[59], 0);
  assert.equal(leavesAt(run)[48], 2);
  assert.equal(leavesAt(run)[47], -1);
  const c = composition(run, 2.9);
  assert.deepEqual(c.kept, [40, 12]);
  assert.deepEqual(c.removed, [0, 8]);
  assert.equal(c.precision, 1);
  assert.deepEqual([c.majority, c.others], [0, 8]);
  const swapped: Run = { ...run, points: { ...run.points, origin: run.points.origin.map((o) => 1 - o) } };
  const d = composition(swapped, 2.9);
  assert.deepEqual([d.majority, d.others, d.precision], [1, 8, 1], "counted against the largest group, wherever it is");
  assert.ok(Number.isNaN(composition(run, 0).precision));
  const growing: Run = { ...run, frames: run.frames.slice(0, 1) };
  assert.equal(leavesAt(growing)[55], -1);
  growing.frames.push(run.frames[1]!);
  assert.equal(leavesAt(growing)[55], 1, "frames that come later are entered");
});
