/** A run that another is compared with: its settings and its measures, and the run itself where it is known whole. */
import type { Scenario } from "../generated/scenario.ts";
import type { Frame } from "../generated/trace.ts";
import type { Run } from "../trace/run.ts";

/** What charts show of a frame. */
export type Measured = Pick<Frame, "kept" | "variance" | "testAccuracy" | "trainAccuracy">;

export interface Reference {
  /** What its line is called. */
  name: string;
  scenario: Scenario;
  /** n, before any removal. */
  rows: number;
  /** Its frames in order from step 0; those of a run that is being computed still grow. */
  frames: readonly Measured[];
  /** The number of frames when it was last drawn. */
  known: number;
  /**
   * Removed rows of another origin than the majority's, in all, by step; empty where origins
   * are unknown.
   */
  others: readonly number[];
  run: Run | null;
  /** What compare=… says in the address; null for the reader's own data, which is in no address. */
  address: string | null;
  /** True for the paper's protocol where the page draws it by itself: a line, and nothing else changes. */
  given: boolean;
}

/** How many rows a run's frame k has lost. */
export const removedBy = (rows: number, frame: Measured): number => rows - frame.kept;

/** A reference as a page saved as one file holds it; without frames its run is a file of its own there. */
export interface CarriedReference extends Omit<Reference, "frames" | "others" | "known" | "run"> {
  frames: readonly Measured[] | null;
  others: readonly number[] | null;
}

/** A reference as it is saved. */
export function toCarry({ name, scenario, rows, address, given, run, frames, others }: Reference): CarriedReference {
  return { name, scenario, rows, address, given, frames: run ? null : frames, others: run ? null : others };
}
