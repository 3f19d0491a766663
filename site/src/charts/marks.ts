/** Published values beside a curve: a hollow mark and its label, placed where they are least in the way. */
import type uPlot from "uplot";
import { h } from "../ui/dom.ts";
import type { Placed } from "./domain.ts";

/** Draws the marks over a plot. Labels keep within its width. */
export function drawMarks(host: HTMLElement, plot: uPlot, marks: Placed[], rising: boolean): void {
  host.replaceChildren();
  const { clientWidth: width, clientHeight: height } = plot.over;
  for (const { mark, step } of marks) {
    const y = plot.valToPos(mark.value, "y");
    const label = h("span", { class: "ref-label", title: mark.source }, mark.label);
    if (step === null) {
      host.append(h("i", { class: "ref-line", style: `top:${y}px` }), label);
      place(label, width, height, width, y - 10, "left");
      continue;
    }
    const x = plot.valToPos(step, "x");
    host.append(h("i", { class: "ref", style: `left:${x}px;top:${y}px` }), label);
    if (x < width * 0.15) place(label, width, height, x + 10, rising ? y + 10 : y, "right");
    else place(label, width, height, x, rising ? y + 17 : y - 17, "center");
  }
}

/** Puts a label at a point: to its right, to its left, or centered on it. */
function place(e: HTMLElement, width: number, height: number, x: number, y: number, side: "right" | "left" | "center"): void {
  const w = e.offsetWidth;
  const half = e.offsetHeight / 2;
  const left = side === "right" ? x : side === "left" ? x - w : x - w / 2;
  e.style.left = `${Math.max(0, Math.min(width - w, left))}px`;
  e.style.top = `${Math.max(0, Math.min(height - 2 * half, y - half))}px`;
}
