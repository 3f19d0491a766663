/**
 * The extent of a chart, from what is known before a run ends, so that its axes do not
 * jump while frames come: they widen only when a value would fall outside.
 */
import type { Mark } from "../generated/scenario.ts";
import type { Measured } from "../compare/reference.ts";
import { steps, type Run } from "../trace/run.ts";
import type { ChartName } from "../state.ts";

/** What a chart shows of a run. */
export interface Measure {
  name: ChartName;
  /** The value of a frame; NaN where there is none. */
  value: (f: Measured) => number;
}

export const variance: Measure = { name: "variance", value: (f) => f.variance };
export const testAccuracy: Measure = { name: "accuracy", value: (f) => f.testAccuracy };
export const trainAccuracy: Measure = { name: "accuracy", value: (f) => f.trainAccuracy };

/** A published value and the step where it belongs in this run; null where it holds throughout. */
export interface Placed {
  mark: Mark;
  step: number | null;
}

/** The marks of a chart that have a place in a run: those at a number of removed rows it reaches. */
export function placedMarks(run: Run, name: ChartName): Placed[] {
  const s = run.header.scenario;
  const out: Placed[] = [];
  for (const mark of s.marks ?? []) {
    if (mark.chart !== name) continue;
    const step = mark.removed < 0 ? null : mark.removed / s.purify.perStep;
    if (step === null || step <= steps(run)) out.push({ mark, step });
  }
  return out;
}

/** Whether V is drawn on a logarithmic axis: where a run goes on until most rows are gone, V falls by decades. */
export function logarithmic(run: Run, m: Measure): boolean {
  const { perStep } = run.header.scenario.purify;
  return m.name === "variance" && perStep * steps(run) > run.header.rows / 2;
}

/** The range of y: [lo, hi], lo > 0 on a logarithmic axis; `more` are values of a reference beside the run. */
export function yRange(run: Run, m: Measure, more: readonly number[] = []): [number, number] {
  const known = [...more, ...run.frames.map(m.value), ...placedMarks(run, m.name).map((p) => p.mark.value)].filter(Number.isFinite);
  const low = Math.min(...known);
  const high = Math.max(...known);
  if (known.length === 0) return [0, 1];
  if (m.name === "accuracy") return [Math.max(0, Math.floor(low * 10 - 0.25) / 10), 1];
  if (logarithmic(run, m)) return [10 ** Math.floor(Math.log10(Math.max(1e-9, Math.min(low, high / 100)))), 10 ** Math.ceil(Math.log10(high))];
  // Room above the first value for the label of a mark there.
  return [0, niceAbove(high * 1.15)];
}

/** Ticks from 0 to a limit made by niceAbove, both ends among them, at most `most` intervals. */
export function ticks(top: number, most: number): number[] {
  const lead = Number((top / 10 ** Math.floor(Math.log10(top * (1 + 1e-12)))).toPrecision(2));
  const parts = lead === 1 ? [5, 2] : lead === 3 || lead === 6 ? [3, 2] : [4, 2];
  const n = parts.find((p) => p <= Math.max(1, most)) ?? 1;
  return Array.from({ length: n + 1 }, (_, i) => Number(((top * i) / n).toPrecision(6)));
}

/** The next 1, 1.2, 1.6, 2, 3, 4, 6, 8 times a power of ten at or above v > 0: all have round ticks. */
export function niceAbove(v: number): number {
  if (!(v > 0)) return 1;
  const decade = 10 ** Math.floor(Math.log10(v));
  for (const m of [1, 1.2, 1.6, 2, 3, 4, 6, 8, 10]) if (m * decade >= v) return m * decade;
  return 10 * decade;
}
