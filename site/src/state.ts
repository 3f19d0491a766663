/**
 * The state of the page. Everything visible is drawn from one State; widgets keep nothing
 * of their own, and only reduce.ts changes it. The run inside may grow (`frames` counts
 * what has arrived), the rest is never mutated.
 */
import type { Reference } from "./compare/reference.ts";
import type { Data, Scenario } from "./generated/scenario.ts";
import type { Frame } from "./generated/trace.ts";
import type { Table } from "./generated/wire.ts";
import { sameRun, type Edit } from "./scenario/edit.ts";
import { frontier, steps, type Run } from "./trace/run.ts";

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
  /** Time since the run was asked for, in milliseconds, as of the last progress. */
  elapsed: number;
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
  /** Offers to start the engine again, or to compute the served copy of the example. */
  offer: "" | "restart" | "served" | "rows" | "reload";
  /** True for an error about a file: there is at most one, and a success takes it away. */
  file: boolean;
  /** True for a value that a setting refused: the next change or run has it answered. */
  setting: boolean;
}

/** A table of the user's own; the files never leave the tab. */
export interface OwnTable {
  /** Tells a table with its settings from every other. */
  key: number;
  name: string;
  /** The table as the engine is told of it, and the files it names. */
  table: Table;
  files: Record<string, Blob>;
}

/** A table that has been opened, with its settings; it need not have been run. */
export interface Draft extends OwnTable {
  data: Data;
  perStep: number;
  steps: number;
  /** The ridge chosen for it; null takes the one that is set. */
  ridge: number | null;
}

/** What draws the points, as the stage reports it. */
export interface StageState {
  renderer: "2d" | "ebiten";
  reason: string;
}

/** What is known of the edge worker's copy of the preset. */
export type Edge = "unasked" | "absent" | "late" | "same" | "differs" | "newer";

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
  /** Whether frames of a recorded run are still on their way. */
  arriving: boolean;
  frames: number;
  /** The run that charts draw beside it, or null. */
  reference: Reference | null;
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
  /** What the system prefers, whether the page can be seen at all, and whether it is being printed. */
  system: { dark: boolean; reduceMotion: boolean; visible: boolean; printing: boolean };
  stage: StageState;
  /** Which panel is open over the page. */
  panel: "none" | "settings" | "help";
  /** The stop of the tour, from 1; 0: there is none. */
  tour: number;
  /** Charts shown as tables. */
  tables: Record<ChartName, boolean>;
  notices: Notice[];
}

export type Action =
  | { type: "recorded"; run: Run; preset: string; base: Scenario; t: number | null; arriving: boolean }
  | { type: "arrived"; run: Run }
  | { type: "reference"; reference: Reference | null }
  | { type: "base"; preset: string; base: Scenario; edge: Edge }
  | { type: "edge"; edge: Edge }
  | { type: "edit"; edit: Edit }
  | { type: "scenario"; preset: string; base: Scenario; scenario: Scenario; table: OwnTable | null }
  | { type: "draft"; draft: Draft | null }
  | { type: "live/start"; number: number; resume: number; play: boolean }
  | { type: "live/loading"; loaded: number; total: number }
  | { type: "live/opened"; number: number; warnings: string[] }
  | { type: "live/progress"; number: number; step: number; work: string; share: number; elapsed: number }
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
  | { type: "tour"; stop: number }
  | { type: "table"; chart: ChartName; shown: boolean }
  | { type: "notice"; notice: Omit<Notice, "id"> }
  | { type: "dismiss"; id: number };

/** No run has been asked for. */
export const idle: Live = {
  phase: "idle", number: 0, shown: false, loaded: 0, total: 0, step: 0, work: "", share: 0, millis: 0, warnings: [], resume: 0, elapsed: 0,
};

/** The state before anything has loaded. */
export function initial(preset: string, base: Scenario, presentation: Presentation): State {
  return {
    preset, base, scenario: base, table: null, draft: null,
    run: null, recorded: true, arriving: false, frames: 0, reference: null,
    t: 0, goal: null, playing: false, speed: 1,
    hover: -1, picked: -1,
    live: idle, edge: "unasked",
    presentation, profile: "default",
    system: { dark: false, reduceMotion: false, visible: true, printing: false },
    stage: { renderer: "2d", reason: "" },
    panel: "none", tour: 0, tables: { variance: false, accuracy: false }, notices: [],
  };
}

/** S of the run on screen: the largest t it will ever have. */
export function lastStep(s: State): number {
  if (!s.run) return 0;
  return finished(s) ? Math.min(steps(s.run), frontier(s.run)) : steps(s.run);
}

/** Whether no more frames will come for the run on screen. */
export function finished(s: State): boolean {
  return s.recorded ? !s.arriving : !computing(s) || !s.live.shown;
}

/** Whether the engine is at work. */
export function computing(s: State): boolean {
  return s.live.phase === "starting" || s.live.phase === "running";
}

/** Whether the settings are not those of the run on screen. */
export function changed(s: State): boolean {
  return s.run !== null && !sameRun(s.scenario, s.run.header.scenario);
}

/** Whether a table has been opened that Live would compute: it is not the one on screen. */
export function waiting(s: State): boolean {
  return s.draft !== null && s.draft.key !== s.table?.key;
}

/** Whether playback has somewhere to go now: only then does anything loop. */
export function moving(s: State): boolean {
  return s.goal !== null && s.run !== null && s.system.visible && s.t !== Math.min(s.goal, frontier(s.run));
}

/**
 * How fast t moves, in steps per 700 ms: the speed set while playing; else no slower than a
 * bit above 1×, and the faster the further it is, so that the way back to a step is short.
 */
export function rate(s: State): number {
  return s.playing ? s.speed : Math.max(1.5, s.speed, Math.abs((s.goal ?? s.t) - s.t));
}

/** The time to draw: fast motion jumps from step to step. */
export function shownTime(s: State): number {
  return s.goal !== null && rate(s) > tweenLimit ? Math.floor(s.t) : s.t;
}

/** The colors in force; paper is white. */
export function profile(s: State): "light" | "dark" | "projector" {
  if (s.system.printing) return "light";
  return s.profile === "default" ? (s.system.dark ? "dark" : "light") : s.profile;
}

export function reduceMotion(s: State): boolean {
  return s.system.reduceMotion || s.presentation.reduceMotion;
}
