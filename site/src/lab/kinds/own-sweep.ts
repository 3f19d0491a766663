/**
 * A sweep of the reader's own: any preset, any of its fields, values and seeds. The form is
 * a list of settings like every other, so that the address holds the sweep.
 */
import type { RuleName, Study } from "../../generated/scenario.ts";
import { ruleNames } from "../../messages/en/page.ts";
import { rules } from "../../scenario/rows.ts";
import { limits } from "../../scenario/limits.ts";
import { damping, epochs, fit, ridge, seed } from "../base.ts";
import { words } from "../../messages/en/lab.ts";
import { ownWords as w } from "../../messages/en/sweep.ts";
import type { Param } from "../types.ts";
import { baseNames, baseOf } from "./bases.ts";
import { axisOf, fieldOf, fields, mostValues, readValues, type Field } from "./fields.ts";
import { purified, settle } from "./settle.ts";

/** The id of the study that the form belongs to. */
const own = "sweep";

export function isOwn(doc: Study): boolean {
  return doc.id === own;
}

function vary(doc: Study, k: number, f: Field): void {
  f.ready?.(doc.base!);
  if (f.purified) doc.sweep!.purified = true;
  settle(doc);
  doc.sweep!.axes[k] = axisOf(f, readValues(f, f.sample(doc.base!), doc.base!) ?? []);
  settle(doc);
}

/** The fields to choose from; no field twice. */
function choices(doc: Study, k: number): [string, string][] {
  const other = doc.sweep!.axes[1 - k]?.field;
  return fields.filter((f) => f.fits(doc.base!.data) && f.key.split("/")[0] !== other).map((f) => [f.key, w.fields[f.key]!]);
}

const base: Param = {
  name: "base", label: w.base, choices: baseNames, get: (d) => d.base!.id,
  set: (d, id: string) => {
    d.base = baseOf(id);
    // Values belong to the data: 700+300 means nothing for three blocks.
    d.sweep!.axes.forEach((a, k) => {
      const f = fieldOf(a);
      vary(d, k, f.fits(d.base!.data) ? f : fields.find((g) => g.key === "influence.damping")!);
    });
    if (d.sweep!.axes.length > 1 && d.sweep!.axes[0]!.field === d.sweep!.axes[1]!.field) d.sweep!.axes.pop();
    settle(d);
  },
};

function valuesOf(name: string, label: string, k: number): Param {
  const field = (d: Study) => fieldOf(d.sweep!.axes[k]!);
  return {
    name, label, when: (d) => d.sweep!.axes.length > k,
    text: {
      fits: (d, text) => d.sweep!.axes.length > k && readValues(field(d), text, d.base!) !== null,
      takes: (d) => (d.sweep!.axes.length > k ? `${field(d).hint(d.base!)}; ${w.many(mostValues)}` : w.none),
    },
    get: (d) => {
      const a = d.sweep!.axes[k];
      return a ? a.values.map((v) => fieldOf(a).show(v)).join(", ") : "";
    },
    set: (d, text: string) => {
      d.sweep!.axes[k] = axisOf(field(d), readValues(field(d), text, d.base!)!);
      settle(d);
    },
  };
}

const find = (key: string) => fields.find((f) => f.key === key)!;
const varied = (d: Study, field: string) => d.sweep!.axes.some((a) => a.field === field);
/** A setting that says nothing while it is varied. */
const free = (p: Param, field: string): Param => ({ ...p, when: (d) => !varied(d, field) && (p.when?.(d) ?? true) });

export const ownParams: Param[] = [
  base,
  { name: "field", label: w.field, choices: (d) => choices(d, 0), get: (d) => fieldOf(d.sweep!.axes[0]!).key, set: (d, key: string) => vary(d, 0, find(key)) },
  valuesOf("values", w.values, 0),
  {
    name: "by", label: w.by, choices: (d) => [["none", w.none], ...choices(d, 1)], get: (d) => (d.sweep!.axes[1] ? fieldOf(d.sweep!.axes[1]).key : "none"),
    set: (d, key: string) => {
      if (key === "none") {
        d.sweep!.axes.length = 1;
        settle(d);
      } else vary(d, 1, find(key));
    },
  },
  valuesOf("byValues", w.byValues, 1),
  { name: "seeds", label: words.sweep.seeds, number: { lo: 1, hi: 100, whole: true }, get: (d) => d.sweep!.seeds, set: (d, v: number) => { d.sweep!.seeds = v; } },
  free(seed, "seed"),
  free({
    name: "rows", label: w.rows, get: (d) => d.base!.data.counts!.join("+"), set: (d, text: string) => {
      d.base!.data.counts = find("data.counts").read(text, d.base!) as number[];
      settle(d);
    },
    text: { fits: (d, text) => find("data.counts").read(text, d.base!) !== undefined, takes: (d) => find("data.counts").hint(d.base!) },
  }, "data.counts"),
  free({
    name: "noise", label: w.noise, number: { lo: limits.noise[0], hi: limits.noise[1], whole: false }, get: (d) => d.base!.data.noise?.rate ?? 0,
    set: (d, rate: number) => {
      if (rate === 0) delete d.base!.data.noise;
      else d.base!.data.noise = { kind: d.base!.data.noise?.kind === "asymmetric" ? "asymmetric" : "symmetric", rate };
    },
  }, "data.noise"),
  free(fit, "fit.method"), free(ridge, "fit.ridge"), free(epochs, "fit.epochs"),
  free({
    name: "targetLoss", label: w.target, number: { lo: limits.targetLoss[0], hi: limits.targetLoss[1], whole: false }, when: (d) => d.base!.fit.method === "adam",
    get: (d) => d.base!.fit.targetLoss, set: (d, v: number) => { d.base!.fit.targetLoss = v; },
  }, "fit.targetLoss"),
  free(damping, "influence.damping"),
  {
    name: "measure", label: w.when, choices: [["before", w.before], ["after", w.after]], get: (d) => (purified(d) ? "after" : "before"),
    set: (d, v: string) => {
      if (v === "after") d.sweep!.purified = true;
      else delete d.sweep!.purified;
      settle(d);
    },
  },
  free({ name: "rule", label: w.rule, when: purified, choices: rules.map((r) => [r, ruleNames[r] ?? r]), get: (d) => d.base!.purify.rule, set: (d, v: RuleName) => { d.base!.purify.rule = v; } }, "purify.rule"),
  free({ name: "perStep", label: w.perStep, when: purified, number: { lo: 1, hi: 1000, whole: true }, get: (d) => d.base!.purify.perStep, set: (d, v: number) => {
    d.base!.purify.perStep = v;
    settle(d);
  } }, "purify.perStep"),
  free({ name: "steps", label: w.steps, when: purified, number: { lo: 0, hi: limits.steps, whole: true }, get: (d) => d.base!.purify.steps, set: (d, v: number) => { d.base!.purify.steps = v; } }, "purify.steps"),
];
