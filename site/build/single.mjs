// Makes the page one HTML file: `node build/single.mjs [PRESET | scenario.json] [FOLDER]`.
// It writes NAME.html, with the engine, and NAME-player.html, which plays the recorded run.
// build.sh builds what it takes from dist first.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { Core, CoreError, joinRun } from "../../tests/parity/core.mjs";
import { module } from "./modules.mjs";

const site = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const dist = process.env.UNTANGLE_DIST ?? path.join(site, "dist");
const read = (name) => readFileSync(path.join(dist, name));
const unpacked = (bytes) => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);

/** What cannot be done, in a line for whoever typed the command. */
class Refusal extends Error {}

const presetFile = (id) => path.join(site, "..", "sim", "scenario", "presets", `${id}.json`);

/** The preset that stands in the menu for a scenario of none; data/presets.ts has the same. */
const defaultPreset = "sd2";

/** The scenario that is meant: the name of a preset, or a file. */
function scenarioOf(asked) {
  const preset = presetFile(asked);
  const file = existsSync(preset) ? preset : asked;
  if (!existsSync(file)) throw new Refusal(`"${asked}" is neither a preset nor a file`);
  return { text: readFileSync(file, "utf8"), preset: file === preset };
}

/** The data files that a scenario draws from, unpacked, by their names in dist. */
async function dataFiles(scenario) {
  const { filesOf } = await module("src/engine/files.ts");
  return Object.fromEntries(filesOf(scenario.data).map((name) => [`data/${name}`, unpacked(read(`data/${name}`))]));
}

/** The run: recorded where there is a recording, else computed now by the same core. */
async function runOf(asked, { text, preset }, data) {
  const recorded = path.join(process.env.UNTANGLE_RUNS ?? path.join(site, "runs"), `${asked}.run`);
  if (preset && existsSync(recorded)) return readFileSync(recorded);
  const core = await Core.start();
  try {
    for (const [name, bytes] of Object.entries(data)) core.file(path.basename(name), bytes);
    return joinRun(await core.run(text));
  } finally {
    await core.stop();
  }
}

/** The images of the rows with the script that draws them; null where rows are none. */
async function imagesOf(bytes, data, text) {
  const { decodeRun } = await module("src/trace/decode.ts");
  const { planeOf } = await module("src/images/plane.ts");
  const run = decodeRun(Uint8Array.from(bytes).buffer);
  const { images } = run.header;
  return images ? { script: text("images.js"), plane: planeOf(run, data[`data/${images.file}`]) } : null;
}

/** Makes both files: {engine, player} as text. */
export async function makeSingle(asked) {
  const { singleFile, sources } = await module("src/share/single.ts");
  const { parseScenario } = await module("src/scenario/check.ts");
  const document = scenarioOf(asked);
  let scenario;
  try {
    scenario = parseScenario(document.text);
  } catch (e) {
    throw new Refusal(`${asked}: ${e.message}`);
  }
  const text = (name) => read(name).toString("utf8");
  const data = await dataFiles(scenario);
  const run = await runOf(asked, document, data);
  const pieces = {
    html: text(sources.html), css: text(sources.css), app: text(sources.app), charts: text(sources.charts), language: null,
    run, images: await imagesOf(run, data, text),
    setup: { preset: existsSync(presetFile(scenario.id)) ? scenario.id : defaultPreset, scenario, table: null, t: Math.floor(scenario.purify.steps / 3), reference: null },
    reference: null,
  };
  const engine = { loader: text(sources.loader), worker: text(sources.worker), core: read(sources.core), data };
  return { name: scenario.id, engine: await singleFile({ ...pieces, engine }), player: await singleFile({ ...pieces, engine: null }) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [asked = "sd2", folder = path.join(dist, "single")] = process.argv.slice(2);
  try {
    const made = await makeSingle(asked);
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of [[`${made.name}.html`, made.engine], [`${made.name}-player.html`, made.player]]) {
      writeFileSync(path.join(folder, file), text);
      console.log(`${path.relative(process.cwd(), path.join(folder, file))}: ${(Buffer.byteLength(text) / 1000).toFixed(0)} kB`);
    }
  } catch (e) {
    if (!(e instanceof Refusal || e instanceof CoreError)) throw e;
    console.error(`build.sh single: ${e.message}`);
    process.exit(1);
  }
}
