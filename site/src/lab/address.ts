/** The state of the lab in the address: #v=1&study=fig5 and the settings that differ. */
import type { Study } from "../generated/scenario.ts";
import { words } from "../messages/en/lab.ts";
import type { Param } from "./types.ts";

export interface BadParam { place: string; problem: string; remedy: string }

/** The id of the study a fragment asks for, or null. */
export function studyOf(hash: string): string | null {
  const text = hash.replace(/^#/, "");
  return new URLSearchParams(text).get("study") ?? (/^[a-z0-9-]+$/.test(text) ? text : null);
}

/** Applies the settings of a fragment to a copy of the study; what cannot be used is told of. */
export function applied(base: Study, params: Param[], hash: string): { doc: Study; bad: BadParam[] } {
  const doc = structuredClone(base);
  const bad: BadParam[] = [];
  const text = hash.replace(/^#/, "");
  if (!text.includes("=")) return { doc, bad };
  for (const [name, value] of new URLSearchParams(text)) {
    if (name === "v" || name === "study") continue;
    const param = params.find((p) => p.name === name);
    if (!param) bad.push(words.unknownParam(name.slice(0, 40), params.map((p) => p.name).join(", ")));
    else if (!put(doc, param, value)) bad.push(words.badParam(name, value.slice(0, 40), takes(param, doc)));
  }
  return { doc, bad };
}

/** Sets a parameter from text. Returns whether the text was understood. */
export function put(doc: Study, p: Param, text: string): boolean {
  const set = p.set as (doc: Study, value: number | string) => void;
  if (p.text) {
    if (!p.text.fits(doc, text)) return false;
    set(doc, text);
    return true;
  }
  if (p.choices) {
    if (!choicesOf(p, doc).some(([v]) => v === text)) return false;
    set(doc, text);
    return true;
  }
  if (p.list) {
    const asked = text.split(",");
    if (text === "" || new Set(asked).size !== asked.length || !asked.every((a) => p.list!.some(([v]) => v === a))) return false;
    set(doc, text);
    return true;
  }
  const v = Number(text);
  const { lo, hi, whole } = p.number!;
  if (!/^[+-]?\d*\.?\d*(e[+-]?\d+)?$/i.test(text.trim()) || text.trim() === "" || !(v >= lo && v <= hi) || (whole && !Number.isInteger(v))) return false;
  set(doc, v);
  return true;
}

/** The choices there are under the other settings. */
export function choicesOf(p: Param, doc: Study): [value: string, name: string][] {
  return typeof p.choices === "function" ? p.choices(doc) : (p.choices ?? []);
}

/** What a parameter takes, in words. */
export function takes(p: Param, doc: Study): string {
  if (p.text) return p.text.takes(doc);
  if (p.list) return words.someOf(p.list.map(([v]) => v).join(", "));
  return p.choices ? words.oneOf(choicesOf(p, doc).map(([v]) => v).join(", ")) : words.takes(p.number!.lo, p.number!.hi, p.number!.whole);
}

/**
 * The fragment of a study with its settings: only those that differ from what those before
 * them make of the study, which is how they are applied.
 */
export function fragmentOf(base: Study, doc: Study, params: Param[]): string {
  const out = new URLSearchParams({ v: "1", study: base.id });
  const made = structuredClone(base);
  for (const p of params) {
    const value = p.get(doc);
    if (value === p.get(made)) continue;
    out.set(p.name, String(value));
    (p.set as (doc: Study, value: number | string) => void)(made, value);
  }
  return `#${out}`;
}
