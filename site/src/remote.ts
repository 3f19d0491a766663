/**
 * Messages between the page in a frame and the page around it (docs/embedding.md).
 * Out: {source: "untangle", version, type: "load" | "ready" | "state" | "error", …}. In:
 * {type: "play" | "pause" | "step" | "seek" | "set", …}, and reveal.js's "slide:start" and
 * "slide:stop". Whoever holds the frame may play and pause; only its own origin and those of
 * allowOrigin may set what is computed. Of the reader's own data nothing is told.
 */
import type { App } from "./app.ts";
import { fragment } from "./link.ts";
import { say } from "./messages/en/page.ts";
import { lastStep, shownTime, type State } from "./state.ts";
import { frameAt } from "./trace/run.ts";
import type { Part } from "./ui/part.ts";
import type { Host } from "./url.ts";

const messageVersion = 1;
/** The least time between two messages of state, in milliseconds. */
const stateMillis = 100;

/** Connects the page with the one around it; without one, nothing happens. */
export function remote(app: App, host: Host): Part {
  if (window.parent === window) return () => {};
  const tell = (type: string, more: object = {}) => window.parent.postMessage({ source: "untangle", version: messageVersion, type, ...more }, "*");
  // The form that hosts of PhET's simulations know.
  const phet = (wanted: boolean, type: string) => { if (wanted) window.parent.postMessage(JSON.stringify({ type, url: location.href }), "*"); };
  window.addEventListener("message", (e) => {
    if (e.source !== window.parent) return;
    const asked = kindOf(e.data);
    if (starts.includes(asked)) waiting = !app.store.state.run;
    if (stops.includes(asked)) waiting = false;
    receive(app, host, e, (problem) => tell("error", { problem }));
  });
  tell("load");
  phet(host.onLoad, "load");
  if (host.lms) tellHeight();
  let ready = false;
  // Asked to play before there is a run to play.
  let waiting = false;
  let last = "";
  let timer = 0;
  const send = () => {
    timer = 0;
    const state = stateOf(app.store.state);
    if (JSON.stringify(state) === last) return;
    last = JSON.stringify(state);
    tell("state", state);
  };
  return (s, prev) => {
    for (const n of s.notices) {
      if (n.level !== "error" || prev?.notices.includes(n)) continue;
      tell("error", { problem: s.table || n.file ? n.problem : `${n.place}: ${n.problem}` });
      phet(host.onError, "error");
    }
    if (!s.run) return;
    if (!ready) {
      tell("ready", stateOf(s));
      phet(host.onReady, "ready");
      // Behind this drawing: parts do not dispatch while they draw.
      if (waiting) setTimeout(() => app.store.dispatch({ type: "play" }));
    }
    ready = true;
    timer ||= window.setTimeout(send, stateMillis);
  };
}

/** What is on screen, in numbers. */
function stateOf(s: State): object {
  const frame = frameAt(s.run!, shownTime(s));
  const shown = { step: frame?.step ?? 0, steps: lastStep(s), playing: s.playing, live: !s.recorded };
  if (s.table || !frame) return shown;
  const finite = (v: number) => (Number.isFinite(v) ? v : null);
  return { ...shown, preset: s.preset, address: fragment(s, true), rows: frame.kept, variance: finite(frame.variance), accuracy: finite(frame.testAccuracy) };
}

/** reveal.js tells frames on its slides that they come and go. */
const starts = ["play", "slide:start"];
const stops = ["pause", "slide:stop"];

/** What a message is about; reveal.js sends bare text. */
function kindOf(data: unknown): string {
  return String(typeof data === "string" ? data : (Object(data) as { type?: unknown }).type);
}

type Refuse = (problem: string) => void;

/** Does what a message asks for; what is none of ours is left alone. */
function receive(app: App, host: Host, e: MessageEvent, refuse: Refuse): void {
  const m = Object(e.data) as { by?: unknown; t?: unknown; state?: unknown };
  const { store } = app;
  const kind = kindOf(e.data);
  if (starts.includes(kind)) return store.dispatch({ type: "play" });
  if (stops.includes(kind)) return store.dispatch({ type: "pause" });
  switch (kind) {
    case "step": return store.dispatch({ type: "step", by: m.by === -1 ? -1 : 1 });
    case "seek":
      if (typeof m.t !== "number") return refuse(say.remote.noTime);
      store.dispatch({ type: "pause" });
      return store.dispatch({ type: "seek", t: m.t });
    case "set": return set(app, host, e.origin, m.state, refuse);
  }
}

/** Settings and example, in the words of the address: "preset=sd3&seed=4", or {preset: "sd3", seed: 4}. */
function set(app: App, host: Host, origin: string, state: unknown, refuse: Refuse): void {
  // Frames without an origin all call it "null", so it is nobody's own.
  const own = origin === location.origin && origin !== "null";
  if (!own && !host.allowOrigin.includes(origin)) return refuse(say.remote.notAllowed(origin));
  if (typeof state === "string") return void app.follow(state);
  if (typeof state !== "object" || state === null) return refuse(say.remote.noState);
  void app.follow(Object.entries(state).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join("&"));
}

/** lti.frameResize, the message that learning platforms know: the height that the width asks for. */
function tellHeight(): void {
  let told = 0;
  const app = document.getElementById("app")!;
  new ResizeObserver(() => {
    const { clientWidth: width } = document.documentElement;
    // Side by side the page takes what it gets, so it asks for 16:9; in one column it knows.
    const screen = app.querySelector<HTMLElement>(".screen")!;
    const below = app.offsetHeight - screen.offsetHeight;
    const height = Math.ceil(width < 600 ? app.offsetHeight : Math.max(400, (width * 9) / 16) + below);
    if (Math.abs(height - told) < 2) return;
    told = height;
    window.parent.postMessage({ subject: "lti.frameResize", height }, "*");
  }).observe(app);
}
