/**
 * One curve by uPlot: the part up to t strong, the rest that is known faint. uPlot is a
 * script of its own (uplot.js), so that the first picture does not wait for it.
 */
import type uPlot from "uplot";
import type { Run } from "../trace/run.ts";
import { steps } from "../trace/run.ts";
import { fixed, plain, power } from "../text/format.ts";
import { h } from "../ui/dom.ts";
import { logarithmic, ticks, type Measure } from "./domain.ts";

/** uPlot once its script has run. */
export function library(): typeof uPlot | undefined {
  return (globalThis as { uPlot?: typeof uPlot }).uPlot;
}

/** Calls ready when uPlot is there, or missing when it cannot be had; asks for it where the page does not. */
export function whenLibrary(ready: () => void, missing: () => void): void {
  if (library()) return ready();
  const script = document.querySelector<HTMLScriptElement>("script[data-charts]") ?? document.head.appendChild(h("script", { src: "uplot.js", "data-charts": true }));
  script.addEventListener("load", ready);
  script.addEventListener("error", missing);
}

/** Colors and sizes, read from the style sheet. */
export interface Style {
  ink: string;
  muted: string;
  faint: string;
  hair: string;
  font: string;
  /** Type size in px, width of the curve in px. */
  size: number;
  line: number;
}

/** Reads the tokens in force at an element. */
export function styleOf(e: HTMLElement): Style {
  const css = getComputedStyle(e);
  const get = (name: string) => css.getPropertyValue(name).trim();
  return {
    ink: get("--ink"), muted: get("--muted"), faint: get("--faint"), hair: get("--hair"),
    font: css.fontFamily, size: parseFloat(get("--small")) || 13, line: parseFloat(get("--line")) || 2,
  };
}

/** Width in px of the y-axis, the same in every chart so that they share x: room for "0.005". */
const axisWidth = (size: number) => Math.round(size * 3.3);

/** Makes the plot of a run; with labelX it carries the labels of x. Calls drawn after every drawing. */
export function makePlot(host: HTMLElement, run: Run, m: Measure, range: [number, number], style: Style, labelX: boolean, stepName: string, drawn: () => void): uPlot {
  const log = logarithmic(run, m);
  const font = `400 ${style.size}px ${style.font}`;
  const end = Math.max(1, steps(run));
  const axis = { stroke: style.muted, font, labelFont: font };
  const options: uPlot.Options = {
    width: host.clientWidth, height: host.clientHeight,
    padding: [style.size * 0.7, style.size * 0.8, labelX ? 0 : 6, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [0, end] }, y: log ? { distr: 3, range: () => range } : { range: () => range } },
    axes: [
      {
        ...axis, show: true, size: labelX ? style.size * 2 : 4, gap: 4,
        grid: { show: false }, ticks: { stroke: style.faint, width: 1, size: 4 },
        splits: () => stepSplits(end, host.clientWidth / (style.size * 4)),
        values: (_, at) => at.map((k) => (labelX ? (k === 0 ? `${stepName} 0` : String(k)) : "")),
      },
      {
        ...axis, size: axisWidth(style.size), gap: 6, space: style.size * 2.6,
        grid: { stroke: style.hair, width: 1 }, ticks: { show: false },
        values: (_, at) => at.map((v) => label(m, v)),
        ...(m.name === "variance" && !log && { splits: () => ticks(range[1], host.clientHeight / (style.size * 3.2)) }),
        ...(log && { filter: (_: uPlot, at: number[]) => at.map((v) => (Math.log10(v) % 1 === 0 ? v : null)) }),
      },
    ],
    hooks: { draw: [drawn] },
    series: [
      {},
      { stroke: style.faint, width: style.line / 2, points: { show: false } },
      { stroke: style.ink, width: style.line, points: { show: false } },
    ],
  };
  return new (library()!)(options, dataOf(run, m, 0), host);
}

/** x, the whole known curve, and the part up to step k. */
export function dataOf(run: Run, m: Measure, k: number): uPlot.AlignedData {
  const n = Math.max(1, steps(run)) + 1;
  const xs = Array.from({ length: n }, (_, i) => i);
  const all = xs.map((i) => finite(run.frames[i] && m.value(run.frames[i])));
  return [xs, all, all.map((v, i) => (i <= k ? v : null))];
}

function finite(v: number | undefined): number | null {
  return v !== undefined && Number.isFinite(v) ? v : null;
}

/** Round steps, no more than fit, always with both ends. */
function stepSplits(end: number, room: number): number[] {
  const inc = [1, 2, 4, 5, 6, 8, 10, 12, 20, 25, 40, 50, 100, 200, 250, 500].find((d) => end / d <= room) ?? 1000;
  const out: number[] = [];
  for (let k = 0; k < end - inc / 2; k += inc) out.push(k);
  return [...out, end];
}

function label(m: Measure, v: number | null): string {
  if (v === null) return "";
  if (m.name === "accuracy") return fixed(v, Math.abs(v * 10 - Math.round(v * 10)) < 1e-6 ? 1 : 2);
  return v >= 1 || v === 0 ? plain(v, 3) : power(v);
}
