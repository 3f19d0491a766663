/** Published and theoretical values in a chart of a study: a mark or a line, and its name where it hides no curve. */
import type uPlot from "uplot";
import { along, around, cheapest, type Box, type Point } from "../charts/placing.ts";
import { h } from "../ui/dom.ts";
import type { PlotSpec } from "./plot.ts";

/** The least distance of places along a line at which its name may stand, in px. */
const stride = 16;

/** Draws the guides of a plot into its overlay. */
export function drawGuides(overlay: HTMLElement, plot: uPlot, spec: PlotSpec): void {
  const { clientWidth: width, clientHeight: height } = plot.over;
  const at = (x: number, y: number): Point => ({ x: plot.valToPos(x, "x"), y: plot.valToPos(y, "y") });
  const drawn = spec.lines.map((l) => l.x.flatMap((x, i) => (Number.isFinite(l.y[i] ?? NaN) ? [at(x, l.y[i]!)] : [])));
  const isLine = (k: number) => spec.lines[k]!.look !== "points";
  const guides = (spec.guides ?? []).map((g) => ({ g, place: g.at === null ? null : at(g.at, g.value), y: plot.valToPos(g.value, "y") })).filter(({ y }) => Number.isFinite(y));
  const marks = [...guides.flatMap(({ place }) => place ?? []), ...drawn.flatMap((points, k) => (spec.lines[k]!.look ? points : []))];
  const labels: Box[] = [];
  for (const { place, y, g } of guides) overlay.append(place ? h("div", { class: "ref", title: g.title, style: `left:${place.x}px;top:${place.y}px` }) : h("div", { class: "ref-line", style: `top:${y}px` }));
  for (const { place, y, g } of guides) {
    const label = overlay.appendChild(h("span", { class: "ref-label", title: g.title, style: `max-width:${Math.round(width * 0.7)}px` }, g.label));
    const [w, tall] = [label.offsetWidth, label.offsetHeight];
    const line = place ? [place] : Array.from({ length: Math.ceil(width / stride) }, (_, i) => ({ x: width - i * stride, y }));
    const box = cheapest(place ? around(place, w, tall) : along(line, w, tall), line, { width, height, curves: drawn.filter((_, k) => isLine(k)), marks, labels, uprights: [], levels: [] });
    label.style.left = `${box.left}px`;
    label.style.top = `${box.top}px`;
    labels.push(box);
  }
}
