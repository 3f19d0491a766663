// The user's own table: which file is what, settings and their command line, decisions,
// order, report. The core reads the files; here only words about them are handled.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Summary } from "../../site/src/generated/dataset.ts";
import type { Scenario } from "../../site/src/generated/scenario.ts";
import type { Gauge, Review } from "../../site/src/generated/session.ts";
import { tableScenario } from "../../site/src/data/table.ts";
import { advice, costText } from "../../site/src/own/cost.ts";
import { Decisions } from "../../site/src/own/decisions.ts";
import { handOver, isTable, maxFile, partsOf, tableLimits } from "../../site/src/own/files.ts";
import { allRows, judge, outsiders, select } from "../../site/src/own/ranking.ts";
import { escape, reportHTML } from "../../site/src/own/report.ts";
import { outcome, rivalTable, type Rival } from "../../site/src/own/rivals.ts";
import { commandOf, dataOf, quoted, removalsOf, suggested, trainingRows, unnamable } from "../../site/src/own/settings.ts";
import { parseScenario } from "../../site/src/scenario/check.ts";

const file = (name: string) => new File(["x"], name);
const names = (list: string[]) => {
  const p = partsOf(list.map(file));
  return p && [p.train.name, p.labels?.name ?? "", p.test?.name ?? "", p.testLabels?.name ?? ""];
};

test("files are told apart by their names", () => {
  assert.deepEqual(names(["test.csv"]), ["test.csv", "", "", ""], "a single file is what it is");
  assert.deepEqual(names(["iris_test.csv", "iris.csv"]), ["iris.csv", "", "iris_test.csv", ""]);
  assert.deepEqual(names(["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"]),
    ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]);
  assert.deepEqual(names(["x.npy", "y.npy"]), ["x.npy", "y.npy", "", ""]);
  assert.deepEqual(names(["latest.csv", "contest.csv"]), ["latest.csv", "", "", ""], "test inside a word is no test");
  assert.equal(names(["labels.csv", "y.npy"]), null);
});

test("a table names the files that go with it, and no others", () => {
  const { table, files } = handOver(partsOf([file("a.csv"), file("a-test.csv")])!);
  assert.deepEqual(table, { name: "a.csv", train: "own/train", labels: "", test: "own/test", testLabels: "" });
  assert.deepEqual(Object.keys(files), ["own/train", "own/test"]);
});

test("JSON is a table or a setup", () => {
  for (const text of ["[{}]", ' \n[{"a":1}]', '{"a":1}\n{"a":2}\n']) assert.equal(isTable(text), true, text);
  for (const text of ["{", "{}", '{"version":1,\n"id":"x"}', '{"version":1}\n\n']) assert.equal(isTable(text), false, text);
});

test("the limits are those of the reader", () => {
  const go = readFileSync(new URL("../../sim/dataset/table.go", import.meta.url), "utf8");
  const [, a, b] = /MaxFile = (\d+) << (\d+)/.exec(go)!;
  assert.equal(maxFile, Number(a) * 2 ** Number(b));
  const of = (name: string) => Number(new RegExp(`\\b${name}\\s*=\\s*([\\d_]+)`).exec(go)![1]!.replaceAll("_", ""));
  assert.deepEqual({ ...tableLimits }, { rows: of("MaxRows"), columns: of("MaxColumns"), cells: of("MaxCells") });
});

const column = (name: string, kind: string, missing = 0) => ({ name, kind, distinct: 3, missing, samples: [], min: 0, max: 0 });
const summary: Summary = {
  name: "p.csv", format: "csv", charset: "UTF-8", rows: 200, exact: true, looked: 100, head: [], arrayFeatures: 0, shape: [], testRows: 0,
  columns: [column("kind", "category"), column("a", "numeric", 10), column("b,c", "numeric"), column("id", "identifier", 50)],
  label: "kind", truth: "", features: ["a", "b,c"], missing: "drop", classes: [], encoded: 3, megabytes: 1, warnings: [],
};
const preset = parseScenario(readFileSync(new URL("../../sim/scenario/presets/sd2.json", import.meta.url), "utf8"));

test("what is suggested becomes data with nothing said twice", () => {
  const c = suggested(summary);
  assert.deepEqual(dataOf(summary, c, false), { kind: "table", label: "kind", scale: "standard", features: ["a", "b,c"], missing: "drop" });
  assert.deepEqual(dataOf(summary, { ...c, features: ["id", "b,c", "a"], missing: "refuse" }, false), { kind: "table", label: "kind", scale: "standard" }, "all columns, in the file's order");
  assert.equal(dataOf(summary, { ...c, holdout: 0.2 }, true).holdout, undefined, "a test file is a test");
  assert.deepEqual(dataOf(summary, { ...c, noise: 0.2, holdout: 0.1, sample: 50 }, false), { kind: "table", label: "kind", scale: "standard", features: ["a", "b,c"], missing: "drop", holdout: 0.1, sample: 50, noise: { kind: "symmetric", rate: 0.2 } });
});

test("rows and removals leave ten rows at least", () => {
  const c = suggested(summary);
  assert.equal(trainingRows(summary, c, false), 180, "rows with a gap in a used column are off");
  assert.equal(trainingRows(summary, { ...c, holdout: 0.5, sample: 100 }, false), 50);
  for (const rows of [0, 5, 11, 40, 334, 5000, 200_000]) {
    for (const leave of [0.05, 0.24, 0.4]) {
      const { perStep, steps } = removalsOf(rows, leave);
      assert.ok(perStep >= 1 && steps >= 0 && steps <= 1000);
      assert.ok(steps === 0 || rows - perStep * steps >= 10, `${rows}, ${leave}`);
    }
  }
});

const scenario = (data: Partial<Scenario["data"]> = {}): Scenario => tableScenario(preset, {
  key: 1, name: "p.csv", table: { name: "p.csv", train: "own/train", labels: "", test: "", testLabels: "" }, files: {},
  data: { ...dataOf(summary, suggested(summary), false), ...data }, perStep: 2, steps: 5, ridge: 0.03,
});

test("a table's scenario is valid, with the ridge that was chosen", () => {
  const s = scenario();
  assert.equal(s.fit.ridge, 0.03);
  assert.doesNotThrow(() => parseScenario(JSON.stringify(s)));
});

test("the command line says what the page does, quoted for a shell", () => {
  const parts = partsOf([file("it's mine.csv")])!;
  const line = commandOf(scenario({ features: ["a b", "c"], noise: { kind: "symmetric", rate: 0.2 } }), parts);
  assert.match(line, /^untangle purify -data 'it'\\''s mine\.csv' -label kind -features 'a b,c' -missing drop -scale standard -noise 0\.2 -seed \d+ -fit newton -ridge 0\.03 /);
  assert.match(line, /-per-step 2 -steps 5 -kept kept -removed removed -ranked ranked\.csv$/);
  assert.deepEqual(unnamable(scenario()), ["b,c"]);
  assert.equal(quoted("$(rm)"), "'$(rm)'");
  assert.equal(quoted(""), "''");
});

const review: Review = {
  row: [4, 0, 2, 9], line: [5, 1, 3, 10], index: [3, 0, 1, 4], score: [3, 1, null, 2], removed: [0, 1, -1, -1], given: [0, 1, 0, 1], suggested: [1, 1, 0, 0],
  confidence: [0.9, 0.8, 0.7, 0.6], leverage: [0.2, 0.7, null, 0.1], warning: ["", "leverage 0.70", "too large", ""], classes: ["n", "y"], columns: ["a"], kept: "csv",
};

test("decisions by hand are undone and redone, and agreeing with the run is none", () => {
  const d = new Decisions(review);
  assert.deepEqual(d.removed(), [0, 4]);
  d.decide([4, 0], "removed");
  assert.equal(d.canUndo, false, "nothing changed");
  d.decide([4], "kept");
  d.decide([2, 9], "removed");
  assert.deepEqual([d.removed(), d.count], [[0, 2, 9], 3]);
  d.undo();
  assert.deepEqual([d.removed(), d.count, d.canRedo], [[0], 1, true]);
  d.redo();
  d.decide([4], "removed");
  assert.deepEqual([d.removed(), d.count, d.canRedo], [[0, 2, 4, 9], 2, false]);
  d.undo(), d.undo(), d.undo(), d.undo();
  assert.deepEqual([d.removed(), d.count, d.canUndo], [[0, 4], 0, false]);
});

test("rows are filtered and ordered; what is unknown comes last", () => {
  const d = new Decisions(review);
  const of = (f: Partial<typeof allRows>) => select(review, d, { ...allRows, ...f }).map((k) => review.row[k]);
  assert.deepEqual(of({}), [4, 0, 2, 9]);
  assert.deepEqual(of({ descending: true }), [9, 2, 0, 4]);
  assert.deepEqual(of({ show: "removed" }), [4, 0]);
  assert.deepEqual(of({ show: "differs" }), [4, 9]);
  assert.deepEqual(of({ given: 0, show: "kept" }), [2]);
  assert.deepEqual(of({ found: new Set([9, 0]) }), [0, 9]);
  assert.deepEqual(of({ sort: "score" }), [0, 9, 4, 2]);
  assert.deepEqual(of({ sort: "score", descending: true }), [4, 9, 0, 2]);
  assert.deepEqual(of({ sort: "row" }), [0, 2, 4, 9]);
  assert.deepEqual(of({ sort: "leverage" }), [0, 4, 9, 2]);
  assert.deepEqual(of({ sort: "leverage", descending: true }), [9, 4, 0, 2]);
  assert.deepEqual(of({ show: "warned" }), [0, 2]);
});

const gauge: Gauge = { rows: 1000, features: 50, classes: 2, run: 50_000, step: 2000, tune: 3600, trialRows: 600, trialFeatures: 50, exact: false, solver: "primal", megabytes: 12.3, risks: [] };

test("what a run will take is told before it is run", () => {
  const text = costText(gauge, true);
  for (const part of [/takes about 50 s/, /choosing the ridge before it 3\.6 s/, /2\.0 s per step/, /600 rows timed just now/, /12\.3 MB/]) assert.match(text, part);
  assert.doesNotMatch(costText({ ...gauge, exact: true }, false), /choosing the ridge|600 rows/);
  assert.match(costText({ ...gauge, run: null, step: null, tune: null, solver: "cg" }, true), /no time can be foretold/);
});

test("data unlike the examples are told what to set, and why", () => {
  const classes = [{ value: "a", count: 980 }, { value: "<b>", count: 20 }];
  assert.deepEqual(advice(gauge, { ...summary, classes: [] }, 0.01, 0.01), []);
  assert.match(advice({ ...gauge, risks: ["separable"] }, summary, 1e-4, 0.01).join(), /separable.*10⁻⁴; let cross-validation choose/);
  assert.match(advice({ ...gauge, risks: ["separable"] }, summary, null, 0.01).join(), /chosen by cross-validation/);
  assert.match(advice({ ...gauge, features: 2000 }, summary, null, 0.01).join(), /2000 weights for 1000 rows/);
  assert.match(advice(gauge, { ...summary, classes }, null, 0.01).join(), /Nearly all rows are “a”/);
  assert.match(advice(gauge, { ...summary, classes: [{ value: "c", count: 4 }, { value: "d", count: 4 }] }, null, 0.01).join(), /Tiny classes: c \(4\), d \(4\)/);
  const told = [{ code: "wide", column: "", text: "" }, { code: "tiny-class", column: "", text: "" }];
  assert.deepEqual(advice({ ...gauge, features: 2000 }, { ...summary, warnings: told, classes: [{ value: "c", count: 4 }, { value: "d", count: 5 }] }, null, 0.01), []);
});

test("a ranking is judged as by hand", () => {
  assert.deepEqual(judge([true, true, false, false]), { wrong: 2, hits: 2, auc: 1 });
  assert.deepEqual(judge([false, false, true]), { wrong: 1, hits: 0, auc: 0 });
  // Of the four pairs of a wrong and a right row, three are in order.
  assert.deepEqual(judge([true, false, true, false]), { wrong: 2, hits: 1, auc: 0.75 });
  assert.equal(judge([false, false]), null);
  assert.deepEqual(outsiders([0, 1, 1, 2, 0], 3), [false, true, true, true, false], "all but the most frequent, the first of equals");
});

test("a report holds no markup of the user's", () => {
  const evil = `<script>x</script>"'&`;
  assert.equal(escape(evil), "&#60;script&#62;x&#60;/script&#62;&#34;&#39;&#38;");
  const text = reportHTML({
    title: evil, date: evil, build: evil, sections: [{ title: evil, facts: [[evil, evil]] }], warnings: [evil], command: evil, caveat: evil,
    pictures: [{ src: evil, text: evil }], rivals: { title: evil, note: evil, columns: [evil], rows: [[evil]] }, columns: [evil], rows: [[evil, { src: evil, text: evil }]], total: 1,
  });
  assert.doesNotMatch(text, /<script|"'&[^#]/);
  assert.equal(text.split("&#60;script&#62;x").length - 1, 21, "every text is there, escaped");
});

test("a race that has ended counts the rules that came and names those that failed", () => {
  const came = (rule: Rival["rule"], orderAUC: number): Rival => ({ rule, failed: "", cell: { rule, orderAUC, orderPrecision: 0.5, peak: null } as unknown as Rival["cell"] });
  const list: Rival[] = [came("loss", 0.6), { rule: "aum", cell: null, failed: "it did not converge" }, came("delta", 0.9)];
  assert.match(outcome(list, 3000), /^2 rules in 3 s.*Without a result: area under the margin\.$/);
  assert.match(outcome(list.slice(0, 1), 3000), /^One rule in 3 s, computed in this tab just now\.$/);
  assert.deepEqual(rivalTable(list, "delta", false).rows.map((r) => [r.of.rule, r.texts.slice(1)]), [["delta", ["0.500", "0.9000"]], ["loss", ["0.500", "0.6000"]], ["aum", ["it did not converge"]]]);
});
