/**
 * Reads a scenario document far enough for the page to hold it without harm: version,
 * shape and ranges. The core validates every scenario once more before it runs.
 */
import {
  DataDigits, DataMoons, DataPlane, DataSD, DataTable, FitAdam, FitNewton, Version,
  NoiseAsymmetric, NoiseNone, NoiseSymmetric,
  type Mark, type Scenario,
} from "../generated/scenario.ts";
import { say } from "../messages/en/page.ts";
import { limits, maxDocument } from "./limits.ts";
import { maxSteps, rowsOf, rules } from "./rows.ts";

const words = say.scenario;

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
    throw new ScenarioError("(document)", ...words.tooLong(text.length, maxDocument));
  }
  let doc: unknown;
  try {
    doc = JSON.parse(text);
  } catch (e) {
    throw new ScenarioError("(document)", ...words.notJSON((e as Error).message));
  }
  if (!isRecord(doc)) throw new ScenarioError("(document)", ...words.notObject);
  checkVersion(doc.version);
  refuseUnknown(doc);
  const s = doc as unknown as Scenario;
  if (typeof s.id !== "string" || !/^[a-z0-9-]{1,64}$/.test(s.id)) {
    throw new ScenarioError("id", ...words.notName);
  }
  for (const field of ["title", "summary"] as const) {
    if (typeof s[field] !== "string") throw new ScenarioError(field, ...words.notText);
  }
  for (const field of ["data", "fit", "influence", "purify"] as const) {
    if (!isRecord(s[field])) throw new ScenarioError(field, ...words.noObject);
  }
  check(s);
  checkMarks(s.marks);
  return s;
}

/** The fields of a scenario, by the path of their object. */
const fields: Record<string, string[]> = {
  "": ["version", "id", "title", "summary", "seed", "data", "fit", "influence", "purify", "marks"],
  data: [
    "kind", "counts", "test", "testMix", "classes", "size", "rotate", "noise",
    "label", "scale", "features", "truth", "missing", "holdout", "only", "sample",
  ],
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
      throw new ScenarioError(unknown.slice(0, 60), ...words.unknownField);
    }
  }
}

function checkVersion(version: unknown): void {
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    throw new ScenarioError("version", ...words.noVersion(Version));
  }
  if (version > Version) {
    throw new ScenarioError("version", ...words.newer(version, Version));
  }
}

/** Checks the ranges of a scenario. Throws ScenarioError naming the first field out of range. */
export function check(s: Scenario): void {
  whole("seed", s.seed, 0, limits.seed);
  checkData(s);
  if (s.fit.method === FitAdam) {
    whole("fit.epochs", s.fit.epochs, 1, limits.epochs);
    within("fit.targetLoss", s.fit.targetLoss, limits.targetLoss);
  } else if (s.fit.method === FitNewton) within("fit.ridge", s.fit.ridge, limits.ridge);
  else throw new ScenarioError("fit.method", ...words.choice(show(s.fit.method), [FitNewton, FitAdam]));
  within("influence.damping", s.influence.damping, limits.damping);
  if (!(rules as readonly string[]).includes(s.purify.rule)) {
    throw new ScenarioError("purify.rule", ...words.choice(show(s.purify.rule), rules));
  }
  whole("purify.perStep", s.purify.perStep, 1, limits.perStep);
  whole("purify.steps", s.purify.steps, 0, limits.steps);
  if (s.data.kind !== DataTable && s.purify.steps > maxSteps(s)) {
    throw new ScenarioError("purify.steps", ...words.tooManySteps(s.purify.steps, s.purify.perStep, maxSteps(s), limits.minRows));
  }
}

/** The smallest and largest number of blocks of each kind of generated data. */
const blocks: Record<string, readonly [number, number]> = {
  [DataSD]: [1, limits.distributions], [DataPlane]: [limits.regions, limits.distributions],
  [DataMoons]: [1, 1], [DataDigits]: [1, limits.turns],
};

function checkData(s: Scenario): void {
  if (Object.hasOwn(blocks, s.data.kind)) checkCounts(s, blocks[s.data.kind]!);
  else if (s.data.kind !== DataTable) {
    throw new ScenarioError("data.kind", ...words.choice(show(s.data.kind), [...Object.keys(blocks), DataTable]));
  }
  const noise: unknown = s.data.noise;
  if (noise === undefined) return;
  const kinds: unknown[] = [NoiseNone, NoiseSymmetric, NoiseAsymmetric];
  if (!isRecord(noise) || !kinds.includes(noise.kind)) {
    throw new ScenarioError("data.noise.kind", ...words.choice(show(isRecord(noise) ? noise.kind : noise), kinds as string[]));
  }
  within("data.noise.rate", noise.rate, noise.kind === NoiseNone ? [0, 0] : limits.noise);
}

function checkCounts(s: Scenario, [least, most]: readonly [number, number]): void {
  const counts: unknown = s.data.counts;
  if (!Array.isArray(counts) || counts.length < least || counts.length > most) {
    throw new ScenarioError("data.counts", ...words.noCounts(least, most));
  }
  counts.forEach((c, i) => whole(`data.counts[${i}]`, c, 0, limits.count));
  if (rowsOf(s) < limits.minRows) {
    throw new ScenarioError("data.counts", ...words.fewRows(rowsOf(s), limits.minRows));
  }
  whole("data.test", s.data.test, 1, limits.count);
}

function checkMarks(marks: unknown): void {
  if (marks === undefined) return;
  if (!Array.isArray(marks)) throw new ScenarioError("marks", ...words.noMarks);
  (marks as Mark[]).forEach((m, i) => {
    const complete = isRecord(m) && (m.chart === "variance" || m.chart === "accuracy") && typeof m.label === "string" &&
      typeof m.source === "string" && Number.isFinite(m.value) && Number.isInteger(m.removed) && m.removed >= -1;
    if (!complete) throw new ScenarioError(`marks[${i}]`, ...words.badMark);
  });
}

function whole(field: string, v: unknown, lo: number, hi: number): void {
  if (typeof v !== "number" || !Number.isInteger(v) || v < lo || v > hi) {
    throw new ScenarioError(field, ...words.value(show(v), say.expects.whole(lo, hi)));
  }
}

function within(field: string, v: unknown, [lo, hi]: readonly [number, number]): void {
  if (typeof v !== "number" || !(v >= lo && v <= hi)) throw new ScenarioError(field, ...words.value(show(v), say.expects.real(lo, hi)));
}

function isRecord(v: unknown): v is Record<string, unknown> {
  return typeof v === "object" && v !== null && !Array.isArray(v);
}

/** A value as it may be repeated in a message: short, and never an object. */
function show(v: unknown): string {
  const text = typeof v === "string" ? JSON.stringify(v) : typeof v === "object" ? words.object : String(v);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
