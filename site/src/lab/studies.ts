/** The studies, embedded byte for byte from sim/scenario/studies (build.mjs), and their recordings. */
import documents from "studies";
import { unpack } from "../engine/unpack.ts";
import type { Study } from "../generated/scenario.ts";

/** The order in which the menu shows them; any other comes behind. */
const order = ["fig3", "fig5", "fig7", "purevariance", "sweep", "theorem", "race", "nets-mlp", "nets-conv", "divide", "divide-plane", "dilution", "dilution-20", "dilution-40", "dilution-sd2", "dilution-moons", "dilution-schedule", "dilution-purity", "dilution-jitter", "claims"];

export function studyIDs(): string[] {
  const rank = (id: string) => (order.indexOf(id) + order.length + 1) % (order.length + 1);
  return Object.keys(documents).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** A study that ships; a fresh copy each time. */
export function shipped(id: string): Study | null {
  return Object.hasOwn(documents, id) ? (JSON.parse(documents[id]!) as Study) : null;
}

/** A study with all its results. */
export interface Recording {
  document: Study;
  results: unknown[];
  summary: unknown;
}

/** Loads a recorded study. Throws where it is missing or malformed. */
export async function recording(id: string): Promise<Recording> {
  const response = await fetch(`runs/${id}.study`);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const text = new TextDecoder().decode(await unpack(await response.arrayBuffer()));
  const value = JSON.parse(text) as Recording;
  if (value.document?.id !== id || !Array.isArray(value.results)) throw new Error("it is not a recording of this study");
  return value;
}
