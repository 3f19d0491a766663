/**
 * A chart of a study by uPlot: lines or points over x, with intervals, published values
 * beside them, names at the lines' ends, and the same as a table or CSV. Drawn from a
 * PlotSpec; it keeps nothing of its own but whether it is shown as a table.
 */
import type uPlot from "uplot";
import { chartMenu, type ChartActions } from "../charts/menu.ts";
import { library, styleOf } from "../charts/plot.ts";
import { say } from "../messages/en/page.ts";
import { csv } from "../text/csv.ts";
import { plain, power } from "../text/format.ts";
import { download, h, setText } from "../ui/dom.ts";
import { words } from "../messages/en/lab.ts";
import { told } from "../messages/localize.ts";
import { drawGuides } from "./guides.ts";
import { axisWidth, endLabels } from "./labels.ts";

/** One line. x ascends; null leaves a gap. */
export interface Line {
  label: string;
  x: number[];
  y: (number | null)[];
  /** Bounds of an interval at each x. */
  low?: (number | null)[];
  high?: (number | null)[];
  /** A CSS color. */
  color: string;
  /** "line" (default), "points", or both. */
  look?: "line" | "points" | "both";
  dash?: number[];
  /** Width in units of the profile's line, 1 unless told. */
  weight?: number;
}

/** Names that come with a study, in the language of the page. */
function spoken(spec: PlotSpec): PlotSpec {
  const named = <T extends { label: string }>(all: T[]) => all.map((l) => ({ ...l, label: told(l.label) }));
  return { ...spec, x: told(spec.x), lines: named(spec.lines), ...(spec.guides && { guides: named(spec.guides) }) };
}

/** A published or theoretical value: at a place, or throughout (at null). */
export interface Guide {
  label: string;
  at: number | null;
  value: number;
  title: string;
}

export interface PlotSpec {
  title: string;
  /** A few words beside the title. */
  note?: string;
  x: string;
  y: string;
  lines: Line[];
  guides?: Guide[];
  /** Where the values are known to lie before they come, so that axes never jump. */
  xRange: [number, number];
  yRange?: [number, number];
  xLog?: boolean;
  yLog?: boolean;
  /** File name of the CSV, without its extension. */
  file: string;
}

export class Plot {
  private plot: uPlot | null = null;
  private spec: PlotSpec | null = null;
  private asTable = false;
  /** The intervals of what is drawn. */
  private bounds: Drawn = [];
  private key = "";
  private readonly title = h("h2", {});
  private readonly note = h("span", { class: "note" });
  private readonly host = h("div", { class: "plot" });
  private readonly table = h("div", { class: "table-scroll", tabindex: 0, role: "group" });
  private readonly overlay = h("div", { class: "refs" });
  private readonly menu = chartMenu(this.actions());
  readonly element: HTMLElement;

  constructor() {
    const body = h("div", { class: "chart-body" }, this.host, this.table);
    this.element = h("section", { class: "chart lab-chart" }, h("div", { class: "chart-head" }, this.title, this.note, this.menu), body);
    this.table.hidden = true;
    new ResizeObserver(() => { if (this.spec) this.draw(this.spec); }).observe(body);
  }

  /** Draws what is new. */
  draw(asked: PlotSpec): void {
    const spec = spoken(asked);
    this.spec = spec;
    setText(this.title, spec.title);
    setText(this.note, spec.note ?? "");
    this.element.setAttribute("aria-label", spec.title);
    this.menu.querySelector("summary")!.setAttribute("aria-label", say.chartMenu(spec.title));
    this.table.hidden = !this.asTable;
    this.host.hidden = this.asTable;
    if (this.asTable) return this.drawTable(spec);
    if (this.host.clientWidth === 0 || !library()) return;
    const style = styleOf(this.element);
    const range = yRange(spec);
    const key = JSON.stringify([this.host.clientWidth, this.host.clientHeight, style, spec.xRange, range, spec.lines.map((l) => [l.label, l.color, l.look, l.dash, l.weight, !!l.low]), spec.xLog, spec.yLog, spec.x]);
    const { data, lines } = aligned(spec.lines);
    this.bounds = lines;
    if (key !== this.key || !this.plot) {
      this.plot?.destroy();
      this.key = key;
      const lib = library()!;
      const plot = new lib(options(spec, range, lines, style, this.host, (u) => {
        intervals(u, this.bounds, style.line);
        this.annotate();
      }), data, this.host);
      plot.over.append(this.overlay);
      this.plot = plot;
    } else {
      this.plot.setData(data, false);
      this.plot.redraw();
    }
  }

  /** Puts guides and the names of lines on top, once scales tell places. */
  private annotate(): void {
    const { plot, spec } = this;
    if (!plot || !spec) return;
    this.overlay.replaceChildren();
    drawGuides(this.overlay, plot, spec);
    this.overlay.append(...endLabels(plot, spec.lines));
  }

  private actions(): ChartActions {
    return {
      title: () => this.spec?.title ?? "",
      asTable: () => this.asTable,
      flip: () => {
        this.asTable = !this.asTable;
        if (this.spec) this.draw(this.spec);
      },
      save: () => { if (this.spec) download(`${this.spec.file}.csv`, "text/csv", csv(tableOf(this.spec))); },
    };
  }

  private drawTable(spec: PlotSpec): void {
    this.table.setAttribute("aria-label", spec.title);
    const rows = tableOf(spec, (v) => plain(v, 7)); // a file keeps the point of its format
    this.table.replaceChildren(h("table", {},
      h("thead", {}, h("tr", {}, ...rows[0]!.map((c) => h("th", { scope: "col" }, c)))),
      h("tbody", {}, ...rows.slice(1).map((r) => h("tr", {}, ...r.map((c) => h("td", {}, c)))))));
  }
}

/** All lines over one x. */
function aligned(lines: Line[]): { data: uPlot.AlignedData; lines: { line: Line; low: (number | null)[]; high: (number | null)[] }[] } {
  const xs = [...new Set(lines.flatMap((l) => l.x))].sort((a, b) => a - b);
  // A scatter may have several points at one x; each keeps a place of its own.
  const places = lines.map((l) => placesOf(l, xs));
  const merged = places.some((p) => p === null) ? spread(lines) : null;
  if (merged) return merged;
  const column = (l: Line, at: number[], v: (number | null)[] | undefined) => {
    const out: (number | null)[] = new Array(xs.length).fill(null);
    l.x.forEach((_, i) => { out[at[i]!] = finite(v?.[i]); });
    return out;
  };
  return {
    data: [xs, ...lines.map((l, k) => column(l, places[k]!, l.y))],
    lines: lines.map((l, k) => ({ line: l, low: column(l, places[k]!, l.low), high: column(l, places[k]!, l.high) })),
  };
}

/** The place of each x of a line in xs, or null where the line has one x twice. */
function placesOf(l: Line, xs: number[]): number[] | null {
  const index = new Map(xs.map((x, i) => [x, i]));
  return new Set(l.x).size === l.x.length ? l.x.map((x) => index.get(x)!) : null;
}

/** Lines with several points at one x: one place per point. */
function spread(lines: Line[]): ReturnType<typeof aligned> {
  const points = lines.flatMap((l, k) => l.x.map((x, i) => ({ x, k, i }))).sort((a, b) => a.x - b.x);
  const column = (k: number, of: (i: number) => number | null) => points.map((p) => (p.k === k ? of(p.i) : null));
  return {
    data: [points.map((p) => p.x), ...lines.map((l, k) => column(k, (i) => finite(l.y[i])))],
    lines: lines.map((l, k) => ({ line: l, low: column(k, (i) => finite(l.low?.[i])), high: column(k, (i) => finite(l.high?.[i])) })),
  };
}

function finite(v: number | null | undefined): number | null {
  return v !== null && v !== undefined && Number.isFinite(v) ? v : null;
}

/** The range of y: what was told, else that of what there is. */
function yRange(spec: PlotSpec): [number, number] {
  if (spec.yRange && spec.yRange[0] < spec.yRange[1]) return spec.yRange;
  const values = [...spec.lines.flatMap((l) => [...l.y, ...(l.low ?? []), ...(l.high ?? [])]), ...(spec.guides ?? []).map((g) => g.value)]
    .filter((v): v is number => finite(v as number | null) !== null && (!spec.yLog || (v as number) > 0));
  if (values.length === 0) return spec.yLog ? [0.1, 1] : [0, 1];
  let [lo, hi] = [Math.min(...values), Math.max(...values)];
  if (spec.yLog) return [10 ** Math.floor(Math.log10(lo)), 10 ** Math.ceil(Math.log10(hi) + 1e-9)];
  // Zero is shown where it is near, and the range ends at a round number.
  if (lo > 0 && lo < 0.5 * hi) lo = 0;
  const step = round((hi - lo || Math.abs(hi) || 1) / 4);
  const [bottom, top] = [Math.floor(lo / step + 1e-9) * step, Math.ceil(hi / step - 1e-9) * step];
  return bottom < top ? [bottom, top] : [bottom - step, top + step]; // one value alone: an axis needs a length
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
function round(v: number): number {
  const p = 10 ** Math.floor(Math.log10(v));
  return ([1, 2, 2.5, 5, 10].find((m) => m * p >= v - 1e-12) ?? 10) * p;
}

type Drawn = ReturnType<typeof aligned>["lines"];

function options(spec: PlotSpec, range: [number, number], lines: Drawn, style: ReturnType<typeof styleOf>, host: HTMLElement, drawn: (u: uPlot) => void): uPlot.Options {
  const font = `400 ${style.size}px ${style.font}`;
  const axis = { stroke: style.muted, font, labelFont: font };
  const named = spec.lines.filter((l) => l.label && l.look !== "points").length > 1;
  // Whole things, such as blocks and ranks, have no halves.
  const whole = !spec.xLog && spec.lines.some((l) => l.x.length > 0) && spec.lines.every((l) => l.x.every(Number.isInteger));
  const room = named ? Math.min(0.38 * host.clientWidth, Math.max(...spec.lines.map((l) => l.label.length)) * style.size * 0.55 + 12) : style.size * 1.4;
  return {
    width: host.clientWidth, height: host.clientHeight, padding: [style.size * 0.7, room, 0, 0],
    legend: { show: false }, cursor: { show: false },
    scales: {
      x: { time: false, range: () => spec.xRange, ...(spec.xLog && { distr: 3 as const }) },
      y: { range: () => range, ...(spec.yLog && { distr: 3 as const }) },
    },
    axes: [
      { ...axis, ...(whole && { incrs: wholeSteps }), size: style.size * 2, gap: 4, label: spec.x, labelSize: style.size * 1.5, labelGap: 0, grid: { show: false }, ticks: { stroke: style.faint, width: 1, size: 4 }, values: (_, at) => at.map((v) => tick(v, !!spec.xLog)) },
      { ...axis, size: (u, labels) => axisWidth(u, labels, font, style.size), gap: 6, space: style.size * 2.6, grid: { stroke: style.hair, width: 1 }, ticks: { show: false }, values: (_, at) => at.map((v) => tick(v, !!spec.yLog)) },
    ],
    hooks: { draw: [drawn] },
    series: [{}, ...lines.map(({ line }): uPlot.Series => ({
      stroke: line.color, width: line.look === "points" ? 0 : style.line * (line.weight ?? 1), ...(line.dash && { dash: line.dash }), spanGaps: true,
      ...(line.look === "points" && { paths: () => null }),
      points: { show: line.look === "points" || line.look === "both", size: style.line * 3, fill: line.color, width: 0 },
    }))],
  };
}

/** Distances of ticks for whole numbers. */
const wholeSteps = [0, 1, 2, 3, 4, 5, 6].flatMap((p) => [1, 2, 5].map((m) => m * 10 ** p));

function tick(v: number | null, log: boolean): string {
  if (v === null) return "";
  if (log) return Math.abs(Math.log10(v) % 1) < 1e-9 ? (v >= 0.01 && v < 1e4 ? plain(v, 6) : power(v)) : "";
  return plain(v, 6);
}

/** Draws the intervals of lines: a band under a line, bars at points. */
function intervals(u: uPlot, lines: Drawn, width: number): void {
  const { ctx } = u;
  ctx.save();
  ctx.beginPath();
  // Bars at the first and last place stand half outside.
  const out = width * devicePixelRatio;
  ctx.rect(u.bbox.left - out, u.bbox.top, u.bbox.width + 2 * out, u.bbox.height);
  ctx.clip();
  for (const { line, low, high } of lines) {
    if (!line.low) continue;
    const at = (u.data[0] as number[]).map((x, i) => ({ x: u.valToPos(x, "x", true), lo: low[i], hi: high[i] }))
      .filter((p) => p.lo !== null && p.lo !== undefined && p.hi !== null && p.hi !== undefined)
      .map((p) => ({ x: p.x, lo: u.valToPos(p.lo!, "y", true), hi: u.valToPos(p.hi!, "y", true) }));
    if (at.length === 0) continue;
    ctx.strokeStyle = ctx.fillStyle = line.color;
    if (line.look === "points" || line.look === "both") {
      ctx.globalAlpha = 0.55;
      ctx.lineWidth = width * devicePixelRatio * 0.5;
      ctx.beginPath();
      for (const p of at) {
        ctx.moveTo(p.x, p.lo);
        ctx.lineTo(p.x, p.hi);
      }
      ctx.stroke();
    } else {
      ctx.globalAlpha = 0.16;
      ctx.beginPath();
      at.forEach((p, i) => (i === 0 ? ctx.moveTo(p.x, p.hi) : ctx.lineTo(p.x, p.hi)));
      for (const p of at.reverse()) ctx.lineTo(p.x, p.lo);
      ctx.fill();
    }
  }
  ctx.restore();
}

/** The values as rows of text, the first being the head; numbers as `written` has them. */
function tableOf(spec: PlotSpec, written = (v: number) => String(Number(v.toPrecision(7)))): string[][] {
  const interval = spec.lines.some((l) => l.low);
  const several = spec.lines.length > 1;
  const number = (v: number | null | undefined) => (finite(v) === null ? "" : written(v!));
  const head = [...(several ? [words.series] : []), spec.x, spec.y, ...(interval ? [words.low, words.high] : [])];
  const rows = spec.lines.flatMap((l) => l.x.map((x, i) => [...(several ? [l.label] : []), number(x), number(l.y[i]), ...(interval ? [number(l.low?.[i]), number(l.high?.[i])] : [])]));
  const guides = (spec.guides ?? []).map((g) => [...(several ? [g.label] : []), g.at === null ? "" : number(g.at), number(g.value), ...(interval ? ["", ""] : [])]);
  return [head, ...rows, ...(several ? guides : [])];
}
