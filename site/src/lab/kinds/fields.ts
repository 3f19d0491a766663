/** The fields of a scenario that a sweep can vary: how their values are written, read and placed. */
import type { Axis, Data, Noise, Scenario } from "../../generated/scenario.ts";
import { limits } from "../../scenario/limits.ts";
import { rules } from "../../scenario/rows.ts";
import { ownWords as w } from "../../messages/en/sweep.ts";
import { plain } from "../../text/format.ts";

/** The most values an axis takes here: more cannot be told apart in a chart. */
export const mostValues = 60;
/** The most bytes of a label; sim/scenario/studydecode.go. */
const labelBytes = 60;

export interface Field {
  /** Its name in the address: the path in the document, and after a slash what tells apart two ways to vary it. */
  key: string;
  /** Whether it means something for these data. */
  fits(d: Data): boolean;
  /** Reads one value; undefined where it is none. */
  read(text: string, base: Scenario): unknown;
  show(value: unknown): string;
  /** The place of a value that is no number. */
  place?(value: unknown, index: number): number;
  /** Values to begin with. */
  sample(base: Scenario): string;
  hint(base: Scenario): string;
  /** Whether a range of numbers can be asked for. */
  numeric: boolean;
  /** Makes the field matter: epochs do nothing without Adam. */
  ready?(base: Scenario): void;
  /** Whether only what purification leaves tells of it. */
  purified?: boolean;
}

const always = () => true;
const digits = (d: Data) => d.kind === "digits";

/** A number within bounds. */
function number(key: string, [lo, hi]: readonly [number, number], whole: boolean, sample: Field["sample"], more: Partial<Field> = {}): Field {
  return {
    key, numeric: true, fits: always, sample, hint: () => w.range, show: String,
    read: (text) => {
      const v = Number(text);
      return text !== "" && v >= lo && v <= hi && (!whole || Number.isInteger(v)) ? v : undefined;
    },
    ...more,
  };
}

/** One of several names. */
function choice(key: string, names: readonly string[], sample: string, more: Partial<Field> = {}): Field {
  return {
    key, numeric: false, fits: always, sample: () => sample, hint: () => w.oneOf(names.join(", ")), show: String,
    read: (text) => (names.includes(text) ? text : undefined), place: (_, i) => i, ...more,
  };
}

const adam = (base: Scenario) => { base.fit.method = "adam"; };

function noise(kind: Noise["kind"]): Field {
  return number(`data.noise/${kind}`, limits.noise, false, () => "0..0.4/5", {
    read: (text) => {
      const rate = Number(text);
      return text !== "" && rate >= 0 && rate <= limits.noise[1] ? { kind: rate === 0 ? "none" : kind, rate } : undefined;
    },
    show: (v) => String((v as Noise).rate), place: (v) => (v as Noise).rate,
  });
}

function total(counts: number[]): number {
  return counts.reduce((a, b) => a + b, 0);
}

const counts: Field = {
  key: "data.counts", numeric: false, fits: always, show: (v) => (v as number[]).join("+"),
  hint: (b) => w.counts(b.data.counts?.length ?? 1),
  read: (text, b) => {
    const v = text.split("+").map((t) => (/^\d+$/.test(t.trim()) ? Number(t) : NaN));
    return v.length === (b.data.counts?.length ?? 1) && v.every((n) => n <= limits.count) && total(v) >= limits.minRows ? v : undefined;
  },
  // One block: its rows. Several: the rows that are not of the first.
  place: (v) => ((v as number[]).length === 1 ? (v as number[])[0]! : total(v as number[]) - (v as number[])[0]!),
  sample: (b) => {
    const own = b.data.counts ?? [100];
    const n = total(own);
    if (own.length === 1) return [0.25, 0.5, 0.75, 1].map((s) => Math.max(limits.minRows, Math.round(n * s))).join(", ");
    return [0, 0.1, 0.2, 0.3, 0.4, 0.5].map((s) => {
      const others = own.slice(1).map(() => Math.round((n * s) / (own.length - 1)));
      return [n - total(others), ...others].join("+");
    }).join(", ");
  },
};

const classes: Field = {
  key: "data.classes", numeric: false, fits: (d) => digits(d) && d.size === 14, show: (v) => (v as number[]).join("+"), hint: () => w.classes, sample: () => "3+5, 4+9, 1+7, 3+5+8",
  read: (text) => {
    const v = text.split("+").map(Number);
    return v.length >= 2 && v.every((c, i) => Number.isInteger(c) && c >= 0 && c <= 9 && (i === 0 || c > v[i - 1]!)) ? v : undefined;
  },
  place: (_, i) => i,
};

export const fields: Field[] = [
  counts, noise("symmetric"), noise("asymmetric"),
  number("influence.damping", limits.damping, false, () => "0.0001..1*5"),
  number("fit.ridge", limits.ridge, false, () => "0.0001..1*5", { ready: (b) => { b.fit.method = "newton"; } }),
  choice("fit.method", ["newton", "adam"], "newton, adam"),
  number("fit.epochs", [1, limits.epochs], true, () => "10..300*4", { ready: adam }),
  number("fit.targetLoss", limits.targetLoss, false, () => "0.1..0.9/5", { ready: adam }),
  number("seed", [0, limits.seed], true, () => "1..6/6"),
  number("data.test", [1, limits.count], true, (b) => (digits(b.data) ? "250, 500, 1000" : "100..10000*5")),
  choice("data.testMix", ["off", "on"], "off, on", { fits: (d) => d.kind === "sd", read: (t) => (t === "on" ? true : t === "off" ? false : undefined), show: (v) => (v ? "on" : "off") }),
  classes,
  choice("data.size", ["14", "28"], "14, 28", { fits: (d) => digits(d) && d.classes?.join() === "4,8", read: (t) => (t === "14" ? 14 : t === "28" ? 28 : undefined) }),
  choice("data.rotate", ["90", "180", "270"], "90, 180, 270", { fits: (d) => digits(d) && (d.counts?.length ?? 1) > 1, read: (t) => (["90", "180", "270"].includes(t) ? Number(t) : undefined) }),
  choice("purify.rule", rules, "delta, self-influence, loss, random", { purified: true }),
  number("purify.perStep", [1, limits.perStep], true, () => "5, 10, 20", { purified: true }),
  number("purify.steps", [0, limits.steps], true, (b) => `0..${Math.max(1, Math.min(24, b.purify.steps))}/5`, { purified: true }),
];

/** The field of an axis. */
export function fieldOf(a: Axis): Field {
  const kind = a.field === "data.noise" ? (a.values as Noise[]).find((n) => n.kind !== "none")?.kind ?? "symmetric" : "";
  return fields.find((f) => f.key === (kind ? `${a.field}/${kind}` : a.field)) ?? counts;
}

/** The value at a place of an axis, as the language of the page writes it. */
export function valueText(a: Axis, place: number): string {
  const i = (a.at ?? (a.values as number[])).indexOf(place);
  const text = i < 0 ? String(place) : fieldOf(a).show(a.values[i]);
  return /^-?\d+(\.\d+)?(e-?\d+)?$/.test(text) ? plain(Number(text), 7) : text;
}

/** Reads values with commas between, or a range of numbers; null where they cannot be used. */
export function readValues(f: Field, text: string, base: Scenario): unknown[] | null {
  const parts = text.split(",").map((t) => t.trim()).filter((t) => t !== "").flatMap((t) => (f.numeric ? range(t, f) : [t]));
  if (parts.length < 1 || parts.length > mostValues || new Set(parts).size !== parts.length) return null;
  const values = parts.map((t) => f.read(t, base));
  return values.some((v) => v === undefined) ? null : values;
}

/** a..b/n is n even steps from a to b, a..b*n the same by equal factors; anything else is itself. */
function range(text: string, f: Field): string[] {
  const m = /^(\S+?)\.\.(\S+?)([/*])(\d+)$/.exec(text.replace(/\s/g, ""));
  if (!m) return [text];
  const [a, b, n] = [Number(m[1]), Number(m[2]), Number(m[4])];
  if (!(n >= 2 && n <= mostValues) || !Number.isFinite(a) || !Number.isFinite(b) || (m[3] === "*" && !(a > 0 && b > 0))) return [text];
  const whole = f.read("1.5", {} as Scenario) === undefined && f.read("0.1", {} as Scenario) === undefined;
  const at = (t: number) => (m[3] === "*" ? a * (b / a) ** t : a + (b - a) * t);
  const exact = Array.from({ length: n }, (_, i) => at(i / (n - 1)));
  return [...new Set(exact.map((v) => String(whole ? Math.round(v) : Number(v.toPrecision(3)))))];
}

/** An axis of values that were read. */
export function axisOf(f: Field, values: unknown[]): Axis {
  const name = w.axes[f.key] ?? w.fields[f.key]!;
  const named = !f.numeric && f.key !== "data.counts" ? w.named(name, values.map((v) => f.show(v))) : name;
  const one = f.key === "data.counts" && (values[0] as number[]).length === 1 ? w.fields["data.counts"]! : named;
  const fits = new TextEncoder().encode(one).length <= labelBytes;
  return { field: f.key.split("/")[0]!, label: fits ? one : name, values, ...(f.place && { at: values.map((v, i) => f.place!(v, i)) }) };
}
