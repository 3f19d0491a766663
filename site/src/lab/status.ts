/** The foot of the rail: what the engine is doing, how far it is, and the button that starts or ends it. */
import { duration, megabytes, seconds } from "../text/format.ts";
import { byId, setText, toggle } from "../ui/dom.ts";
import { say } from "../messages/en/page.ts";
import { words } from "../messages/en/lab.ts";
import type { LabState } from "./types.ts";

/** Results before the time left is guessed. */
const enough = 2;

export function status(live: () => void, cancel: () => void): (s: LabState) => void {
  const button = byId<HTMLButtonElement>("live");
  let busy = false;
  button.onclick = () => (busy ? cancel() : live());
  return (s) => {
    busy = ["files", "starting", "running"].includes(s.phase);
    setText(button, busy ? say.cancel : say.live);
    button.classList.toggle("plain", busy);
    setText(byId("status"), textOf(s));
    const bar = byId("progress");
    bar.hidden = !busy;
    const share = shareOf(s);
    bar.setAttribute("aria-valuenow", String(Math.round(100 * share)));
    bar.style.setProperty("--share", share.toFixed(3));
    toggle(document.documentElement, "data-stale", s.stale && s.phase !== "running");
  };
}

function shareOf(s: LabState): number {
  if (s.phase === "starting" || s.phase === "files") return s.total > 0 ? s.loaded / s.total : 0;
  if (s.results.length === 0) return 0;
  return Math.min(1, (s.finished + (s.progress?.share ?? 0) * 0.5) / s.results.length);
}

function textOf(s: LabState): string {
  const all = s.results.length;
  const failed = s.failed.length > 0 ? ` ${words.failedCells(s.failed.length)}` : "";
  switch (s.phase) {
    case "idle": return s.recorded ? words.recorded(all) : words.notRecorded;
    case "files": return words.loadingFiles;
    case "starting": return s.total > 0 && s.loaded < s.total ? say.loadingEngine(megabytes(s.loaded), megabytes(s.total)) : say.starting;
    case "running": {
      const left = s.finished >= enough ? duration((s.elapsed / s.finished) * (all - s.finished)) : "";
      return words.running(s.finished, all, left, Math.min(s.workers, all)) + failed;
    }
    case "done": return words.done(all, seconds(s.elapsed)) + failed;
    case "canceled": return words.canceled(s.finished, all);
    case "failed": return words.failed;
  }
}
