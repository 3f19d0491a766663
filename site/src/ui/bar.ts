/** Playback: the buttons, the scrubber, the speed and the step number. */
import { say } from "../messages/en/page.ts";
import { lastStep, shownTime, speeds, type State } from "../state.ts";
import { frameAt, frontier } from "../trace/run.ts";
import type { App } from "../app.ts";
import { byId, h } from "./dom.ts";
import type { Part } from "./part.ts";

export function bar(app: App): Part {
  const { store } = app;
  const play = byId<HTMLButtonElement>("play");
  const back = byId<HTMLButtonElement>("back");
  const forward = byId<HTMLButtonElement>("forward");
  const number = byId("stepnumber");
  play.onclick = () => app.playPause();
  back.onclick = () => store.dispatch({ type: "step", by: -1 });
  forward.onclick = () => store.dispatch({ type: "step", by: 1 });
  byId("reset").onclick = () => app.reset();
  const speed = byId<HTMLSelectElement>("speed");
  for (const x of speeds) speed.append(h("option", { value: x }, say.speed(x)));
  speed.onchange = () => store.dispatch({ type: "speed", speed: Number(speed.value) });
  const drawScrubber = scrubber(app);
  return (s, prev) => {
    drawScrubber(s, prev);
    const end = lastStep(s);
    const k = s.run ? frameAt(s.run, shownTime(s))?.step ?? 0 : 0;
    play.dataset.playing = String(s.playing);
    const name = s.playing ? say.pause : say.play;
    if (play.getAttribute("aria-label") !== name) play.setAttribute("aria-label", name);
    play.disabled = !s.run;
    back.disabled = s.t <= 0;
    forward.disabled = !s.run || s.t >= Math.min(end, frontier(s.run));
    if (speed.value !== String(s.speed)) speed.value = String(s.speed);
    drawNumber(number, s, k, end);
  };
}

/** "8 / 24" and how many rows are gone. */
function drawNumber(host: HTMLElement, s: State, k: number, end: number): void {
  const kept = s.run?.frames[k]?.kept;
  const key = `${k}/${end}/${kept}`;
  if (!s.run || kept === undefined || host.dataset.key === key) return;
  host.dataset.key = key;
  host.replaceChildren(h("b", {}, String(k)), h("small", {}, ` / ${end}`), h("em", {}, say.removedSoFar(s.run.header.rows - kept)));
}

/** The full-width slider of time: drag anywhere on it; arrow keys are those of the page. */
function scrubber(app: App): Part {
  const { store } = app;
  const host = byId("scrubber");
  const track = h("div", { class: "track" }, h("i", { class: "known" }), h("i", { class: "done" }));
  const ticks = h("div", { class: "ticks" });
  host.append(track, ticks, h("div", { class: "thumb" }));
  let dragging = false;
  const seek = (e: PointerEvent) => {
    const box = track.getBoundingClientRect();
    store.dispatch({ type: "seek", t: ((e.clientX - box.left) / box.width) * lastStep(store.state) });
  };
  host.onpointerdown = (e) => {
    if (e.button !== 0) return;
    dragging = true;
    host.setPointerCapture(e.pointerId);
    seek(e);
  };
  host.onpointermove = (e) => { if (dragging) seek(e); };
  host.onpointerup = host.onpointercancel = () => {
    if (dragging) store.dispatch({ type: "settle" });
    dragging = false;
  };
  host.onkeydown = (e) => {
    const by = { PageUp: 5, PageDown: -5, ArrowUp: 1, ArrowDown: -1 }[e.key];
    if (by === undefined) return;
    e.preventDefault();
    store.dispatch({ type: "pause" });
    store.dispatch({ type: "seek", t: Math.round(store.state.t) + by });
  };
  return (s) => {
    const end = Math.max(1, lastStep(s));
    host.style.setProperty("--at", String(s.t / end));
    host.style.setProperty("--known", String(s.run ? Math.min(1, frontier(s.run) / end) : 0));
    const k = Math.floor(shownTime(s));
    if (host.getAttribute("aria-valuenow") !== String(k)) host.setAttribute("aria-valuenow", String(k));
    const frame = s.run && frameAt(s.run, k);
    const spoken = frame ? say.scrubbed(frame.step, end, s.run!.header.rows - frame.kept) : "";
    if (host.getAttribute("aria-valuetext") !== spoken) host.setAttribute("aria-valuetext", spoken);
    if (host.dataset.end === String(end)) return;
    host.dataset.end = String(end);
    host.setAttribute("aria-valuemax", String(end));
    ticks.replaceChildren(...tickMarks(end));
  };
}

/** Ticks at every step where there is room, with a number at round ones. */
function tickMarks(end: number): HTMLElement[] {
  const minor = Math.max(1, Math.ceil(end / 60));
  const major = roundStep(end / 6);
  const out: HTMLElement[] = [];
  for (let k = 0; k <= end; k += minor) {
    const left = `left: ${(100 * k) / end}%`;
    out.push(h("i", { style: left, class: k % major === 0 ? "long" : undefined }));
  }
  for (let k = 0; k <= end; k += major) out.push(h("b", { style: `left: ${(100 * k) / end}%` }, String(k)));
  return out;
}

/** The next of 1, 2, 4, 5, 10, 20, 40, 50, … at or above v. */
export function roundStep(v: number): number {
  for (let decade = 1; ; decade *= 10) {
    for (const m of [1, 2, 4, 5]) if (m * decade >= v) return m * decade;
  }
}
