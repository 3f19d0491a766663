/**
 * What is drawn over a curve: published values as hollow marks, the reference as a dashed line, and
 * the name of each on it, placed where it is least in the way.
 */
import type uPlot from "uplot";
import { told } from "../messages/localize.ts";
import { openingOf, type Run } from "../trace/run.ts";
import { h, svg } from "../ui/dom.ts";
import type { Measure, Placed } from "./domain.ts";
import type { Ghost } from "./ghost.ts";
import { along, around, cheapest, type Box, type Obstacles, type Point } from "./placing.ts";

/** The hosts of marks and of the reference, children of the plot. */
export interface Overlays {
  refs: HTMLElement;
  ghosts: HTMLElement;
}

/** The values that have a grid line; uPlot keeps them there without saying so in its types. */
const levelsOf = (plot: uPlot): number[] => (plot.axes[1] as { _splits?: number[] | null } | undefined)?._splits ?? [];

/** Draws marks, reference and names over a plot. `now` is what the run itself is called, or "". */
export function drawOverlays({ refs, ghosts }: Overlays, plot: uPlot, marks: Placed[], ghost: Ghost | null, now: string, run: Run, m: Measure): void {
  refs.replaceChildren();
  ghosts.replaceChildren();
  const { clientWidth: width, clientHeight: height } = plot.over;
  const at = (x: number, y: number): Point => ({ x: plot.valToPos(x, "x"), y: plot.valToPos(y, "y") });
  const own = run.frames.map((f, k) => at(k, m.value(f)));
  const theirs = ghost?.points.map((p) => at(p.x, p.y)) ?? [];
  const places = marks.map(({ mark, step }) => (step === null ? { x: width, y: at(0, mark.value).y } : at(step, mark.value)));
  const labels: Box[] = [];
  const obstacles: Obstacles = {
    width, height, curves: [own, theirs], marks: places, labels,
    uprights: [plot.valToPos(openingOf(run.header.scenario), "x")], levels: levelsOf(plot).map((v) => plot.valToPos(v, "y")),
  };
  const name = (host: HTMLElement, text: string, attributes: Record<string, string>, home: readonly Point[], candidates: (w: number, h: number) => Box[], rival: readonly Point[] = []) => {
    const label = host.appendChild(h("span", { class: "ref-label", ...attributes }, text));
    const box = cheapest(candidates(label.offsetWidth, label.offsetHeight), home, obstacles, rival);
    label.style.left = `${box.left}px`;
    label.style.top = `${box.top}px`;
    labels.push(box);
  };
  marks.forEach(({ step }, i) => {
    const { x, y } = places[i]!;
    refs.append(step === null ? h("i", { class: "ref-line", style: `top:${y}px` }) : h("i", { class: "ref", style: `left:${x}px;top:${y}px` }));
  });
  if (theirs.length > 0) {
    const line = theirs.length > 1 ? svg("polyline", { points: theirs.map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join(" ") }) : svg("circle", { cx: theirs[0]!.x, cy: theirs[0]!.y, r: 3 });
    ghosts.append(svg("svg", { width, height, "aria-hidden": "true" }, line));
  }
  marks.forEach(({ mark }, i) => name(refs, told(mark.label), { title: told(mark.source) }, [places[i]!], (w, t) => around(places[i]!, w, t)));
  if (theirs.length > 0) name(ghosts, ghost!.name, {}, theirs, (w, t) => along(theirs, w, t), own);
  if (theirs.length > 0 && now) name(ghosts, now, { "data-now": "" }, own, (w, t) => along(own, w, t), theirs);
}
