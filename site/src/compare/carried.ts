/** The reference that a page saved as one file brings along (share/save.ts). */
import { setup, setupReference } from "../baked.ts";
import { readRun } from "../data/presets.ts";
import type { Measured, Reference } from "./reference.ts";
import { referenceOf } from "./sources.ts";

/** The saved reference; null where there is none. */
export async function carried(): Promise<Reference | null> {
  const saved = setup()?.reference;
  if (!saved) return null;
  const { frames, others } = saved;
  if (!frames || !others) {
    const run = await readRun(setupReference);
    return { ...referenceOf(run, saved.address), name: saved.name };
  }
  // JSON has no NaN: a measure that is not there is null in it.
  const back = frames.map((f) => Object.fromEntries(Object.entries(f).map(([k, v]) => [k, v ?? NaN]))) as unknown as Measured[];
  return { ...saved, frames: back, known: back.length, others, run: null };
}
