// The studies of one's own table: that of networks takes away no more rows than the table's run, and is left out where none may leave.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Scenario } from "../../site/src/generated/scenario.ts";
import { ownStudies } from "../../site/src/lab/ownstudies.ts";
import { removalsOf } from "../../site/src/own/settings.ts";
import { limits } from "../../site/src/scenario/limits.ts";

const preset = JSON.parse(readFileSync(new URL("../../sim/scenario/presets/sd2.json", import.meta.url), "utf8")) as Scenario;

/** The studies of a table with so many rows, of which a share may leave. */
const of = (rows: number, leave: number) => ownStudies("t.csv", { ...preset, data: { kind: "table", label: "y", scale: "none" }, purify: { rule: "delta", ...removalsOf(rows, leave) } });

test("networks are left out where no row may leave, and nothing else is", () => {
  const ids = (rows: number) => of(rows, 0.24).map((s) => s.id);
  assert.deepEqual(ids(limits.minRows), ids(100).filter((id) => id !== "own-nets"));
  assert.ok(ids(100).includes("own-nets"));
});

test("wherever networks are tried, rows leave and enough stay", () => {
  let tried = 0;
  for (let rows = limits.minRows; rows <= 400; rows++) {
    for (const leave of [0.05, 0.1, 0.24, 0.4]) {
      const own = removalsOf(rows, leave);
      const nets = of(rows, leave).find((s) => s.id === "own-nets");
      assert.equal(nets !== undefined, own.steps > 0, `${rows} rows, ${leave}`);
      if (!nets) continue;
      tried++;
      const { perStep, steps } = nets.base!.purify;
      assert.ok(Number.isInteger(perStep) && perStep >= 1 && steps >= 1 && steps <= 4, `${perStep} × ${steps}`);
      assert.ok(perStep * steps <= own.perStep * own.steps && rows - perStep * steps >= limits.minRows, `${rows} rows, ${leave}: ${perStep} × ${steps}`);
      assert.ok(nets.nets!.candidates >= 1);
    }
  }
  assert.ok(tried > 1000, String(tried));
});
