/**
 * A run in memory: what the core recorded or is computing, as plain data.
 * Everything on the page is a function of a Run and a time t ∈ [0, steps].
 */
import type { Scenario } from "../generated/scenario.ts";
import type { Frame, Header, Points } from "../generated/trace.ts";

export type { Column, Frame, Header, Points } from "../generated/trace.ts";

/** A recorded or a live run. `frames` of a live run is still growing, in order from step 0. */
export interface Run {
  header: Header;
  points: Points;
  frames: Frame[];
}

/** The number of removals S the run was asked for; a finished run has S+1 frames. */
export function steps(run: Run): number {
  return run.header.scenario.purify.steps;
}

/** The largest t that can be shown now: the index of the last frame there is, or 0. */
export function frontier(run: Run): number {
  return Math.max(0, run.frames.length - 1);
}

/** Frame floor(t), bounded by the frames there are; undefined before the first frame. */
export function frameAt(run: Run, t: number): Frame | undefined {
  return run.frames[Math.min(Math.floor(t), run.frames.length - 1)];
}

/** Where the page opens on a preset: a third of the way, in the middle of the story. */
export function openingOf(preset: Scenario): number {
  return Math.floor(preset.purify.steps / 3);
}
