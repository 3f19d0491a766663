/** What is on screen, what the engine does, and the button that makes it do so. */
import type { App } from "../app.ts";
import { say } from "../messages.ts";
import { changed, computing, type State } from "../state.ts";
import { megabytes, seconds } from "../text/format.ts";
import { steps } from "../trace/run.ts";
import { byId, setText } from "./dom.ts";
import type { Part } from "./part.ts";

export function status(app: App): Part {
  const line = byId("status");
  const caption = byId("caption-status");
  const title = byId("caption-title");
  const progress = byId("progress");
  const button = byId<HTMLButtonElement>("live");
  button.onclick = () => (computing(app.store.state) ? app.cancel() : app.live());
  return (s) => {
    const text = statusText(s);
    setText(line, text);
    setText(caption, text);
    setText(title, s.scenario.title);
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
    if (live.loaded > 0 && (live.total === 0 || live.loaded < live.total)) {
      return say.loadingEngine(megabytes(live.loaded), live.total > 0 ? megabytes(live.total) : "");
    }
    return say.starting;
  }
  if (live.phase === "running") return say.working(live.step, s.scenario.purify.steps, live.work);
  if (!s.run) return say.loadingRun;
  if (changed(s)) return s.recorded ? say.recordedChanged : say.liveChanged;
  if (s.recorded) return say.recorded;
  if (live.phase === "done") return say.liveDone(seconds(live.millis));
  return live.phase === "canceled" ? say.liveCanceled(s.frames - 1) : say.liveFailed;
}

/** How far the engine is with loading, then with the run, 0 … 1. */
function share(s: State): number {
  const { live } = s;
  if (live.phase === "starting") return live.loaded < live.total ? live.loaded / live.total : 0;
  const frames = s.run && !s.recorded && live.shown ? steps(s.run) + 1 : s.scenario.purify.steps + 1;
  return Math.min(1, (live.step + live.share) / frames);
}
