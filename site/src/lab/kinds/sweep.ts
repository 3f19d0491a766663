/** A sweep on screen: V and accuracy along the axis (or over a simplex), and E(Z) against V. */
import { filesOf } from "../../engine/files.ts";
import { told } from "../../messages/localize.ts";
import type { Data, Study } from "../../generated/scenario.ts";
import type { Estimate, Measures, SweepPoint, SweepSummary } from "../../generated/study.ts";
import { fixed, short } from "../../text/format.ts";
import { h } from "../../ui/dom.ts";
import { damping, epochs, fit, ridge, seed } from "../base.ts";
import { words } from "../../messages/en/lab.ts";
import { Plot, type Guide, type Line, type PlotSpec } from "../plot.ts";
import { Simplex } from "../simplex.ts";
import { Table, type Column } from "../table.ts";
import { ink, tone } from "../tones.ts";
import type { Kind, LabState, Param, StudyView } from "../types.ts";
import { valueText } from "./fields.ts";
import { isOwn, ownParams } from "./own-sweep.ts";

type MeasureName = "variance" | "testAccuracy" | "trainAccuracy" | "mean" | "skewness" | "kurtosis" | "heterogeneity" | "loss";

const seeds: Param = {
  name: "seeds", label: words.sweep.seeds, number: { lo: 1, hi: 100, whole: true },
  get: (d) => d.sweep!.seeds, set: (d, v: number) => { d.sweep!.seeds = v; },
};

/** What a sweep of three counts varies is a composition, drawn as a triangle. */
export function isSimplex(doc: Study): boolean {
  const [axis, other] = doc.sweep!.axes;
  return !other && axis!.values.every((v) => Array.isArray(v) && v.length === 3);
}

/** The data that a sweep draws: images of another size come from a file of their own. */
function drawn(doc: Study): Data[] {
  const sizes = doc.sweep!.axes.find((a) => a.field === "data.size")?.values as number[] | undefined;
  return sizes?.map((size) => ({ ...doc.base!.data, size })) ?? [doc.base!.data];
}

export const sweep: Kind = {
  params: (doc) => {
    if (isOwn(doc)) return ownParams;
    const varied = doc.sweep!.axes.map((a) => a.field);
    return [seeds, seed, fit, damping, ridge, epochs].filter((p) => !varied.some((f) => f.endsWith(`.${p.name}`)));
  },
  files: (doc) => [...new Set(drawn(doc).flatMap(filesOf))],
  mount: (host, doc) => (isSimplex(doc) ? new Triangle(host) : new Curves(host, doc)),
};

/** Whether what a sweep varies is the composition of the data. */
function composed(doc: Study): boolean {
  return doc.sweep!.axes.some((a) => /^data\.(counts|noise)/.test(a.field));
}

/** Curves over one axis; a second axis gives one line per value. */
class Curves implements StudyView {
  private readonly variance = new Plot();
  private readonly accuracy = new Plot();
  private readonly third = new Plot();
  private readonly scatter = new Plot();
  private readonly table: Table<SweepPoint>;
  private measure: MeasureName = "heterogeneity";
  private state: LabState | null = null;

  constructor(host: HTMLElement, doc: Study) {
    // What is the same everywhere is no picture.
    if (!composed(doc)) this.measure = "loss";
    // What is saved can be read again: it has the form of a recorded study.
    this.table = new Table<SweepPoint>([], doc.id, () => this.state && { document: this.state.doc, results: this.state.results, summary: this.state.summary });
    const select = h("select", { "aria-label": words.sweep.also }, ...(["heterogeneity", "mean", "skewness", "kurtosis", "loss", "trainAccuracy"] as MeasureName[]).map((m) => h("option", { value: m }, words.measures[m]!)));
    select.value = this.measure;
    select.onchange = () => {
      this.measure = select.value as MeasureName;
      if (this.state) this.draw(this.state);
    };
    select.className = "naming";
    this.third.element.querySelector(".note")!.replaceWith(select);
    this.third.element.querySelector("h2")!.className = "hidden";
    this.table.element.classList.add("wide");
    host.replaceChildren(h("div", { class: "lab-grid" }, this.variance.element, this.accuracy.element, this.third.element, this.scatter.element, this.table.element));
  }

  draw(s: LabState): void {
    this.state = s;
    this.variance.draw(curve(s, "variance"));
    this.accuracy.draw(curve(s, "testAccuracy"));
    this.third.draw(curve(s, this.measure));
    // Where the composition does not vary there is nothing to correlate.
    this.scatter.element.hidden = !composed(s.doc);
    this.scatter.draw(scatterOf(s));
    this.table.over(columns(s.doc));
    this.table.draw(words.sweep.table, "", points(s));
  }
}

const estimate = (e: Estimate): string => (e.mean === null ? "–" : short(e.mean) + (e.half === null || e.half < 1e-6 ? "" : ` ± ${short(e.half)}`));

/** One row per point of the grid. */
function columns(doc: Study): Column<SweepPoint>[] {
  const measures: [MeasureName, string][] = [["variance", words.units.variance!], ["testAccuracy", words.units.testAccuracy!], ["heterogeneity", "E(Z)"], ["mean", words.units.mean!], ["skewness", words.units.skewness!], ["kurtosis", words.units.kurtosis!], ["loss", words.measures.loss!]];
  return [
    ...doc.sweep!.axes.map((a, k): Column<SweepPoint> => ({ name: told(a.label), text: (p) => valueText(a, p.at[k]!), value: (p) => p.at[k]! })),
    ...measures.map(([m, name]): Column<SweepPoint> => ({ name, title: words.measures[m]!, text: (p) => estimate(p[m]), value: (p) => p[m].mean })),
  ];
}

/** The simplex of three rules, with the section through the composition chosen. */
class Triangle implements StudyView {
  private readonly simplex = new Simplex();
  private readonly variance = new Plot();
  private readonly accuracy = new Plot();
  private readonly scatter = new Plot();
  private state: LabState | null = null;

  constructor(host: HTMLElement) {
    this.simplex.onmove = () => { if (this.state) this.draw(this.state); };
    host.replaceChildren(h("div", { class: "lab-grid lab-tall" }, this.simplex.element, this.variance.element, this.accuracy.element, this.scatter.element));
  }

  draw(s: LabState): void {
    this.state = s;
    const summary = s.summary as SweepSummary | null;
    const compositions = s.doc.sweep!.axes[0]!.values as number[][];
    this.simplex.draw(compositions, summary?.points.map((p) => p.variance.mean) ?? [], s.profile);
    this.variance.draw(section(s, this.simplex, "variance"));
    this.accuracy.draw(section(s, this.simplex, "testAccuracy"));
    this.scatter.draw(scatterOf(s));
  }
}

/** One line is drawn in the color of text. */
const color = (k: number, one: boolean) => (one ? ink() : tone(k));

function points(s: LabState): SweepPoint[] {
  return (s.summary as SweepSummary | null)?.points ?? [];
}

/** Places along an axis, as sim/scenario.Axis.Places. */
function places(s: LabState, k: number): number[] {
  const a = s.doc.sweep!.axes[k]!;
  return a.at ?? (a.values as number[]);
}

/** One measure over the first axis. */
function curve(s: LabState, m: MeasureName): PlotSpec {
  const { axes, seeds: n } = s.doc.sweep!;
  const xs = places(s, 0);
  const inner = axes[1] ? places(s, 1) : [NaN];
  const lines = inner.map((at, k): Line => {
    const own = points(s).filter((_, i) => i % inner.length === k);
    return {
      label: axes[1] ? `${axes[1].label} ${at}` : "", x: own.map((p) => p.at[0]!), y: own.map((p) => p[m].mean), color: color(k, inner.length === 1), look: "both",
      ...(n > 1 && interval(own.map((p) => p[m]))),
    };
  });
  return {
    title: words.measures[m]!, note: words.sweep.intervals(n), x: axes[0]!.label, y: words.units[m]!, lines, guides: guides(s, m),
    xRange: Math.min(...xs) < Math.max(...xs) ? [Math.min(...xs), Math.max(...xs)] : [xs[0]! - 1, xs[0]! + 1], xLog: logarithmic(xs), yLog: m === "variance" && spans(lines), file: `${s.doc.id}-${m}`,
    ...(/Accuracy$/.test(m) && { yRange: accuracyRange(lines, guides(s, m)) }),
  };
}

/** The bounds of the intervals of estimates. */
function interval(of: (Estimate | undefined)[]): Pick<Line, "low" | "high"> {
  const bound = (sign: number) => of.map((e) => (e && e.mean !== null && e.half !== null ? e.mean + sign * e.half : null));
  return { low: bound(-1), high: bound(1) };
}

function accuracyRange(lines: Line[], marks: Guide[]): [number, number] {
  const lowest = Math.min(1, ...marks.map((g) => g.value), ...lines.flatMap((l) => [...l.y, ...(l.low ?? [])]).filter((v): v is number => v !== null));
  return [Math.max(0, Math.floor(lowest * 5) / 5 - (lowest < 1 ? 0 : 0.2)), 1];
}

/** Whether values are spaced by factors. */
function logarithmic(xs: number[]): boolean {
  return xs.length > 2 && Math.min(...xs) > 0 && Math.max(...xs) / Math.min(...xs) >= 50;
}

/** Whether the values of lines span more than two decades. */
function spans(lines: Line[]): boolean {
  const v = lines.flatMap((l) => l.y).filter((y): y is number => y !== null && y > 0);
  return v.length > 1 && Math.max(...v) / Math.min(...v) > 200;
}

function guides(s: LabState, m: string): Guide[] {
  return (s.doc.marks ?? []).filter((g) => g.measure === m).map((g) => ({ label: g.label, at: g.at ?? null, value: g.value, title: told(g.source) }));
}

/** E(Z) against V, one point per run. */
function scatterOf(s: LabState): PlotSpec {
  const summary = s.summary as SweepSummary | null;
  const cells = s.results.filter((r): r is Measures => r !== null && (r as Measures).heterogeneity !== null && (r as Measures).variance !== null)
    .sort((a, b) => a.heterogeneity! - b.heterogeneity!);
  const rho = summary?.correlation ?? null;
  return {
    title: words.sweep.scatter, note: rho === null ? words.sweep.tooFew : words.sweep.scatterNote(fixed(rho, 3), summary!.pairs), x: words.measures.heterogeneity!, y: words.units.variance!,
    lines: [{ label: "", x: cells.map((c) => c.heterogeneity!), y: cells.map((c) => c.variance), color: color(0, true), look: "points" }],
    xRange: [0, Math.max(0.7, ...cells.map((c) => c.heterogeneity! * 1.02))], file: `${s.doc.id}-heterogeneity`,
  };
}

/** A measure along the line on which the share of the third rule is that of the composition chosen. */
function section(s: LabState, simplex: Simplex, m: MeasureName): PlotSpec {
  const all = s.doc.sweep!.axes[0]!.values as number[][];
  const row = all.map((c, i) => ({ c, p: points(s)[i] })).filter(({ c }) => c[2] === simplex.chosen[2]).sort((a, b) => a.c[1]! - b.c[1]!);
  const rows = all[0]!.reduce((a, b) => a + b, 0);
  const n = s.doc.sweep!.seeds;
  const line: Line = {
    label: "", x: row.map(({ c }) => c[1]!), y: row.map(({ p }) => p?.[m].mean ?? null), color: color(0, true), look: "both",
    ...(n > 1 && interval(row.map(({ p }) => p?.[m]))),
  };
  const at = row.find(({ c }) => c[1] === simplex.chosen[1])?.p?.[m].mean;
  return {
    title: words.measures[m]!, note: words.sweep.section(simplex.chosen[2]!), x: words.sweep.second, y: words.units[m]!, lines: [line],
    guides: marked(publishedOn(s, simplex, m), simplex.chosen, at ?? null),
    xRange: [0, Math.max(1, rows - simplex.chosen[2]!)], yRange: m === "variance" ? wholeRange(s) : [0, 1], file: `${s.doc.id}-${m}-section`,
  };
}

/** The published values whose composition lies on the section; a mark stands at a place of the axis. */
function publishedOn(s: LabState, simplex: Simplex, m: string): Guide[] {
  const axis = s.doc.sweep!.axes[0]!;
  return guides(s, m).flatMap((g) => {
    const c = (axis.values as number[][])[places(s, 0).indexOf(g.at ?? NaN)];
    return c && c[2] === simplex.chosen[2] ? [{ ...g, at: c[1]! }] : [];
  });
}

/** The published values and the composition chosen, which the triangle names where a published value stands at its place. */
function marked(published: Guide[], chosen: number[], value: number | null): Guide[] {
  if (value === null) return published;
  const label = published.some((g) => g.at === chosen[1]) ? "" : words.sweep.composition(chosen);
  return [...published, { label, at: chosen[1]!, value, title: words.sweep.composition(chosen) }];
}

/** One range of V for every section, so that they can be compared. */
function wholeRange(s: LabState): [number, number] {
  const top = Math.max(1, ...points(s).map((p) => (p.variance.mean ?? 0) + (p.variance.half ?? 0)));
  return [0, Math.ceil(top / 20) * 20];
}
