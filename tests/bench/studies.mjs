// node tests/bench/studies.mjs [--workers N] [ID…]: times studies as the page's pool computes
// them, in N cores at a time (one less than the machine has, at most 4, as on the page), and
// says when the first cell was there. Beside the time on the clock it gives that of the
// processors, which other work on the machine does not lengthen as much.
// ./build.sh build core data   makes what it needs.
import { readFileSync } from "node:fs";
import os from "node:os";
import { at } from "../tools.mjs";
import { Core } from "../parity/core.mjs";

/** What the laboratory promises: the eight-rule race, EM, and the dilution of 20 seeds. */
const promised = {
  race: { title: "race of 8 rules, 1 seed, 24 steps (≤ 20 s)", id: "race", change: (d) => { d.race.seeds = 1; } },
  em: { title: "EM, n = 1000, K = 2, 1 start (≤ 2 s)", id: "divide", change: (d) => { Object.assign(d.divide, { methods: ["em"], starts: 1, curve: 0 }); } },
  dilution: { title: "dilution, 2,000 digits, 20 seeds × 2 arms × 30 epochs (≤ 20 s)", id: "dilution", change: () => {} },
};

const args = process.argv.slice(2);
const given = args.indexOf("--workers");
const workers = given >= 0 ? Number(args.splice(given, 2)[1]) : Math.max(1, Math.min(os.cpus().length - 1, 4));
for (const name of args.length > 0 ? args : Object.keys(promised)) {
  const { title, id, change } = promised[name] ?? { title: name, id: name, change: () => {} };
  const doc = JSON.parse(readFileSync(at(`sim/scenario/studies/${id}.json`), "utf8"));
  change(doc);
  const text = JSON.stringify(doc);
  const cores = await Promise.all(Array.from({ length: workers }, () => Core.start()));
  for (const core of cores) core.supply();
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const done = [];
  await Promise.all(cores.map((core, worker) => core.shared(text, (cells) => {
    const next = done.length < cells ? done.length : -1;
    if (next >= 0) done.push({ worker, begun: performance.now() });
    return next;
  }, (cell) => { done[cell].ended = performance.now(); })));
  const spent = process.cpuUsage(cpu);
  const [wall, used] = [(performance.now() - start) / 1000, (spent.user + spent.system) / 1e6];
  const first = (Math.min(...done.map((c) => c.ended)) - start) / 1000;
  console.log(`${title}: ${wall.toFixed(2)} s with ${workers} worker${workers > 1 ? "s" : ""}, ${used.toFixed(2)} s of processor; first of ${done.length} cells after ${first.toFixed(2)} s; load ${os.loadavg()[0].toFixed(1)}`);
  if (done.length <= 24) console.log(`  ${done.map((c) => ((c.ended - c.begun) / 1000).toFixed(2)).join("  ")}`);
  await Promise.all(cores.map((core) => core.stop()));
}
