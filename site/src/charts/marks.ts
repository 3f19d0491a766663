/** Published values beside a curve: a hollow mark and its label, placed where they are least in the way. */
import { told } from "../messages/localize.ts";
import type uPlot from "uplot";
import { openingOf, type Run } from "../trace/run.ts";
import { h } from "../ui/dom.ts";
import type { Measure, Placed } from "./domain.ts";

/** A rectangle in px of the plot. */
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** How far a label may reach above the plot, in px: the head of the chart leaves that much. */
const above = 8;

/** Draws the marks over a plot. Labels keep within its width and off the curve of the run. */
export function drawMarks(host: HTMLElement, plot: uPlot, marks: Placed[], run: Run, m: Measure): void {
  host.replaceChildren();
  const { clientWidth: width } = plot.over;
  const curve = run.frames.map((f, k) => ({ x: plot.valToPos(k, "x"), y: plot.valToPos(m.value(f), "y") }));
  const playhead = plot.valToPos(openingOf(run.header.scenario), "x");
  for (const { mark, step } of marks) {
    const x = step === null ? width : plot.valToPos(step, "x");
    const y = plot.valToPos(mark.value, "y");
    const label = h("span", { class: "ref-label", title: mark.source }, told(mark.label));
    const sign = step === null ? h("i", { class: "ref-line", style: `top:${y}px` }) : h("i", { class: "ref", style: `left:${x}px;top:${y}px` });
    host.append(sign, label);
    place(label, plot, x, y, (b) => covered(b, curve) + (b.left < playhead && playhead < b.right ? 2 : 0));
  }
}

/** Puts a label at the place around a mark where it costs least; the first of equals. */
function place(e: HTMLElement, plot: uPlot, x: number, y: number, cost: (b: Box) => number): void {
  const { clientWidth: width, clientHeight: height } = plot.over;
  const w = e.offsetWidth;
  const tall = e.offsetHeight;
  const boxes = [[0, 9], [0, -9 - tall], [10 + w / 2, -tall / 2], [10 + w / 2, -tall - 2], [10 + w / 2, 2], [-10 - w / 2, -tall / 2]].map(([dx, dy]) => {
    const left = Math.max(0, Math.min(width - w, x + dx! - w / 2));
    const top = Math.max(-above, Math.min(height - tall, y + dy!));
    return { left, top, right: left + w, bottom: top + tall };
  });
  // A place that had to be pushed back inside may lie on the mark itself.
  const total = (b: Box) => cost(b) + (b.left < x + 5 && b.right > x - 5 && b.top < y + 5 && b.bottom > y - 5 ? 50 : 0);
  const costs = boxes.map(total);
  const best = boxes[costs.indexOf(Math.min(...costs))]!;
  e.style.left = `${best.left}px`;
  e.style.top = `${best.top}px`;
}

/** Puts the label of a whole line beside that of its points where it hides least of the curves and of other labels. */
export function settle(e: HTMLElement, plot: uPlot, anchors: readonly { x: number; y: number }[], curves: { x: number; y: number }[][], others: readonly Box[]): void {
  const { clientWidth: width, clientHeight: height } = plot.over;
  const [w, tall] = [e.offsetWidth, e.offsetHeight];
  let best = { left: 0, top: 0, cost: Infinity };
  for (const { x, y } of anchors) {
    for (const away of [6, 18, 34]) for (const dy of [-away - tall, away]) {
      const left = Math.max(0, Math.min(width - w, x - w / 2));
      const top = y + dy;
      if (top < -above || top + tall > height) continue;
      const box = { left, top, right: left + w, bottom: top + tall };
      const hidden = others.filter((o) => o.left < box.right && o.right > box.left && o.top < box.bottom && o.bottom > box.top).length;
      const cost = 200 * hidden + away / 2 + curves.reduce((sum, c) => sum + covered(box, c), 0);
      if (cost < best.cost) best = { left, top, cost };
    }
  }
  e.style.left = `${best.left}px`;
  e.style.top = `${best.top}px`;
}

/** How much of a box a curve runs through: the number of places, ten to a step. */
function covered(b: Box, curve: { x: number; y: number }[]): number {
  let n = 0;
  for (let i = 0; i + 1 < curve.length; i++) {
    const [p, q] = [curve[i]!, curve[i + 1]!];
    for (let u = 0; u < 1; u += 0.1) {
      const x = p.x + u * (q.x - p.x);
      const y = p.y + u * (q.y - p.y);
      if (x > b.left && x < b.right && y > b.top - 1 && y < b.bottom + 1) n++;
    }
  }
  return n;
}
