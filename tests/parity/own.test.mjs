// The user's own data through core.wasm: previews, ridge, review and files, the same as the
// command line's, byte for byte.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { tableFiles } from "../../site/data/tables.mjs";
import { at } from "../tools.mjs";
import { Core, CoreError } from "./core.mjs";

let core;
const folder = mkdtempSync(path.join(tmpdir(), "untangle-own-"));
before(async () => { core = await Core.start(); });
after(async () => { await core?.stop(); rmSync(folder, { recursive: true }); });

const penguins = Buffer.from(tableFiles()["penguins.csv"]);
const json = (bytes) => JSON.parse(Buffer.from(bytes).toString());
const scenario = (data, more = {}) => JSON.stringify({
  version: 1, id: "own-data", title: "t", summary: "", seed: 3,
  data: { kind: "table", label: "Species", missing: "drop", ...data }, fit: { method: "newton", ridge: 0.03, epochs: 100, targetLoss: 0.1 },
  influence: { damping: 0.01 }, purify: { rule: "delta", perStep: 3, steps: 8 }, ...more,
});
const flags = ["-label", "Species", "-missing", "drop", "-noise", "0.2", "-seed", "3", "-ridge", "0.03", "-damping", "0.01", "-per-step", "3", "-steps", "8"];
const noise = { noise: { kind: "symmetric", rate: 0.2 } };

test("the page and the command line write the same files", async () => {
  const file = path.join(folder, "penguins.csv");
  writeFileSync(file, penguins);
  const [kept, removed, ranked] = ["kept", "removed", "ranked"].map((n) => path.join(folder, n));
  execFileSync("go", ["run", "./sim/cmd/untangle", "purify", "-data", file, ...flags, "-kept", kept, "-removed", removed, "-ranked", ranked], { cwd: at("."), stdio: ["ignore", "ignore", "ignore"] });
  const run = await core.run(scenario(noise), { table: core.table("penguins.csv", { train: penguins }) });
  assert.equal(run.frames.length, 9);
  const review = json(await core.ask({ kind: "review" }));
  assert.equal(review.row.length, 334);
  assert.equal(review.removed.filter((s) => s >= 0).length, 24);
  assert.ok(review.leverage.every((h) => h > 0 && h < 1), "leverage of every row");
  const gone = review.row.filter((_, k) => review.removed[k] >= 0);
  for (const [what, path] of [["kept", kept], ["removed", removed], ["ranked", ranked]]) {
    const ours = Buffer.from(await core.ask({ kind: "export", what, removed: gone })).toString();
    const theirs = readFileSync(path, "utf8");
    if (what !== "ranked") assert.equal(ours, theirs, what);
    // The last bits of a fit depend on the kernel; rows, order and labels do not.
    else assert.deepEqual(plain(ours), plain(theirs));
  }
});

/** The ranked list without the digits that two kernels may differ in. */
function plain(text) {
  return text.split("\n").map((line) => line.split(",").map((c, i) => ((i === 3 || i === 7 || i === 8) && /\d/.test(c) ? Number(c).toPrecision(6) : c)).join(","));
}

test("rows decided by hand are what is written", async () => {
  await core.run(scenario(noise), { table: core.table("penguins.csv", { train: penguins }) });
  const lines = penguins.toString().split("\n");
  const removed = Buffer.from(await core.ask({ kind: "export", what: "removed", removed: [5, 0] })).toString();
  assert.equal(removed, [lines[0], lines[1], lines[6], ""].join("\n"));
  await assert.rejects(core.ask({ kind: "export", what: "kept", removed: [344] }), (e) => e instanceof CoreError && /344 rows/.test(e.message));
  await assert.rejects(core.ask({ kind: "export", what: "ranked", removed: [] }), /nothing has been ranked/);
  await assert.rejects(core.ask({ kind: "export", what: "all", removed: [] }), /"all" is not a file/);
  const found = json(await core.ask({ kind: "cells", rows: [1, 9999], find: "torgersen" }));
  assert.deepEqual(found.cells, [lines[2].split(","), []]);
  assert.equal(found.rows.length, lines.filter((l) => l.includes("Torgersen")).length);
});

test("cross-validation answers with what it tried", async () => {
  const found = json(await core.ask({ kind: "tune", scenario: scenario(noise), table: core.table("penguins.csv", { train: penguins }) }));
  assert.equal(found.rows, 334);
  assert.equal(found.ridges.length, found.losses.length);
  assert.equal(found.losses[found.ridges.indexOf(found.ridge)], Math.min(...found.losses));
});

test("a step is timed before a run, on the table itself where it is small", async () => {
  const table = core.table("penguins.csv", { train: penguins });
  const gauge = json(await core.ask({ kind: "gauge", scenario: scenario(noise), table }));
  assert.deepEqual([gauge.rows, gauge.classes, gauge.solver], [334, 3, "primal"]);
  assert.ok(gauge.run > gauge.step && gauge.step > 0 && gauge.tune > 0 && gauge.megabytes > 0 && gauge.trialRows >= 300, JSON.stringify(gauge));
});

test("a preview of a packed file, and of files that cannot be read", async () => {
  const summary = json(await core.ask({ kind: "preview", table: core.table("p.csv.gz", { train: gzipSync(penguins) }) }));
  assert.deepEqual([summary.rows, summary.label, summary.columns.length], [344, "Species", 7]);
  for (const [bytes, problem] of [[Buffer.from(""), /is empty/], [Buffer.from("a,b\n1\n"), /1 cells where the header has 2/], [Buffer.from("%PDF-1.7"), /PDF/]]) {
    await assert.rejects(core.ask({ kind: "preview", table: core.table("x", { train: bytes }) }), problem);
  }
});

test("questions without a run are refused", async () => {
  core.table("other.csv", { train: Buffer.from("a,b\n1,2\n") }); // another file: the last run is gone
  for (const question of [{ kind: "review" }, { kind: "cells", rows: [0], find: "" }, { kind: "export", what: "kept", removed: [] }]) {
    await assert.rejects(core.ask(question), /no run of this table/);
  }
  await assert.rejects(core.ask({ kind: "preview", table: { name: "x", train: "own/none", labels: "", test: "", testLabels: "" } }), /has not reached the engine/);
});
