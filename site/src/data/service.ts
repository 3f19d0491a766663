/** The preset service beside the page, if there is one. */
import hashes from "preset-hashes";
import documents from "presets";
import { single } from "../baked.ts";
import type { Scenario } from "../generated/scenario.ts";
import { parseScenario, ScenarioError } from "../scenario/check.ts";

/** How long the service may take, in milliseconds; a worker that is started by the question needs seconds. Nothing waits for it. */
const patience = 5000;

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

/** The SHA-256 of an embedded preset in hexadecimal, or "". */
export function hashOf(id: string): string {
  return hashes[id] ?? "";
}
