/**
 * Every public parameter of the address, declared here and nowhere else: what it takes, its
 * default, and in `parameterTexts` what it does. url.ts reads addresses by them; the tables of
 * the notes and of README are made from them (build/parameters.mjs).
 */
import { say } from "./messages/en/page.ts";
import { locales, standardLocale } from "./messages/locales.ts";
import { rules } from "./scenario/rows.ts";
import type { Edit } from "./scenario/edit.ts";
import { limits } from "./scenario/limits.ts";
import { speeds, type ChartName, type ProfileChoice } from "./state.ts";

const words = say.expects;

/** How a value is read (undefined: it cannot be used), and what it may be, in words. */
export interface Spec<T> {
  parse: (text: string) => T | undefined;
  expects: string;
}

/** A parameter that has a value when the address does not say. */
export interface Parameter<T> extends Spec<T> {
  standard: T;
}

/** Controls that <name>_hide=true takes away. */
export const hideable = [
  "data", "mix", "rows", "distributions", "noise", "seed", "model", "fit", "ridge", "damping", "epochs", "targetLoss",
  "removal", "rule", "perStep", "steps", "own", "live", "reset", "play", "step", "scrubber", "speed", "share", "compare", "preset", "locale", "tour", "inspector", "composition",
] as const;

export const flag: Spec<boolean> = {
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

const origins: Spec<string[]> = {
  parse: (v) => {
    const all = v.split(",");
    return all.length <= 8 && all.every((o) => /^https?:\/\/[a-z0-9.-]{1,253}(:\d{1,5})?$/.test(o)) ? all : undefined;
  },
  expects: words.origins,
};

/** What may stand after "?". */
export const presentation = {
  embed: { ...flag, standard: false },
  no_ui: { ...flag, standard: false },
  hideText: { ...flag, standard: false },
  allowLinks: { ...flag, standard: true },
  autoplay: { ...flag, standard: false },
  motion: { ...oneOf("reduce", "default"), standard: "default" },
  charts: { ...charts, standard: ["variance", "accuracy"] },
  locale: { ...oneOf(...Object.keys(locales)), standard: standardLocale },
  colorProfile: { ...oneOf<ProfileChoice>("default", "light", "dark", "projector"), standard: "default" },
  speed: { parse: (v: string): number | undefined => speeds.find((s) => String(s) === v), expects: speeds.join(", "), standard: 1 },
  lms: { ...flag, standard: false },
  allowOrigin: { ...origins, standard: [] },
  postMessageOnLoad: { ...flag, standard: false },
  postMessageOnReady: { ...flag, standard: false },
  postMessageOnError: { ...flag, standard: false },
} satisfies Record<string, { standard: unknown } & Spec<unknown>>;

/** What a run is compared with: nothing, the paper's protocol, or another run, with the text it was given by. */
export type CompareTo = "none" | "paper" | { text: string; preset: string | null; edit: Edit };

/** A run in one value: "preset:sd2;ridge:0.01". */
const compare: Spec<CompareTo> = {
  parse: (v) => {
    if (v === "none" || v === "paper") return v;
    let preset: string | null = null;
    const edit: Record<string, unknown> = {};
    for (const part of v.split(";")) {
      const [name = "", value, ...more] = part.split(":");
      const key = (Object.keys(settings) as (keyof Edit)[]).find((k) => settings[k].name === name);
      const spec: Spec<unknown> | undefined = name === "preset" ? either.preset : key && settings[key];
      const parsed = value === undefined || more.length > 0 ? undefined : spec?.parse(value);
      if (parsed === undefined) return undefined;
      if (key) edit[key] = parsed;
      else preset = parsed as string;
    }
    return { text: v, preset, edit: edit as Edit };
  },
  expects: words.compare,
};

/** What says which run: after "#", and after "?" as well for those that frames are made with. */
export const either = {
  preset: { parse: (v: string) => (/^[a-z0-9-]{1,64}$/.test(v) ? v : undefined), expects: words.preset } as Spec<string>,
  t: real(0, limits.steps),
  tour: whole(1, 6),
  compare,
};

/** Settings, after "#", and where they go. */
export const settings: { [K in keyof Required<Edit>]: { name: string } & Spec<Required<Edit>[K]> } = {
  counts: { name: "mix", ...mix },
  test: { name: "test", ...whole(1, limits.count) },
  noise: { name: "noise", ...real(...limits.noise) },
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

/** What each parameter does, for the tables; the page does not carry it. A test finds one that is missing. */
export const parameterTexts: Record<string, string> = {
  embed: "no header and no settings rail; settings open in a drawer. embed.html has it by itself",
  no_ui: "no controls at all",
  hideText: "no text below the picture",
  allowLinks: "0 takes away links that lead out of the frame",
  autoplay: "plays by itself, unless the reader prefers less motion",
  motion: "reduce: steps fade instead of moving",
  charts: "which charts to show, in order",
  locale: "the language of the page; en-XA (accented, longer) and ar-XB (right to left) are for tests",
  colorProfile: "projector is black on white with larger points; default follows the system",
  speed: "playback speed",
  lms: "tells the learning platform around it the height it needs (lti.frameResize)",
  allowOrigin: "pages that may change settings by message, besides those of the same origin",
  postMessageOnLoad: "also sends {\"type\":\"load\",\"url\":…} as text when the page has loaded, as PhET’s simulations do",
  postMessageOnReady: "the same with \"ready\" when the first run is on screen",
  postMessageOnError: "the same with \"error\" when something went wrong",
  "<control>_hide": "hides one control",
  preset: "the example",
  t: "the step to open on",
  tour: "the stop of the guided tour to open on",
  compare: "the run that is drawn beside this one; *paper* is the paper’s own protocol, recorded for sd2, sd3 and digits-4-8 and drawn there unless it says none",
  mix: "rows of each rule, such as 700,300",
  test: "rows of the test set",
  noise: "share of wrong labels, in examples that have some",
  seed: "the sample",
  perStep: "rows removed per step",
  steps: "removals",
  rule: "which rows leave",
  fit: "how the model is fitted",
  damping: "damping of the Hessian",
  ridge: "ridge of the Newton fit",
  epochs: "epochs of Adam, at most",
  targetLoss: "loss at which Adam stops",
};
