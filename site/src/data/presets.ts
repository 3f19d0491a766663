/**
 * The presets: embedded in the page byte for byte from sim/scenario/presets (build.mjs),
 * and asked from the preset service beside the page, if there is one.
 */
import documents from "presets";
import { get as file, single } from "../baked.ts";
import type { Scenario } from "../generated/scenario.ts";
import { unpack } from "../engine/unpack.ts";
import { parseScenario, ScenarioError } from "../scenario/check.ts";
import { decodeRun } from "../trace/decode.ts";
import type { Run } from "../trace/run.ts";

/** The preset the page opens on; sim/scenario.DefaultPreset. */
export const defaultPreset = "sd2";
/** How long the service may take, in milliseconds. */
const patience = 1500;

/** The ids of the embedded presets, the default first, the others by name. */
export function presetIDs(): string[] {
  const ids = Object.keys(documents).sort();
  return [defaultPreset, ...ids.filter((id) => id !== defaultPreset)];
}

/** An embedded preset, or null where there is none of that name. */
export function embedded(id: string): Scenario | null {
  return Object.hasOwn(documents, id) ? parseScenario(documents[id]!.text) : null;
}

/** The SHA-256 of an embedded preset in hexadecimal, or "". */
export function hashOf(id: string): string {
  return Object.hasOwn(documents, id) ? documents[id]!.sha256 : "";
}

/** What the service has for a preset. */
export type Served =
  | { kind: "absent" }
  | { kind: "late" }
  | { kind: "same" }
  | { kind: "differs"; scenario: Scenario }
  | { kind: "unreadable"; error: ScenarioError };

/**
 * Asks the service for a preset. Where the page is hosted as plain files there is none:
 * one question, and no message. Never throws.
 */
export async function ask(id: string): Promise<Served> {
  if (single()) return { kind: "absent" };
  try {
    const timeout = AbortSignal.timeout(patience);
    const list = await get("api/v1/presets", timeout);
    if (list === null || !listed(list, id)) return { kind: "absent" };
    const text = await get(`api/v1/presets/${id}`, timeout);
    if (text === null) return { kind: "absent" };
    if (text === documents[id]?.text) return { kind: "same" };
    try {
      return { kind: "differs", scenario: parseScenario(text) };
    } catch (e) {
      if (e instanceof ScenarioError) return { kind: "unreadable", error: e };
      throw e;
    }
  } catch (e) {
    return { kind: e instanceof DOMException && e.name === "TimeoutError" ? "late" : "absent" };
  }
}

async function get(path: string, signal: AbortSignal): Promise<string | null> {
  const response = await fetch(path, { signal, headers: { accept: "application/json" } });
  const json = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  return response.ok && json ? response.text() : null;
}

function listed(text: string, id: string): boolean {
  const list = JSON.parse(text) as { presets?: { id?: unknown }[] };
  return Array.isArray(list.presets) && list.presets.some((p) => p.id === id);
}

/** Recorded runs that have been loaded, so that a reset is instant. */
const loaded = new Map<string, Run>();

/** A recorded run that has been loaded before. */
export function loadedRun(id: string): Run | undefined {
  return loaded.get(id);
}

/** Loads a preset's recorded run. Throws where it is missing or malformed. */
export async function recordedRun(id: string): Promise<Run> {
  const run = await readRun(`runs/${id}.run`);
  loaded.set(id, run);
  return run;
}

/** Reads a recorded run by its name beside the page, or in it. */
export async function readRun(name: string): Promise<Run> {
  const response = await file(name);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return decodeRun(await unpack(await response.arrayBuffer()));
}
