// Records presets with the wasm core: sim/scenario/presets/ID.json -> site/runs/ID.run
//
//   node tests/parity/record.mjs [ID…]       (./build.sh record builds the core first)
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { at } from "../tools.mjs";
import { Core, joinRun } from "./core.mjs";

const presets = readdirSync(at("sim/scenario/presets")).map((f) => f.replace(/\.json$/, ""));
const asked = process.argv.slice(2);
const unknown = asked.find((id) => !presets.includes(id));
if (unknown !== undefined) {
  console.error(`"${unknown}" is not a preset; use one of ${presets.join(", ")}`);
  process.exit(2);
}

mkdirSync(at("site/runs"), { recursive: true });
const core = await Core.start();
for (const id of asked.length > 0 ? asked : presets) {
  const start = performance.now();
  const run = await core.run(readFileSync(at(`sim/scenario/presets/${id}.json`), "utf8"));
  const bytes = joinRun(run);
  writeFileSync(at(`site/runs/${id}.run`), bytes);
  for (const warning of run.warnings) console.log(`${id}: ${warning}`);
  console.log(`${id}.run: ${run.frames.length} frames, ${bytes.length} bytes (${gzipSync(bytes, { level: 9 }).length} after gzip), ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
await core.stop();
