// The counters of tests/run.mjs: a test that fails must never count as one that passes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { countGo } from "../count-go.mjs";
import { at } from "../tools.mjs";

const line = (event) => JSON.stringify(event);

test("go: leaves are counted, and skips say why", () => {
  const got = countGo([
    line({ Action: "run", Package: "p", Test: "TestA" }),
    line({ Action: "pass", Package: "p", Test: "TestA/one" }),
    line({ Action: "pass", Package: "p", Test: "TestA/two" }),
    line({ Action: "pass", Package: "p", Test: "TestA" }),
    line({ Action: "output", Package: "p", Test: "TestB", Output: "    b_test.go:3: no data here\n" }),
    line({ Action: "skip", Package: "p", Test: "TestB" }),
    line({ Action: "pass", Package: "p" }),
  ].join("\n"));
  assert.deepEqual(got, { passed: 2, failed: 0, skipped: 1, notes: ["skipped p TestB: b_test.go:3: no data here"], output: "" });
});

test("go: a failing leaf is one failure and shows its output", () => {
  const got = countGo([
    line({ Action: "output", Package: "p", Test: "TestA/one", Output: "got 1\n" }),
    line({ Action: "fail", Package: "p", Test: "TestA/one" }),
    line({ Action: "fail", Package: "p", Test: "TestA" }),
    line({ Action: "fail", Package: "p" }),
  ].join("\n"));
  assert.equal(got.failed, 1);
  assert.equal(got.passed, 0);
  assert.match(got.output, /got 1/);
});

test("go: a test that fails after its subtests passed is a failure", () => {
  const got = countGo([
    line({ Action: "pass", Package: "p", Test: "TestA/one" }),
    line({ Action: "fail", Package: "p", Test: "TestA" }),
    line({ Action: "fail", Package: "p" }),
  ].join("\n"));
  assert.deepEqual([got.passed, got.failed], [1, 1]);
});

test("go: a package that does not build, or dies, is a failure", () => {
  const build = countGo([
    line({ ImportPath: "p [p.test]", Action: "build-output", Output: "p/a.go:1: syntax error\n" }),
    line({ ImportPath: "p [p.test]", Action: "build-fail" }),
    line({ Action: "fail", Package: "p" }),
  ].join("\n"));
  assert.deepEqual([build.passed, build.failed], [0, 1]);
  assert.match(build.output, /syntax error/);

  const died = countGo([
    line({ Action: "run", Package: "p", Test: "TestA" }),
    line({ Action: "output", Package: "p", Test: "TestA", Output: "panic: boom\n" }),
    line({ Action: "fail", Package: "p" }),
  ].join("\n"));
  assert.deepEqual([died.passed, died.failed], [0, 1]);
  assert.match(died.output, /boom/);
});

/** Counts a sample file with the real runner of Node. */
function countSample(name) {
  // Without this variable a runner inside a runner reports to the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const run = spawnSync(process.execPath, ["--test", `--test-reporter=${at("tests/count-node.mjs")}`, path.join(import.meta.dirname ?? at("tests/runner"), "testdata", name)], { env, encoding: "utf8" });
  return { ...JSON.parse(run.stdout), status: run.status };
}

test("node: leaves, skips, todos and diagnostics", () => {
  const got = countSample("good.mjs");
  assert.deepEqual(got, { passed: 3, failed: 0, skipped: 1, notes: ["42 bytes", "skipped needs a file: no file here"], status: 0 });
});

test("node: failing leaves, a failing parent and a failing test alone", () => {
  const got = countSample("bad.mjs");
  assert.equal(got.failed, 3);
  assert.equal(got.passed, 2);
  assert.equal(got.status, 1);
});

test("node: a file that cannot be loaded is a failure", () => {
  const got = countSample("broken.mjs");
  assert.deepEqual([got.passed, got.failed, got.status], [0, 1, 1]);
});
