/** What is chosen for a table, and what follows: its scenario's data, steps, and command line. */
import { DataTable, NoiseSymmetric, type Data, type Scenario } from "../generated/scenario.ts";
import type { Summary } from "../generated/dataset.ts";
import { limits } from "../scenario/limits.ts";
import type { Parts } from "./files.ts";

/** Everything the dialog asks about a table. */
export interface Choices {
  label: string;
  features: string[];
  truth: string;
  missing: string;
  scale: string;
  /** The share held out for a test; 0 for none. Ignored where there is a test file. */
  holdout: number;
  /** The largest number of rows used; 0 for all. */
  sample: number;
  /** The share of labels flipped on purpose. */
  noise: number;
  /** Whether the ridge is chosen by cross-validation. */
  tune: boolean;
  /** The share of the rows that may leave. */
  leave: number;
}

/** About how many removals a run is made of. */
const removals = 24;

/** What is suggested for a table. */
export function suggested(s: Summary): Choices {
  return {
    label: s.label, features: [...s.features], truth: s.truth, missing: s.missing,
    scale: s.arrayFeatures > 0 ? "unit" : "standard", holdout: 0, sample: 0, noise: 0, tune: true, leave: 0.24,
  };
}

/** The data of the scenario. Fields that are as the core has them by itself are left out. */
export function dataOf(s: Summary, c: Choices, hasTest: boolean): Data {
  const all = s.columns.filter((col) => col.name !== c.label && col.name !== c.truth).map((col) => col.name);
  const some = s.arrayFeatures === 0 && all.some((name) => !c.features.includes(name));
  return {
    kind: DataTable, label: c.label, scale: c.scale,
    ...(some && { features: all.filter((name) => c.features.includes(name)) }),
    ...(c.truth && { truth: c.truth }),
    ...(c.missing !== "refuse" && { missing: c.missing }),
    ...(c.holdout > 0 && !hasTest && s.testRows === 0 && { holdout: c.holdout }),
    ...(c.sample > 0 && { sample: c.sample }),
    ...(c.noise > 0 && { noise: { kind: NoiseSymmetric, rate: c.noise } }),
  };
}

/** About how many rows are trained on. Rows with missing values are taken off where they are dropped. */
export function trainingRows(s: Summary, c: Choices, hasTest: boolean): number {
  const used = s.columns.filter((col) => col.name === c.label || c.features.includes(col.name));
  const gaps = c.missing === "drop" && s.looked > 0 ? used.reduce((sum, col) => sum + col.missing, 0) / s.looked : 0;
  const complete = Math.floor(s.rows * Math.max(0, 1 - gaps));
  const sampled = c.sample > 0 ? Math.min(c.sample, complete) : complete;
  return Math.floor(sampled * (c.holdout > 0 && !hasTest ? 1 - c.holdout : 1));
}

/** How many rows leave at a time, and how often, so that the share that may leave does. */
export function removalsOf(rows: number, leave: number): { perStep: number; steps: number } {
  const most = Math.max(0, rows - limits.minRows);
  const all = Math.min(most, Math.round(rows * leave));
  const perStep = Math.min(limits.perStep, Math.max(1, Math.round(all / removals)));
  return { perStep, steps: Math.min(limits.steps, Math.floor(all / perStep)) };
}

/** A word of a command line, quoted for a POSIX shell where that is needed. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command that computes the same run, and its files, without the page. */
export function commandOf(s: Scenario, p: Parts): string {
  const { data, fit } = s;
  const words: [string, string | number | undefined][] = [
    ["-data", p.train.name], ["-data-labels", p.labels?.name], ["-test", p.test?.name], ["-test-labels", p.testLabels?.name],
    ["-label", data.label], ["-features", data.features?.join(",")], ["-truth", data.truth], ["-missing", data.missing],
    ["-scale", data.scale], ["-holdout", data.holdout], ["-sample", data.sample], ["-only", data.only?.join(",")],
    ["-noise", data.noise?.rate || undefined], ["-seed", s.seed], ["-fit", fit.method],
    ...(fit.method === "adam" ? [["-epochs", fit.epochs], ["-target-loss", fit.targetLoss]] as [string, number][] : [["-ridge", fit.ridge]] as [string, number][]),
    ["-damping", s.influence.damping], ["-rule", s.purify.rule], ["-per-step", s.purify.perStep], ["-steps", s.purify.steps],
    ["-kept", "kept"], ["-removed", "removed"], ["-ranked", "ranked.csv"],
  ];
  const given = words.filter(([, v]) => v !== undefined && v !== "");
  return ["untangle purify", ...given.map(([flag, v]) => `${flag} ${quoted(String(v))}`)].join(" ");
}

/** Columns that the command line cannot name, because it parts names at commas. */
export function unnamable(s: Scenario): string[] {
  return (s.data.features ?? []).filter((f) => f.includes(",") || f !== f.trim());
}
