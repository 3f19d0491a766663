// A run encoded again is the file it was decoded from, byte for byte.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decodeRun } from "../../site/src/trace/decode.ts";
import { encodeRun } from "../../site/src/trace/encode.ts";

const read = (name: string) => Uint8Array.from(readFileSync(new URL(name, import.meta.url)));

for (const name of ["fixture.run", "../../site/runs/sd3.run"]) {
  test(`${name} comes back`, () => {
    const bytes = read(name);
    const again = encodeRun(decodeRun(bytes.buffer));
    assert.deepEqual(decodeRun(again.buffer).frames, decodeRun(bytes.buffer).frames);
    assert.ok(Buffer.from(again).equals(Buffer.from(bytes)), `${again.length} bytes, ${bytes.length} before`);
  });
}

test("a frame of unknown origin is refused, not guessed", () => {
  const run = decodeRun(read("fixture.run").buffer);
  run.frames[0] = { ...run.frames[0]! };
  assert.throws(() => encodeRun(run), /not decoded/);
});
