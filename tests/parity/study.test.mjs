// Studies in wasm: what is recorded is what the core computes, however the cells are
// shared out, and a cancel is answered in the middle of a cell.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { at, root } from "../tools.mjs";
import { kept, sing, small } from "./canary.mjs";
import { Core, CoreError } from "./core.mjs";

const studies = readdirSync(at("sim/scenario/studies")).map((f) => f.replace(/\.json$/, ""));
const text = (id) => readFileSync(at(`sim/scenario/studies/${id}.json`), "utf8");
const recorded = (id) => JSON.parse(readFileSync(at(`site/runs/${id}.study`), "utf8"));

let core;
let second;

before(async () => {
  [core, second] = await Promise.all([Core.start(), Core.start()]);
  core.supply();
  second.supply();
});

after(() => Promise.all([core?.stop(), second?.stop()]));

/** The commit at hand: the same cells every time the same code is tested, others with the next. */
const commit = (() => {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "no commit"; // an archive of the tree
  }
})();

/** The cell of a study that is computed again: the whole takes minutes, and its canary covers the rest. */
function sampled(id, cells) {
  return createHash("sha256").update(`${commit} ${id}`).digest().readUInt32LE() % cells;
}

for (const id of studies) {
  test(`${id}: the recording is what the core computes`, async (t) => {
    assert.ok(existsSync(at(`site/runs/${id}.study`)), `site/runs/${id}.study is missing; run ./build.sh record ${id}`);
    const { document, results, summary } = recorded(id);
    assert.deepEqual(document, JSON.parse(text(id)), "it was made from another document; run ./build.sh record");
    assert.ok(results.every((r) => r !== null), "a cell is missing");
    // Of another core than this: some rule or arm of the study now comes to something else.
    assert.equal(await sing(second, document), kept()[id], `the canary; run ./build.sh record ${id}`);
    const cell = sampled(id, results.length);
    t.diagnostic(`cell ${cell} of ${results.length} computed again`);
    const live = await core.study(text(id), { cells: [cell] });
    assert.deepEqual(JSON.parse(live.results[cell]), results[cell], `cell ${cell}; run ./build.sh record ${id}`);
    assert.deepEqual(JSON.parse(await core.summary(text(id), results)), summary, "the summary");
  });
}

test("a canary has every rule, method, arm and claim of its study", () => {
  const parts = (doc) => [doc.kind, doc.race?.rules, doc.nets?.rules, doc.nets?.conv, doc.divide?.methods, doc.claims?.ids, doc.sweep?.axes.map((a) => a.field), doc.dilution?.arms.map((a) => [a.label, a.arm, a.changes?.map((c) => c.field)])];
  for (const id of studies) {
    const doc = JSON.parse(text(id));
    assert.deepEqual(parts(small(doc)), parts(doc), id);
    assert.notDeepEqual(small(doc), doc, `${id} is not made small`);
  }
});

test("a study does not depend on which core computes what", async () => {
  const doc = JSON.parse(text("fig5"));
  Object.assign(doc.sweep, { seeds: 2 });
  Object.assign(doc.sweep.axes[0], { values: [[80, 0], [60, 20], [40, 40]], at: [0, 20, 40] });
  const small = JSON.stringify(doc);
  const alone = await core.study(small);
  const [even, odd] = await Promise.all([core.study(small, { cells: [4, 2, 0] }), second.study(small, { cells: [1, 5, 3] })]);
  const shared = alone.results.map((_, i) => even.results[i] ?? odd.results[i]);
  assert.deepEqual(shared, alone.results);
  assert.ok(alone.results.every((r) => r?.startsWith('{"variance":')), alone.results[0]);
});

test("a cancel is answered in the middle of a cell, and the next study runs", async () => {
  const doc = JSON.parse(text("theorem"));
  doc.theorem.sizes = [6400];
  const millis = await core.cancelCell(JSON.stringify(doc));
  assert.ok(millis < 1000, `answered after ${millis} ms; 100 ms are allowed, and the machine may be busy`);
  const doc5 = JSON.parse(text("fig5"));
  const { results } = await core.study(JSON.stringify(doc5), { cells: [0] });
  assert.deepEqual(JSON.parse(results[0]), recorded("fig5").results[0]);
});

test("a study that cannot be opened is refused by its place", async () => {
  const doc = JSON.parse(text("fig5"));
  doc.sweep.axes[0].values[3] = [600];
  doc.sweep.axes[0].values[4] = ["many", 1];
  await assert.rejects(core.study(JSON.stringify(doc)), (e) => e instanceof CoreError && e.error.code === "scenario" && e.error.place.startsWith("sweep.axes[0].values[4]"));
});

test("a cell that cannot be computed fails by itself", async () => {
  const doc = JSON.parse(text("divide-plane"));
  Object.assign(doc.divide, { methods: ["categorical", "em"], starts: 1, curve: 0 });
  const { results, failed } = await core.study(JSON.stringify(doc));
  assert.equal(failed.length, 1);
  assert.equal(failed[0].cell, 1);
  assert.ok(failed[0].problem.length > 0 && failed[0].remedy.length > 0);
  assert.ok(results[0] && results[2], "the other cells are there");
});
