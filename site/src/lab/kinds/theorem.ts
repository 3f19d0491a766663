/** The theorem lab on screen: the mean drop of V against n, Lemma 6, and δ of single points. */
import { filesOf } from "../../engine/files.ts";
import type { TheoremCell, TheoremSize, TheoremSummary } from "../../generated/study.ts";
import { fixed, short } from "../../text/format.ts";
import { h } from "../../ui/dom.ts";
import { Facts, type Fact } from "../facts.ts";
import { words } from "../../messages/en/lab.ts";
import { Plot, type Line, type PlotSpec } from "../plot.ts";
import { ink, tone } from "../tones.ts";
import type { Kind, LabState, Param, StudyView } from "../types.ts";
import { baseNames, baseOf } from "./bases.ts";
import { largest, sizesAtFirst } from "./sizes.ts";

const w = words.theorem;

const whole = (name: "removals" | "samples" | "seeds" | "seed", label: string, lo: number, hi: number): Param => ({
  name, label, number: { lo, hi, whole: true }, get: (d) => d.theorem![name], set: (d, v: number) => { d.theorem![name] = v; },
});

/** Stands for the problem made for it, where the others are presets. */
const made = "made";

const data: Param = {
  name: "data", label: w.data, choices: [[made, w.made], ...baseNames], get: (d) => d.base?.id ?? made,
  set: (d, id: string) => {
    if (id === made) delete d.base;
    else d.base = baseOf(id);
    d.theorem!.sizes = sizesAtFirst(d.base);
  },
};

const ridge: Param = {
  name: "ridge", label: w.ridge, number: { lo: 1e-3, hi: 10, whole: false, dial: true }, get: (d) => d.theorem!.ridge, set: (d, v: number) => { d.theorem!.ridge = v; },
};

export const theorem: Kind = {
  params: (doc) => [...(doc.base?.data.kind === "table" ? [] : [data]), whole("removals", w.removals, 1, 25), whole("samples", w.samples, 2, 5000), largest, ridge, whole("seeds", w.seeds, 1, 50), whole("seed", w.seed, 0, 1e9)],
  files: (doc) => (doc.base ? filesOf(doc.base.data) : []),
  mount: (host) => new Theorems(host),
};

class Theorems implements StudyView {
  private readonly drop = new Plot();
  private readonly lemma = new Plot();
  private readonly spread = new Plot();
  private readonly facts = new Facts();

  constructor(host: HTMLElement) {
    host.replaceChildren(h("div", { class: "lab-grid" }, this.drop.element, this.facts.element, this.lemma.element, this.spread.element));
  }

  draw(s: LabState): void {
    const summary = s.summary as TheoremSummary | null;
    const sizes = summary?.sizes.filter((z) => z.n > 0) ?? [];
    const cells = s.results.filter((r): r is TheoremCell => r !== null);
    this.drop.draw(dropOf(s, sizes));
    this.lemma.draw(lemmaOf(cells));
    this.spread.draw(spreadOf(s, cells));
    this.facts.draw(w.findings, findings(s, sizes, cells, summary));
  }
}

/** The axis of n: over the sizes asked for, or, of data whose rows may be fewer, over those that have come. */
function sizesAxis(s: LabState): { xRange: [number, number]; xLog: boolean } {
  const come = (s.summary as TheoremSummary | null)?.sizes.map((z) => z.n).filter((n) => n > 0) ?? [];
  const asked = s.doc.theorem!.sizes.filter((n) => n > 0);
  const n = s.doc.base && (come.length > 1 || asked.length === 0) ? come : asked;
  const [lo, hi] = [Math.min(...n), Math.max(...n)];
  if (n.length > 1) return { xRange: [lo, hi], xLog: true };
  return { xRange: n.length === 1 ? [lo * 0.9, hi * 1.1] : [0, 100], xLog: false };
}

/** The mean drop, measured and claimed, against n. */
function dropOf(s: LabState, sizes: TheoremSize[]): PlotSpec {
  const x = sizes.map((z) => z.n);
  const measured = (label: string, color: string, of: (z: TheoremSize) => TheoremSize["dropU"]): Line => ({
    label, x, y: sizes.map((z) => of(z).mean), color, look: "both",
    low: sizes.map((z) => bound(of(z), -1)), high: sizes.map((z) => bound(of(z), 1)),
  });
  // Where few points meet many features what is beyond first order is larger than any claim.
  const limit = Math.ceil(Math.max(3 * s.doc.theorem!.removals, ...sizes.flatMap((z) => [z.dropU, z.dropMean]).map((e) => 1.1 * Math.abs(e.mean ?? 0))));
  return {
    title: w.drop, note: noteOf(s, sizes), x: w.points, y: w.dropAxis, ...sizesAxis(s), yRange: [-limit, limit], file: "theorem-drop",
    lines: [
      measured(w.underU, tone(0), (z) => z.dropU),
      measured(w.underMean, tone(2), (z) => z.dropMean),
      { label: w.claimed, x, y: sizes.map((z) => z.claimed), color: tone(1), dash: [6, 5] },
      { label: w.corrected, x, y: sizes.map((z) => z.corrected), color: ink(), dash: [2, 4] },
    ],
  };
}

/** How often each n was measured: draws of the rows, and all of them once. */
function noteOf(s: LabState, sizes: TheoremSize[]): string {
  const { removals, seeds } = s.doc.theorem!;
  const whole = sizes.some((z) => z.whole);
  return w.dropNote(removals, whole && sizes.length === 1 ? 0 : seeds, whole);
}

function bound(e: TheoremSize["dropU"], sign: number): number | null {
  return e.mean === null || e.half === null ? null : e.mean + sign * e.half;
}

/** Both sides of Lemma 6, one point per pair. */
function lemmaOf(cells: TheoremCell[]): PlotSpec {
  const pairs = cells.flatMap((c) => c.pairs).filter((p) => p[0] !== null && p[1] !== null).sort((a, b) => a[0]! - b[0]!);
  const m = Math.max(1e-9, ...pairs.flatMap((p) => [Math.abs(p[0]!), Math.abs(p[1]!)])) * 1.05;
  return {
    title: w.lemma, note: w.lemmaNote(pairs.length), x: w.lemmaX, y: w.lemmaY, xRange: [-m, m], yRange: [-m, m], file: "theorem-lemma-6",
    lines: [
      { label: w.printed, x: [-m, m], y: [-m, m], color: tone(1), dash: [6, 5] },
      { label: w.negative, x: [-m, m], y: [m, -m], color: ink(), dash: [2, 4] },
      { label: "", x: pairs.map((p) => p[0]!), y: pairs.map((p) => p[1]!), color: tone(0), look: "points" },
    ],
  };
}

/** How δ of single points is spread, against n. */
function spreadOf(s: LabState, cells: TheoremCell[]): PlotSpec {
  const first = cells.filter((c, i, all) => all.findIndex((o) => o.n === c.n) === i).sort((a, b) => a.n - b.n);
  const x = first.map((c) => c.n);
  const quantile = (k: number) => first.map((c) => c.spread[k] ?? null);
  return {
    title: w.spread, note: w.spreadNote, x: w.points, y: "n·δ(z)/V", ...sizesAxis(s), file: "theorem-spread",
    lines: [
      { label: w.best, x, y: quantile(6), color: tone(0), look: "both" },
      { label: w.middle, x, y: quantile(3), low: quantile(1), high: quantile(5), color: ink() },
      { label: w.worst, x, y: quantile(0), color: tone(1), look: "both" },
    ],
  };
}

/** What was found, in words that follow from the figures. */
function findings(s: LabState, sizes: TheoremSize[], cells: TheoremCell[], summary: TheoremSummary | null): Fact[] {
  const last = sizes.at(-1);
  if (!last || !summary || last.dropU.mean === null) return [];
  const cell = cells.find((c) => c.n === last.n)!;
  const near = (v: number, a: number, b: number) => Math.abs(v - a) < Math.abs(v - b);
  const slope = summary.slope.mean;
  const far = Math.abs(last.dropU.mean - last.corrected!) > 0.5 * Math.abs(last.corrected!);
  return [
    { name: w.factDrop(last.n), value: fixed(last.dropU.mean, 3), note: w.factDropNote(fixed(last.claimed ?? NaN, 2), fixed(last.corrected ?? NaN, 2), near(last.dropU.mean, last.corrected!, last.claimed!), last.dropU.mean < 0) + (far ? ` ${w.factFar}` : "") + (last.whole ? ` ${w.factWhole}` : ""), verdict: near(last.dropU.mean, last.corrected!, last.claimed!) ? "fails" : "holds" },
    { name: w.factMean(last.n), value: fixed(last.dropMean.mean ?? NaN, 3), note: w.factMeanNote },
    ...(slope === null ? [] : [{ name: w.factSlope, value: fixed(slope, 4), note: w.factSlopeNote(slope < 0), verdict: (slope < 0 ? "fails" : "holds") as "fails" | "holds" }]),
    { name: w.factSymmetry, value: summary.asymmetry === null ? "–" : short(summary.asymmetry), note: w.factSymmetryNote },
    ...(cell.positive === null ? [] : [{ name: w.factSpread(last.n), value: fixed(cell.spreadSD ?? NaN, 2), note: w.factSpreadNote(Math.round(100 * cell.positive)) }]),
    ...(cell.bestU === null ? [] : [{ name: w.factBest(s.doc.theorem!.removals, last.n), value: fixed(cell.bestU, 2), note: w.factBestNote(cell.bestRows.join(", "), cell.bestU > 0), verdict: (cell.bestU > 0 ? "holds" : "fails") as "fails" | "holds" }]),
  ];
}
