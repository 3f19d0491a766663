// Images of rows out of packed digits, and damage.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Header, Points } from "../../site/src/generated/trace.ts";
import { planeOf } from "../../site/src/images/plane.ts";

// Two images of 2×2 pixels in 3 levels: 0 1 / 2 0 and 2 2 / 0 1.
const packed = Uint8Array.of(0x55, 0x54, 0x44, 0x47, 1, 2, 3, 1, 2, 0, 0, 0, 7, 0, 0, 0, 2, 0, 0, 0, 0x10, 0x02, 0x22, 0x10);

const run = (...source: number[]) => ({
  header: { rows: source.length, images: { width: 2, height: 2, file: "digits.bin" } } as Header,
  points: { source: Uint32Array.from(source) } as Points,
});

test("images as they are, and turned counterclockwise", () => {
  assert.deepEqual([...planeOf(run(0, 4), packed)], [0, 128, 255, 0, 255, 255, 0, 255 / 2 + 0.5]);
  // 0 1 / 2 0 turned by a right angle is 1 0 / 0 2, and upside down 0 2 / 1 0.
  assert.deepEqual([...planeOf(run(1, 2), packed)], [128, 0, 0, 255, 0, 255, 128, 0]);
});

test("another file than the run was drawn from", () => {
  assert.throws(() => planeOf(run(8), packed), /digits\.bin: row 0 has image 2 of 2/);
  assert.throws(() => planeOf(run(0), packed.slice(0, 22)), /digits\.bin: not the file/);
});
