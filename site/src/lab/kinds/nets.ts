/** Networks on screen: accuracy and minority over the rows removed, influence against retraining. */
import { filesOf } from "../../engine/files.ts";
import type { NetRule } from "../../generated/scenario.ts";
import type { Estimate, NetsCell, NetsRule, NetsSummary } from "../../generated/study.ts";
import { percent } from "../../text/format.ts";
import { h, setText } from "../../ui/dom.ts";
import { damping, seed } from "../base.ts";
import { Facts } from "../facts.ts";
import { netsWords as w } from "../../messages/en/nets.ts";
import { words } from "../../messages/en/lab.ts";
import { Plot, type Line, type PlotSpec } from "../plot.ts";
import { Table, type Column } from "../table.ts";
import { ink, tone } from "../tones.ts";
import type { Kind, LabState, Param, StudyView } from "../types.ts";
import { findings, nameOf, signed, spread, three, two, verdictOf } from "./netssaid.ts";

type Count = "epochs" | "candidates" | "sample" | "seeds";
const known: NetRule[] = ["random", "loss", "delta", "self-influence", "last-layer", "softmax", "retrain"];

const whole = (name: Count, label: string, lo: number, hi: number): Param => ({ name, label, number: { lo, hi, whole: true }, get: (d) => d.nets![name], set: (d, v: number) => { d.nets![name] = v; } });

export const nets: Kind = {
  params: () => [
    { name: "rules", label: w.rules, list: known.map((r) => [r, nameOf(r)]), get: (d) => d.nets!.rules.join(","), set: (d, v: string) => { d.nets!.rules = v.split(",") as NetRule[]; } },
    whole("epochs", w.epochs, 1, 500),
    { name: "rate", label: w.rate, number: { lo: 1e-5, hi: 0.1, whole: false, dial: true }, get: (d) => d.nets!.rate, set: (d, v: number) => { d.nets!.rate = v; } },
    { name: "targetLoss", label: w.target, number: { lo: 0, hi: 10, whole: false }, get: (d) => d.nets!.targetLoss, set: (d, v: number) => { d.nets!.targetLoss = v; } },
    { name: "perStep", label: w.perStep, number: { lo: 1, hi: 100, whole: true }, get: (d) => d.base!.purify.perStep, set: (d, v: number) => { d.base!.purify.perStep = v; } },
    { name: "steps", label: w.steps, number: { lo: 1, hi: 30, whole: true }, get: (d) => d.base!.purify.steps, set: (d, v: number) => { d.base!.purify.steps = v; } },
    { ...whole("candidates", w.candidates, 1, 500), when: (d) => d.nets!.rules.includes("retrain") },
    whole("sample", w.sample, 0, 500),
    damping, whole("seeds", w.seeds, 1, 30), seed,
  ],
  files: (doc) => filesOf(doc.base!.data),
  mount: (host, doc) => new Nets(host, doc.id),
};

class Nets implements StudyView {
  private readonly verdict = h("p", { class: "lab-note" });
  private readonly accuracy = new Plot();
  private readonly found = new Plot();
  private readonly scatter = new Plot();
  private readonly facts = new Facts();
  private readonly table: Table<NetsRule>;

  constructor(host: HTMLElement, id: string) {
    this.table = new Table(columns, id);
    this.table.element.classList.add("wide");
    host.replaceChildren(this.verdict, h("div", { class: "lab-grid" }, this.accuracy.element, this.found.element, this.scatter.element, this.facts.element, this.table.element));
  }

  draw(s: LabState): void {
    const summary = s.summary as NetsSummary | null;
    const rules = (summary?.rules ?? []).map((r) => live(r, s));
    setText(this.verdict, verdictOf(rules, summary));
    this.accuracy.draw(curves(s, rules, "accuracy"));
    this.found.draw(curves(s, rules, "found", summary));
    this.scatter.draw(scatterOf(s, summary));
    this.facts.draw(w.findings, findings(s.doc.nets!.sample, rules, summary));
    this.table.draw(w.table, w.tableNote(s.doc.nets!.seeds), rules);
  }
}

/** The color of a rule, the same whichever others there are. */
function lineColor(rule: string): string {
  const k = known.indexOf(rule as NetRule);
  return k === 0 ? ink() : tone(k - 1);
}

/** Before a rule has a whole run, the one under way stands for it. */
function live(r: NetsRule, s: LabState): NetsRule {
  if (r.removed.length > 0) return r;
  const c = (s.partials.get(s.doc.nets!.rules.indexOf(r.rule as NetRule)) ?? null) as NetsCell | null;
  if (!c) return r;
  const one = (v: number | null): Estimate => ({ n: v === null ? 0 : 1, mean: v, sd: null, half: null });
  return { ...r, removed: c.removed, accuracy: c.accuracy.map(one), found: c.minority.map((m, k) => one(m === null || c.removed[k] === 0 ? null : m / c.removed[k]!)) };
}

function curves(s: LabState, rules: NetsRule[], m: "accuracy" | "found", summary?: NetsSummary | null): PlotSpec {
  const { steps, perStep } = s.doc.base!.purify;
  const few = rules.length <= 4;
  const lines = rules.map((r): Line => {
    const at = m === "found" ? 1 : 0; // nothing is removed at first
    const e = r[m].slice(at);
    const bound = (sign: number) => e.map((v) => (v.mean !== null && v.half !== null ? v.mean + sign * v.half : null));
    return { label: nameOf(r.rule), x: r.removed.slice(at), y: e.map((v) => v.mean), ...(few && { low: bound(-1), high: bound(1) }), color: lineColor(r.rule), ...(r.rule === "random" && { dash: [5, 4] }) };
  });
  const rows = s.doc.base!.data.counts?.reduce((a, b) => a + b, 0) ?? 0;
  const n = s.doc.nets!.seeds;
  return {
    title: m === "accuracy" ? words.measures.testAccuracy! : w.found, note: n > 1 ? (few ? words.sweep.intervals(n) : words.race.means(n)) : words.sweep.intervals(1),
    x: w.removed, y: m === "accuracy" ? words.units.testAccuracy! : w.share, lines, xRange: [0, steps * perStep], yRange: m === "accuracy" ? around(lines) : [0, 1],
    ...(m === "found" && summary && rows > 0 && { guides: [{ label: w.outsiders, at: null, value: summary.minority / rows, title: "" }] }), file: `${s.doc.id}-${m}`,
  };
}

/** The tenths that hold all values, with some room below. */
function around(lines: Line[]): [number, number] {
  const v = lines.flatMap((l) => [...l.y, ...(l.low ?? []), ...(l.high ?? [])]).filter((y): y is number => y !== null);
  if (v.length === 0) return [0, 1];
  return [Math.max(0, Math.floor(Math.min(...v) * 10 - 0.2) / 10), Math.min(1, Math.ceil(Math.max(...v) * 10) / 10)];
}

/** The rank of δ by influence against that after training again, within each replication. */
function scatterOf(s: LabState, summary: NetsSummary | null): PlotSpec {
  const all = s.results.flatMap((r) => ((r as NetsCell | null)?.compared ? [(r as NetsCell).compared!] : []));
  const points = all.flatMap((c) => {
    const [x, y] = [ranks(c.delta), ranks(c.retrained)];
    return c.rows.map((_, i) => ({ x: x[i]!, y: y[i]! }));
  }).sort((a, b) => a.x - b.x);
  const most = Math.max(2, s.doc.nets!.sample) + 1;
  const e = summary?.rankDelta;
  return {
    title: w.scatter, note: e && e.mean !== null ? w.scatterNote(spread(e, two), points.length) : w.scatterNone, x: w.byInfluence, y: w.byRetraining,
    lines: [{ label: "", x: points.map((p) => p.x), y: points.map((p) => p.y), color: tone(0), look: "points" }], xRange: [0, most], yRange: [0, most], file: `${s.doc.id}-retraining`,
  };
}

/** Ranks from 1 up; equal values in their order. */
function ranks(v: (number | null)[]): number[] {
  const order = v.map((_, i) => i).sort((a, b) => (v[a] ?? 0) - (v[b] ?? 0));
  const out = new Array<number>(v.length);
  order.forEach((i, k) => { out[i] = k + 1; });
  return out;
}

const lastOf = (v: Estimate[]): Estimate => v.at(-1) ?? { n: 0, mean: null, sd: null, half: null };

const columns: Column<NetsRule>[] = [
  { name: w.rule, text: (r) => nameOf(r.rule), value: (r) => r.rule },
  { name: w.start, text: (r) => spread(r.start, three), value: (r) => r.start.mean },
  { name: w.end, text: (r) => spread(r.end, three), value: (r) => r.end.mean },
  { name: w.gain, title: w.gainTitle, text: (r) => (r.gain.mean === null ? "–" : signed(r.gain)), value: (r) => r.gain.mean },
  { name: w.peak, title: w.peakTitle, text: (r) => spread(r.peak, three), value: (r) => r.peak.mean },
  { name: w.foundShort, title: w.foundTitle, text: (r) => spread(lastOf(r.found), percent), value: (r) => lastOf(r.found).mean },
];
