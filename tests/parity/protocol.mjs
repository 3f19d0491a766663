// The paper's own protocol on the samples of its purification figures: Adam, and each row left
// out in turn by influence. What the page draws of it is small: V, accuracy and who has left.
import { readFileSync } from "node:fs";
import { module } from "../../site/build/modules.mjs";
import { at } from "../tools.mjs";
import { joinRun } from "./core.mjs";

/** The presets that are recorded this way too, with their own steps: nothing departs from them but fit and rule. */
export const figures = ["sd2", "sd3", "digits-4-8"];

/** The scenario of the protocol on a preset's sample. */
export function protocolOf(id) {
  const preset = JSON.parse(readFileSync(at(`sim/scenario/presets/${id}.json`), "utf8"));
  delete preset.marks;
  return { ...preset, fit: { ...preset.fit, method: "adam" }, purify: { ...preset.purify, rule: "loo-influence" } };
}

/** A run of the core as the page keeps it: {scenario, rows, frames, others}, see site/src/compare/sources.ts. */
export async function curveOf(run) {
  const { decodeRun } = await module("src/trace/decode.ts");
  const { composition } = await module("src/trace/derive.ts");
  const { header, points, frames } = decodeRun(Uint8Array.from(joinRun(run)).buffer);
  const whole = { header, points, frames };
  return {
    scenario: header.scenario, rows: header.rows,
    frames: frames.map(({ kept, variance, testAccuracy, trainAccuracy }) => ({ kept, variance, testAccuracy, trainAccuracy })),
    others: header.origins.length > 1 ? frames.map((_, k) => composition(whole, k).others) : [],
  };
}
