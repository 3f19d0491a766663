/** Dividing on screen: rows taking the color of their block, the blocks' measures, and how well they predict. */
import { filesOf } from "../../engine/files.ts";
import type { DivideMethod } from "../../generated/scenario.ts";
import type { DivideCell, DivideChoice, DividePicture, DivideState, DivideSummary } from "../../generated/study.ts";
import { fixed, percent, short } from "../../text/format.ts";
import { h, setText } from "../../ui/dom.ts";
import { damping, ridge as fitRidge, seed } from "../base.ts";
import { Blend, type Places, type Way } from "../blend.ts";
import { Facts, type Fact } from "../facts.ts";
import { words } from "../../messages/en/lab.ts";
import { Plot, type PlotSpec } from "../plot.ts";
import { Table, type Column } from "../table.ts";
import { ink, tone } from "../tones.ts";
import { flatNote, startsNote } from "./starts.ts";
import type { Kind, LabState, Param, StudyView } from "../types.ts";

const w = words.divide;
const all: DivideMethod[] = ["em", "em-purify", "purify", "reassign", "moe", "categorical"];

const whole = (name: "blocks" | "starts" | "curve", label: string, lo: number, hi: number): Param => ({
  name, label, number: { lo, hi, whole: true }, get: (d) => d.divide![name], set: (d, v: number) => { d.divide![name] = v; },
});

const methods: Param = {
  name: "methods", label: w.methods, list: all.map((m) => [m, w.names[m]!]),
  get: (d) => d.divide!.methods.join(","), set: (d, v: string) => { d.divide!.methods = v.split(",") as DivideMethod[]; },
};

const ridge: Param = {
  name: "mixtureRidge", label: w.ridge, number: { lo: 1e-8, hi: 10, whole: false, dial: true }, get: (d) => d.divide!.ridge, set: (d, v: number) => { d.divide!.ridge = v; },
};

export const divide: Kind = {
  params: () => [whole("blocks", w.blocks, 1, 6), methods, whole("starts", w.starts, 1, 20), whole("curve", w.curve, 0, 6), ridge, seed, damping, fitRidge],
  files: (doc) => filesOf(doc.base!.data),
  mount: (host, doc) => new Division(host, doc.id, doc.divide!.methods[0]!),
};

class Division implements StudyView {
  private readonly blend = new Blend();
  private readonly facts = new Facts();
  private readonly climb = new Plot();
  private readonly choice = new Plot();
  private readonly table: Table<Row>;
  private readonly select = h("select", { "aria-label": w.show });
  private readonly key = h("p", { class: "map-key" });
  private readonly replay = h("button", { type: "button", class: "quiet" }, w.replay);
  private state: LabState | null = null;
  /** The way that was drawn last, and what it was made of. */
  private last: { of: unknown; picture: DividePicture | null; map: Places | null; way: Way | null } = { of: null, picture: null, map: null, way: null };

  constructor(host: HTMLElement, id: string, private shown: string) {
    this.table = new Table(columns, id);
    this.select.onchange = () => {
      this.shown = this.select.value;
      this.play();
    };
    this.replay.onclick = () => this.play();
    this.blend.element.querySelector(".chart-head")!.append(h("span", { class: "head-gap" }), this.select, this.replay);
    this.blend.element.querySelector(".chart-head")!.after(this.key);
    host.replaceChildren(h("div", { class: "lab-grid lab-tall" }, this.blend.element, this.facts.element, this.climb.element, this.table.element, this.choice.element));
    this.table.element.classList.add("wide");
  }

  dispose(): void {
    this.blend.dispose();
  }

  draw(s: LabState): void {
    this.state = s;
    const { methods: asked } = s.doc.divide!;
    if (!asked.includes(this.shown as DivideMethod)) this.shown = asked[0]!;
    if ([...this.select.options].map((o) => o.value).join() !== asked.join()) this.select.replaceChildren(...asked.map((m) => h("option", { value: m }, w.names[m]!)));
    this.select.value = this.shown;
    const picture = s.results[0] as DividePicture | null;
    setText(this.key, picture ? w.key(new Set(picture.origins).size) : "");
    this.paint();
    const cells = s.results.slice(1, 1 + asked.length * s.doc.divide!.starts).filter((c): c is DivideCell => c !== null);
    this.climb.draw(climbOf(s, cells));
    this.table.draw(w.table, w.tableNote, cells.map((c) => ({ ...c, millis: s.millis.get(s.results.indexOf(c)) ?? null })));
    const curve = s.results.slice(1 + asked.length * s.doc.divide!.starts).filter((c): c is DivideChoice => c !== null);
    this.choice.element.hidden = s.doc.divide!.curve === 0;
    this.choice.draw(choiceOf(s, curve));
    this.facts.draw(w.findings(w.names[this.shown]!), factsOf(s, cells.find((c) => c.method === this.shown && c.start === 0) ?? null, cells));
  }

  /** Shows the way of a method from its start. */
  private play(): void {
    if (this.state) this.draw(this.state);
    this.blend.play();
  }

  private cell(): DivideCell | null {
    const s = this.state!;
    return (s.results[1 + s.doc.divide!.methods.indexOf(this.shown as DivideMethod)] ?? null) as DivideCell | null;
  }

  /** Draws the map with the way of the method, or with the work under way. */
  private paint(): void {
    const s = this.state!;
    const cell = this.cell();
    const done = cell && w.describe(w.names[this.shown]!, cell.weights.map((v) => percent(v ?? NaN)), cell.right === null ? "" : percent(cell.right));
    this.blend.draw(w.map, this.way(s, cell), s.profile, done ?? w.undecided);
  }

  /** The way on screen; the same object as long as it is the same way. */
  private way(s: LabState, cell: DivideCell | null): Way | null {
    const picture = s.results[0] as DividePicture | null;
    const partial = s.partials.get(1 + s.doc.divide!.methods.indexOf(this.shown as DivideMethod)) as DivideState | undefined;
    const of = cell ?? partial ?? picture;
    if (!picture || !of || this.last.of === of) return picture ? this.last.way : null;
    const { blocks } = s.doc.divide!;
    if (this.last.picture !== picture) this.last.map = { x: picture.x, y: picture.y, origins: [...picture.origins].map((c) => parseInt(c, 36)) };
    // Blocks in the states come in the order of the method; the result has the largest first.
    const order = cell?.order ?? Array.from({ length: blocks }, (_, b) => b);
    const history = cell ? cell.history : partial ? [partial] : [];
    const states = history.map((state) => Uint8Array.from({ length: picture.x.length * blocks }, (_, i) => Math.round(255 * shareOf(state, Math.floor(i / blocks), order[i % blocks]!, blocks))));
    const names = history.map((state) => w.iteration(state.index));
    const way: Way = { map: this.last.map!, blocks, states, names, rest: cell ? "" : (names.at(-1) ?? w.undecided) };
    this.last = { of, picture, map: this.last.map, way };
    return way;
  }
}

/** The responsibility of block b for a row. */
function shareOf(state: DivideState, row: number, b: number, k: number): number {
  const digit = (j: number) => parseInt(state.r[row * (k - 1) + j] ?? "0", 16) / 15;
  if (b < k - 1) return digit(b);
  let rest = 1;
  for (let j = 0; j < k - 1; j++) rest -= digit(j);
  return Math.max(0, rest);
}

/** The log-likelihood on the way, one line per method that has one. */
function climbOf(s: LabState, cells: DivideCell[]): PlotSpec {
  const lines = s.doc.divide!.methods.flatMap((m, k) => {
    const c = cells.find((o) => o.method === m && o.start === 0);
    // That of the categorical mixture is of x and y together, and does not compare.
    const states = m === "categorical" ? [] : (c?.history ?? []).filter((t) => t.logLikelihood !== null);
    return states.length > 0 ? [{ label: w.names[m]!, x: states.map((t) => t.index), y: states.map((t) => t.logLikelihood), color: tone(k) }] : [];
  });
  const last = Math.max(10, ...lines.flatMap((l) => l.x));
  return { title: w.climb, x: w.iterations, y: "mean ln p(y|x)", lines, xRange: [0, last], file: `${s.doc.id}-likelihood` };
}

function choiceOf(s: LabState, curve: DivideChoice[]): PlotSpec {
  const best = s.summary as DivideSummary | null;
  const rows = (s.results[0] as DividePicture | null)?.x.length ?? 0;
  return {
    title: w.choice, note: best && best.bestBIC > 0 ? `${w.best(best.bestHeldOut, best.bestBIC)}${flatNote(curve, rows)}` : "", x: w.blocks, y: w.perRow, xRange: [0.8, s.doc.divide!.curve + 0.2], file: `${s.doc.id}-blocks`,
    lines: [
      { label: w.heldOut, x: curve.map((c) => c.blocks), y: curve.map((c) => c.heldOut), color: tone(0), look: "both" },
      { label: w.inSample, x: curve.map((c) => c.blocks), y: curve.map((c) => c.logLikelihood), color: ink(), look: "both", dash: [5, 4] },
    ],
  };
}

/** Three decimals; what rounds to 0 has no sign. */
const three = (v: number | null) => fixed(v !== null && Math.abs(v) < 0.0005 ? 0 : (v ?? NaN), 3);

function factsOf(s: LabState, c: DivideCell | null, cells: DivideCell[]): Fact[] {
  const picture = s.results[0] as DividePicture | null;
  if (!c || !picture) return [];
  const goal = picture.ceilingRand === null ? "" : w.ceiling(three(picture.ceilingRand), percent(picture.ceilingRight ?? NaN), picture.ambiguous ?? 0, picture.ceilingRecall.map((n, o) => [n, [...picture.origins].filter((c) => parseInt(c, 36) === o).length]));
  const starts = cells.filter((o) => o.method === c.method && o.right !== null);
  const best = Math.max(...c.accuracy.map((a) => a ?? -1));
  return [
    ...(c.randIndex === null ? [] : [{ name: w.rand, value: three(c.randIndex), note: `${w.right(percent(c.right!))} ${goal}` }]),
    ...(starts.length > 1 ? [{ name: w.acrossStarts(starts.length), value: starts.map((o) => percent(o.right!)).join(", "), note: startsNote(c, starts) }] : []),
    { name: w.variances, value: c.variance.map((v) => (v === null ? "–" : short(v))).join(" / "), note: w.variancesNote(short(picture.variance ?? NaN), c.heterogeneity.map((e) => fixed(e ?? NaN, 2)).join(" / "), fixed(picture.heterogeneity ?? NaN, 2)) },
    ...(best < 0 ? [] : [{ name: w.predict, value: three(c.routed), note: w.predictNote(three(picture.global), three(c.oracle), c.accuracy.map(three).join(" / "), c.routable), ...(c.routable && { verdict: ((c.routed ?? 0) > (picture.global ?? 0) ? "holds" : "fails") as "holds" | "fails" }) }]),
    { name: w.router, value: percent(c.routerAccuracy ?? NaN), note: `${w.routerNote(percent(c.majorityLow ?? NaN), percent(c.majorityHigh ?? NaN))} ${w.routerVerdict(c.routable)}`, verdict: c.routable ? "holds" : "fails" },
    ...(c.empty.length > 0 ? [{ name: w.empty, value: String(c.empty.length), note: w.emptyNote }] : []),
  ];
}

/** A run in the table, with the time that it took here. */
type Row = DivideCell & { millis: number | null };

const columns: Column<Row>[] = [
  { name: w.method, text: (c) => w.names[c.method] ?? c.method, value: (c) => c.method },
  { name: w.start, text: (c) => String(c.start + 1), value: (c) => c.start + 1 },
  { name: w.randShort, title: w.rand, text: (c) => three(c.randIndex), value: (c) => c.randIndex },
  { name: w.rightShort, text: (c) => (c.right === null ? "–" : percent(c.right)), value: (c) => c.right },
  { name: w.f1, title: w.f1Title, text: (c) => c.f1.map(three).join(" / "), value: (c) => Math.min(...c.f1.map((v) => v ?? 0)) },
  { name: w.first, title: w.firstTitle, text: (c) => three(c.accuracy[0] ?? null), value: (c) => c.accuracy[0] ?? null },
  { name: w.routedShort, text: (c) => three(c.routed), value: (c) => c.routed },
  { name: w.oracle, text: (c) => three(c.oracle), value: (c) => c.oracle },
  { name: w.routable, text: (c) => (c.routable ? w.yes : w.no), value: (c) => Number(c.routable) },
  { name: w.parameters, text: (c) => String(c.parameters), value: (c) => c.parameters },
  { name: w.iterations, text: (c) => String(c.iterations), value: (c) => c.iterations },
  { name: w.seconds, title: w.secondsTitle, text: (c) => (c.millis === null ? "–" : fixed(c.millis / 1000, 2)), value: (c) => c.millis },
];
