/** The names of lines at their ends, moved apart where they would overlap. */
import type uPlot from "uplot";
import { h } from "../ui/dom.ts";
import type { Line } from "./plot.ts";
import { typeset } from "../text/typeset.ts";

/** Height of a name in px. */
const height = 16;

/** Makes the names of the lines, where there is more than one. */
export function endLabels(plot: uPlot, lines: Line[]): HTMLElement[] {
  const named = lines.filter((l) => l.label && l.look !== "points");
  if (named.length < 2) return [];
  const ends = named.flatMap((l) => {
    const i = l.y.findLastIndex((v) => v !== null && Number.isFinite(v));
    return i < 0 ? [] : [{ l, x: plot.valToPos(l.x[i]!, "x"), y: plot.valToPos(l.y[i]!, "y") }];
  }).sort((a, b) => a.y - b.y);
  const top = apart(ends.map((e) => e.y - height / 2), height, 0, plot.over.clientHeight + 8);
  return ends.map((e, i) => {
    const left = Math.min(e.x, plot.over.clientWidth) + 6;
    // A name ends where the chart does; the whole of it is in the hint and in the table.
    const room = plot.root.clientWidth - plot.over.offsetLeft - left;
    return h("span", { class: "end-label", title: e.l.label, style: `left:${left}px;top:${top[i]}px;max-width:${Math.max(0, room)}px;color:${e.l.color}` }, ...typeset(e.l.label));
  });
}

/** Moves ascending places apart to a least distance, within bounds as far as they fit. */
export function apart(places: number[], distance: number, low: number, high: number): number[] {
  const out = [...places];
  for (let i = 0; i < out.length; i++) out[i] = Math.max(out[i]!, i === 0 ? low : out[i - 1]! + distance);
  for (let i = out.length - 1; i >= 0; i--) out[i] = Math.min(out[i]!, i === out.length - 1 ? high - distance : out[i + 1]! - distance);
  return out;
}

/** The width of the y-axis: the usual one, so that charts line up, or more where a label needs it. */
export function axisWidth(u: uPlot, labels: string[] | null, font: string, size: number): number {
  u.ctx.save();
  u.ctx.font = font;
  const longest = Math.max(0, ...(labels ?? []).map((l) => u.ctx.measureText(l).width));
  u.ctx.restore();
  return Math.max(Math.round(size * 3.4), Math.ceil(longest) + 8);
}
