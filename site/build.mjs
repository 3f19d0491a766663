// Builds the page into site/dist: `node build.mjs [--dev]`. Go programs and wasm_exec.js
// are put there by build.sh; the rest comes from here. Deterministic: the same sources
// give the same bytes.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const at = (...parts) => path.join(here, ...parts);
const out = process.env.UNTANGLE_DIST ?? at("dist");
const dev = process.argv.includes("--dev");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The files of a folder with an extension, sorted; none where the folder is missing. */
function files(folder, extension) {
  return existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith(extension)).sort() : [];
}

/** Writes a file of dist when its bytes differ, so that time stamps tell of changes. */
function write(name, bytes) {
  const file = path.join(out, name);
  const data = Buffer.from(bytes);
  if (existsSync(file) && readFileSync(file).equals(data)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, data);
}

/** The presets, from the one folder that has them. */
const presetFolder = at("..", "sim", "scenario", "presets");
const presets = Object.fromEntries(files(presetFolder, ".json").map((f) => {
  const text = readFileSync(path.join(presetFolder, f), "utf8");
  return [f.slice(0, -".json".length), { text, sha256: sha256(text) }];
}));
if (Object.keys(presets).length === 0) throw new Error(`no presets in ${presetFolder}`);

/** Makes `import documents from "presets"` give their texts. */
const presetPlugin = {
  name: "presets",
  setup(b) {
    b.onResolve({ filter: /^presets$/ }, () => ({ path: "presets", namespace: "presets" }));
    b.onLoad({ filter: /.*/, namespace: "presets" }, () => ({ contents: JSON.stringify(presets), loader: "json" }));
  },
};

const common = {
  absWorkingDir: here, bundle: true, write: false, minify: !dev, sourcemap: dev ? "inline" : false,
  charset: "utf8", legalComments: "none", target: ["es2022", "chrome111", "firefox121", "safari16.4"], logLevel: "warning",
};

async function bundle(options) {
  const result = await build({ ...common, ...options });
  return result.outputFiles[0].contents;
}

/** index.html with the fixed texts of messages.ts where it says {{key}}. */
async function html() {
  const code = await bundle({ entryPoints: ["src/messages.ts"], format: "esm", minify: false, sourcemap: false });
  const { page } = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
  const used = new Set();
  const text = readFileSync(at("index.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, key) => {
    if (!Object.hasOwn(page, key)) throw new Error(`index.html asks for {{${key}}}, which messages.ts lacks`);
    used.add(key);
    return page[key].trim();
  });
  const idle = Object.keys(page).filter((key) => !used.has(key));
  if (idle.length > 0) throw new Error(`messages.ts has texts that index.html does not use: ${idle.join(", ")}`);
  return dev ? text : text.replace(/^\s+/gm, "");
}

/** Removes what an earlier build left in a folder of dist. */
function prune(folder, keep) {
  for (const f of files(path.join(out, folder), "")) if (!keep.includes(f)) rmSync(path.join(out, folder, f));
}

const css = await bundle({ entryPoints: ["css/main.css"] });
const page = await html();
const core = path.join(out, "core.wasm");
const coreBytes = String(existsSync(core) ? statSync(core).size : 0);
const worker = await bundle({ entryPoints: ["src/worker.ts"], format: "iife", define: { coreBytes } });
const app = (buildID) => bundle({ entryPoints: ["src/main.ts"], format: "iife", plugins: [presetPlugin], define: { buildID: JSON.stringify(buildID) } });
// The build is named by the commit, where build.sh tells it, and by what it consists of, so
// that two builds of changed sources are told apart.
const named = process.env.UNTANGLE_BUILD ? `${process.env.UNTANGLE_BUILD}.` : "";
const buildID = named + sha256(Buffer.concat([css, Buffer.from(page), worker, await app("")].map((b) => Buffer.from(b)))).slice(0, 12);

write("app.css", css);
write("index.html", page);
write("worker.js", worker);
write("app.js", await app(buildID));
write("uplot.js", readFileSync(at("node_modules", "uplot", "dist", "uPlot.iife.min.js")));
for (const f of ["view.html"]) if (existsSync(at(f))) write(f, readFileSync(at(f)));
for (const [id, { text }] of Object.entries(presets)) write(`presets/${id}.json`, text);
prune("presets", Object.keys(presets).map((id) => `${id}.json`));

// Recorded runs are stored packed: hosts rarely pack files of a type they do not know.
const runFolder = process.env.UNTANGLE_RUNS ?? at("runs");
const runs = files(runFolder, ".run");
for (const f of runs) write(`runs/${f}`, gzipSync(readFileSync(path.join(runFolder, f)), { level: 9 }));
prune("runs", runs);
write("build.json", JSON.stringify({ build: buildID, presets: Object.fromEntries(Object.entries(presets).map(([id, p]) => [id, p.sha256])) }, null, 2) + "\n");

if (process.argv[1] === fileURLToPath(import.meta.url)) report();

/** What a first visit transfers, packed, against the limit of 100 kB. */
function report() {
  const sizes = ["index.html", "app.css", "app.js", "runs/sd2.run"].filter((f) => existsSync(path.join(out, f)))
    .map((f) => [f, f.endsWith(".run") ? statSync(path.join(out, f)).size : gzipSync(readFileSync(path.join(out, f)), { level: 9 }).length]);
  const total = sizes.reduce((sum, [, n]) => sum + n, 0);
  const later = gzipSync(readFileSync(path.join(out, "uplot.js")), { level: 9 }).length;
  console.log(`${sizes.map(([f, n]) => `${f} ${(n / 1000).toFixed(1)}`).join(", ")}: ${(total / 1000).toFixed(1)} kB gzip for the first picture, then charts ${(later / 1000).toFixed(1)}`);
  for (const f of ["sd2"].filter((id) => !runs.includes(`${id}.run`))) console.log(`site/runs/${f}.run is missing; the page will say so (./build.sh record makes it)`);
}
