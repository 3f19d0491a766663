/**
 * The address: "?" is presentation, "#" is state. Parsing never throws and never stops at
 * a bad value: each one gives a Warning that names the parameter and the value, and the
 * rest still works. Writing gives only what differs from the preset.
 */
import type { Scenario } from "./generated/scenario.ts";
import { say } from "./messages/en/page.ts";
import { either, flag, hideable, presentation, settings, type CompareTo, type Parameter, type Spec } from "./parameters.ts";
import { sameRun, type Edit } from "./scenario/edit.ts";
import type { Presentation, ProfileChoice } from "./state.ts";

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

/** What the page around the frame asks for: messages, and who may send what. */
export interface Host {
  lms: boolean;
  allowOrigin: string[];
  onLoad: boolean;
  onReady: boolean;
  onError: boolean;
}

/** What "?" and "#" ask for; null or absent where they do not say. */
export interface Address {
  presentation: Presentation;
  host: Host;
  profile: ProfileChoice | null;
  speed: number | null;
  preset: string | null;
  t: number | null;
  /** The stop of the tour. */
  tour: number | null;
  compare: CompareTo | null;
  edit: Edit;
  warnings: Warning[];
  /** The version of the state when it is newer than this page reads, else null. */
  newer: string | null;
}

const words = say.expects;

/**
 * Reads the query and the fragment, each with or without its first character. `embed` is what
 * embed=… is where the query does not say.
 */
export function parseAddress(search: string, hash: string, embed = false): Address {
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
  /** What the fragment says, else the query. */
  const first = <T>(name: string, spec: Spec<T>): T | null => ask(state, name, spec) ?? ask(query, name, spec);
  const shown = <T>(name: keyof typeof presentation, spec: Parameter<T>): T => ask(query, name, spec) ?? spec.standard;
  const p = presentation;
  const edit: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(settings)) {
    const value = ask<unknown>(state, spec.name, spec as Spec<unknown>);
    if (value !== null) edit[key] = value;
  }
  // start.ts has loaded the language; here a bad value is told of.
  shown("locale", p.locale);
  const preset = first("preset", either.preset);
  const t = first("t", either.t);
  const tour = first("tour", either.tour);
  const compare = first("compare", either.compare);
  warnUnknown(state, warnings);
  return {
    presentation: {
      embed: ask(query, "embed", p.embed) ?? embed,
      noUI: shown("no_ui", p.no_ui),
      hideText: shown("hideText", p.hideText),
      allowLinks: shown("allowLinks", p.allowLinks),
      autoplay: shown("autoplay", p.autoplay),
      reduceMotion: shown<string>("motion", p.motion) === "reduce",
      charts: shown("charts", p.charts as Parameter<Presentation["charts"]>),
      hidden: hiddenControls(query, warnings),
    },
    host: {
      lms: shown("lms", p.lms),
      allowOrigin: shown<string[]>("allowOrigin", p.allowOrigin),
      onLoad: shown("postMessageOnLoad", p.postMessageOnLoad),
      onReady: shown("postMessageOnReady", p.postMessageOnReady),
      onError: shown("postMessageOnError", p.postMessageOnError),
    },
    profile: ask(query, "colorProfile", p.colorProfile as Spec<ProfileChoice>),
    speed: ask(query, "speed", p.speed),
    preset, t, tour, compare, edit: edit as Edit, warnings, newer,
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
  const known = ["v", ...Object.keys(either), ...Object.values(settings).map((s) => s.name)];
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

/** Names and values of the settings in which a scenario differs from its preset. */
export function changedSettings(base: Scenario, scenario: Scenario): [string, string][] {
  if (sameRun(scenario, base)) return [];
  const [now, before] = [values(scenario), values(base)];
  return (Object.keys(settings) as (keyof Edit)[]).filter((key) => String(now[key]) !== String(before[key])).map((key) => [settings[key].name, String(now[key])]);
}

/** Numbers of a scenario under the names of an edit. */
function values(s: Scenario): Required<Edit> {
  return {
    counts: s.data.counts ?? [], test: s.data.test ?? 0, noise: s.data.noise?.rate ?? 0, seed: s.seed, perStep: s.purify.perStep, steps: s.purify.steps,
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
  preset: string; defaultPreset: string; base: Scenario; scenario: Scenario; t: number; opening: number; compare?: string | null; whole?: boolean; tour?: number;
}): string {
  const parts: string[] = [];
  if (o.whole || o.preset !== o.defaultPreset) parts.push(`preset=${o.preset}`);
  parts.push(...changedSettings(o.base, o.scenario).map(([name, value]) => `${name}=${value}`));
  const t = Math.round(o.t);
  if (o.whole || t !== o.opening) parts.push(`t=${t}`);
  if (o.compare) parts.push(`compare=${o.compare}`);
  if (o.tour) parts.push(`tour=${o.tour}`);
  return parts.length === 0 ? "" : `#v=${hashVersion}&${parts.join("&")}`;
}
