/** The presets as data that a study can be about: all of them make their own. */
import documents from "presets";
import type { Scenario } from "../../generated/scenario.ts";
import { told } from "../../messages/localize.ts";

const presets = Object.entries(documents).map(([id, { text }]) => [id, JSON.parse(text) as Scenario] as const);

/** The presets by name and title. */
export const baseNames: [id: string, title: string][] = presets.map(([id, s]) => [id, told(s.title)]);

/** A preset as a base: without what belongs to its menu and its charts. */
export function baseOf(id: string): Scenario {
  const { marks: _, ...s } = structuredClone(presets.find(([name]) => name === id)![1]);
  return { ...s, title: "", summary: "" };
}
