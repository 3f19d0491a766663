/** What a run says about its rows and origins at a time t; nothing here is measured anew. */
import { frontier, type Run } from "./run.ts";

/** The state of the rows after k removals, by group (origin, or given label where there is one origin). */
export interface Composition {
  /** Group names. */
  groups: string[];
  /** Rows still in training and rows removed, per group. */
  kept: number[];
  removed: number[];
  /** True when the groups are origins, so that precision means something. */
  byOrigin: boolean;
  /** The group with the most rows at the start, the first of equals. */
  majority: number;
  /**
   * Removed rows that come from another distribution than the majority's, as a share of all
   * removed rows, 0 … 1; NaN before the first removal or where origins are unknown.
   */
  precision: number;
  /** The number of those rows; 0 where origins are unknown. */
  others: number;
}

interface Leaving {
  /** The number of frames whose `removed` is entered in `step`. */
  frames: number;
  /** For each row the step of the frame that lists it, or −1. */
  step: Int32Array<ArrayBuffer>;
}

const leaving = new WeakMap<Run, Leaving>();

/**
 * For each row the step k in whose frame it is listed to leave (it is gone in frame k+1),
 * or −1 if it stays as far as is known. n entries; kept and extended as frames come.
 */
export function leavesAt(run: Run): Int32Array {
  let known = leaving.get(run);
  if (!known) {
    known = { frames: 0, step: new Int32Array(run.header.rows).fill(-1) };
    leaving.set(run, known);
  }
  for (; known.frames < run.frames.length; known.frames++) {
    for (const row of run.frames[known.frames]!.removed) known.step[row] = known.frames;
  }
  return known.step;
}

/** Counts kept and removed rows after floor(t) removals. */
export function composition(run: Run, t: number): Composition {
  const byOrigin = run.header.origins.length > 1;
  const groups = byOrigin ? run.header.origins : run.header.classes;
  const member = byOrigin ? run.points.origin : run.points.label;
  const kept = groups.map(() => 0);
  const removed = groups.map(() => 0);
  const k = Math.min(Math.floor(t), frontier(run));
  const step = leavesAt(run);
  for (let i = 0; i < member.length; i++) {
    const gone = step[i]! >= 0 && step[i]! < k;
    (gone ? removed : kept)[member[i]!]!++;
  }
  const all = removed.reduce((a, b) => a + b, 0);
  const rows = kept.map((n, g) => n + removed[g]!);
  const majority = rows.indexOf(Math.max(...rows));
  const others = byOrigin ? all - removed[majority]! : 0;
  return { groups, kept, removed, byOrigin, majority, others, precision: byOrigin && all > 0 ? others / all : NaN };
}
