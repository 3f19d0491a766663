/** The reference beside a run: its curve as a dashed line with its name on it, placed by rows removed. */
import type uPlot from "uplot";
import { removedBy } from "../compare/reference.ts";
import type { State } from "../state.ts";
import { steps, type Run } from "../trace/run.ts";
import { h, svg } from "../ui/dom.ts";
import type { Measure } from "./domain.ts";
import { settle } from "./marks.ts";

export interface Ghost {
  name: string;
  /** Steps of the run at which the reference has lost as many rows, and its values there. */
  points: { x: number; y: number }[];
}

/** The reference's curve for a chart; null where there is none, or it is the run itself. */
export function ghostOf(s: State, m: Measure): Ghost | null {
  const { reference: r, run } = s;
  if (!r || !run || r.run === run) return null;
  const { perStep } = run.header.scenario.purify;
  const points = r.frames.map((f) => ({ x: removedBy(r.rows, f) / perStep, y: m.value(f) })).filter((p) => Number.isFinite(p.y) && p.x <= Math.max(1, steps(run)));
  return points.length > 0 ? { name: r.name, points } : null;
}

/** The reference's value where so many rows of the run are gone, or null. */
export function ghostValue(ghost: Ghost | null, step: number): number | null {
  return ghost?.points.find((p) => Math.abs(p.x - step) < 1e-9)?.y ?? null;
}

/** Draws the curve over a plot. The name goes where it is least in the way of curves and other labels. */
export function drawGhost(host: HTMLElement, plot: uPlot, ghost: Ghost | null, run: Run, m: Measure): void {
  host.replaceChildren();
  if (!ghost) return;
  const { clientWidth: width, clientHeight: height } = plot.over;
  const at = ghost.points.map((p) => ({ x: plot.valToPos(p.x, "x"), y: plot.valToPos(p.y, "y") }));
  const line = at.length > 1 ? svg("polyline", { points: at.map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join(" ") }) : svg("circle", { cx: at[0]!.x, cy: at[0]!.y, r: 3 });
  const label = h("span", { class: "ref-label" }, ghost.name);
  const others = [...plot.over.querySelectorAll<HTMLElement>(".ref-label")].map((e) => ({ left: e.offsetLeft, top: e.offsetTop, right: e.offsetLeft + e.offsetWidth, bottom: e.offsetTop + e.offsetHeight }));
  host.append(svg("svg", { width, height, "aria-hidden": "true" }, line), label);
  const curve = run.frames.map((f, k) => ({ x: plot.valToPos(k, "x"), y: plot.valToPos(m.value(f), "y") }));
  settle(label, plot, at, [curve, at], others);
}
