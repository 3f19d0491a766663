/** Dilution on screen: curves of the arms, the pools with their batches, the mixture's entropy. */
import { filesOf } from "../../engine/files.ts";
import type { Band, DilutionArmSummary, DilutionCell, DilutionMixture, DilutionSummary, Estimate } from "../../generated/study.ts";
import { fixed, percent } from "../../text/format.ts";
import { h, setText } from "../../ui/dom.ts";
import { Facts, type Fact } from "../facts.ts";
import { dilutionWords as w } from "../../messages/en/dilution.ts";
import { told } from "../../messages/localize.ts";
import { Plot, type Line, type PlotSpec } from "../plot.ts";
import { Pools } from "../pools.ts";
import { Table, type Column } from "../table.ts";
import { ink, muted, tone } from "../tones.ts";
import type { Kind, LabState, Param, StudyView } from "../types.ts";
import { experimentParams } from "./experiment.ts";

type Measure = keyof DilutionArmSummary["curves"];

const whole = (name: "seeds" | "seed", label: string, lo: number, hi: number): Param => ({
  name, label, number: { lo, hi, whole: true }, get: (d) => d.dilution![name], set: (d, v: number) => { d.dilution![name] = v; },
});

export const dilution: Kind = {
  params: () => [
    ...experimentParams((d) => d.dilution!.experiment),
    { name: "target", label: w.target, number: { lo: 0.5, hi: 1, whole: false }, get: (d) => d.dilution!.target, set: (d, v: number) => { d.dilution!.target = v; } },
    whole("seeds", w.seeds, 1, 100), whole("seed", w.seed, 0, 1e9),
  ],
  files: (doc) => filesOf(doc.dilution!.experiment.data),
  mount: (host, doc) => new Dilution(host, doc.id),
};

class Dilution implements StudyView {
  private readonly accuracy = new Plot();
  private readonly second = new Plot();
  private readonly mixture = new Plot();
  private readonly slopes = new Plot();
  private readonly pools = new Pools();
  private readonly facts = new Facts();
  private readonly verdict = h("p", { class: "lab-note" });
  private readonly table: Table<DilutionArmSummary>;
  private readonly measure = h("select", { "aria-label": w.choose }, ...Object.entries(w.measures).map(([m, name]) => h("option", { value: m }, name)));
  private readonly arm = h("select", { "aria-label": w.show });
  private state: LabState | null = null;

  constructor(host: HTMLElement, id: string) {
    this.table = new Table(columns, id);
    this.measure.onchange = this.arm.onchange = () => { if (this.state) this.draw(this.state); };
    const head = this.second.element.querySelector(".chart-head")!;
    head.insertBefore(this.measure, head.firstChild);
    this.second.element.querySelector("h2")!.hidden = true;
    this.measure.value = "variance";
    this.pools.head.append(h("span", { class: "head-gap" }), this.arm);
    this.table.element.classList.add("wide");
    host.replaceChildren(this.verdict, h("div", { class: "lab-grid dilution" },
      this.accuracy.element, this.pools.element, this.second.element, this.mixture.element, this.facts.element, this.slopes.element, this.table.element));
  }

  dispose(): void {
    this.pools.dispose();
  }

  draw(s: LabState): void {
    this.state = s;
    const arms = (s.summary as DilutionSummary | null)?.arms ?? [];
    const k = this.shown(s);
    this.accuracy.draw(curve(s, arms, "accuracy"));
    this.second.draw(this.measure.value === "alpha" ? alphas(s) : curve(s, arms, this.measure.value as Measure));
    const cell = (s.results[k] ?? s.partials.get(k) ?? null) as DilutionCell | null;
    this.pools.draw(cell?.picture ?? null);
    const mix = cell?.picture?.mixture ?? null;
    const name = told(s.doc.dilution!.arms[k]?.label ?? "");
    this.mixture.draw(entropyOf(s, name, mix, !!cell?.picture));
    this.slopes.draw(slopesOf(s, name, mix));
    this.facts.draw(w.findings(name), arms[k] ? factsOf(s, arms[0]!, arms[k]!, mix) : []);
    this.table.draw(w.table, w.tableNote(s.doc.dilution!.seeds), arms);
    setText(this.verdict, arms[k] ? sentence(s, arms[0]!, arms[k]!) : "");
  }

  /** The arm on the canvas: one of those with pools. */
  private shown(s: LabState): number {
    const found = s.doc.dilution!.arms.map((a, i) => ({ a, i })).filter(({ a }) => a.arm === "diluted");
    const key = found.map(({ a }) => a.label).join("\n");
    if (this.arm.dataset.key !== key) {
      this.arm.dataset.key = key;
      this.arm.replaceChildren(...found.map(({ a, i }) => h("option", { value: i }, told(a.label))));
    }
    this.arm.hidden = found.length < 2;
    return Number(this.arm.value || -1);
  }
}

/** The first arm is that of comparison and has the color of text. */
const color = (k: number) => (k === 0 ? ink() : tone(k - 1));

function curve(s: LabState, arms: DilutionArmSummary[], m: Measure): PlotSpec {
  const n = s.doc.dilution!.seeds;
  const { epochs } = s.doc.dilution!.experiment.train;
  const lines = arms.map((a, k): Line => {
    const band = a.curves[m];
    return { label: a.label, x: band.mean.map((_, t) => t), y: band.mean, color: color(k), ...(n > 1 && bounds(band)) };
  });
  return {
    title: m === "accuracy" ? w.accuracy : w.measures[m]!, note: w.mean(n), x: w.epoch, y: m === "accuracy" ? w.accuracyUnit : w.units[m]!, lines, xRange: [0, epochs],
    ...(m === "accuracy" && { yRange: accuracyRange(lines) }), ...(m === "snr" && { yLog: true }), file: `${s.doc.id}-${m}`,
  };
}

function bounds(b: Band): Pick<Line, "low" | "high"> {
  const at = (sign: number) => b.mean.map((v, t) => (v === null || b.half[t] == null ? null : v + sign * b.half[t]!));
  return { low: at(-1), high: at(1) };
}

/** From a little below what a tenth of the training reaches; the guess before it lies far below. */
function accuracyRange(lines: Line[]): [number, number] {
  const v = lines.flatMap((l) => [l.y, l.low ?? [], l.high ?? []].flatMap((y) => y.slice(Math.ceil(y.length / 10)))).filter((y): y is number => y !== null);
  if (v.length === 0) return [0, 1];
  return [Math.max(0, Math.floor(Math.min(...v) * 20) / 20), Math.min(1, Math.ceil(Math.max(...v) * 20) / 20)];
}

/** α of the first seed of every arm with pools. */
function alphas(s: LabState): PlotSpec {
  const lines = s.doc.dilution!.arms.flatMap((a, k): Line[] => {
    const cell = (s.results[k] ?? null) as DilutionCell | null;
    return cell && cell.alpha.length > 0 ? [{ label: a.label, x: cell.alpha.map((_, t) => t), y: cell.alpha, color: color(k) }] : [];
  });
  return { title: w.measures.alpha!, note: w.firstSeed, x: w.epoch, y: w.units.alpha!, lines, xRange: [0, s.doc.dilution!.experiment.train.epochs], yRange: [0, 1], file: `${s.doc.id}-alpha` };
}

function entropyOf(s: LabState, arm: string, m: DilutionMixture | null, drawn: boolean): PlotSpec {
  return {
    title: w.mixture, note: drawn && !m && s.phase !== "running" ? w.onePool : w.mixtureNote(arm), x: w.alpha, y: w.nats, xRange: [0, 1], file: `${s.doc.id}-mixture`,
    lines: m ? [{ label: w.entropy, x: m.alpha as number[], y: m.entropy, color: tone(0) }, { label: w.chord, x: m.alpha as number[], y: m.chord, color: muted(), dash: [6, 5] }] : [],
  };
}

function slopesOf(s: LabState, arm: string, m: DilutionMixture | null): PlotSpec {
  // The slope may run off to infinity at the ends.
  const inside = m ? m.alpha.map((a, i) => ({ a: a!, v: m.slope[i]! })).slice(1, -1) : [];
  return {
    title: w.slopes, note: w.mixtureNote(arm), x: w.alpha, y: w.slopeUnit, xRange: [0, 1], file: `${s.doc.id}-slope`,
    lines: m ? [
      { label: w.slope, x: inside.map((p) => p.a), y: inside.map((p) => p.v), color: tone(0) },
      { label: w.paperSlope, x: [0, 1], y: [m.paperSlope, m.paperSlope], color: muted(), dash: [6, 5] },
      { label: "", x: [0, 1], y: [0, 0], color: muted(), weight: 0.5 },
    ] : [],
  };
}

const spread = (e: Estimate, text: (v: number) => string): string => (e.mean === null ? "–" : text(e.mean) + (!e.half ? "" : ` ± ${text(e.half)}`));
/** The first arm is not compared with itself. */
const compared = (e: Estimate, text: (v: number) => string): string => (e.mean === 0 && !e.half ? "–" : spread(e, text));
const one = (v: number) => fixed(v, 1);
const points = (v: number) => fixed(100 * v, 1);
const tenth = (v: number) => w.percentage(fixed(100 * v, 1));

/** Which side of 0 an interval lies on. */
function side(e: Estimate): "fewer" | "more" | "open" {
  if (e.mean === null || e.half === null) return "open";
  return e.mean - e.half > 0 ? "fewer" : e.mean + e.half < 0 ? "more" : "open";
}

/** The comparison in words, computed from the intervals. */
function sentence(s: LabState, first: DilutionArmSummary, a: DilutionArmSummary): string {
  if (a === first || a.saved.mean === null || a.gain.mean === null || first.epochs.mean === null) return "";
  const saved = side(a.saved);
  const size = (e: Estimate) => percent(Math.abs(e.mean!)) + (e.half === null ? "" : ` ± ${percent(e.half)}`);
  const gain = side(a.gain);
  const by = `${points(gain === "open" ? a.gain.mean : Math.abs(a.gain.mean))}${a.gain.half === null ? "" : ` ± ${points(a.gain.half)}`}`;
  return w.verdict(told(a.label), spread(a.epochs, one), percent(s.doc.dilution!.target), told(first.label), spread(first.epochs, one), a.saved.n)
    + (saved === "open" ? w.open(size(a.saved), a.saved.mean >= 0) : w[saved](size(a.saved)))
    + w.counted(size(a.savedCounted), (a.savedCounted.mean ?? 0) >= 0, side(a.savedCounted) !== "open")
    + (gain === "open" ? w.even(by) : gain === "fewer" ? w.better(by) : w.worse(by));
}

function factsOf(s: LabState, first: DilutionArmSummary, a: DilutionArmSummary, mix: DilutionMixture | null): Fact[] {
  const d = s.doc.dilution!;
  const judged = (e: Estimate): Pick<Fact, "verdict"> => ({ fewer: { verdict: "holds" as const }, more: { verdict: "fails" as const }, open: {} })[side(e)];
  const cell = (s.results[d.arms.findIndex((x) => x.label === a.label)] ?? null) as DilutionCell | null;
  const end = cell?.alpha.at(-1) ?? null;
  const adds = end !== null && a.share.mean !== null && end < a.share.mean;
  return [
    { name: w.toTarget(percent(d.target)), value: spread(a.epochs, one), note: w.toTargetNote(told(first.label), spread(first.epochs, one), a.missed, a.epochs.n) },
    { name: w.saved, value: spread(a.saved, tenth), note: w.savedNote(spread(a.savedCounted, tenth), spread(a.cost, one)), ...judged(a.saved) },
    { name: w.gain, value: spread(a.gain, (v) => fixed(v, 3)), note: w.gainNote(spread(a.last, (v) => fixed(v, 3)), spread(a.best, (v) => fixed(v, 3))), ...judged(a.gain) },
    ...(a.precision.mean === null ? [] : [
      { name: w.precision, value: `${percent(a.precision.mean)} / ${percent(a.recall.mean ?? NaN)}`, note: w.precisionNote(percent(a.base.mean ?? NaN), fixed(a.auc.mean ?? NaN, 3)), verdict: (a.precision.mean > (a.base.mean ?? 1) ? "holds" : "fails") as "holds" | "fails" },
      { name: w.share, value: percent(a.share.mean ?? NaN), note: end === null ? "" : w.shareNote(fixed(end, 2), adds), ...(adds && { verdict: "fails" as const }) },
    ]),
    ...mixtureFacts(mix),
  ];
}

function mixtureFacts(m: DilutionMixture | null): Fact[] {
  if (!m) return [];
  const gap = Math.max(...m.entropy.map((v, i) => v! - m.chord[i]!));
  const rising = m.alpha.filter((_, i) => m.slope[i]! > 0).at(-1) ?? 0;
  return [
    { name: w.gap, value: fixed(gap, 3), note: w.gapNote(gap > 0.001), ...(gap > 0.001 && { verdict: "fails" as const }) },
    { name: w.rises, value: fixed(rising!, 2), note: w.risesNote(fixed(m.paperSlope!, 2)), ...((rising! > 0) !== (m.paperSlope! > 0) && { verdict: "fails" as const }) },
  ];
}

const three = (v: number) => fixed(v, 3);

const columns: Column<DilutionArmSummary>[] = [
  { name: w.arm, text: (a) => told(a.label), value: (a) => told(a.label) },
  { name: w.epochsShort, text: (a) => spread(a.epochs, one), value: (a) => a.epochs.mean },
  { name: w.savedShort, text: (a) => compared(a.saved, percent), value: (a) => a.saved.mean },
  { name: w.countedShort, text: (a) => compared(a.savedCounted, percent), value: (a) => a.savedCounted.mean },
  { name: w.bestShort, text: (a) => spread(a.best, three), value: (a) => a.best.mean },
  { name: w.lastShort, text: (a) => spread(a.last, three), value: (a) => a.last.mean },
  { name: w.gainShort, text: (a) => compared(a.gain, three), value: (a) => a.gain.mean },
  { name: w.precisionShort, text: (a) => spread(a.precision, three), value: (a) => a.precision.mean },
  { name: w.recallShort, text: (a) => spread(a.recall, three), value: (a) => a.recall.mean },
  { name: "AUC", text: (a) => spread(a.auc, three), value: (a) => a.auc.mean },
];
