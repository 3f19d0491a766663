/** Changes of a scenario, each giving a new valid one; nothing here mutates. */
import { DataTable, NoiseNone, type Data, type Scenario } from "../generated/scenario.ts";
import { maxSteps, rowsOf } from "./rows.ts";
import { limits } from "./limits.ts";

/** A change of settings; fields left out stay as they are. */
export interface Edit {
  seed?: number;
  counts?: number[];
  test?: number;
  /** The share of wrong labels, where the data have any. */
  noise?: number;
  method?: string;
  ridge?: number;
  epochs?: number;
  targetLoss?: number;
  damping?: number;
  rule?: string;
  perStep?: number;
  steps?: number;
}

/**
 * Applies an edit. Steps shrink where the rows would not last. The marks of the base
 * scenario were published for its composition and its rule, so they stay only while both are
 * unchanged. Seed and fit may differ: the authors' sample and fit are not ours at any setting,
 * and to see how far a run lies from theirs is what the marks are for.
 */
export function edit(base: Scenario, s: Scenario, e: Edit): Scenario {
  const next: Scenario = {
    ...s,
    seed: e.seed ?? s.seed,
    data: { ...s.data, ...(e.counts && { counts: e.counts }), ...(e.test !== undefined && { test: e.test }), ...(e.noise !== undefined && noisy(s.data) && { noise: { ...s.data.noise, rate: e.noise } }) },
    fit: {
      method: e.method ?? s.fit.method, ridge: e.ridge ?? s.fit.ridge,
      epochs: e.epochs ?? s.fit.epochs, targetLoss: e.targetLoss ?? s.fit.targetLoss,
    },
    influence: { damping: e.damping ?? s.influence.damping },
    purify: { rule: e.rule ?? s.purify.rule, perStep: e.perStep ?? s.purify.perStep, steps: e.steps ?? s.purify.steps },
  };
  if (next.data.kind !== DataTable) {
    next.purify.perStep = Math.max(1, Math.min(next.purify.perStep, rowsOf(next) - limits.minRows || 1));
    next.purify.steps = Math.min(next.purify.steps, maxSteps(next));
  }
  delete next.marks;
  if (base.marks && base.purify.rule === next.purify.rule && sameList(base.data.counts, next.data.counts) && same(base.data.noise, next.data.noise)) next.marks = base.marks;
  return next;
}

/** Whether labels of the data are flipped, by a rate that can be set. */
export function noisy(d: Data): d is Data & { noise: NonNullable<Data["noise"]> } {
  return d.kind !== DataTable && d.noise !== undefined && d.noise.kind !== NoiseNone;
}

/** Whether two scenarios compute the same run: everything but the words and the marks. */
export function sameRun(a: Scenario, b: Scenario): boolean {
  return a.seed === b.seed && sameData(a.data, b.data) &&
    a.fit.method === b.fit.method && sameFit(a, b) && a.influence.damping === b.influence.damping &&
    a.purify.rule === b.purify.rule && a.purify.perStep === b.purify.perStep && a.purify.steps === b.purify.steps;
}

/** Settings that the method does not use make no difference. */
function sameFit(a: Scenario, b: Scenario): boolean {
  return a.fit.method === "adam" ? a.fit.epochs === b.fit.epochs && a.fit.targetLoss === b.fit.targetLoss : a.fit.ridge === b.fit.ridge;
}

/** Whether two sources have the same fields with the same values, in any order. */
function sameData(a: Data, b: Data): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Data>;
  return [...names].every((name) => same(a[name], b[name]));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sameList(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  return (a ?? []).join() === (b ?? []).join();
}

/** Spreads n rows over groups in the proportion of counts, exactly n in all (largest remainder). */
export function rescale(counts: readonly number[], n: number): number[] {
  const total = counts.reduce((a, b) => a + b, 0);
  const exact = counts.map((c) => (total > 0 ? (c * n) / total : n / counts.length));
  const out = exact.map(Math.floor);
  const order = exact.map((e, i) => [e - Math.floor(e), i] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (let left = n - out.reduce((a, b) => a + b, 0), j = 0; left > 0; left--, j++) out[order[j]![1]]!++;
  return out;
}

/** Counts for k distributions with n rows: the first keeps its share, the others share the rest. */
export function withDistributions(counts: readonly number[], k: number): number[] {
  const n = counts.reduce((a, b) => a + b, 0);
  if (k <= 1) return [n];
  const first = counts.length > 1 ? counts[0]! : Math.round(n * 0.7);
  return [first, ...rescale(new Array<number>(k - 1).fill(1), n - first)];
}

/** Moves the boundary after group i to `at` rows from the left, within its neighbors. */
export function moveBoundary(counts: readonly number[], i: number, at: number): number[] {
  const before = counts.slice(0, i).reduce((a, b) => a + b, 0);
  const both = counts[i]! + counts[i + 1]!;
  const left = Math.max(0, Math.min(both, Math.round(at) - before));
  return counts.map((c, j) => (j === i ? left : j === i + 1 ? both - left : c));
}
