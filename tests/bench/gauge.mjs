// What the page foretells before a run of a table against what the run then takes: seconds of the
// run, seconds of choosing the ridge, megabytes. Not part of the suite: after ./build.sh build,
//   node --import ./tests/typescript.mjs tests/bench/gauge.mjs [NAME…]
// Each table and rule has a core of its own, which is asked as the page asks it (src/own/own.ts):
// a preview, a gauge at a ridge from the middle of those that are tried, the ridge by cross-validation, the run. A ratio
// above 1 says that less time was taken than foretold. Processor seconds are printed beside: on a
// busy machine the clock tells more of the other programs. The last line is a JSON object; it leaves
// out what took less than half a second, of which nobody wants to know.
import { readFileSync } from "node:fs";
import os from "node:os";
import { TrialRidge } from "../../site/src/generated/session.ts";
import { removalsOf } from "../../site/src/own/settings.ts";
import { at } from "../tools.mjs";
import { Core } from "../parity/core.mjs";

/** Numbers that look drawn at random and are the same every time. */
function source(seed) {
  let s = seed;
  return () => ((s = (Math.imul(s, 1664525) + 1013904223) >>> 0) / 2 ** 32);
}

/** A CSV of n rows: numbers, categories of four values, and a label of so many classes that the first numbers decide, but for a share of the rows. */
function table(n, numbers, { categories = 0, classes = 2, wrong = 0.2 } = {}) {
  const r = source(n + numbers);
  const bell = () => r() + r() + r() + r() - 2;
  const lines = [[...Array.from({ length: numbers }, (_, j) => `x${j}`), ...Array.from({ length: categories }, (_, j) => `c${j}`), "label"].join(",")];
  for (let i = 0; i < n; i++) {
    const x = Array.from({ length: numbers }, bell);
    const sum = (x[0] + (x[1] ?? 0) + 2) / 4;
    const label = r() < wrong ? Math.floor(r() * classes) : Math.min(classes - 1, Math.max(0, Math.floor(sum * classes)));
    lines.push([...x.map((v) => v.toFixed(3)), ...Array.from({ length: categories }, () => "abcd"[Math.floor(4 * r())]), `k${label}`].join(","));
  }
  return Buffer.from(`${lines.join("\n")}\n`);
}

const built = (name) => readFileSync(at("site/dist/data", name));
const noise = (rate) => ({ noise: { kind: "symmetric", rate } });
const usual = ["delta", "loss", "self-influence"];
/** name: the file, its bytes, fields of the data, rules. */
const cases = {
  "60 × 4": ["small.csv", table(60, 4), { label: "label" }, [...usual, "loo-influence"]],
  penguins: ["penguins.csv", built("penguins.csv"), { label: "Species", missing: "drop", ...noise(0.2) }, [...usual, "loo-influence"]],
  weather: ["weather.csv", built("seattle-weather.csv"), { label: "weather", features: ["precipitation", "temp_max", "temp_min", "wind"], missing: "drop", ...noise(0.2) }, usual],
  "digits 14×14": ["digits.npz", built("digits-3-5.npz"), { label: "label", scale: "unit", ...noise(0.3) }, usual],
  "1,000 × 10, 20 classes": ["many.csv", table(1000, 10, { classes: 20 }), { label: "label" }, ["delta", "loss"]],
  "3,000 × 20 + 10 categories": ["middle.csv", table(3000, 20, { categories: 10, classes: 3 }), { label: "label" }, ["delta", "loss"]],
  "20,000 × 5": ["tall.csv", table(20_000, 5), { label: "label" }, usual],
  "40,000 × 8": ["taller.csv", table(40_000, 8), { label: "label" }, ["delta"]],
  "400 × 600": ["wide.csv", table(400, 600), { label: "label" }, usual],
  "200 × 1,500": ["wider.csv", table(200, 1500), { label: "label" }, ["delta", "loss"]],
  "500 × 100, 8 classes": ["block.csv", table(500, 100, { classes: 8 }), { label: "label" }, ["delta", "loss"]],
};

const asked = process.argv.slice(2);
const sums = { run: [], tune: [] };
console.log("table | rule | weights | run: foretold s, taken s, ratio | ridge: foretold s, taken s, ratio | memory: foretold MB, taken MB");
for (const [name, [file, bytes, data, rules]] of Object.entries(cases)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const rule of rules) {
    const core = await Core.start();
    const own = core.table(file, { train: bytes });
    const json = (b) => JSON.parse(Buffer.from(b).toString());
    const scenario = (ridge, perStep, steps) => JSON.stringify({
      version: 1, id: "own-data", title: "t", summary: "", seed: 1, data: { kind: "table", scale: "standard", ...data },
      fit: { method: "newton", ridge, epochs: 1000, targetLoss: 0.1 }, influence: { damping: 0.01 }, purify: { rule, perStep, steps },
    });
    const rows = json(await core.ask({ kind: "preview", table: own })).rows;
    const { perStep, steps } = removalsOf(rows, 0.24);
    const gauge = json(await core.ask({ kind: "gauge", scenario: scenario(TrialRidge, perStep, steps), table: own }));
    const clock = async (work) => {
      const [from, used] = [performance.now(), process.cpuUsage()];
      const value = await work();
      const { user, system } = process.cpuUsage(used);
      return [value, (performance.now() - from) / 1000, (user + system) / 1e6];
    };
    const [tuned, tune] = await clock(() => core.ask({ kind: "tune", scenario: scenario(1e-4, perStep, 0), table: own }));
    const { perStep: per, steps: k } = removalsOf(gauge.rows, 0.24);
    const [, run, used] = await clock(() => core.run(scenario(json(tuned).ridge, per, k), { table: own }));
    const memory = (await core.memory()) / 1e6;
    await core.stop();
    if (gauge.run === null) {
      console.log(`${name} | ${rule} | ${gauge.solver} | not foretold, ${run.toFixed(2)} | not foretold, ${tune.toFixed(2)} | ${gauge.megabytes.toFixed(0)}, ${memory.toFixed(0)}`);
      continue;
    }
    const [r, t] = [gauge.run / 1000 / run, gauge.tune / 1000 / tune];
    if (run >= 0.5) sums.run.push(r);
    if (tune >= 0.5) sums.tune.push(t);
    console.log([name, rule, `${gauge.rows} × ${(gauge.classes - 1) * gauge.features} ${gauge.solver}`,
      `${(gauge.run / 1000).toFixed(2)}, ${run.toFixed(2)}, ${r.toFixed(2)} (processor ${used.toFixed(2)})`, `${(gauge.tune / 1000).toFixed(2)}, ${tune.toFixed(2)}, ${t.toFixed(2)}`, `${gauge.megabytes.toFixed(0)}, ${memory.toFixed(0)}`].join(" | "));
  }
}
const spread = (list) => { const s = list.toSorted((a, b) => a - b); return { least: s[0], median: s[s.length >> 1], most: s.at(-1), within2: s.filter((v) => v >= 0.5 && v <= 2).length / s.length }; };
console.log(JSON.stringify({ cases: sums.run.length, run: spread(sums.run), tune: spread(sums.tune), load: os.loadavg()[0] }));
