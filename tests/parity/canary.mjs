// A canary for each recorded study: the same study made small, every rule, method, arm and claim of
// it still there. Recomputing a recording takes minutes; its canary takes a second or less. When a
// study is recorded, what its canary came to is kept beside it in canaries.json; a core that now
// computes anything else has canaries that differ, and the recording is known to be of another core.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { at } from "../tools.mjs";

const file = at("tests/parity/canaries.json");

/** Most that a canary has of each; what a document has less of stays. */
const most = {
  seeds: 1, steps: 2, test: 60, epochs: 6, starts: 1, curve: 2, candidates: 24, sample: 3, samples: 8, sizes: 2, axis: 2, warmup: 5, members: 2,
};
/** Rows in all blocks together. */
const rows = { sd: 90, plane: 90, moons: 60, digits: 64 };

/** The document of a study's canary. */
export function small(document) {
  const doc = structuredClone(document);
  // Ablations and claims name fields by path; a change of epochs is made small as the field is.
  for (const arm of doc.dilution?.arms ?? []) for (const c of arm.changes ?? []) c.value = smaller(c.field.split(".").at(-1), c.value);
  if (doc.sweep) for (const axis of doc.sweep.axes) thin(axis);
  const out = smaller("", doc);
  if (out.claims) out.claims.seeds = Math.min(doc.claims.seeds, 2); // an interval takes two
  return out;
}

/** First, middle and last values of an axis, with their places. */
function thin(axis) {
  const keep = [...new Set([0, axis.values.length >> 1, axis.values.length - 1])].slice(-most.axis);
  const name = axis.field.split(".").at(-1);
  axis.values = keep.map((k) => smaller(name, axis.values[k]));
  if (axis.at) axis.at = keep.map((k) => axis.at[k]);
}

function smaller(name, value) {
  if (name === "sizes" && Array.isArray(value)) return value.slice(0, most.sizes);
  if (typeof value === "number" && Object.hasOwn(most, name)) return Math.min(value, most[name]);
  if (Array.isArray(value)) return name === "counts" ? value : value.map((v) => smaller("", v));
  if (typeof value !== "object" || value === null) return value;
  const out = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, smaller(k, v)]));
  if (Array.isArray(out.counts) && out.kind) out.counts = fewer(out.counts, rows[out.kind]);
  return out;
}

/** As many rows as are asked for in the same shares, those of the first block making up the sum. */
function fewer(counts, total) {
  const all = counts.reduce((a, b) => a + b, 0);
  return all <= total ? counts : counts.map((c) => Math.round((c * total) / all));
}

/** What a core computes for the canary of a study, as a digest. */
export async function sing(core, document) {
  const { results, failed, summary } = await core.study(JSON.stringify(small(document)));
  if (failed.length > 0) throw new Error(`the canary of ${document.id}: cell ${failed[0].cell} fails, and so covers nothing: ${failed[0].place} ${failed[0].problem}`);
  return createHash("sha256").update(JSON.stringify([results, summary])).digest("hex").slice(0, 16);
}

/** The kept digests, by study. */
export const kept = () => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});

/** Keeps the digest of a study that has just been recorded. */
export function keep(id, digest) {
  const all = { ...kept(), [id]: digest };
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(Object.keys(all).sort().map((k) => [k, all[k]])), null, 1)}\n`);
}
