// Runs the tests, part by part, and ends with "N passed, N failed[, N skipped]".
//
//   node tests/run.mjs [PART…]        (./build.sh test builds first, then runs this)
//
// A part that passes is one line; a part that fails shows all of its output. Skipped
// tests and diagnostics are always shown, so that nothing is left out in silence.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { countGo } from "./count-go.mjs";
import { at, root } from "./tools.mjs";

/** Minutes after which a part is stopped and counts as failed. */
const partLimit = 20;

/**
 * Folders of Node tests, each a part; every one must have tests. Files in `alone` run one
 * by one behind the others: they measure time, or build. Those of `narrow` folders compute on
 * one processor each and draw nothing, so two of these parts run at a time, one file each;
 * `apart` makes parts of their own of a folder's longest files.
 */
const suites = [
  { group: "parity", narrow: true, apart: ["study.test.mjs"] }, { group: "docs", narrow: true }, { group: "site", narrow: true },
  { group: "edge", narrow: true }, { group: "runner", narrow: true }, { group: "scene" },
  { group: "e2e", alone: ["live.test.mjs", "serve.test.mjs"] },
];
/** Narrow parts that run at a time. */
const lanes = 2;

const wasmEnv = { GOOS: "js", GOARCH: "wasm", CGO_ENABLED: "0" };
const temp = mkdtempSync(path.join(tmpdir(), "untangle-test-"));

/** The parts in order: name, group (what the command line selects by), and how to run it. */
const parts = [
  { name: "gofmt", group: "go", run: () => silent("gofmt", ["-l", ...goFolders()], "these files need gofmt -w:") },
  { name: "go vet", group: "go", run: () => check("go", ["vet", "./..."]) },
  { name: "go vet (wasm)", group: "wasm", run: () => check("go", ["vet", "./wasm/...", "./render/..."], wasmEnv) },
  { name: "go test", group: "go", run: goTest },
  { name: "tsc", group: "types", run: () => check(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.json"], {}, at("site")) },
  ...suites.flatMap(({ group, alone = [], apart = [], narrow = false }) => [
    ...apart.map((f) => ({ name: `tests/${group} ${f.split(".")[0]}`, group, narrow, run: () => nodeTest(group, [f], 1) })),
    { name: `tests/${group}`, group, narrow, run: () => nodeTest(group, testFiles(group).filter((f) => !alone.includes(f) && !apart.includes(f)), narrow ? 1 : 2) },
    ...(alone.length > 0 ? [{ name: `tests/${group} alone`, group, run: () => nodeTest(group, alone, 1) }] : []),
  ]),
];

/** Top folders that hold Go files. */
function goFolders() {
  return ["render", "sim", "tests", "wasm"].filter((folder) => existsSync(at(folder)));
}

/** Runs a program and collects its output: {code, stdout, text}; code is null after a timeout or signal. */
function execute(program, args, env = {}, cwd = root) {
  return new Promise((resolve) => {
    // A group of its own, so that a part is ended with all it started. The browser has yet
    // another group: it is ended by its parent, which therefore gets time to do so.
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const end = () => {
      signalGroup(child, "SIGTERM");
      setTimeout(() => signalGroup(child, "SIGKILL"), 5000).unref();
    };
    const timer = setTimeout(end, partLimit * 60_000);
    running.add(end);
    let stdout = "";
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => { stdout += chunk; text += chunk; });
    child.stderr.setEncoding("utf8").on("data", (chunk) => { text += chunk; });
    child.on("error", (err) => { clearTimeout(timer); resolve({ code: null, stdout, text: `${text}${err.message}\n` }); });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (signal) text += `\nended by ${signal}; a part may take ${partLimit} minutes\n`;
      running.delete(end);
      resolve({ code, stdout, text });
    });
  });
}

/** Each ends a part that runs now. */
const running = new Set();
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    for (const end of running) end();
    setTimeout(() => process.exit(130), 1000);
  });
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** A part that is one check: it passes when the program does. */
async function check(program, args, env, cwd) {
  const { code, text } = await execute(program, args, env, cwd);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, notes: [], output: text };
}

/** A check that passes when the program prints nothing. */
async function silent(program, args, complaint) {
  const { code, text } = await execute(program, args);
  const good = code === 0 && text === "";
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0, notes: [], output: `${complaint}\n${text}` };
}

async function goTest() {
  const { code, stdout, text } = await execute("go", ["test", "-json", `-timeout=${partLimit}m`, "./..."]);
  return settle(countGo(stdout), code, text);
}

/** The test files of a folder: *.test.mjs and *.test.ts. */
function testFiles(group) {
  const folder = at("tests", group);
  return existsSync(folder) ? readdirSync(folder).filter((f) => /\.test\.(mjs|ts)$/.test(f)).sort() : [];
}

/** Runs test files of a folder, so many at a time. */
async function nodeTest(group, files, concurrency) {
  if (files.length === 0) return { passed: 0, failed: 1, skipped: 0, notes: [], output: `tests/${group} has no tests\n` };
  const counts = path.join(temp, `${group}-${files[0]}.json`);
  const { code, text } = await execute(process.execPath, [
    "--test", `--test-concurrency=${concurrency}`,
    "--test-reporter=spec", "--test-reporter-destination=stdout",
    `--test-reporter=${at("tests/count-node.mjs")}`, `--test-reporter-destination=${counts}`,
    ...files.map((f) => at("tests", group, f)),
  ], { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --enable-source-maps --import ${pathToFileURL(at("tests/typescript.mjs"))}`.trim() });
  let counted = { passed: 0, failed: 0, skipped: 0, notes: [] };
  try {
    counted = JSON.parse(readFileSync(counts, "utf8"));
  } catch {
    // The runner died before it could count; settle reports that.
  }
  return settle({ ...counted, output: text }, code, text);
}

/** A runner that fails without a failed test, or passes without a test, counts as one failure. */
function settle(result, code, text) {
  const bad = code !== 0 && result.failed === 0;
  if (bad || result.passed + result.failed + result.skipped === 0) return { ...result, failed: result.failed + 1, output: `${text}\nthe runner ended with code ${code} after ${result.passed} tests that passed and none that failed (a signal from outside ends it with code 1)\n` };
  return result;
}

const asked = process.argv.slice(2);
const groups = new Set(parts.map((p) => p.group));
const unknown = asked.find((name) => !groups.has(name));
if (unknown !== undefined) {
  console.error(`"${unknown}" is not a part; use ${[...groups].join(", ")}`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const wanted = parts.filter((p) => asked.length === 0 || asked.includes(p.group));
while (wanted.length > 0) {
  if (!wanted[0].narrow) await told(wanted.shift());
  else await Promise.all(Array.from({ length: lanes }, async () => { while (wanted[0]?.narrow) await told(wanted.shift()); }));
}

/** Runs a part and says what came of it. */
async function told(part) {
  const start = performance.now();
  const result = await part.run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (result.failed > 0) console.log(`\n${result.output.trimEnd()}\n`);
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : "";
  console.log(`${result.failed > 0 ? "FAIL" : "ok  "}  ${part.name.padEnd(18)} ${result.passed} passed, ${result.failed} failed${skipped}  (${seconds} s)`);
  for (const note of result.notes) console.log(`        ${note}`);
  for (const key of Object.keys(total)) total[key] += result[key];
}

rmSync(temp, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
