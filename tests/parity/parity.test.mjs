// The core in wasm against the core native, and against the recorded runs.
//
// Wasm is the same on every machine, so a recorded run must come out again byte for
// byte. Native differs in the last bits: math.Exp of amd64 is assembly, and gonum's
// kernels sum in another order. So natively the same rows must leave, the scalars
// agree to 1e-9, and the map to one step of its grid.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { decodeRun, levels } from "../../site/src/trace/decode.ts";
import { at, root } from "../tools.mjs";
import { Core, CoreError, joinRun, wireVersion } from "./core.mjs";
import { curveOf, figures, protocolOf } from "./protocol.mjs";

/** Frames in which the removed rows and the scalars must agree. */
const agreed = 6;
/**
 * Relative tolerance of scalars. A fit ends at a gradient of 1e-9, and with hundreds of
 * features there are directions in which that leaves Θ, and so V, some 1e-8 undecided.
 */
const toleranceOf = (header) => (header.features > 100 ? 1e-7 : 1e-9);
const scalars = ["variance", "mean", "skewness", "kurtosis", "loss", "trainAccuracy", "testAccuracy", "extent"];

const presets = readdirSync(at("sim/scenario/presets")).map((f) => f.replace(/\.json$/, ""));
const text = (id) => readFileSync(at(`sim/scenario/presets/${id}.json`), "utf8");
const temp = mkdtempSync(path.join(tmpdir(), "untangle-parity-"));
/** The recorded bytes of a preset as the wasm core gives them now. */
const live = new Map();
let core;
let native;

before(async () => {
  native = path.join(temp, process.platform === "win32" ? "untangle.exe" : "untangle");
  execFileSync("go", ["build", "-o", native, "./sim/cmd/untangle"], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  core = await Core.start();
  core.supply();
});

after(async () => {
  await core?.stop();
  rmSync(temp, { recursive: true, force: true });
});

/** Presets that are run to their end; of the others the first frames are compared. */
const whole = ["sd2", "sd3"];
const limitOf = (id) => (whole.includes(id) ? Infinity : agreed);

/** Runs a preset in wasm once, however many tests ask for it. */
async function liveRun(id) {
  if (!live.has(id)) live.set(id, joinRun(await core.run(text(id), { limit: limitOf(id) })));
  return live.get(id);
}

/** A preset's document with so many removals as are compared. */
function shortened(id) {
  const doc = JSON.parse(text(id));
  if (!whole.includes(id)) doc.purify.steps = agreed - 1;
  return doc;
}

function decode(bytes) {
  return decodeRun(Uint8Array.from(bytes).buffer);
}

function assertNear(got, want, what, tolerance) {
  if (Number.isNaN(want)) return assert.ok(Number.isNaN(got), `${what} is ${got}, want NaN`);
  const error = Math.abs(got - want) / Math.max(Math.abs(want), Number.MIN_VALUE);
  assert.ok(got === want || error <= tolerance, `${what} is ${got}, natively ${want}: ${error} apart`);
}

for (const id of presets) {
  test(`${id}: the recorded run is what the core computes, byte for byte`, async () => {
    const file = at(`site/runs/${id}.run`);
    assert.ok(existsSync(file), `site/runs/${id}.run is missing; run ./build.sh record`);
    const computed = await liveRun(id);
    const all = readFileSync(file);
    // A recording holds one frame after the other, so its start is the run's start.
    const recorded = whole.includes(id) ? all : all.subarray(0, computed.length);
    assert.equal(decode(all).frames.length, JSON.parse(text(id)).purify.steps + 1, "frames are missing; run ./build.sh record");
    const differs = recorded.findIndex((b, i) => b !== computed[i]);
    assert.ok(recorded.equals(computed), `differs at byte ${differs} of ${recorded.length} (live: ${computed.length}); run ./build.sh record`);
  });

  test(`${id}: wasm equals native`, async () => {
    const file = path.join(temp, `${id}.run`);
    const scenario = path.join(temp, `${id}.json`);
    writeFileSync(scenario, JSON.stringify(shortened(id)));
    execFileSync(native, ["record", "-scenario", scenario, "-o", file], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
    const [want, got] = [decode(readFileSync(file)), decode(await liveRun(id))];
    assert.deepEqual({ ...got.header, scenario: null }, { ...want.header, scenario: null });
    assert.deepEqual(got.points, want.points);
    assert.equal(got.frames.length, want.frames.length);
    for (let k = 0; k < agreed; k++) compareFrames(got.frames[k], want.frames[k], toleranceOf(want.header), k === agreed - 1 && !whole.includes(id));
  });
}

/** Compares two frames; the last of a shortened run removes nothing, so `last` passes over that. */
function compareFrames(got, want, tolerance, last) {
  const step = `step ${want.step}`;
  assert.deepEqual([got.step, got.kept, got.outcome], [want.step, want.kept, want.outcome], step);
  if (!last) assert.deepEqual([...got.removed], [...want.removed], `${step}: removed rows`);
  for (const name of scalars) assertNear(got[name], want[name], `${step}: ${name}`, tolerance);
  assert.deepEqual(got.predicted, want.predicted, `${step}: predicted labels`);
  // The map is stored on a grid that is even in the root of the coordinate.
  const grid = (v) => Math.sign(v) * Math.sqrt(Math.abs(v) / want.extent) * levels;
  for (const plane of ["mapX", "mapY"]) {
    const worst = want[plane].reduce((m, v, i) => Math.max(m, Math.abs(grid(v) - grid(got[plane][i]))), 0);
    assert.ok(worst <= 1.001, `${step}: ${plane} is ${worst} grid steps apart`);
  }
}

// A step by leave-one-out takes seconds to minutes, so here the start of each recorded protocol is
// held to the core, which is a fit and a measurement; with UNTANGLE_SLOW=1 three steps are.
for (const id of figures) {
  const file = at(`site/runs/${id}.paper`);
  test(`${id}: the recorded protocol of the paper begins as the core computes it`, { skip: existsSync(file) ? false : "not recorded: ./build.sh record papers" }, async () => {
    const { scenario, frames, others } = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual(scenario, JSON.parse(JSON.stringify({ ...protocolOf(id) })));
    assert.equal(frames.length, scenario.purify.steps + 1);
    const slow = process.env.UNTANGLE_SLOW === "1";
    const doc = slow ? scenario : { ...scenario, purify: { ...scenario.purify, steps: 0 } };
    const again = await curveOf(await core.run(JSON.stringify(doc), { limit: slow ? 3 : 1 }));
    // A recording takes long, so a core that rounds anew does not ask for another: it is a line in a chart.
    again.frames.forEach((f, k) => {
      for (const name of Object.keys(f)) assertNear(f[name], frames[k][name], `step ${k}: ${name}`, 1e-9);
    });
    assert.deepEqual(again.others, others.slice(0, again.others.length));
    // Our default on the same sample peaks higher; that is what the page shows beside it.
    const peak = (all) => Math.max(...all.map((f) => f.testAccuracy));
    assert.ok(peak(decode(readFileSync(at(`site/runs/${id}.run`))).frames) > peak(frames), "the paper's protocol peaks higher");
  });
}

test("every removal rule runs to its end", async (t) => {
  const rules = [...readFileSync(at("site/src/generated/scenario.ts"), "utf8").matchAll(/^export const Rule\w+: RuleName = "([\w-]+)";/gm)].map((m) => m[1]);
  assert.ok(rules.includes("delta") && rules.length >= 7, `rules: ${rules}`);
  for (const rule of rules) {
    await t.test(rule, async () => {
      const doc = JSON.parse(text("sd2"));
      // Few rows, so that the rules that refit once per row are quick as well.
      Object.assign(doc, { data: { ...doc.data, counts: [60, 30], test: 50 }, purify: { rule, perStep: 5, steps: 2 } });
      const run = decode(joinRun(await core.run(JSON.stringify(doc))));
      assert.deepEqual(run.frames.map((f) => [f.kept, f.removed.length]), [[90, 5], [85, 5], [80, 0]]);
      const gone = run.frames.flatMap((f) => [...f.removed]);
      assert.equal(new Set(gone).size, 10, "a row leaves twice");
    });
  }
});

test("the same scenario twice in one core gives the same bytes", async () => {
  const short = JSON.parse(text("sd2"));
  short.purify.steps = 3;
  const doc = JSON.stringify(short);
  const [first, second] = [joinRun(await core.run(doc)), joinRun(await core.run(doc))];
  assert.ok(first.equals(second));
});

test("detail adds to a frame and changes nothing else", async () => {
  const bare = await core.run(text("sd2"), { limit: 2 });
  const full = await core.run(text("sd2"), { limit: 2, detail: true });
  const [a, b] = [decode(joinRun(bare)), decode(joinRun(full))];
  a.frames.forEach((frame, k) => {
    const { score, selfInfluence, pointLoss, ...rest } = b.frames[k];
    const { score: _s, selfInfluence: _q, pointLoss: _l, ...bareRest } = frame;
    assert.deepEqual(rest, bareRest);
    for (const plane of [score, selfInfluence, pointLoss]) assert.equal(plane.length, b.header.rows);
    // What leaves is what scores highest among the rows still there.
    const gone = new Set(b.frames.slice(0, k).flatMap((f) => [...f.removed]));
    const left = [...score.keys()].filter((row) => !gone.has(row)).sort((p, q) => score[q] - score[p]);
    assert.deepEqual(new Set(left.slice(0, rest.removed.length)), new Set(rest.removed));
  });
});

// How fast is for the benchmark to say; here a busy machine must not decide. One leave-one-out
// fit takes longer than the limit, so an answer that waits for its end fails.
for (const [rule, method, phase] of [["loo-influence", "newton", "score"], ["loo-refit", "newton", "score"], ["loo-refit", "adam", "score"], ["delta", "adam", "fit"]]) {
  test(`a run by ${rule} with ${method} is canceled in the middle of its ${phase}`, async (t) => {
    const slow = JSON.parse(text("sd2"));
    slow.purify.rule = rule;
    // Adam: a short first fit, so that the scores begin soon; thousands of epochs would do as well.
    slow.fit = { ...slow.fit, method, epochs: phase === "fit" ? 10_000 : 300, targetLoss: 0 };
    const ms = await core.cancelIn(JSON.stringify(slow), phase);
    t.diagnostic(`answered after ${ms.toFixed(0)} ms`);
    assert.ok(ms < 1000, `the core answered after ${ms} ms`);
  });
}

test("a page of another version is refused, with both versions named", async () => {
  const other = await Core.start({ version: 99 });
  try {
    const { message } = await other.take();
    assert.deepEqual([message.kind, message.code], ["error", "version"]);
    assert.match(message.problem, /99/);
    assert.match(message.problem, new RegExp(`\\b${wireVersion}\\b`));
  } finally {
    await other.stop();
  }
});

test("twenty runs in one core take no more memory than three", async () => {
  const short = JSON.parse(text("sd2"));
  short.purify.steps = 1;
  const doc = JSON.stringify(short);
  const sizes = [];
  for (let i = 0; i < 20; i++) {
    await core.run(doc);
    sizes.push(await core.memory());
  }
  assert.ok(sizes[19] <= sizes[2] * 1.25, `memory went from ${sizes[2]} to ${sizes[19]} bytes: ${sizes}`);
});

test("bad messages and bad scenarios are refused in words, and the core goes on", async () => {
  const bad = [
    [() => core.run("{"), "scenario", /not JSON/],
    [() => core.run(JSON.stringify({ ...JSON.parse(text("sd2")), version: 99 })), "scenario", /99 is newer/],
    [() => core.run(JSON.stringify({ ...JSON.parse(text("sd2")), surprise: 1 })), "scenario", /not a field/],
  ];
  for (const [run, code, problem] of bad) {
    await assert.rejects(run, (err) => {
      assert.ok(err instanceof CoreError, String(err));
      assert.equal(err.error.code, code);
      assert.match(err.error.problem, problem);
      assert.ok(err.error.remedy);
      return true;
    });
  }
  core.send({ kind: "dance" });
  const { message } = await core.take();
  assert.deepEqual([message.kind, message.code], ["error", "message"]);
  const run = await core.run(text("sd2"), { limit: 1 });
  assert.equal(run.frames.length, 1);
});
