/** The only function that changes the state of the page, and what it does for each action. */
import type { Scenario } from "./generated/scenario.ts";
import { edit, sameRun } from "./scenario/edit.ts";
import { finished, idle, lastStep, rate, stepMillis, type Action, type Notice, type State } from "./state.ts";
import { frontier, openingOf, steps, type Run } from "./trace/run.ts";

/** The next state. Pure: the same state and action give the same result. */
export function reduce(s: State, a: Action): State {
  if (a.type.startsWith("live/")) return reduceLive(s, a);
  const next = reducePlayback(s, a);
  return next ?? reducePage(s, a);
}

function reducePage(s: State, a: Action): State {
  switch (a.type) {
    case "recorded": return showRecorded(s, a.run, a.preset, a.base, a.t, a.arriving);
    case "arrived": return a.run === s.run ? showArrived(s, a.run) : s;
    case "reference": return { ...s, reference: a.reference };
    case "base": return {
      ...s, preset: a.preset, base: a.base, edge: a.edge,
      scenario: sameRun(s.scenario, s.base) ? a.base : s.scenario,
    };
    case "edge": return { ...s, edge: a.edge };
    case "edit": return { ...s, scenario: edit(s.base, s.scenario, a.edit), notices: without(s, "setting") };
    case "scenario": return { ...s, preset: a.preset, base: a.base, scenario: a.scenario, table: a.table, draft: a.table ? s.draft : null, notices: left(s) };
    case "draft": return { ...s, draft: a.draft, notices: without(s, "file") };
    case "hover": return s.hover === a.row ? s : { ...s, hover: a.row };
    case "pick": return { ...s, picked: a.row === s.picked ? -1 : a.row };
    case "profile": return { ...s, profile: a.profile };
    case "presentation": return { ...s, presentation: a.presentation };
    case "system": return { ...s, system: { ...s.system, ...a.system } };
    case "stage": return { ...s, stage: a.stage };
    case "tour": return { ...s, tour: a.stop };
    case "panel": return { ...s, panel: a.panel };
    case "table": return { ...s, tables: { ...s.tables, [a.chart]: a.shown } };
    case "notice": return addNotice(s, a.notice);
    case "dismiss": return { ...s, notices: s.notices.filter((n) => n.id !== a.id) };
    default: return s;
  }
}

/** The messages without the one about a file, or without those about a setting. */
function without(s: State, what: "file" | "setting"): Notice[] {
  return s.notices.some((n) => n[what]) ? s.notices.filter((n) => !n[what]) : s.notices;
}

/** The messages once another run takes the place: none about a file, and none about the table that was open. */
function left(s: State): Notice[] {
  const { table } = s;
  return without(s, "file").filter((n) => !table || n.place !== s.scenario.title);
}

/** The same message twice is one message; no more than four are kept, and one about files. */
function addNotice(s: State, n: Omit<Notice, "id">): State {
  const rest = (n.file ? without(s, "file") : s.notices).filter((o) => o.place !== n.place || o.problem !== n.problem);
  const id = s.notices.reduce((m, o) => Math.max(m, o.id), 0) + 1;
  return { ...s, notices: [...rest, { ...n, id }].slice(-4) };
}

function showRecorded(s: State, run: Run, preset: string, base: Scenario, t: number | null, arriving: boolean): State {
  const at = bound(t ?? openingOf(base), frontier(run));
  return {
    ...s, run, preset, base, scenario: base, table: null, draft: null, recorded: true, arriving, frames: run.frames.length,
    t: at, goal: null, playing: false, hover: -1, picked: -1, live: { ...idle, number: s.live.number },
    notices: left(s).filter((n) => !n.setting && n.offer !== "served"),
  };
}

/** The rest of a recorded run has come; where it is missing, playback ends at what there is. */
function showArrived(s: State, run: Run): State {
  const next: State = { ...s, frames: run.frames.length, arriving: false };
  if (s.goal === null) return next;
  // A seek that was waiting for its frame goes there at once, as a seek does.
  if (s.goal <= frontier(run)) return s.playing ? next : { ...next, t: s.goal, goal: null };
  return s.t === frontier(run) ? { ...next, goal: null, playing: false } : { ...next, goal: frontier(run) };
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
      // Beyond what has come of a recorded run it waits there for the rest.
      const waits = s.recorded && s.arriving && bound(a.t, end) > t;
      return { ...s, t, goal: s.playing ? end : waits ? bound(a.t, end) : null };
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
  const way = (millis * rate(s)) / stepMillis;
  const to = Math.min(s.goal, frontier(s.run));
  const t = s.t < to ? Math.min(to, s.t + way) : Math.max(to, s.t - 2 * way);
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
      ...s, playing: a.play || s.playing, notices: without(s, "setting"),
      live: { ...idle, phase: "starting", number: a.number, resume: a.resume, loaded: live.loaded, total: live.total },
    };
    case "live/loading": return { ...s, live: { ...live, loaded: a.loaded, total: a.total } };
    case "live/opened":
      return a.number !== live.number ? s : { ...s, live: { ...live, phase: "running", warnings: a.warnings } };
    case "live/progress":
      return a.number !== live.number ? s : { ...s, live: { ...live, step: a.step, work: a.work, share: a.share, elapsed: a.elapsed } };
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
    ...s, run, recorded: false, arriving: false, frames: run.frames.length, live,
    t: 0, goal: goal > 0 ? goal : null, hover: -1, picked: s.picked < run.header.rows ? s.picked : -1,
  };
}

function endLive(s: State, phase: "done" | "canceled" | "failed"): State {
  const next: State = { ...s, live: { ...s.live, phase, work: "", share: 0 } };
  if (s.goal === null || !s.run) return { ...next, playing: false };
  const goal = Math.min(s.goal, frontier(s.run));
  return goal === s.t ? { ...next, goal: null, playing: false } : { ...next, goal };
}
