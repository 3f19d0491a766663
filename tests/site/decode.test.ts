// The decoder against a run written by sim/trace (fixture_test.go has the formulas), and
// against damaged bytes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decodeRun, FormatError, FrameDecoder, RunReader } from "../../site/src/trace/decode.ts";

const bytes = new Uint8Array(readFileSync(new URL("./fixture.run", import.meta.url)));
const copy = () => bytes.slice().buffer;
/** The grid is even in the root of the coordinate: half a step of it, plus the rounding of float32. */
const root = (v: number) => Math.sign(v) * Math.sqrt(Math.abs(v) / 8) * 112;
const gridError = 0.5001;

test("the fixture of Go comes back value for value", () => {
  const run = decodeRun(copy());
  const { header, points, frames } = run;
  assert.equal(header.rows, 60);
  assert.deepEqual(header.classes, ["B", "D", "N", "R"]);
  assert.deepEqual(header.columns[1], { name: "Q1", levels: ["N", "é"] });
  assert.deepEqual(header.scenario.data.counts, [40, 20]);
  assert.equal(frames.length, 4);
  for (let i = 0; i < 60; i++) {
    assert.equal(points.label[i], i % 4);
    assert.equal(points.origin[i], i >= 40 ? 1 : 0);
    assert.equal(points.codes[2 * i], i % 2);
    assert.equal(points.codes[2 * i + 1], (i >> 1) % 2);
  }
  frames.forEach((f, k) => {
    assert.equal(f.step, k);
    assert.equal(f.kept, 60 - 4 * k);
    assert.equal(f.variance, 50.5 / (k + 1));
    assert.equal(f.mean, 0.125 * k);
    assert.equal(f.skewness, -1.5);
    assert.ok(Number.isNaN(f.kurtosis));
    assert.equal(f.loss, 1 + k);
    assert.equal(f.trainAccuracy, 0.5 + 0.1 * k);
    assert.equal(f.testAccuracy, 0.25 + 0.125 * k);
    assert.equal(f.condition, 1e6);
    assert.equal(f.extent, 8);
    assert.equal(f.outcome, k);
    assert.equal(f.iterations, 7 + k);
    assert.deepEqual([...f.removed], k < 3 ? [0, 1, 2, 3].map((j) => 59 - 4 * k - j) : []);
  });
});

test("maps, predictions and detail of every row", () => {
  decodeRun(copy()).frames.forEach((f, k) => {
    const detailed = k % 2 === 0;
    assert.equal(f.score !== null, detailed);
    for (let i = 0; i < 60; i++) {
      assert.ok(Math.abs(root(f.mapX[i]!) - root(((((i * 37 + k * 11) % 201) - 100) / 100) * 8)) <= gridError, `frame ${k}, row ${i}: x ${f.mapX[i]}`);
      assert.ok(Math.abs(root(f.mapY[i]!) - root(((((i * 53 + k * 7) % 201) - 100) / 100) * 8)) <= gridError, `frame ${k}, row ${i}: y ${f.mapY[i]}`);
      assert.equal(f.predicted[i], (i + k) % 4);
      if (!detailed) continue;
      assert.equal(f.score![i], i - 0.5 * k);
      assert.equal(f.selfInfluence![i], i * i);
      assert.equal(f.pointLoss![i], i / 64);
    }
  });
});

test("a truncated run is refused or shorter, never longer or silent", () => {
  let shorter = 0;
  for (let cut = 0; cut < bytes.length; cut++) {
    try {
      const run = decodeRun(bytes.slice(0, cut).buffer);
      assert.ok(run.frames.length < 4, `${cut} bytes decoded as the whole run`);
      shorter++;
    } catch (e) {
      assert.ok(e instanceof FormatError, `cut at ${cut}: ${String(e)}`);
    }
  }
  assert.equal(shorter, 4, "a cut between two frames is a shorter run");
});

test("a flipped byte is refused or decoded, never a crash or a row out of range", () => {
  for (let at = 0; at < bytes.length; at++) {
    const damaged = bytes.slice();
    damaged[at]! ^= 0xff;
    try {
      for (const f of decodeRun(damaged.buffer).frames) for (const row of f.removed) assert.ok(row < f.mapX.length);
    } catch (e) {
      assert.ok(e instanceof FormatError, `byte ${at}: ${String(e)}\n${(e as Error).stack}`);
    }
  }
});

test("a frame of another run is refused", () => {
  const run = decodeRun(copy());
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const start = 8 + view.getUint32(4, true) + 60 * 4;
  const frame = bytes.subarray(start + 4, start + 4 + view.getUint32(start, true));
  assert.deepEqual([...new FrameDecoder(60).frame(frame).predicted], [...run.frames[0]!.predicted]);
  assert.throws(() => new FrameDecoder(61).frame(frame), FormatError);
});

test("a run that the build has cut in two is the same run again", async () => {
  const { cutRun } = await import("../../site/build/runs.mjs" as string) as { cutRun(bytes: Buffer): [Buffer, Buffer] };
  for (const id of ["sd2", "digits-4-8"]) {
    const bytes = readFileSync(new URL(`../../site/runs/${id}.run`, import.meta.url));
    const [start, rest] = cutRun(bytes);
    const whole = decodeRun(Uint8Array.from(bytes).buffer);
    const reader = new RunReader(true);
    reader.push(Uint8Array.from(start));
    const begun = reader.begun();
    assert.equal(begun.frames.length, Math.floor(whole.header.scenario.purify.steps / 3) + 1, "it opens on the last frame there is");
    assert.ok(start.length < 0.7 * bytes.length);
    reader.pushRest(Uint8Array.from(rest));
    assert.deepEqual(reader.end(), whole);
    const torn = new RunReader(true);
    assert.throws(() => torn.push(Uint8Array.from(start.subarray(0, 100))) ?? torn.begun(), FormatError);
  }
});
