/**
 * Reads a scenario document far enough for the page to hold it without harm: version,
 * shape and ranges. The core validates every scenario once more before it runs.
 */
import {
  DataSD, DataTable, FitAdam, FitNewton, Version,
  RuleDelta, RuleDeltaRefine, RuleLoss, RuleLooInfluence, RuleLooRefit, RuleRandom, RuleSelfInfluence,
  type Mark, type Scenario,
} from "../generated/scenario.ts";
import { limits, maxDocument } from "./limits.ts";

/** Every removal rule, in the order a menu shows them; sim/scenario.Rules. */
export const rules = [
  RuleDelta, RuleDeltaRefine, RuleLooInfluence, RuleLooRefit, RuleSelfInfluence, RuleLoss, RuleRandom,
] as const;

/** Bad input: which field, what is wrong, and the way out. */
export class ScenarioError extends Error {
  override name = "ScenarioError";
  constructor(readonly field: string, readonly problem: string, readonly remedy: string) {
    super(`${field}: ${problem}; ${remedy}`);
  }
}

/** Parses one scenario document. Throws ScenarioError naming the first field that is wrong. */
export function parseScenario(text: string): Scenario {
  if (text.length > maxDocument) {
    throw new ScenarioError("(document)", `has ${text.length} characters`, `a scenario has at most ${maxDocument}`);
  }
  let doc: unknown;
  try {
    doc = JSON.parse(text);
  } catch (e) {
    throw new ScenarioError("(document)", `is not JSON: ${String((e as Error).message)}`, "correct it there");
  }
  if (!isRecord(doc)) throw new ScenarioError("(document)", "is not an object", "give one JSON object");
  checkVersion(doc.version);
  refuseUnknown(doc);
  const s = doc as unknown as Scenario;
  if (typeof s.id !== "string" || !/^[a-z0-9-]{1,64}$/.test(s.id)) {
    throw new ScenarioError("id", "is not a name", "use 1 to 64 lower-case letters, digits and dashes");
  }
  for (const field of ["title", "summary"] as const) {
    if (typeof s[field] !== "string") throw new ScenarioError(field, "is not text", "give a text");
  }
  for (const field of ["data", "fit", "influence", "purify"] as const) {
    if (!isRecord(s[field])) throw new ScenarioError(field, "is missing", "give an object");
  }
  check(s);
  checkMarks(s.marks);
  return s;
}

/** The fields of a scenario, by the path of their object. */
const fields: Record<string, string[]> = {
  "": ["version", "id", "title", "summary", "seed", "data", "fit", "influence", "purify", "marks"],
  data: ["kind", "counts", "test", "label", "scale"],
  fit: ["method", "ridge", "epochs", "targetLoss"],
  influence: ["damping"],
  purify: ["rule", "perStep", "steps"],
};

/** A field with a slip in its name would be lost without a word. */
function refuseUnknown(doc: Record<string, unknown>): void {
  for (const [path, known] of Object.entries(fields)) {
    const o = path === "" ? doc : doc[path];
    const unknown = isRecord(o) ? Object.keys(o).find((name) => !known.includes(name)) : undefined;
    if (unknown !== undefined) {
      throw new ScenarioError(unknown.slice(0, 60), "is not a field of a scenario", "remove it or correct its name");
    }
  }
}

function checkVersion(version: unknown): void {
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    throw new ScenarioError("version", "is missing", `add "version": ${Version}`);
  }
  if (version > Version) {
    throw new ScenarioError("version", `${version} is newer than this page reads (${Version})`, "open it in a newer Untangle");
  }
}

/** Checks the ranges of a scenario. Throws ScenarioError naming the first field out of range. */
export function check(s: Scenario): void {
  whole("seed", s.seed, 0, limits.seed);
  if (s.data.kind === DataSD) checkCounts(s);
  else if (s.data.kind !== DataTable) throw new ScenarioError("data.kind", `${show(s.data.kind)} is not a source of data`, `use "${DataSD}" or "${DataTable}"`);
  if (s.fit.method === FitAdam) {
    whole("fit.epochs", s.fit.epochs, 1, limits.epochs);
    within("fit.targetLoss", s.fit.targetLoss, limits.targetLoss);
  } else if (s.fit.method === FitNewton) within("fit.ridge", s.fit.ridge, limits.ridge);
  else throw new ScenarioError("fit.method", `${show(s.fit.method)} is not a way to fit`, `use "${FitNewton}" or "${FitAdam}"`);
  within("influence.damping", s.influence.damping, limits.damping);
  if (!(rules as readonly string[]).includes(s.purify.rule)) {
    throw new ScenarioError("purify.rule", `${show(s.purify.rule)} is not a removal rule`, `use one of ${rules.join(", ")}`);
  }
  whole("purify.perStep", s.purify.perStep, 1, limits.perStep);
  whole("purify.steps", s.purify.steps, 0, limits.steps);
  if (s.data.kind === DataSD && s.purify.steps > maxSteps(s)) {
    throw new ScenarioError("purify.steps", `${s.purify.steps} removals of ${s.purify.perStep} are too many`, `use at most ${maxSteps(s)}, so that ${limits.minRows} rows stay`);
  }
}

function checkCounts(s: Scenario): void {
  const counts: unknown = s.data.counts;
  if (!Array.isArray(counts) || counts.length < 1 || counts.length > limits.distributions) {
    throw new ScenarioError("data.counts", "is not a list of 1 to 6 numbers", "give one number of rows per distribution");
  }
  counts.forEach((c, i) => whole(`data.counts[${i}]`, c, 0, limits.count));
  if (rowsOf(s) < limits.minRows) {
    throw new ScenarioError("data.counts", `add up to ${rowsOf(s)} rows`, `give ${limits.minRows} rows or more`);
  }
  whole("data.test", s.data.test, 1, limits.count);
}

function checkMarks(marks: unknown): void {
  if (marks === undefined) return;
  if (!Array.isArray(marks)) throw new ScenarioError("marks", "is not a list", "give a list of marks");
  (marks as Mark[]).forEach((m, i) => {
    const complete = isRecord(m) && (m.chart === "variance" || m.chart === "accuracy") && typeof m.label === "string" &&
      typeof m.source === "string" && Number.isFinite(m.value) && Number.isInteger(m.removed) && m.removed >= -1;
    if (!complete) throw new ScenarioError(`marks[${i}]`, "is incomplete", "give a chart, a label, a source, a finite value and removed ≥ −1");
  });
}

/** The number of training rows of an "sd" source; 0 for a table, whose rows only the core counts. */
export function rowsOf(s: Scenario): number {
  return (s.data.counts ?? []).reduce((a, b) => a + b, 0);
}

/** The largest number of steps of an "sd" scenario that leaves enough rows. */
export function maxSteps(s: Scenario): number {
  return Math.min(limits.steps, Math.max(0, Math.floor((rowsOf(s) - limits.minRows) / s.purify.perStep)));
}

function whole(field: string, v: unknown, lo: number, hi: number): void {
  if (typeof v !== "number" || !Number.isInteger(v) || v < lo || v > hi) {
    throw new ScenarioError(field, `is ${show(v)}`, `use a whole number from ${lo} to ${hi}`);
  }
}

function within(field: string, v: unknown, [lo, hi]: readonly [number, number]): void {
  if (typeof v !== "number" || !(v >= lo && v <= hi)) throw new ScenarioError(field, `is ${show(v)}`, `use ${lo} to ${hi}`);
}

function isRecord(v: unknown): v is Record<string, unknown> {
  return typeof v === "object" && v !== null && !Array.isArray(v);
}

/** A value as it may be repeated in a message: short, and never an object. */
function show(v: unknown): string {
  const text = typeof v === "string" ? JSON.stringify(v) : typeof v === "object" ? "not a number" : String(v);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
