/**
 * The presets, embedded in the page byte for byte from sim/scenario/presets (build.mjs), and
 * their recorded runs.
 */
import documents from "presets";
import { get as file } from "../baked.ts";
import type { Scenario } from "../generated/scenario.ts";
import { unpack } from "../engine/unpack.ts";
import { decodeRun, RunReader } from "../trace/decode.ts";
import { steps, type Run } from "../trace/run.ts";

/** The preset the page opens on; sim/scenario.DefaultPreset. */
export const defaultPreset = "sd2";

/** The ids of the embedded presets, the default first, the others by name. */
export function presetIDs(): string[] {
  const ids = Object.keys(documents).sort();
  return [defaultPreset, ...ids.filter((id) => id !== defaultPreset)];
}

/** An embedded preset, or null where there is none of that name. The build's own; a test reads each as strictly as one from outside. */
export function embedded(id: string): Scenario | null {
  return Object.hasOwn(documents, id) ? (JSON.parse(documents[id]!.text) as Scenario) : null;
}

/** Recorded runs that have been loaded, so that a reset is instant. */
const loaded = new Map<string, Run>();

/** A recorded run that has been loaded before. */
export function loadedRun(id: string): Run | undefined {
  return loaded.get(id);
}

/** A recorded run as far as it has come, and what fetches its rest (null: there is none). */
export interface Coming {
  run: Run;
  rest: (() => Promise<void>) | null;
}

/**
 * Loads a preset's recorded run. The build cuts it in two behind the step the page opens on
 * (build/runs.mjs), so that the first picture waits for less; where a later step is wanted, both
 * parts are fetched. Throws where the run is missing or malformed, as `rest` does.
 */
export async function recordedRun(id: string, wanted: number): Promise<Coming> {
  const reader = new RunReader(true);
  reader.push(await read(`runs/${id}.run`));
  const run = reader.begun();
  const rest = async () => {
    reader.pushRest(await read(`runs/${id}.rest`));
    reader.end();
    loaded.set(id, run);
  };
  if (run.frames.length > Math.min(wanted, steps(run) - 1)) return { run, rest };
  await rest();
  return { run, rest: null };
}

/** Reads a recorded run that is in one piece. Throws where it is missing or malformed. */
export async function readRun(name: string): Promise<Run> {
  return decodeRun((await read(name)).buffer);
}

async function read(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await file(name);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return new Uint8Array(await unpack(await response.arrayBuffer()));
}
