// Constants that stand on both sides, compared with the Go source.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { maxDocument, limits } from "../../site/src/scenario/limits.ts";
import { rules } from "../../site/src/scenario/rows.ts";
import { stepMillis } from "../../site/src/state.ts";
import { StepMs } from "../../site/src/generated/scene.ts";
import { levels, traceVersion } from "../../site/src/trace/decode.ts";

const source = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const validate = source("sim/scenario/validate.go").replaceAll(" - ", "-");

/** The number after a pattern, with Go's digit groups and the one shift there is. */
function number(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  assert.ok(found, `${pattern} is not in the Go source`);
  const shift = /^1<<(\d+)(-1)?$/.exec(found);
  return shift ? 2 ** Number(shift[1]) - (shift[2] ? 1 : 0) : Number(found.replaceAll("_", ""));
}

const constants: [string, number][] = [
  ["MaxDistributions", limits.distributions], ["MaxCount", limits.count], ["MinRows", limits.minRows], ["MaxSteps", limits.steps],
  ["MinRegions", limits.regions], ["MaxTurns", limits.turns], ["MaxNoise", limits.noise[1]], ["MaxPerStep", limits.perStep], ["MaxEpochs", limits.epochs], ["MaxSeed", limits.seed],
];
for (const [name, value] of constants) {
  test(`scenario.${name}`, () => assert.equal(number(validate, new RegExp(`\\b${name}\\s*=\\s*([\\d_<.-]+)`)), value));
}

const ranges: [string, readonly [number, number]][] = [
  ["fit.ridge", limits.ridge], ["fit.targetLoss", limits.targetLoss], ["influence.damping", limits.damping],
];
for (const [field, [lo, hi]] of ranges) {
  test(`the range of ${field}`, () => {
    const found = new RegExp(`within\\("${field}", [\\w.]+, ([\\de.-]+), ([\\de.-]+)\\)`).exec(validate);
    assert.deepEqual(found?.slice(1).map(Number), [lo, hi]);
  });
}

test("the size of a document", () => assert.equal(number(source("sim/scenario/decode.go").replaceAll(" << ", "<<"), /maxDocument = ([\d<]+)/), maxDocument));

test("the version of a run", () => assert.equal(number(source("sim/trace/codec.go"), /const Version = (\d+)/), traceVersion));

test("the grid of the map", () => assert.equal(number(source("sim/trace/codec.go"), /const Levels = (\d+)/), levels));

test("the length of a step", () => assert.equal(stepMillis, StepMs));

test("the rules, in the order of sim/scenario", () => {
  const scenario = source("sim/scenario/scenario.go");
  const list = /var Rules = \[\]RuleName\{([^}]*)\}/.exec(scenario)![1]!.split(",").map((s) => s.trim()).filter(Boolean);
  const named = list.map((name) => new RegExp(`\\b${name}\\s+RuleName = "([^"]+)"`).exec(scenario)![1]);
  assert.deepEqual(named, [...rules]);
});

test("every preset passes the page's checks", async () => {
  const { parseScenario } = await import("../../site/src/scenario/check.ts");
  const files = readdirSync(new URL("../../sim/scenario/presets", import.meta.url)).filter((f) => f.endsWith(".json"));
  assert.ok(files.length >= 3);
  for (const f of files) assert.equal(parseScenario(source(`sim/scenario/presets/${f}`)).id, f.replace(".json", ""));
});
