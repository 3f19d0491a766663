// Scenarios: documents that are refused and why, and the edits of the settings.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseScenario, ScenarioError } from "../../site/src/scenario/check.ts";
import { maxSteps, rowsOf } from "../../site/src/scenario/rows.ts";
import { edit, moveBoundary, rescale, sameRun, withDistributions } from "../../site/src/scenario/edit.ts";

const text = readFileSync(new URL("../../sim/scenario/presets/sd2.json", import.meta.url), "utf8");
const base = parseScenario(text);
type Doc = Record<string, any>;

/** What is changed in the preset, the field that must be named, and a word of the problem. */
const refused: { name: string; change: (d: Doc) => unknown; field: string; says?: RegExp }[] = [
  { name: "a newer version", change: (d) => (d.version = 2), field: "version", says: /2 is newer/ },
  { name: "no version", change: (d) => delete d.version, field: "version", says: /missing/ },
  { name: "a version in words", change: (d) => (d.version = "1"), field: "version" },
  { name: "a newer version with fields of its own", change: (d) => Object.assign(d, { version: 3, novelty: {} }), field: "version", says: /newer/ },
  { name: "an unknown field", change: (d) => (d.sead = 1), field: "sead", says: /not a field/ },
  { name: "an unknown field inside", change: (d) => (d.fit.momentum = 1), field: "momentum" },
  { name: "an id with a path", change: (d) => (d.id = "../x"), field: "id" },
  { name: "no title", change: (d) => delete d.title, field: "title" },
  { name: "no data", change: (d) => delete d.data, field: "data" },
  { name: "data that is a list", change: (d) => (d.data = []), field: "data" },
  { name: "an unknown kind", change: (d) => (d.data.kind = "csv"), field: "data.kind" },
  { name: "a negative seed", change: (d) => (d.seed = -1), field: "seed" },
  { name: "a fractional count", change: (d) => (d.data.counts = [0.5, 99]), field: "data.counts[0]" },
  { name: "no counts", change: (d) => (d.data.counts = []), field: "data.counts" },
  { name: "too few rows", change: (d) => (d.data.counts = [9]), field: "data.counts" },
  { name: "counts for a kind that has more blocks", change: (d) => (d.data = { kind: "plane", counts: [600], test: 9 }), field: "data.counts", says: /2 to 6/ },
  { name: "counts for a kind that has one block", change: (d) => (d.data = { kind: "moons", counts: [600, 600], test: 9 }), field: "data.counts", says: /list of 1 number/ },
  { name: "too many turns", change: (d) => (d.data = { kind: "digits", counts: [99, 99, 99, 99, 99], test: 9 }), field: "data.counts", says: /1 to 4/ },
  { name: "unknown noise", change: (d) => (d.data.noise = { kind: "pink", rate: 0.1 }), field: "data.noise.kind", says: /pink/ },
  { name: "noise as a number", change: (d) => (d.data.noise = 0.1), field: "data.noise.kind" },
  { name: "too much noise", change: (d) => (d.data.noise = { kind: "symmetric", rate: 0.51 }), field: "data.noise.rate" },
  { name: "no noise, and how much", change: (d) => (d.data.noise = { kind: "none", rate: 0.1 }), field: "data.noise.rate" },
  { name: "too many steps", change: (d) => (d.purify.steps = 100), field: "purify.steps" },
  { name: "no rows per step", change: (d) => (d.purify.perStep = 0), field: "purify.perStep" },
  { name: "an unknown rule", change: (d) => (d.purify.rule = "toString"), field: "purify.rule" },
  { name: "an unknown fit", change: (d) => (d.fit.method = "sgd"), field: "fit.method" },
  { name: "no damping", change: (d) => (d.influence.damping = 0), field: "influence.damping" },
  { name: "damping null", change: (d) => (d.influence.damping = null), field: "influence.damping" },
  { name: "marks that are no list", change: (d) => (d.marks = {}), field: "marks" },
  { name: "a mark without a source", change: (d) => delete d.marks[1].source, field: "marks[1]" },
];
for (const row of refused) {
  test(`refused: ${row.name}`, () => {
    const doc = JSON.parse(text) as Doc;
    row.change(doc);
    assert.throws(() => parseScenario(JSON.stringify(doc)), (e: unknown) => {
      assert.ok(e instanceof ScenarioError, String(e));
      assert.equal(e.field, row.field);
      if (row.says) assert.match(e.problem, row.says);
      assert.ok(e.remedy.length > 0);
      return true;
    });
  });
}
for (const [name, doc] of Object.entries({ "no JSON": "{", "a list": "[]", "a number": "1", "null": "null", "a novel": " ".repeat(70_000) })) {
  test(`refused: ${name}`, () => assert.throws(() => parseScenario(doc), (e: unknown) => e instanceof ScenarioError && e.field === "(document)"));
}

test("an edit changes what it says, and nothing is mutated", () => {
  const frozen = JSON.stringify(base);
  const s = edit(base, base, { damping: 0.1, rule: "loss" });
  assert.equal(s.influence.damping, 0.1);
  assert.equal(s.purify.rule, "loss");
  assert.equal(s.purify.steps, base.purify.steps);
  assert.equal(JSON.stringify(base), frozen);
});

test("steps shrink where the rows would not last", () => {
  assert.equal(edit(base, base, { perStep: 100 }).purify.steps, 9);
  assert.equal(edit(base, base, { counts: [15, 5] }).purify.steps, 1);
  const tiny = edit(base, base, { counts: [10, 0], perStep: 5 });
  assert.equal(tiny.purify.steps, 0);
  for (const s of [edit(base, base, { counts: [12, 0], perStep: 9999 }), tiny]) assert.ok(s.purify.steps <= maxSteps(s) && s.purify.perStep >= 1);
});

test("published marks stay only with the composition and the rule they were published for", () => {
  assert.deepEqual(edit(base, base, { damping: 0.1 }).marks, base.marks);
  const other = edit(base, base, { counts: [600, 400] });
  assert.equal(other.marks, undefined);
  assert.deepEqual(edit(base, other, { counts: [700, 300] }).marks, base.marks);
  assert.deepEqual(edit(base, base, { seed: base.seed + 1 }).marks, base.marks);
  const random = edit(base, base, { rule: "random" });
  assert.equal(random.marks, undefined);
  assert.deepEqual(edit(base, random, { rule: base.purify.rule }).marks, base.marks);
});

test("settings that the method does not use make no other run", () => {
  assert.ok(sameRun(base, edit(base, base, { epochs: 5, targetLoss: 1 })));
  assert.ok(!sameRun(base, edit(base, base, { ridge: 0.1 })));
  const adam = edit(base, base, { method: "adam" });
  assert.ok(!sameRun(base, adam));
  assert.ok(sameRun(adam, edit(base, adam, { ridge: 0.1 })));
});

test("other data make another run, and lose marks that were published without their noise", () => {
  const noisy = parseScenario(JSON.stringify({ ...base, data: { ...base.data, noise: { kind: "symmetric", rate: 0.3 } } }));
  assert.ok(!sameRun(base, noisy));
  assert.ok(sameRun(noisy, { ...noisy, data: { noise: { kind: "symmetric", rate: 0.3 }, ...base.data } }));
  assert.deepEqual(edit(noisy, noisy, { damping: 0.1 }).data, noisy.data);
  assert.equal(edit(base, noisy, {}).marks, undefined);
  const digits = { ...base.data, kind: "digits", classes: [4, 8], size: 14 };
  assert.ok(!sameRun({ ...base, data: digits }, { ...base, data: { ...digits, size: 28 } }));
});

test("the share of wrong labels is set where there are some, and only there", () => {
  const moons = parseScenario(readFileSync(new URL("../../sim/scenario/presets/moons.json", import.meta.url), "utf8"));
  const more = edit(moons, moons, { noise: 0.35 });
  assert.deepEqual(more.data.noise, { kind: "symmetric", rate: 0.35 });
  assert.equal(sameRun(more, moons), false);
  assert.equal(sameRun(edit(moons, more, { noise: 0.2 }), moons), true);
  assert.equal(edit(moons, moons, { noise: 0 }).data.noise?.kind, "symmetric", "none is not another kind");
  const sd2 = base;
  assert.equal(sameRun(edit(sd2, sd2, { noise: 0.35 }), sd2), true);
});

test("rows are spread exactly", () => {
  for (const n of [10, 11, 99, 1000, 99_999]) {
    for (const counts of [[700, 300], [1, 1, 1], [0, 0], [5, 0, 1, 7, 7, 7]]) {
      const out = rescale(counts, n);
      assert.equal(out.reduce((a, b) => a + b, 0), n);
      assert.ok(out.every((c) => c >= 0 && Number.isInteger(c)), String(out));
    }
  }
  assert.deepEqual(rescale([700, 300], 500), [350, 150]);
  assert.deepEqual(withDistributions([700, 300], 3), [700, 150, 150]);
  assert.deepEqual(withDistributions([1000], 2), [700, 300]);
  assert.deepEqual(withDistributions([700, 300], 1), [1000]);
});

test("a boundary moves between its neighbors only", () => {
  assert.deepEqual(moveBoundary([700, 300], 0, 650), [650, 350]);
  assert.deepEqual(moveBoundary([700, 300], 0, -5), [0, 1000]);
  assert.deepEqual(moveBoundary([700, 150, 150], 1, 2000), [700, 300, 0]);
  assert.deepEqual(moveBoundary([700, 150, 150], 1, 100), [700, 0, 300]);
  assert.equal(rowsOf(edit(base, base, { counts: moveBoundary([700, 300], 0, 512.4) })), 1000);
});
