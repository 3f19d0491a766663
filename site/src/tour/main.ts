/**
 * The tour: six stops, from the mix to the limits. Each brings the page to its example and
 * step and asks for one thing, with the same methods as the reader's own clicks, and notices
 * when it has been done. Loaded when it is first asked for (ui/tour.ts); the stop is part of
 * the state, so it has an address (#tour=3).
 */
import type { App } from "../app.ts";
import { texts } from "../messages/en/tour.ts";
import { lastStep, type State } from "../state.ts";
import { leavesAt } from "../trace/derive.ts";
import { h, setText } from "../ui/dom.ts";
import css from "./tour.css";

interface Stop {
  preset: string;
  /** The step it begins at. */
  t: number;
  done(s: State): boolean;
  /** Does what the reader is asked for. */
  show(app: App): void;
}

const total = (counts: number[]) => counts.reduce((a, b) => a + b, 0);
const seek = (t: number) => (app: App) => {
  app.store.dispatch({ type: "pause" });
  app.store.dispatch({ type: "seek", t });
};

/** In the order of texts.stops. */
const stops: Stop[] = [
  {
    preset: "sd2", t: 0,
    done: ({ scenario: { data: { counts } } }) => !!counts && counts.length > 1 && counts[1]! >= 0.4 * total(counts),
    show: (app) => {
      const rows = total(app.store.state.scenario.data.counts ?? []);
      const others = Math.ceil(0.4 * rows);
      app.edit({ counts: [rows - others, others] }, true);
    },
  },
  { preset: "sd2", t: 8, done: (s) => s.t === 0, show: (app) => app.toEnd(false) },
  {
    preset: "sd2", t: 0, done: (s) => s.picked >= 0,
    show: (app) => {
      const { run, picked } = app.store.state;
      if (run && picked < 0) app.store.dispatch({ type: "pick", row: leavesAt(run).indexOf(0) });
    },
  },
  { preset: "sd2", t: 0, done: (s) => s.t >= 3, show: seek(3) },
  { preset: "sd2", t: 3, done: (s) => s.t >= 20, show: seek(20) },
  { preset: "sd-pure", t: 0, done: (s) => s.run !== null && s.t >= lastStep(s), show: (app) => app.toEnd(true) },
];

/** How many stops there are; parameters.ts has the same. */
export const count = stops.length;

/** Makes the card of the tour; the returned function draws the state on it. */
export function card(app: App): (s: State) => void {
  if (!document.getElementById("tour-style")) document.head.append(h("style", { id: "tour-style" }, css));
  const name = h("h2", { id: "tour-name", tabindex: -1 });
  const text = h("p", {});
  const todo = h("p", { class: "todo" });
  const said = h("span", { role: "status", class: "said" });
  const go = (k: number) => app.store.dispatch({ type: "tour", stop: k });
  const button = (label: string, kind: string, act: () => void) => {
    const b = h("button", { type: "button", class: kind }, label);
    b.onclick = act;
    return b;
  };
  const show = button(texts.show, "quiet", () => stops[app.store.state.tour - 1]?.show(app));
  const back = button(texts.back, "quiet", () => go(app.store.state.tour - 1));
  const next = button(texts.next, "primary", () => go((app.store.state.tour + 1) % (stops.length + 1)));
  const end = button("×", "quiet round", () => go(0));
  end.setAttribute("aria-label", texts.end);
  const element = h("section", { class: "tour", id: "tour", "aria-labelledby": "tour-name" },
    h("div", { class: "tour-head" }, name, end), text, todo, h("div", { class: "tour-foot" }, said, show, back, next));
  // Behind the header in the order of Tab, before what it is about.
  document.getElementById("head")!.after(element);
  let at = 0;
  // Whether the stop's example is on screen: what was done before does not count.
  let ready = false;
  let met = false;
  const enter = async (k: number) => {
    const stop = stops[k - 1]!;
    at = k;
    ready = met = false;
    app.store.dispatch({ type: "pause" });
    await app.choose(stop.preset);
    if (at !== k || app.store.state.tour !== k) return;
    seek(stop.t)(app);
    ready = true;
    app.store.redraw();
  };
  return (s) => {
    element.hidden = s.tour === 0;
    document.documentElement.toggleAttribute("data-tour", s.tour > 0);
    if (s.tour === 0) return void (at = 0);
    if (s.tour !== at) {
      const first = at === 0;
      queueMicrotask(() => void enter(s.tour));
      at = s.tour;
      // Who opened it by its button is led to it; a link moves no one's focus.
      if (first && document.activeElement?.id === "open-tour") requestAnimationFrame(() => name.focus({ preventScroll: true }));
    }
    met ||= ready && stops[at - 1]!.done(s);
    const words = texts.stops[at - 1]!;
    setText(name, texts.place(at, stops.length, words.name));
    setText(text, words.text);
    setText(todo, words.todo);
    setText(said, met ? texts.done : "");
    element.toggleAttribute("data-done", met);
    element.dataset.stop = String(at);
    back.disabled = at === 1;
    setText(next, at === stops.length ? texts.end : texts.next);
  };
}
