// The TypeScript scene against the file that the Go scene wrote (render/scene/golden_test.go).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Cloud } from "../../site/src/stage/cloud.ts";
import { layoutOf } from "../../site/src/stage/layout.ts";
import { DrawList } from "../../site/src/stage/list.ts";
import { Plan } from "../../site/src/stage/plan.ts";
import { build } from "../../site/src/stage/scene.ts";
import type { View } from "../../site/src/stage/view.ts";
import { decodeRun } from "../../site/src/trace/decode.ts";
import type { Run } from "../../site/src/trace/run.ts";

interface Golden {
  run: string;
  cases: { t: number; images?: boolean; view: View; layout: number[]; sprites: number[][] }[];
  cloud: { x: number[]; y: number[]; origin: number[]; blocks: number; states: number[][]; cases: { t: number; view: View; sprites: number[][] }[] };
}

const golden = JSON.parse(readFileSync(new URL("golden.json", import.meta.url), "utf8")) as Golden;

/** Decodes the run of the golden file afresh. */
function run(): Run {
  const bytes = Buffer.from(golden.run, "base64");
  return decodeRun(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
}

/** The sprites of a list in the form of the golden file. */
function sprites(list: DrawList): number[][] {
  return Array.from({ length: list.length }, (_, i) => [
    list.x[i]!, list.y[i]!, list.size[i]!, list.thick[i]!, list.color[i]!, list.row[i]!, list.shape[i]!,
  ]);
}

function picture(plan: Plan, t: number, view: View): DrawList {
  const list = new DrawList();
  build(list, plan, t, view);
  return list;
}

/** Fails unless two sprites agree to 10⁻³ px and 1/255 of opacity. */
function same(got: number[], want: number[], what: string): void {
  for (let k = 0; k < 4; k++) assert.ok(Math.abs(got[k]! - want[k]!) <= 1e-3, `${what}: ${got.join(" ")}, want ${want.join(" ")}`);
  assert.equal(got[4]! >>> 8, want[4]! >>> 8, `${what}: color`);
  assert.ok(Math.abs((got[4]! & 0xff) - (want[4]! & 0xff)) <= 1, `${what}: opacity`);
  assert.deepEqual(got.slice(5), want.slice(5), `${what}: row and shape`);
}

test("the file has cases", () => assert.ok(golden.cases.length >= 11));

for (const [i, c] of golden.cases.entries()) {
  const name = `case ${i}: t=${c.t} ${c.view.width}x${c.view.height} ${c.view.profile}${c.view.reduceMotion ? " reduced" : ""}${c.images ? " images" : ""}`;
  test(name, () => {
    const whole = run();
    if (c.images) whole.header.images = { width: 8, height: 8, file: "" };
    const plan = new Plan(whole);
    plan.images = c.images ?? false;
    Object.values(layoutOf(plan, c.view)).forEach((x, k) => assert.ok(Math.abs(Number(x) - c.layout[k]!) <= 1e-3, `layout entry ${k}: ${x}, want ${c.layout[k]}`));
    const got = sprites(picture(plan, c.t, c.view));
    assert.equal(got.length, c.sprites.length, "number of sprites");
    got.forEach((s, k) => same(s, c.sprites[k]!, `sprite ${k}`));
  });
}

test("a division at rest, on its way from state to state, and beyond its end", () => {
  const { x, y, origin, blocks, states, cases } = golden.cloud;
  const cloud = new Cloud(Float32Array.from(x), Float32Array.from(y), Uint8Array.from(origin), blocks);
  const undecided = new DrawList();
  cloud.build(undecided, 0, cases[0]!.view);
  assert.equal(new Set(undecided.color.slice(0, undecided.length)).size, 1, "without a state all rows have one gray");
  cloud.states.push(...states.map((s) => Uint8Array.from(s)));
  assert.ok(cases.length >= 4);
  for (const [i, c] of cases.entries()) {
    const list = new DrawList();
    cloud.build(list, c.t, c.view);
    const got = sprites(list);
    assert.equal(got.length, c.sprites.length);
    got.forEach((s, k) => same(s, c.sprites[k]!, `case ${i}, sprite ${k}`));
  }
});

test("a growing run shows the frames it has", () => {
  const whole = run();
  const live: Run = { ...whole, frames: [] };
  const plan = new Plan(live);
  const view: View = { width: 552, height: 552, profile: "light", reduceMotion: false, hover: -1 };
  const full = new Plan(whole);
  assert.ok(!sprites(picture(plan, 2, view)).some((s) => s[5]! >= 0), "points without a frame");
  whole.frames.forEach((frame, step) => {
    live.frames.push(frame);
    plan.sync();
    assert.deepEqual(sprites(picture(plan, step, view)), sprites(picture(full, step, view)));
    assert.deepEqual(sprites(picture(plan, step + 0.4, view)), sprites(picture(full, step, view)));
  });
});

test("a list is used again without keeping anything", () => {
  const plan = new Plan(run());
  const view: View = { width: 552, height: 552, profile: "light", reduceMotion: false, hover: -1 };
  const list = new DrawList();
  build(list, plan, 2.5, view);
  const buffer = list.x.buffer;
  build(list, plan, 0, view);
  assert.deepEqual(sprites(list), sprites(picture(plan, 0, view)));
  assert.equal(list.x.buffer, buffer);
});

test("time that is not a number is the start", () => {
  const plan = new Plan(run());
  const view: View = { width: 552, height: 552, profile: "light", reduceMotion: false, hover: -1 };
  assert.deepEqual(sprites(picture(plan, NaN, view)), sprites(picture(plan, 0, view)));
});
