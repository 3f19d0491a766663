/** What differs between two runs, and what follows, in words and numbers. */
import { DataDigits, type Scenario } from "../generated/scenario.ts";
import { ruleNames } from "../messages/en/page.ts";
import { count, fixed, percent, power, short } from "../text/format.ts";
import { texts } from "../messages/en/compare.ts";
import { removedBy, type Measured, type Reference } from "./reference.ts";

const w = texts.settings;

/** The settings in which b differs from a, each as "ridge 10⁻⁴ → 0.01"; none where both compute the same. */
export function differences(a: Scenario, b: Scenario): string[] {
  const out: string[] = [];
  const tell = <T>(name: string, x: T, y: T, show: (v: T) => string) => {
    if (JSON.stringify(x) !== JSON.stringify(y)) out.push(texts.change(name, show(x), show(y)));
  };
  const list = (v: readonly number[] | undefined) => (v ?? []).map(count).join(", ");
  // Beside other data, other counts and another seed go without saying.
  const [x, y] = [a.data, b.data];
  const another = x.kind !== y.kind || String(x.classes) !== String(y.classes) || x.size !== y.size || (x.kind === "table" && a.title !== b.title);
  if (another) out.push(texts.change(w.data, a.title, b.title));
  else {
    tell(x.kind === DataDigits ? w.rows : w.mix, x.counts, y.counts, list);
    tell(w.noise, x.noise?.rate ?? 0, y.noise?.rate ?? 0, percent);
    tell(w.seed, a.seed, b.seed, String);
    tell(w.test, x.test ?? 0, y.test ?? 0, count);
    const rest = (d: typeof x) => JSON.stringify({ ...d, counts: 0, noise: { ...d.noise, rate: 0 }, test: 0 }, Object.keys(d).concat("kind", "rate").sort());
    if (rest(x) !== rest(y)) out.push(texts.change(w.data, a.title, b.title));
  }
  tell(w.fit, a.fit.method, b.fit.method, (v) => w.methods[v] ?? v);
  const newton = [a, b].every((s) => s.fit.method === "newton");
  const adam = [a, b].every((s) => s.fit.method === "adam");
  if (newton) tell(w.ridge, a.fit.ridge, b.fit.ridge, power);
  if (adam) tell(w.epochs, a.fit.epochs, b.fit.epochs, count);
  if (adam) tell(w.targetLoss, a.fit.targetLoss, b.fit.targetLoss, String);
  tell(w.damping, a.influence.damping, b.influence.damping, power);
  tell(w.rule, a.purify.rule, b.purify.rule, (v) => ruleNames[v] ?? v);
  tell(w.perStep, a.purify.perStep, b.purify.perStep, count);
  tell(w.steps, a.purify.steps, b.purify.steps, count);
  return out;
}

/** What a run comes to. Accuracy is that of the test set, or of training where there is none. */
export interface Outcome {
  peak: number;
  /** Rows removed where accuracy first reaches its peak. */
  peakRemoved: number;
  /** V at the last step, and rows removed by then. */
  lastVariance: number;
  removed: number;
  /** Removed rows of other origins; NaN where origins are unknown. */
  others: number;
}

export function outcome(rows: number, frames: readonly Measured[], others: readonly number[]): Outcome | null {
  const last = frames.at(-1);
  if (!last) return null;
  const accuracy = (f: Measured) => (Number.isFinite(f.testAccuracy) ? f.testAccuracy : f.trainAccuracy);
  const best = frames.reduce((m, f) => (accuracy(f) > accuracy(m) ? f : m));
  return {
    peak: accuracy(best), peakRemoved: removedBy(rows, best), lastVariance: last.variance,
    removed: removedBy(rows, last), others: others[frames.length - 1] ?? NaN,
  };
}

/** Two runs as far as both can be told. */
export interface Both {
  then: Outcome;
  now: Outcome;
  /** In words, how far that is where a run is not complete; else "". */
  soFar: string;
}

/**
 * What two runs come to; null before both have a step. While one is being computed, or was
 * stopped, both are told up to as many removed rows: the best accuracy of half a run, or its
 * last V, beside those of a whole one would be no difference between their settings.
 */
export function both(a: Reference, b: Reference): Both | null {
  const of = (r: Reference, frames = r.frames) => outcome(r.rows, frames, r.others);
  const [then, now] = [of(a), of(b)];
  if (!then || !now) return null;
  const short = [b, a].find((r) => stepOf(r) < r.scenario.purify.steps);
  if (!short) return { then, now, soFar: "" };
  const common = Math.min(then.removed, now.removed);
  const upTo = (r: Reference) => of(r, r.frames.filter((f) => removedBy(r.rows, f) <= common))!;
  return { then: upTo(a), now: upTo(b), soFar: texts.soFar(short === b ? texts.now : short.name, stepOf(short), short.scenario.purify.steps, count(common)) };
}

/** The last step that there is of a run. */
const stepOf = (r: Reference): number => r.frames.length - 1;

/** Rows of the comparison: what, the reference's value, the value now, and by how much that is more. */
export function outcomes(a: Outcome, b: Outcome): [string, string, string, string][] {
  const o = texts.outcome;
  const rows: [string, string, string, string][] = [
    [o.peak, fixed(a.peak, 3), fixed(b.peak, 3), signed(b.peak - a.peak, (v) => fixed(v, 3))],
    [o.at, count(a.peakRemoved), count(b.peakRemoved), signed(b.peakRemoved - a.peakRemoved, count)],
    [a.removed === b.removed ? o.variance(count(a.removed)) : o.varianceEnd, short(a.lastVariance), short(b.lastVariance), signed(b.lastVariance - a.lastVariance, short)],
  ];
  if (Number.isFinite(a.others + b.others)) rows.push([o.others, o.of(count(a.others), count(a.removed)), o.of(count(b.others), count(b.removed)), signed(b.others - a.others, count)]);
  return rows;
}

/** A difference with its sign; one that does not show is none. */
function signed(v: number, show: (v: number) => string): string {
  const text = show(Math.abs(v));
  return text === show(0) ? "±0" : `${v > 0 ? "+" : "−"}${text}`;
}

/** The comparison as sentences, for those who hear the page. */
export function spoken(r: Reference, now: Reference): string {
  const told = both(r, now);
  if (!told) return "";
  const changes = differences(r.scenario, now.scenario);
  return [texts.against(r.name), changes.length > 0 ? `${changes.join("; ")}.` : texts.same, ...(told.soFar ? [told.soFar] : []), ...outcomes(told.then, told.now).map(([what, x, y]) => `${what}: ${x} → ${y}.`)].join(" ");
}
