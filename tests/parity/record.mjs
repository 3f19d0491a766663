// Records presets and studies with the wasm core:
//   sim/scenario/presets/ID.json -> site/runs/ID.run, sim/scenario/studies/ID.json -> site/runs/ID.study
//
// and, where "papers" or ID.paper is asked for, the paper's protocol on the samples of its
// purification figures (half an hour and more): site/runs/ID.paper.
//
//   node tests/parity/record.mjs [--check] [ID…]       (./build.sh record builds the core first)
//
// With --check nothing is recorded: every cell and frame is computed again and compared with
// what is there, and what came of it goes into checked.txt (many minutes; the tests compare a part).
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { at } from "../tools.mjs";
import { keep, sing } from "./canary.mjs";
import { check } from "./check.mjs";
import { Core, joinRun } from "./core.mjs";
import { curveOf, figures, protocolOf } from "./protocol.mjs";

const named = (folder) => readdirSync(at(folder)).map((f) => f.replace(/\.json$/, ""));
const presets = named("sim/scenario/presets");
const studies = named("sim/scenario/studies");
const papers = figures.map((id) => `${id}.paper`);
const checking = process.argv[2] === "--check";
const asked = process.argv.slice(checking ? 3 : 2).flatMap((id) => (id === "papers" ? papers : [id]));
const unknown = asked.find((id) => !presets.includes(id) && !studies.includes(id) && !papers.includes(id));
if (unknown !== undefined) {
  console.error(`"${unknown}" is neither a preset nor a study; use one of ${[...presets, ...studies, "papers", ...papers].join(", ")}`);
  process.exit(2);
}

mkdirSync(at("site/runs"), { recursive: true });
const core = await Core.start();
core.supply();
const wanted = (ids) => (asked.length > 0 ? ids.filter((id) => asked.includes(id)) : ids);
if (checking) {
  const stale = await check(core, wanted(presets), wanted(studies), asked.length === 0);
  await core.stop();
  process.exit(stale > 0 ? 1 : 0);
}
for (const id of wanted(presets)) {
  const start = performance.now();
  const run = await core.run(readFileSync(at(`sim/scenario/presets/${id}.json`), "utf8"));
  const bytes = joinRun(run);
  writeFileSync(at(`site/runs/${id}.run`), bytes);
  for (const warning of run.warnings) console.log(`${id}: ${typeof warning === "string" ? warning : JSON.stringify(warning)}`);
  console.log(`${id}.run: ${run.frames.length} frames, ${bytes.length} bytes (${gzipSync(bytes, { level: 9 }).length} after gzip), ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
for (const id of wanted(studies)) {
  const start = performance.now();
  const document = readFileSync(at(`sim/scenario/studies/${id}.json`), "utf8");
  const { results, failed, summary } = await core.study(document);
  for (const f of failed) console.log(`${id}, cell ${f.cell}: ${f.place}: ${f.problem}; ${f.remedy}`);
  const text = `{"document":${JSON.stringify(JSON.parse(document))},"results":[${results.map((r) => r ?? "null").join(",")}],"summary":${summary}}\n`;
  writeFileSync(at(`site/runs/${id}.study`), text);
  keep(id, await sing(core, JSON.parse(document)));
  console.log(`${id}.study: ${results.length} cells, ${text.length} bytes (${gzipSync(text, { level: 9 }).length} after gzip), ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
for (const name of papers.filter((p) => asked.includes(p))) {
  const start = performance.now();
  const id = name.replace(".paper", "");
  const text = `${JSON.stringify(await curveOf(await core.run(JSON.stringify(protocolOf(id)))))}\n`;
  writeFileSync(at(`site/runs/${name}`), text);
  console.log(`${name}: ${text.length} bytes (${gzipSync(text, { level: 9 }).length} after gzip), ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
await core.stop();
