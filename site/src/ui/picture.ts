/** The stage on the page: hands it runs, times and views, and its hits to the state. */
import type { App } from "../app.ts";
import { single } from "../baked.ts";
import type { Refusal } from "../engine/client.ts";
import { say } from "../messages/en/page.ts";
import { Stage } from "../stage/stage.ts";
import type { View } from "../stage/view.ts";
import { changed, profile, reduceMotion, shownTime, type State } from "../state.ts";
import { frameAt, type Run } from "../trace/run.ts";
import { liveFacts } from "./rowfacts.ts";
import { byId, h, setText, toggle } from "./dom.ts";
import { picturesOf } from "./images.ts";
import { drawLabels } from "./labels.ts";
import type { Part } from "./part.ts";

export function picture(app: App): Part {
  const { store } = app;
  const host = byId("stage");
  const drawTip = tip(app, host);
  let pointer = { x: 0, y: 0 };
  // What a finger has picked is told beside it, where a mouse would point: not every layout has an inspector.
  let tapped = -1;
  host.addEventListener("click", (e) => {
    if ((e as PointerEvent).pointerType !== "touch") tapped = -1;
    const box = host.getBoundingClientRect();
    if (tapped >= 0) pointer = { x: e.clientX - box.left, y: e.clientY - box.top };
    drawTip(store.state, pointer, tapped);
  }, { passive: true });
  window.addEventListener("scroll", () => { byId("tip").hidden = true; }, { passive: true });
  const stage = new Stage(host, {
    viewURL: "./",
    // A one-file page leaves ebiten out: packed, it would be larger than all the rest.
    ebiten: single() ? null : app.later.then((l) => l.EbitenCanvas),
    onHover: (row, x, y) => {
      pointer = { x, y };
      store.dispatch({ type: "hover", row });
      tapped = -1;
      drawTip(store.state, pointer, tapped);
    },
    onPick: (row) => {
      tapped = row;
      if (row >= 0) store.dispatch({ type: "pick", row });
    },
    onStatus: (s) => {
      const before = store.state.stage;
      const reason = s.reason ?? "";
      if (before.renderer === s.renderer && before.reason === reason) return;
      store.dispatch({ type: "stage", stage: { renderer: s.renderer, reason } });
      if (s.renderer === "2d" && reason && reason !== before.reason) app.notify("info", say.contextLost(reason));
    },
  });
  app.stageOn = (aside) => new Stage(aside, { viewURL: "./", ebiten: null, onHover() {}, onPick() {}, onStatus() {} });
  let size = "";
  const sizeOf = () => `${host.clientWidth}×${host.clientHeight}`;
  // The observer speaks up once for the size the picture has from the start.
  new ResizeObserver(() => { if (sizeOf() !== size) store.redraw(); }).observe(host);
  let shown: Run | null = null;
  let frames = 0;
  const bring = (run: Run) => {
    app.pictures = null;
    picturesOf(app, run).then((pictures) => {
      if (shown !== run || !pictures) return;
      app.pictures = pictures;
      stage.setPictures(pictures);
      store.redraw();
    }, (e: Error) => {
      // Without them rows are marks, as everywhere else.
      if (shown === run && !(e as Partial<Refusal>).canceled) app.notify("info", say.noImages(e.message));
    });
  };
  return (s, prev) => {
    const run = s.run;
    if (!run || host.clientWidth === 0) return;
    size = sizeOf();
    const view: View = {
      width: host.clientWidth, height: host.clientHeight,
      profile: profile(s), reduceMotion: reduceMotion(s), hover: s.hover >= 0 ? s.hover : s.picked,
    };
    if (shown !== run) {
      stage.setRun(run);
      bring(run);
    } else if (frames !== s.frames) stage.framesChanged();
    shown = run;
    frames = s.frames;
    // As the curves: what is on screen is of the settings before.
    toggle(host, "data-stale", changed(s));
    stage.draw(shownTime(s), view, s.system.printing);
    drawLabels(run, stage.plan!, view);
    if (!prev || prev.hover !== s.hover || prev.t !== s.t || prev.picked !== s.picked) drawTip(s, pointer, tapped);
  };
}

/** A line beside the pointer that says which row it is on. */
function tip(app: App, host: HTMLElement): (s: State, at: { x: number; y: number }, tapped: number) => void {
  const e = byId("tip");
  const words = h("span", {});
  const image = h("canvas", { class: "row-image", "aria-hidden": "true" });
  e.replaceChildren(image, words);
  return (s, at, tapped) => {
    const row = s.hover >= 0 ? s.hover : tapped === s.picked ? tapped : -1;
    // The inspector tells of the row that is picked, where the layout has one.
    const told = row === s.picked && row !== tapped && byId("detail").clientHeight > 0;
    const show = s.run !== null && row >= 0 && row < s.run.header.rows && !told;
    e.hidden = !show;
    if (!show) return;
    // What was asked for by a tap is spoken; a pointer that passes by speaks of nothing.
    if (row === tapped) e.setAttribute("role", "status");
    else e.removeAttribute("role");
    setText(words, tipText(s.run!, row, s));
    image.hidden = app.pictures === null;
    app.pictures?.paint(image, row);
    const box = host.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left + at.x + 14, document.documentElement.clientWidth - e.offsetWidth - 8));
    e.style.transform = `translate(${Math.round(left)}px, ${Math.round(box.top + at.y + 16)}px)`;
  };
}

function tipText(run: Run, row: number, s: State): string {
  const { header, points } = run;
  const given = header.classes[points.label[row]!] ?? "";
  const frame = frameAt(run, shownTime(s));
  const predicted = header.classes[frame?.predicted[row] ?? -1] ?? "";
  const origin = header.origins.length > 1 ? header.origins[points.origin[row]!]! : "";
  const values = frame ? liveFacts(run, frame, row).map(([name, value]) => `${name} ${value}`).join(", ") : "";
  // What a live run would add is said once, by the inspector.
  return say.tip(row, origin, given, predicted) + (values && `\n${values}`);
}
