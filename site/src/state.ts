/**
 * The state of the page, and the only function that changes it. Everything visible is
 * drawn from one State; widgets keep nothing of their own. The run inside may grow
 * (`frames` counts what has arrived), the rest is never mutated.
 */
import type { Scenario } from "./generated/scenario.ts";
import type { Frame } from "./generated/trace.ts";
import { edit, sameRun, type Edit } from "./scenario/edit.ts";
import { frontier, openingOf, steps, type Run } from "./trace/run.ts";

/** How the page is presented: the part of the address after "?". */
export interface Presentation {
  embed: boolean;
  noUI: boolean;
  hideText: boolean;
  allowLinks: boolean;
  autoplay: boolean;
  /** True when motion=reduce was asked for. */
  reduceMotion: boolean;
  /** Which charts to show, in order. */
  charts: ChartName[];
  /** Controls hidden by <control>_hide=true. */
  hidden: string[];
}

export type ChartName = "variance" | "accuracy";
/** "default" follows the system. */
export type ProfileChoice = "default" | "light" | "dark" | "projector";

/** The playback speeds on offer, in units of one step per 700 ms. */
export const speeds = [0.25, 0.5, 1, 2, 4, 8] as const;
/** Above this speed a step is shown without motion in between. */
export const tweenLimit = 4;
/** The length of a step at 1×, in milliseconds. */
export const stepMillis = 700;

/** What the engine is doing for the run it was last asked for. */
export interface Live {
  phase: "idle" | "starting" | "running" | "done" | "canceled" | "failed";
  /** The number of the run; messages of other runs are dropped. */
  number: number;
  /** Whether its first frame has arrived, so that it is on screen. */
  shown: boolean;
  /** Bytes of the engine that have arrived, and their total (0: not told). */
  loaded: number;
  total: number;
  /** What the core reports: step, its phase, and how far it is (0 … 1). */
  step: number;
  work: string;
  share: number;
  /** Time the core spent on the frames so far, in milliseconds. */
  millis: number;
  /** Numerical or data risk in words. */
  warnings: string[];
  /** Where playback goes once frames come. */
  resume: number;
}

/** A message to the reader; place, problem and remedy as the core gives them. */
export interface Notice {
  id: number;
  level: "info" | "warning" | "error";
  place: string;
  problem: string;
  remedy: string;
  /** Text for the "copy report" button, or "". */
  report: string;
  /** Offers to start the engine again. */
  restart: boolean;
}

/** A table of the user's own; the text never leaves the tab. */
export interface OwnTable {
  name: string;
  train: string;
  test: string;
}

/** A table that has been chosen and not yet run. */
export interface Draft extends OwnTable {
  testName: string;
  /** The names of the header row, and the one that holds the label. */
  columns: string[];
  label: string;
  scale: boolean;
}

/** What draws the points, as the stage reports it. */
export interface StageState {
  renderer: "2d" | "ebiten";
  reason: string;
}

/** What is known of the edge worker's copy of the preset. */
export type Edge = "unasked" | "absent" | "same" | "differs" | "newer";

export interface State {
  /** The preset's id, its document, and the settings as they are now. */
  preset: string;
  base: Scenario;
  scenario: Scenario;
  table: OwnTable | null;
  draft: Draft | null;
  /** What is on screen. */
  run: Run | null;
  recorded: boolean;
  frames: number;
  /** The time shown; the time playback runs to (null: at rest); whether it runs to the end. */
  t: number;
  goal: number | null;
  playing: boolean;
  speed: number;
  /** Rows, or −1. */
  hover: number;
  picked: number;
  live: Live;
  edge: Edge;
  presentation: Presentation;
  profile: ProfileChoice;
  /** What the system prefers, and whether the page can be seen at all. */
  system: { dark: boolean; reduceMotion: boolean; visible: boolean };
  stage: StageState;
  /** Which panel is open over the page. */
  panel: "none" | "settings" | "help";
  /** Charts shown as tables. */
  tables: Record<ChartName, boolean>;
  notices: Notice[];
}

export type Action =
  | { type: "recorded"; run: Run; preset: string; base: Scenario; t: number | null }
  | { type: "base"; preset: string; base: Scenario; edge: Edge }
  | { type: "edge"; edge: Edge }
  | { type: "edit"; edit: Edit }
  | { type: "scenario"; preset: string; base: Scenario; scenario: Scenario; table: OwnTable | null }
  | { type: "draft"; draft: Draft | null }
  | { type: "live/start"; number: number; resume: number; play: boolean }
  | { type: "live/loading"; loaded: number; total: number }
  | { type: "live/opened"; number: number; warnings: string[] }
  | { type: "live/progress"; number: number; step: number; work: string; share: number }
  | { type: "live/frame"; number: number; run: Run; frame: Frame; millis: number }
  | { type: "live/end"; number: number; phase: "done" | "canceled" | "failed" }
  | { type: "play" }
  | { type: "pause" }
  | { type: "step"; by: 1 | -1 }
  | { type: "seek"; t: number }
  | { type: "settle" }
  | { type: "tick"; millis: number }
  | { type: "speed"; speed: number }
  | { type: "hover"; row: number }
  | { type: "pick"; row: number }
  | { type: "profile"; profile: ProfileChoice }
  | { type: "presentation"; presentation: Presentation }
  | { type: "system"; system: Partial<State["system"]> }
  | { type: "stage"; stage: StageState }
  | { type: "panel"; panel: State["panel"] }
  | { type: "table"; chart: ChartName; shown: boolean }
  | { type: "notice"; notice: Omit<Notice, "id"> }
  | { type: "dismiss"; id: number };

const idle: Live = {
  phase: "idle", number: 0, shown: false, loaded: 0, total: 0, step: 0, work: "", share: 0, millis: 0, warnings: [], resume: 0,
};

/** The state before anything has loaded. */
export function initial(preset: string, base: Scenario, presentation: Presentation): State {
  return {
    preset, base, scenario: base, table: null, draft: null,
    run: null, recorded: true, frames: 0,
    t: 0, goal: null, playing: false, speed: 1,
    hover: -1, picked: -1,
    live: idle, edge: "unasked",
    presentation, profile: "default",
    system: { dark: false, reduceMotion: false, visible: true },
    stage: { renderer: "2d", reason: "" },
    panel: "none", tables: { variance: false, accuracy: false }, notices: [],
  };
}

/** S of the run on screen: the largest t it will ever have. */
export function lastStep(s: State): number {
  if (!s.run) return 0;
  return finished(s) ? Math.min(steps(s.run), frontier(s.run)) : steps(s.run);
}

/** Whether no more frames will come for the run on screen. */
export function finished(s: State): boolean {
  return s.recorded || !computing(s) || !s.live.shown;
}

/** Whether the engine is at work. */
export function computing(s: State): boolean {
  return s.live.phase === "starting" || s.live.phase === "running";
}

/** Whether the settings are not those of the run on screen. */
export function changed(s: State): boolean {
  return s.run !== null && !sameRun(s.scenario, s.run.header.scenario);
}

/** Whether playback has somewhere to go now: only then does anything loop. */
export function moving(s: State): boolean {
  return s.goal !== null && s.run !== null && s.system.visible && s.t !== Math.min(s.goal, frontier(s.run));
}

/** The time to draw: fast playback jumps from step to step. */
export function shownTime(s: State): number {
  return s.playing && s.speed > tweenLimit ? Math.floor(s.t) : s.t;
}

/** The colors in force. */
export function profile(s: State): "light" | "dark" | "projector" {
  return s.profile === "default" ? (s.system.dark ? "dark" : "light") : s.profile;
}

export function reduceMotion(s: State): boolean {
  return s.system.reduceMotion || s.presentation.reduceMotion;
}

/** The next state. Pure: the same state and action give the same result. */
export function reduce(s: State, a: Action): State {
  if (a.type.startsWith("live/")) return reduceLive(s, a);
  const next = reducePlayback(s, a);
  return next ?? reducePage(s, a);
}

function reducePage(s: State, a: Action): State {
  switch (a.type) {
    case "recorded": return showRecorded(s, a.run, a.preset, a.base, a.t);
    case "base": return {
      ...s, preset: a.preset, base: a.base, edge: a.edge,
      scenario: sameRun(s.scenario, s.base) ? a.base : s.scenario,
    };
    case "edge": return { ...s, edge: a.edge };
    case "edit": return { ...s, scenario: edit(s.base, s.scenario, a.edit) };
    case "scenario": return { ...s, preset: a.preset, base: a.base, scenario: a.scenario, table: a.table, draft: a.table ? s.draft : null };
    case "draft": return { ...s, draft: a.draft };
    case "hover": return s.hover === a.row ? s : { ...s, hover: a.row };
    case "pick": return { ...s, picked: a.row === s.picked ? -1 : a.row };
    case "profile": return { ...s, profile: a.profile };
    case "presentation": return { ...s, presentation: a.presentation };
    case "system": return { ...s, system: { ...s.system, ...a.system } };
    case "stage": return { ...s, stage: a.stage };
    case "panel": return { ...s, panel: a.panel };
    case "table": return { ...s, tables: { ...s.tables, [a.chart]: a.shown } };
    case "notice": return addNotice(s, a.notice);
    case "dismiss": return { ...s, notices: s.notices.filter((n) => n.id !== a.id) };
    default: return s;
  }
}

/** The same message twice is one message; no more than four are kept. */
function addNotice(s: State, n: Omit<Notice, "id">): State {
  const rest = s.notices.filter((o) => o.place !== n.place || o.problem !== n.problem);
  const id = s.notices.reduce((m, o) => Math.max(m, o.id), 0) + 1;
  return { ...s, notices: [...rest, { ...n, id }].slice(-4) };
}

function showRecorded(s: State, run: Run, preset: string, base: Scenario, t: number | null): State {
  const at = bound(t ?? openingOf(base), frontier(run));
  return {
    ...s, run, preset, base, scenario: base, table: null, draft: null, recorded: true, frames: run.frames.length,
    t: at, goal: null, playing: false, hover: -1, picked: -1, live: { ...idle, number: s.live.number },
  };
}

/** Playback: t moves only here. Null where the action is not about playback. */
function reducePlayback(s: State, a: Action): State | null {
  const end = lastStep(s);
  const target = s.goal ?? s.t;
  switch (a.type) {
    case "play": {
      if (!s.run) return s;
      return { ...s, playing: true, goal: end, t: s.t >= end && finished(s) ? 0 : s.t };
    }
    // A pause lets the step at hand come to rest, so that nothing is left half gone.
    case "pause": return s.playing || s.goal !== null ? rest(s, Math.ceil(s.t)) : s;
    case "step": {
      const from = s.playing ? s.t : target;
      const to = a.by > 0 ? Math.floor(from) + 1 : Math.ceil(from) - 1;
      return rest(s, bound(to, Math.min(end, s.run ? frontier(s.run) : 0)));
    }
    case "seek": {
      const t = bound(a.t, Math.min(end, s.run ? frontier(s.run) : 0));
      return { ...s, t, goal: s.playing ? end : null };
    }
    case "settle": return s.playing ? s : rest(s, Math.round(s.t));
    case "tick": return tick(s, a.millis);
    case "speed": return { ...s, speed: a.speed };
    default: return null;
  }
}

function rest(s: State, goal: number): State {
  return { ...s, playing: false, goal: goal === s.t ? null : goal };
}

/** Moves t toward the goal, no further than the frames there are. */
function tick(s: State, millis: number): State {
  if (!s.run || s.goal === null) return s;
  // Single steps and the way back to an earlier t are no slower than 1×.
  const rate = (s.playing ? s.speed : Math.max(1.5, s.speed)) / stepMillis;
  const to = Math.min(s.goal, frontier(s.run));
  const t = s.t < to ? Math.min(to, s.t + millis * rate) : Math.max(to, s.t - 2 * millis * rate);
  if (t !== s.goal) return { ...s, t };
  return { ...s, t, goal: null, playing: s.playing && t < lastStep(s) };
}

function bound(t: number, end: number): number {
  return Number.isFinite(t) ? Math.max(0, Math.min(end, t)) : 0;
}

function reduceLive(s: State, a: Action): State {
  const live = s.live;
  switch (a.type) {
    case "live/start": return {
      ...s, playing: a.play || s.playing,
      live: { ...idle, phase: "starting", number: a.number, resume: a.resume, loaded: live.loaded, total: live.total },
    };
    case "live/loading": return { ...s, live: { ...live, loaded: a.loaded, total: a.total } };
    case "live/opened":
      return a.number !== live.number ? s : { ...s, live: { ...live, phase: "running", warnings: a.warnings } };
    case "live/progress":
      return a.number !== live.number ? s : { ...s, live: { ...live, step: a.step, work: a.work, share: a.share } };
    case "live/frame": return a.number !== live.number ? s : showFrame(s, a.run, a.millis);
    case "live/end": return a.number !== live.number ? s : endLive(s, a.phase);
    default: return s;
  }
}

/** A frame has been added to a live run; the first one puts the run on screen. */
function showFrame(s: State, run: Run, millis: number): State {
  const live = { ...s.live, shown: true, step: run.frames.length, work: "", share: 0, millis: s.live.millis + millis };
  if (s.run === run) return { ...s, live, frames: run.frames.length };
  const end = steps(run);
  const goal = s.playing ? end : bound(s.live.resume, end);
  return {
    ...s, run, recorded: false, frames: run.frames.length, live,
    t: 0, goal: goal > 0 ? goal : null, hover: -1, picked: s.picked < run.header.rows ? s.picked : -1,
  };
}

function endLive(s: State, phase: "done" | "canceled" | "failed"): State {
  const next: State = { ...s, live: { ...s.live, phase, work: "", share: 0 } };
  if (s.goal === null || !s.run) return next;
  const goal = Math.min(s.goal, frontier(s.run));
  return goal === s.t ? { ...next, goal: null, playing: false } : { ...next, goal };
}
