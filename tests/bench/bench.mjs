// ./build.sh bench [--json] [--readme] [PART…]: times the core in headless Chromium, in a Worker as on the
// page, beside its peers in the same run: gonum as it comes and ml-matrix in the same
// tab, gonum compiled for this machine. Prints what it does, a table, and as its last
// line one JSON object. With --readme the table of README.md is written anew. Timings of a busy machine mean little: run it on an idle one.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import os from "node:os";
import { at } from "../tools.mjs";
import { launch } from "../e2e/browser.mjs";
import { writeTable } from "./readme.mjs";

const quiet = process.argv.includes("--json");
/** The parts asked for (wasm/bench/main.go names them), none for all. */
const parts = process.argv.slice(2).filter((a) => !a.startsWith("--"));
const say = (text) => { if (!quiet) console.error(text); };

const files = {
  "/": [at("tests/bench/index.html"), "text/html"],
  "/worker.js": [at("tests/bench/worker.js"), "text/javascript"],
  "/wasm_exec.js": [at("site/dist/wasm_exec.js"), "text/javascript"],
  "/ml-matrix.js": [at("site/node_modules/ml-matrix/matrix.umd.js"), "text/javascript"],
  "/bench.wasm": [at(".cache/bench.wasm"), "application/wasm"],
};

/** Serves the files above and returns the address. */
async function serve() {
  const server = createServer(async (request, response) => {
    const found = files[new URL(request.url, "http://localhost").pathname];
    if (!found) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": found[1] }).end(await readFile(found[0]));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** Runs the benchmark in a tab and returns its figures. */
async function inTab() {
  const server = await serve();
  const browser = await launch();
  try {
    const page = await browser.newPage();
    page.on("pageerror", (e) => say(`   ${e.stack ?? e}`));
    page.on("console", (m) => say(`   ${m.text()}`));
    await page.goto(server.url + "?" + new URLSearchParams(parts.map((part) => ["part", part])));
    const figures = await page.evaluate(() => globalThis.benchmark);
    return { ...figures, browser: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
    server.close();
  }
}

/** Matrix products of gonum compiled for this machine, in GFLOP/s, one core. */
function native() {
  say("== gonum, native");
  const out = execFileSync("go", ["test", "-run", "^$", "-bench", "NativeGonum", "-cpu", "1", "./wasm/kernel"], { cwd: at("."), encoding: "utf8" });
  const figures = {};
  for (const [, n, value] of out.matchAll(/NativeGonum\/(\d+)\S*\s.*?([\d.]+) GFLOP\/s/g)) figures[`gemm_gonum_native_gflops_${n}`] = Number(value);
  return figures;
}

/** Prints where the time of one piece of work goes, and how fast each part runs. */
function printProfile({ title, ms, phases }) {
  console.log(`\n${title}: ${ms.toFixed(1)} ms`);
  for (const phase of phases) {
    const time = phase.times * phase.ms, flops = phase.times * phase.flops;
    const speed = flops ? `${(flops / 1e6).toFixed(1).padStart(8)} MFLOP ${(flops / time / 1e6).toFixed(2).padStart(6)} GFLOP/s` : "";
    console.log(`  ${phase.name.padEnd(38)} ${String(phase.times).padStart(2)} × ${phase.ms.toFixed(2).padStart(6)} ms ${((100 * time) / ms).toFixed(0).padStart(3)} %  ${speed}`);
  }
}

const round = (v) => (typeof v === "number" ? Number(v.toPrecision(4)) : v);
say("== the core in a Worker of headless Chromium");
const figures = { ...(await inTab()), ...(parts.length === 0 ? native() : {}) };
figures.machine = `${os.cpus().length} × ${os.cpus()[0].model}`;
figures.node = process.version;
figures.load_before = os.loadavg()[0];
for (const key of Object.keys(figures)) figures[key] = round(figures[key]);
if (process.argv.includes("--readme")) {
  if (parts.length > 0) throw new Error("the table needs all parts: ./build.sh bench --readme");
  writeTable(figures);
}
const { profiles } = figures;
delete figures.profiles;
if (!quiet) {
  for (const [key, value] of Object.entries(figures)) console.log(`${key.padEnd(32)} ${value}`);
  for (const profile of profiles) printProfile(profile);
}
console.log(JSON.stringify(figures));
