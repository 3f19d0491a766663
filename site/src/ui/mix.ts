/**
 * The mix: a bar with one part per rule and a handle at each boundary. Drag, or use the
 * arrow keys; the settings follow at once, the run when the handle rests.
 */
import type { App } from "../app.ts";
import { say } from "../messages/en/page.ts";
import { moveBoundary } from "../scenario/edit.ts";
import { count } from "../text/format.ts";
import { byId, h } from "./dom.ts";
import type { Part } from "./part.ts";
import { symbol } from "./symbol.ts";

/** Rows a boundary moves per key, and the grid it snaps to, as a share of all rows. */
const grain = 1 / 100;

export function mix(app: App): Part {
  const host = byId("mix");
  const bar = h("div", { class: "mix-bar" });
  const names = h("div", { class: "mix-names" });
  host.append(bar, names);
  const counts = () => app.store.state.scenario.data.counts ?? [];
  return (s, prev) => {
    const now = s.scenario.data.counts ?? [];
    if (prev && prev.scenario.data.counts === s.scenario.data.counts) return;
    if (bar.querySelectorAll(".mix-part").length !== now.length) build(app, bar, counts);
    drawBar(bar, now);
    names.replaceChildren(...now.map((c, k) => h("span", {}, symbol(k), now.length <= 3 ? `${say.distribution(k)} ` : "", h("b", {}, count(c)))));
  };
}

function build(app: App, bar: HTMLElement, counts: () => number[]): void {
  const k = counts().length;
  const parts = Array.from({ length: k }, (_, i) => h("div", { class: "mix-part", style: `--color: var(--origin-${i})` }));
  const handles = Array.from({ length: k - 1 }, (_, i) => handle(app, bar, i, counts));
  bar.replaceChildren(...parts, ...handles);
}

function handle(app: App, bar: HTMLElement, i: number, counts: () => number[]): HTMLElement {
  const e = h("div", {
    class: "mix-handle", role: "slider", tabindex: 0, "aria-valuemin": 0,
    "aria-label": say.mixBoundary(say.distribution(i), say.distribution(i + 1)),
  });
  const total = () => counts().reduce((a, b) => a + b, 0);
  const snap = () => Math.max(1, Math.round(total() * grain));
  const left = () => counts().slice(0, i + 1).reduce((a, b) => a + b, 0);
  const move = (at: number, settled: boolean) => app.edit({ counts: moveBoundary(counts(), i, at) }, settled);
  let dragging = false;
  e.onpointerdown = (p) => {
    if (p.button !== 0) return;
    dragging = true;
    e.setPointerCapture(p.pointerId);
  };
  e.onpointermove = (p) => {
    if (!dragging) return;
    const box = bar.getBoundingClientRect();
    move(Math.round(((p.clientX - box.left) / box.width) * total() / snap()) * snap(), false);
  };
  e.onpointerup = e.onpointercancel = () => {
    if (dragging) move(left(), true);
    dragging = false;
  };
  e.onkeydown = (k) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[k.key];
    const to = k.key === "Home" ? 0 : k.key === "End" ? total() : by === undefined ? undefined : left() + by * snap();
    if (to === undefined) return;
    k.preventDefault();
    move(to, true);
  };
  return e;
}

function drawBar(bar: HTMLElement, counts: number[]): void {
  const total = Math.max(1, counts.reduce((a, b) => a + b, 0));
  bar.querySelectorAll<HTMLElement>(".mix-part").forEach((p, k) => { p.style.width = `${(100 * counts[k]!) / total}%`; });
  let before = 0;
  bar.querySelectorAll<HTMLElement>(".mix-handle").forEach((e, i) => {
    before += counts[i]!;
    e.style.left = `${(100 * before) / total}%`;
    e.setAttribute("aria-valuenow", String(counts[i]));
    e.setAttribute("aria-valuemax", String(counts[i]! + counts[i + 1]!));
    e.setAttribute("aria-valuetext", say.mixValue(say.distribution(i), counts[i]!, say.distribution(i + 1), counts[i + 1]!));
  });
}
