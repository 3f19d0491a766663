/**
 * The address: "?" is presentation, "#" is state. Parsing never throws and never stops at
 * a bad value: each one gives a Warning that names the parameter and the value, and the
 * rest still works. Writing gives only what differs from the preset.
 */
import type { Scenario } from "./generated/scenario.ts";
import { say } from "./messages.ts";
import { rules } from "./scenario/check.ts";
import { sameRun, type Edit } from "./scenario/edit.ts";
import { limits } from "./scenario/limits.ts";
import { speeds, type ChartName, type Presentation, type ProfileChoice } from "./state.ts";

/** The version of the state in the address. */
export const hashVersion = 1;

/** A parameter that could not be used: its name, the value as given (cut), and what it takes. */
export interface Warning {
  name: string;
  value: string;
  expects: string;
  /** True where it is the name that is not known. */
  unknown?: boolean;
}

/** What "?" and "#" ask for; null or absent where they do not say. */
export interface Address {
  presentation: Presentation;
  profile: ProfileChoice | null;
  speed: number | null;
  preset: string | null;
  t: number | null;
  edit: Edit;
  warnings: Warning[];
  /** The version of the state when it is newer than this page reads, else null. */
  newer: string | null;
}

/** Controls that <name>_hide=true takes away. */
export const hideable = [
  "data", "mix", "rows", "distributions", "seed", "model", "fit", "ridge", "damping", "epochs", "targetLoss",
  "removal", "rule", "perStep", "steps", "own", "live", "reset", "play", "step", "scrubber", "speed", "share", "preset", "inspector", "composition",
] as const;

const words = say.expects;

type Parse<T> = (text: string) => T | undefined;
interface Spec<T> {
  parse: Parse<T>;
  expects: string;
}

const flag: Spec<boolean> = {
  parse: (v) => (v === "" || v === "1" || v === "true" ? true : v === "0" || v === "false" ? false : undefined),
  expects: words.flag,
};

function oneOf<T extends string>(...known: readonly T[]): Spec<T> {
  return { parse: (v) => known.find((w) => w === v), expects: known.join(", ") };
}

function whole(lo: number, hi: number): Spec<number> {
  return {
    parse: (v) => (/^\d{1,16}$/.test(v) && Number(v) >= lo && Number(v) <= hi ? Number(v) : undefined),
    expects: words.whole(lo, hi),
  };
}

/** Decimal numbers as people and programs write them; no hexadecimal, no Infinity, no NaN. */
function real(lo: number, hi: number): Spec<number> {
  return {
    parse: (v) => (/^\d{0,20}\.?\d{0,30}(e[+-]?\d{1,3})?$/i.test(v) && /\d/.test(v) && Number(v) >= lo && Number(v) <= hi ? Number(v) : undefined),
    expects: words.real(lo, hi),
  };
}

const presetName: Spec<string> = { parse: (v) => (/^[a-z0-9-]{1,64}$/.test(v) ? v : undefined), expects: words.preset };

const mix: Spec<number[]> = {
  parse: (v) => {
    const counts = v.split(",").map((c) => whole(0, limits.count).parse(c));
    const ok = counts.length <= limits.distributions && counts.every((c) => c !== undefined);
    return ok && (counts as number[]).reduce((a, b) => a + b, 0) >= limits.minRows ? (counts as number[]) : undefined;
  },
  expects: words.mix(limits.distributions, limits.minRows),
};

const chartWords: Record<string, ChartName> = { v: "variance", acc: "accuracy" };
const charts: Spec<ChartName[]> = {
  parse: (v) => {
    const names = v.split(",").map((c) => (Object.hasOwn(chartWords, c) ? chartWords[c] : undefined));
    return names.length <= 2 && names.every((n) => n !== undefined) && new Set(names).size === names.length ? (names as ChartName[]) : undefined;
  },
  expects: words.charts,
};

/** What may stand after "#", besides v and t, and where it goes. */
const settings: { [K in keyof Required<Edit>]: { name: string } & Spec<Required<Edit>[K]> } = {
  counts: { name: "mix", ...mix },
  test: { name: "test", ...whole(1, limits.count) },
  seed: { name: "seed", ...whole(0, limits.seed) },
  perStep: { name: "perStep", ...whole(1, limits.perStep) },
  steps: { name: "steps", ...whole(0, limits.steps) },
  rule: { name: "rule", ...oneOf(...rules) },
  method: { name: "fit", ...oneOf("newton", "adam") },
  damping: { name: "damping", ...real(...limits.damping) },
  ridge: { name: "ridge", ...real(...limits.ridge) },
  epochs: { name: "epochs", ...whole(1, limits.epochs) },
  targetLoss: { name: "targetLoss", ...real(...limits.targetLoss) },
};

/** Reads the query and the fragment, each with or without its first character. */
export function parseAddress(search: string, hash: string): Address {
  const warnings: Warning[] = [];
  const query = pairs(search, warnings);
  const fragment = pairs(hash, warnings);
  const newer = newerVersion(fragment, warnings);
  const state = newer === null ? fragment : new Map<string, string>();
  const ask = <T>(from: Map<string, string>, name: string, spec: Spec<T>): T | null => {
    const text = from.get(name);
    if (text === undefined) return null;
    const value = spec.parse(text);
    if (value === undefined) warn(warnings, name, text, spec.expects);
    return value ?? null;
  };
  const either = <T>(name: string, spec: Spec<T>): T | null => {
    const fromState = ask(state, name, spec);
    return fromState ?? ask(query, name, spec);
  };
  const edit: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(settings)) {
    const value = ask<unknown>(state, spec.name, spec as Spec<unknown>);
    if (value !== null) edit[key] = value;
  }
  const preset = either("preset", presetName);
  const t = either("t", real(0, limits.steps));
  warnUnknown(state, warnings);
  return {
    presentation: {
      embed: ask(query, "embed", flag) ?? false,
      noUI: ask(query, "no_ui", flag) ?? false,
      hideText: ask(query, "hideText", flag) ?? false,
      allowLinks: ask(query, "allowLinks", flag) ?? true,
      autoplay: ask(query, "autoplay", flag) ?? false,
      reduceMotion: ask(query, "motion", oneOf("reduce", "default")) === "reduce",
      charts: ask(query, "charts", charts) ?? ["variance", "accuracy"],
      hidden: hiddenControls(query, warnings),
    },
    profile: ask(query, "colorProfile", oneOf<ProfileChoice>("default", "light", "dark", "projector")),
    speed: ask(query, "speed", { parse: (v) => speeds.find((s) => String(s) === v), expects: speeds.join(", ") }),
    preset, t, edit: edit as Edit, warnings, newer,
  };
}

/** Splits "a=1&b=2". A name that comes twice counts once; a broken escape is a warning. */
function pairs(text: string, warnings: Warning[]): Map<string, string> {
  const out = new Map<string, string>();
  for (const part of text.replace(/^[?#]/, "").split("&").slice(0, 100)) {
    if (part === "") continue;
    const [rawName = "", ...rest] = part.split("=");
    try {
      const name = decodeURIComponent(rawName);
      const value = decodeURIComponent(rest.join("=").replace(/\+/g, " "));
      if (out.has(name)) warn(warnings, name, value, words.once);
      else out.set(name, value);
    } catch {
      warn(warnings, rawName, rest.join("="), words.text);
    }
  }
  return out;
}

function newerVersion(fragment: Map<string, string>, warnings: Warning[]): string | null {
  const text = fragment.get("v");
  if (text === undefined || text === String(hashVersion)) return null;
  if (/^\d{1,9}$/.test(text) && Number(text) > hashVersion) return text;
  warn(warnings, "v", text, String(hashVersion));
  return null;
}

function hiddenControls(query: Map<string, string>, warnings: Warning[]): string[] {
  const hidden: string[] = [];
  for (const [name, value] of query) {
    if (!name.endsWith("_hide")) continue;
    const control = name.slice(0, -"_hide".length);
    if (!(hideable as readonly string[]).includes(control)) warn(warnings, name, value, words.hide(hideable.join(", ")), true);
    else if (flag.parse(value) === undefined) warn(warnings, name, value, flag.expects);
    else if (flag.parse(value)) hidden.push(control);
  }
  return hidden;
}

/** The query may carry what other systems add to links; the fragment is ours alone. */
function warnUnknown(state: Map<string, string>, warnings: Warning[]): void {
  const known = ["v", "preset", "t", ...Object.values(settings).map((s) => s.name)];
  for (const [name, value] of state) {
    if (!known.includes(name)) warn(warnings, name, value, words.oneOf(known.join(", ")), true);
  }
}

function warn(warnings: Warning[], name: string, value: string, expects: string, unknown = false): void {
  if (warnings.length < 8) warnings.push({ name: cut(name), value: cut(value), expects, ...(unknown && { unknown }) });
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** Numbers of a scenario under the names of an edit. */
function values(s: Scenario): Required<Edit> {
  return {
    counts: s.data.counts ?? [], test: s.data.test ?? 0, seed: s.seed, perStep: s.purify.perStep, steps: s.purify.steps,
    rule: s.purify.rule, method: s.fit.method, damping: s.influence.damping, ridge: s.fit.ridge,
    epochs: s.fit.epochs, targetLoss: s.fit.targetLoss,
  };
}

/**
 * The fragment for a state: "" when nothing differs, else "#v=1&…". Steps go in where the
 * edit of another field would change them. t is written only away from the opening step.
 * With `whole` the preset and t are always there, so that a link says what it shows.
 */
export function formatHash(o: {
  preset: string; defaultPreset: string; base: Scenario; scenario: Scenario; t: number; opening: number; whole?: boolean;
}): string {
  const parts: string[] = [];
  if (o.whole || o.preset !== o.defaultPreset) parts.push(`preset=${o.preset}`);
  const now = values(o.scenario);
  const before = values(o.base);
  if (!sameRun(o.scenario, o.base)) {
    for (const key of Object.keys(settings) as (keyof Edit)[]) {
      if (String(now[key]) !== String(before[key])) parts.push(`${settings[key].name}=${String(now[key])}`);
    }
  }
  const t = Math.round(o.t);
  if (o.whole || t !== o.opening) parts.push(`t=${t}`);
  return parts.length === 0 ? "" : `#v=${hashVersion}&${parts.join("&")}`;
}
