/** A race on screen: accuracy and V over the rows removed, what each rule removed, and the table. */
import { filesOf } from "../../engine/files.ts";
import type { RuleName } from "../../generated/scenario.ts";
import type { Estimate, RaceCeiling, RaceCell, RaceRule, RaceSummary } from "../../generated/study.ts";
import { ruleNames } from "../../messages/en/page.ts";
import { fixed, percent } from "../../text/format.ts";
import { h, setText } from "../../ui/dom.ts";
import { damping, fit, ridge, seed } from "../base.ts";
import { difference } from "../difference.ts";
import { words } from "../../messages/en/lab.ts";
import { rivals } from "../../messages/en/rivals.ts";
import { Plot, type Line, type PlotSpec } from "../plot.ts";
import { Table, type Column } from "../table.ts";
import { ink, muted, tone } from "../tones.ts";
import { Trays } from "../trays.ts";
import type { Kind, LabState, Param, StudyView } from "../types.ts";

const w = words.race;

/** Every rule that can race; sim/race.Rules. */
const known: RuleName[] = [
  "delta", "delta-refine", "loo-influence", "loo-refit", "self-influence", "loss", "random", "row-influence", "out-of-fold",
  "confident-rate", "confident-class", "confident-both", "confident-joint", "knn-shapley", "tmc-shapley", "aum", "forgetting", "em-posterior",
];

export function ruleName(rule: string): string {
  return ruleNames[rule] ?? rivals.names[rule] ?? rule;
}

const whole = (name: string, label: string, lo: number, hi: number, get: Param["get"], set: Param["set"]): Param => ({ name, label, number: { lo, hi, whole: true }, get, set });

/** One switch per rule would be eighteen; the rules are a list with check marks of its own. */
const rules: Param = {
  name: "rules", label: w.rulesLabel, list: known.map((r) => [r, ruleName(r)]),
  get: (d) => d.race!.rules.join(","), set: (d, v: string) => { d.race!.rules = v.split(",") as RuleName[]; },
};

export const race: Kind = {
  params: () => [
    rules,
    whole("seeds", w.seeds, 1, 100, (d) => d.race!.seeds, (d, v: number) => { d.race!.seeds = v; }),
    whole("perStep", w.perStep, 1, 1000, (d) => d.base!.purify.perStep, (d, v: number) => { d.base!.purify.perStep = v; }),
    whole("steps", w.steps, 1, 1000, (d) => d.base!.purify.steps, (d, v: number) => { d.base!.purify.steps = v; }),
    seed, fit, damping, ridge,
  ],
  files: (doc) => filesOf(doc.base!.data),
  mount: (host, doc) => new Race(host, doc.id),
};

class Race implements StudyView {
  private readonly accuracy = new Plot();
  private readonly variance = new Plot();
  private readonly hits = new Plot();
  private readonly roc = new Plot();
  private readonly trays = new Trays();
  private readonly verdict = h("p", { class: "lab-note" });
  private readonly table: Table<RaceRule>;
  private readonly stops: Table<Stop>;

  constructor(host: HTMLElement, id: string) {
    this.table = new Table(columns, id);
    this.stops = new Table(stopColumns, `${id}-stopping`);
    for (const part of [this.table, this.stops, this.variance]) part.element.classList.add("wide");
    host.replaceChildren(this.verdict, h("div", { class: "lab-grid" }, this.accuracy.element, this.trays.element, this.hits.element, this.roc.element, this.table.element, this.variance.element, this.stops.element));
  }

  draw(s: LabState): void {
    const summary = s.summary as RaceSummary | null;
    const found = (summary?.rules ?? []).map((r) => live(r, s));
    setText(this.verdict, [verdictOf(found), rankedOf(found), ceilingOf(summary?.ceiling ?? null)].filter(Boolean).join(" "));
    this.accuracy.draw(curves(s, found, "accuracy"));
    this.variance.draw(curves(s, found, "variance"));
    this.hits.element.hidden = this.roc.element.hidden = (summary?.minority ?? 0) === 0;
    this.hits.draw(hitsOf(s, found, summary?.ceiling ?? null));
    this.roc.draw(rocOf(s, found, summary));
    const perStep = s.doc.base!.purify.perStep;
    const strips = s.doc.race!.rules.map((r, k) => ({ name: ruleName(r), color: lineColor(k), origins: [...(cellOf(s, k)?.origins ?? "")].map(Number) }));
    this.trays.draw(w.trays, w.traysNote(s.doc.base!.seed), strips, s.doc.base!.purify.steps, perStep, strips.map((t) => w.trayText(t.name, t.origins.length, t.origins.filter((o) => o > 0).length)).join(" "));
    this.table.draw(w.table, w.tableNote(s.doc.race!.seeds), found);
    this.stops.draw(w.stops, w.stopsNote, stopsOf(found));
  }
}

/** The colors of eight lines and more: six of their own, then text and gray. */
export function lineColor(k: number): string {
  return k < 6 ? tone(k) : k === 6 ? ink() : muted();
}

/** A rule's first run, whole or as far as it has come. */
function cellOf(s: LabState, k: number): RaceCell | null {
  return (s.results[k] ?? s.partials.get(k) ?? null) as RaceCell | null;
}

/** Before a rule has a whole run, the one under way stands for it. */
function live(r: RaceRule, s: LabState): RaceRule {
  if (r.removed.length > 0) return r;
  const c = cellOf(s, s.doc.race!.rules.indexOf(r.rule as RuleName));
  if (!c) return r;
  const one = (v: number | null): Estimate => ({ n: v === null ? 0 : 1, mean: v, sd: null, half: null });
  const hits = c.minority.map((m, k) => one(m === null || c.removed[k] === 0 ? null : m / c.removed[k]!));
  return { ...r, hits, roc: c.roc.map(one), removed: c.removed, accuracy: c.accuracy.map(one), variance: c.variance.map(one) };
}

function curves(s: LabState, found: RaceRule[], m: "accuracy" | "variance"): PlotSpec {
  const { steps, perStep } = s.doc.base!.purify;
  const lines = found.map((r, k): Line => {
    const e = r[m];
    const bound = (sign: number) => e.map((v) => (v.mean !== null && v.half !== null ? v.mean + sign * v.half : null));
    return { label: ruleName(r.rule), x: r.removed, y: e.map((v) => v.mean), ...(found.length <= 4 && { low: bound(-1), high: bound(1) }), color: lineColor(k), ...(k >= 6 && { dash: [5, 4] }) };
  });
  return {
    title: words.measures[m === "accuracy" ? "testAccuracy" : "variance"]!, note: s.doc.race!.seeds > 1 ? (found.length <= 4 ? words.sweep.intervals(s.doc.race!.seeds) : w.means(s.doc.race!.seeds)) : words.sweep.intervals(1), x: w.removed, y: words.units[m === "accuracy" ? "testAccuracy" : "variance"]!,
    lines, guides: (s.doc.marks ?? []).filter((g) => g.measure === m).map((g) => ({ label: g.label, at: g.at ?? null, value: g.value, title: g.source })),
    xRange: [0, steps * perStep], ...(m === "accuracy" && { yRange: floorOf(lines) }), file: `${s.doc.id}-${m}`,
  };
}

/** What a line of a rule needs besides its values. */
const lineOf = (r: RaceRule, k: number) => ({ label: ruleName(r.rule), color: lineColor(k), ...(k >= 6 && { dash: [5, 4] }) });

const means = (e: Estimate[]) => e.map((v) => v.mean);

/** Of the rows removed so far, the share that is not of the majority: precision@k of the order of removal. */
function hitsOf(s: LabState, found: RaceRule[], top: RaceCeiling | null): PlotSpec {
  const { steps, perStep } = s.doc.base!.purify;
  const lines: Line[] = found.map((r, k) => ({ ...lineOf(r, k), x: r.removed, y: means(r.hits) }));
  if (top) lines.push({ label: w.ceiling, x: top.hits.map((_, k) => k * perStep), y: top.hits, color: muted(), dash: [2, 3] });
  return { title: w.hits, note: s.doc.race!.seeds > 1 ? w.means(s.doc.race!.seeds) : words.sweep.intervals(1), x: w.removed, y: w.share, lines, xRange: [0, steps * perStep], yRange: [0, 1], file: `${s.doc.id}-precision` };
}

/** The ROC curve of each rule's first ranking, averaged at fixed false positive rates. */
function rocOf(s: LabState, found: RaceRule[], summary: RaceSummary | null): PlotSpec {
  const x = summary?.falseRates.map((v) => v ?? 0) ?? [];
  const lines: Line[] = found.filter((r) => r.roc.some((e) => e.n > 0)).map((r) => ({ ...lineOf(r, found.indexOf(r)), x, y: means(r.roc) }));
  if (summary?.ceiling) lines.push({ label: w.ceiling, x, y: summary.ceiling.roc, color: muted(), dash: [2, 3] });
  return { title: w.roc, note: s.doc.race!.seeds > 1 ? w.means(s.doc.race!.seeds) : words.sweep.intervals(1), x: w.falseRate, y: w.trueRate, lines, xRange: [0, 1], yRange: [0, 1], file: `${s.doc.id}-roc` };
}

/** From the fifth below the lowest accuracy to 1. */
function floorOf(lines: Line[]): [number, number] {
  const low = Math.min(1, ...lines.flatMap((l) => l.y).filter((v): v is number => v !== null));
  return [Math.max(0, Math.floor(low * 10 - 0.2) / 10), 1];
}

/** Who came first, in words. Rules are compared on the same data, and nothing is settled while an interval holds 0. */
function verdictOf(found: RaceRule[]): string {
  if (found.length < 2 || found.some((r) => r.peak.mean === null)) return "";
  const by = [...found].sort((a, b) => b.peak.mean! - a.peak.mean!);
  const ours = found.find((r) => r.lead.mean === 0 && r.rule.startsWith("delta"));
  if (!ours) {
    const [first, second] = [by[0]!, by[1]!];
    return near(first.peak, second.peak) ? w.open(by.filter((r) => near(r.peak, first.peak)).map((r) => `${ruleName(r.rule)} ${three(r.peak.mean!)}`)) : w.verdict(ruleName(first.rule), three(first.peak.mean!), ruleName(second.rule), three(second.peak.mean!));
  }
  const rivals = by.filter((r) => r !== ours && r.lead.mean !== null);
  const named = (kept: (r: RaceRule) => boolean) => rivals.filter(kept).map((r) => `${ruleName(r.rule)} (${difference(r.lead, 3)})`);
  const half = (r: RaceRule) => r.lead.half ?? Infinity;
  return w.against(ruleName(ours.rule), three(ours.peak.mean!), named((r) => r.lead.mean! > half(r)), named((r) => Math.abs(r.lead.mean!) <= half(r)), named((r) => -r.lead.mean! > half(r)));
}

/** The same for the order of removal, judged against the truth: a rule may find more of the outsiders and gain no accuracy. */
function rankedOf(found: RaceRule[]): string {
  const ours = found.find((r) => r.aucLead.mean === 0 && r.rule.startsWith("delta"));
  if (!ours || ours.orderAUC.mean === null) return "";
  const part = (lead: (r: RaceRule) => Estimate, decimals: number, by = 1) => {
    const rivals = found.filter((r) => r !== ours && lead(r).mean !== null).sort((a, b) => lead(b).mean! - lead(a).mean!);
    return [1, -1].map((sign) => rivals.filter((r) => sign * lead(r).mean! > (lead(r).half ?? Infinity)).map((r) => `${ruleName(r.rule)} (${difference(lead(r), decimals, by)})`));
  };
  return [[w.orderAUC, three(ours.orderAUC.mean), part((r) => r.aucLead, 3)] as const, [w.order, percent(ours.orderPrecision.mean ?? NaN), part((r) => r.precisionLead, 0, 100)] as const]
    .map(([name, value, [ahead, behind]], k) => w.ranked(name, value, ahead!, behind!, k === 1)).join(" ");
}

function ceilingOf(top: RaceCeiling | null): string {
  return top ? w.most(three(top.auc ?? NaN), percent(top.precision ?? NaN), top.ambiguous) : "";
}

/** Whether two intervals overlap; a mean without one is taken as it is. */
const near = (a: Estimate, b: Estimate) => Math.abs(a.mean! - b.mean!) <= (a.half ?? 0) + (b.half ?? 0);

const spread = (e: Estimate, text: (v: number) => string): string => (e.mean === null ? "–" : text(e.mean) + (e.half === null ? "" : ` ± ${text(e.half)}`));
const three = (v: number) => fixed(v, 3);

const columns: Column<RaceRule>[] = [
  { name: w.rule, text: (r) => ruleName(r.rule), value: (r) => r.rule },
  { name: w.peak, title: w.peakTitle, text: (r) => spread(r.peak, three), value: (r) => r.peak.mean },
  { name: w.lead, title: w.leadTitle, text: (r) => difference(r.lead, 3), value: (r) => r.lead.mean },
  { name: w.order, title: w.orderTitle, text: (r) => spread(r.orderPrecision, percent), value: (r) => r.orderPrecision.mean },
  { name: w.orderAUC, title: w.orderAUCTitle, text: (r) => spread(r.orderAUC, three), value: (r) => r.orderAUC.mean },
  { name: w.auc, title: w.aucTitle, text: (r) => spread(r.auc, three), value: (r) => r.auc.mean },
  { name: w.precision, title: w.precisionTitle, text: (r) => spread(r.precision, percent), value: (r) => r.precision.mean },
];

interface Stop {
  rule: string;
  by: string;
  step: Estimate;
  regret: Estimate;
}

function stopsOf(found: RaceRule[]): Stop[] {
  return found.flatMap((r) => r.stops.map((t) => ({ rule: r.rule, by: t.rule, step: t.step, regret: t.regret })));
}

const stopColumns: Column<Stop>[] = [
  { name: w.rule, text: (r) => ruleName(r.rule), value: (r) => r.rule },
  { name: w.stopBy, text: (r) => w.stopNames[r.by] ?? r.by, value: (r) => r.by },
  { name: w.stopAt, text: (r) => spread(r.step, (v) => fixed(v, 1)), value: (r) => r.step.mean },
  { name: w.regret, title: w.regretTitle, text: (r) => spread(r.regret, three), value: (r) => r.regret.mean },
];
