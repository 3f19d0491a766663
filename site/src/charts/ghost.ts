/** The reference beside a run: its curve, placed by rows removed. */
import { removedBy } from "../compare/reference.ts";
import type { State } from "../state.ts";
import { steps, type Run } from "../trace/run.ts";
import type { Measure } from "./domain.ts";

export interface Ghost {
  name: string;
  /** Steps of the run at which the reference has lost as many rows, and its values there. */
  points: { x: number; y: number }[];
}

/** The reference's curve for a chart; null where there is none, or it is the run itself. */
export function ghostOf(s: State, m: Measure): Ghost | null {
  const { reference: r, run } = s;
  if (!r || !run || r.run === run) return null;
  const { perStep } = run.header.scenario.purify;
  const points = r.frames.map((f) => ({ x: removedBy(r.rows, f) / perStep, y: m.value(f) })).filter((p) => Number.isFinite(p.y) && p.x <= Math.max(1, steps(run)));
  return points.length > 0 ? { name: r.name, points } : null;
}

/** The reference's value where so many rows of the run are gone, or null. */
export function ghostValue(ghost: Ghost | null, step: number): number | null {
  return ghost?.points.find((p) => Math.abs(p.x - step) < 1e-9)?.y ?? null;
}
