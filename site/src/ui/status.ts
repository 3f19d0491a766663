/** What is on screen, what the engine does, and the button that makes it do so. */
import type { App } from "../app.ts";
import { say } from "../messages/en/page.ts";
import { told } from "../messages/localize.ts";
import { changed, computing, waiting, type State } from "../state.ts";
import { rowsOf } from "../scenario/rows.ts";
import { duration, megabytes, seconds } from "../text/format.ts";
import { steps } from "../trace/run.ts";
import { byId, setText } from "./dom.ts";
import type { Part } from "./part.ts";
import { playsOnly } from "./player.ts";

/** For so long after it has become Cancel the button takes no click: that one was meant for Live. */
const lateMillis = 400;
/** A run that takes longer than this, in milliseconds, is told why, and how long it goes on. */
const slowMillis = 3000;

export function status(app: App): Part {
  const line = byId("status");
  const caption = byId("caption-status");
  const title = byId("caption-title");
  const progress = byId("progress");
  const button = byId<HTMLButtonElement>("live");
  let swapped = -Infinity;
  app.store.watch((s, prev) => { if (computing(s) && !computing(prev)) swapped = performance.now(); });
  button.onclick = () => {
    if (!computing(app.store.state)) app.live();
    else if (performance.now() - swapped >= lateMillis) app.cancel();
  };
  return (s) => {
    const text = statusText(s);
    const more = hint(s);
    setText(line, more ? `${text.replace(/(?<![.…])$/, ".")} ${more}` : text);
    setText(caption, app.comparison?.changes(s) || text);
    setText(title, caption.textContent === text ? told(s.scenario.title) : "");
    const at = computing(s) ? share(s) : null;
    progress.hidden = at === null;
    if (at !== null) {
      progress.style.setProperty("--share", at.toFixed(3));
      progress.setAttribute("aria-valuenow", String(Math.round(100 * at)));
    }
    setText(button, computing(s) ? say.cancel : say.live);
    button.classList.toggle("plain", computing(s));
  };
}

/** One line on what is on screen. */
export function statusText(s: State): string {
  const { live } = s;
  if (live.phase === "starting") {
    if (live.work === "read") return say.readingTable(Math.round(100 * live.share));
    if (live.loaded > 0 && (live.total === 0 || live.loaded < live.total)) {
      return say.loadingEngine(megabytes(live.loaded), live.total > 0 ? megabytes(live.total) : "");
    }
    return say.starting;
  }
  if (live.phase === "running") return (s.table ? say.computingTable(s.table.name) : "") + say.working(live.step, s.scenario.purify.steps, live.work);
  if (!s.run) return say.loadingRun;
  if (waiting(s)) return say.tableReady(s.draft!.name);
  if (changed(s)) return s.recorded ? say.recordedChanged : say.liveChanged;
  if (s.recorded) return say.recorded;
  if (live.phase === "done") return say.liveDone(seconds(live.millis));
  return live.phase === "canceled" ? say.liveCanceled(s.frames - 1) : say.liveFailed;
}

/** What the settings add to the line: that a change starts a run, and why a run takes long. */
function hint(s: State): string {
  const { live } = s;
  if (live.phase === "running") {
    // Of a table nothing is known beforehand: its first frame is the measure of the others.
    if (s.table && live.shown && s.run) {
      const more = (live.millis / s.frames) * (steps(s.run) + 1 - s.frames);
      return more > 0 ? say.timeLeft(duration(more)) : "";
    }
    if (live.elapsed < slowMillis) return "";
    const left = remaining(s);
    return [slow(s), left > 0 ? say.timeLeft(duration(left)) : ""].filter(Boolean).join(" ");
  }
  return s.recorded && s.run && !computing(s) && !waiting(s) && !changed(s) ? (playsOnly() ? say.plays : say.changeRuns) : "";
}

/**
 * A guess at the time a run still takes, in milliseconds, 0 where there is none yet: measured
 * from the frames that have come; before the first, from the scoring of its rows, which is what
 * takes long where anything does. Rows leave, so that later frames are shorter: a fit about as
 * the rows are fewer, V of each row left out about as their square; and the last scores nothing.
 */
export function remaining({ live, scenario }: State): number {
  const { rule, perStep, steps } = scenario.purify;
  const each = rule.startsWith("loo-");
  const work = (from: number, to: number) => {
    let sum = 0;
    for (let k = from; k < to; k++) sum += Math.max(1, rowsOf(scenario) - k * perStep) ** (each ? 2 : 1);
    return sum;
  };
  const all = work(0, each ? steps : steps + 1);
  if (live.shown && live.step > 0) return Math.max(0, (live.millis / work(0, live.step)) * all - live.elapsed);
  return live.work === "score" && live.share > 0.02 ? (live.elapsed / live.share / work(0, 1)) * all - live.elapsed : 0;
}

function slow({ scenario, run }: State): string {
  if (scenario.purify.rule.startsWith("loo-")) return say.slowLeaveOneOut(run?.header.rows ?? rowsOf(scenario));
  return scenario.fit.method === "adam" ? say.slowAdam(scenario.fit.epochs) : "";
}

/** How far the engine is with loading, then with the run, 0 … 1. */
function share(s: State): number {
  const { live } = s;
  if (live.phase === "starting" && live.work === "read") return live.share;
  if (live.phase === "starting") return live.loaded < live.total ? live.loaded / live.total : 0;
  const frames = s.run && !s.recorded && live.shown ? steps(s.run) + 1 : s.scenario.purify.steps + 1;
  return Math.min(1, (live.step + live.share) / frames);
}
