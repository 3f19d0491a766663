// Builds the page into site/dist: `node build.mjs [--dev]`. Go programs and wasm_exec.js
// are put there by build.sh; the rest comes from here. Deterministic: the same sources
// give the same bytes.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { tableFiles } from "./data/tables.mjs";
import { buildDocs } from "./build-docs.mjs";
import { writeDeck } from "./build/deck.mjs";
import { localeFiles } from "./build/locales.mjs";
import { module } from "./build/modules.mjs";
import { packAll } from "./build/pack.mjs";
import { cutRun } from "./build/runs.mjs";
import { writeManifest, writeWorker } from "./build/web.mjs";

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

const runFolder = process.env.UNTANGLE_RUNS ?? at("runs");

/** The studies, from the one folder that has them. */
const studyFolder = at("..", "sim", "scenario", "studies");
const studies = Object.fromEntries(files(studyFolder, ".json").map((f) => [f.slice(0, -".json".length), readFileSync(path.join(studyFolder, f), "utf8")]));

/** Makes `import documents from "presets"` and `from "studies"` give their texts, and "preset-hashes" the SHA-256 of each preset. */
const documentPlugin = {
  name: "documents",
  setup(b) {
    const documents = {
      presets: Object.fromEntries(Object.entries(presets).map(([id, { text }]) => [id, { text }])),
      "preset-hashes": Object.fromEntries(Object.entries(presets).map(([id, { sha256 }]) => [id, sha256])),
      studies,
      papers: files(runFolder, ".paper").map((f) => f.slice(0, -".paper".length)),
    };
    b.onResolve({ filter: /^(presets|preset-hashes|studies|papers)$/ }, ({ path: name }) => ({ path: name, namespace: "documents" }));
    b.onLoad({ filter: /.*/, namespace: "documents" }, ({ path: name }) => ({ contents: JSON.stringify(documents[name]), loader: "json" }));
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

/** A page with fixed texts where it says {{key}}. */
function html(file, texts) {
  const used = new Set();
  const text = readFileSync(at(file), "utf8").replace(/\{\{(\w+)\}\}/g, (_, key) => {
    if (!Object.hasOwn(texts, key)) throw new Error(`${file} asks for {{${key}}}, which the texts of src/messages lack`);
    used.add(key);
    return texts[key].trim();
  });
  const idle = Object.keys(texts).filter((key) => !used.has(key));
  if (idle.length > 0) throw new Error(`src/messages has texts that ${file} does not use: ${idle.join(", ")}`);
  return dev ? text : text.replace(/^\s+/gm, "");
}

/** Removes what an earlier build left in a folder of dist; packed copies stay with their files. */
function prune(folder, keep) {
  for (const f of files(path.join(out, folder), "")) if (!keep.includes(f.replace(/\.(br|gz)$/, "")) && !statSync(path.join(out, folder, f)).isDirectory()) rmSync(path.join(out, folder, f));
}

/** The script that asks for the run before app.js is there: it knows the presets, and the policy knows it. */
function earlyRun(text) {
  const named = text.replace("PRESETS", Object.keys(presets).join("|"));
  const [, code] = /<script data-early>([^<]*)<\/script>/.exec(named);
  return named.replace("'EARLY'", `'sha256-${createHash("sha256").update(code).digest("base64")}'`);
}

const [css, laterCSS, wholeCSS] = await Promise.all(["main", "later", "whole"].map((name) => bundle({ entryPoints: [`css/${name}.css`] })));
const labCSS = await bundle({ entryPoints: ["css/lab.css"] });
const { fixedTexts } = await module("src/messages/en/index.ts");
const page = earlyRun(html("index.html", fixedTexts.page));
const labPage = html("lab.html", fixedTexts.lab);
const locales = await localeFiles(html, bundle);
const core = path.join(out, "core.wasm");
const coreBytes = String(existsSync(core) ? statSync(core).size : 0);
const worker = await bundle({ entryPoints: ["src/worker.ts"], format: "iife", define: { coreBytes } });
const view = await bundle({ entryPoints: ["src/view.ts"], format: "iife" });
const script = (entry) => (buildID) => bundle({ entryPoints: [entry], format: "iife", plugins: [documentPlugin], define: { buildID: JSON.stringify(buildID) } });
/** A script that waits for the language of the page (src/start.ts): the whole of it is a function, and what loads the language stands behind. */
const started = (entry, name) => async (buildID) => Buffer.concat([
  await bundle({ entryPoints: [entry], format: "iife", plugins: [documentPlugin], define: { buildID: JSON.stringify(buildID) }, banner: { js: "self.untangleStart=(languageArrived=>{" }, footer: { js: "});" } }),
  await bundle({ entryPoints: ["src/start.ts"], format: "iife", define: { pageName: JSON.stringify(name) } }),
].map((b) => Buffer.from(b)));
const lab = started("src/lab/main.ts", "lab");
/** The page in one script, for one-file pages. */
const whole = started("src/main.ts", "page");
/**
 * The page as modules: main.js for the first picture, later.js for the rest, and what both use;
 * app.js waits for the language of the page and starts main.js, which the browser has by then.
 * Should esbuild find more than one piece to share, it fails over the name, and the page would
 * have one more request to wait for.
 */
const app = async (buildID) => {
  // The comment makes Chromium compile every function while the script arrives, off the page's
  // thread, which otherwise does it before the picture. To others it is a comment.
  const { outputFiles } = await build({
    ...common, entryPoints: { main: "src/main.ts", later: "src/later.ts" }, outdir: "out", format: "esm", splitting: true, chunkNames: "shared", banner: { js: "//# allFunctionsCalledOnLoad" },
    plugins: [documentPlugin], define: { buildID: JSON.stringify(buildID) },
  });
  const begin = 'self.untangleStart=(a)=>{self.languageArrived=a;import("./main.js")};';
  return {
    "app.js": await bundle({ entryPoints: ["src/start.ts"], format: "iife", define: { pageName: '"page"' }, banner: { js: begin } }),
    ...Object.fromEntries(outputFiles.map((f) => [path.basename(f.path), f.contents])),
  };
};
const share = (buildID) => bundle({ entryPoints: ["src/share/dialog.ts"], format: "esm", plugins: [documentPlugin], loader: { ".css": "text" }, define: { buildID: JSON.stringify(buildID) } });
const tour = (buildID) => bundle({ entryPoints: ["src/tour/main.ts"], format: "esm", plugins: [documentPlugin], loader: { ".css": "text" }, define: { buildID: JSON.stringify(buildID) } });
const own = script("src/own/main.ts");
const images = script("src/images/main.ts");
const ownCSS = await bundle({ entryPoints: ["css/own.css"] });
// The build is named by the commit, where build.sh tells it, and by what it consists of, so
// that two builds of changed sources are told apart.
const named = process.env.UNTANGLE_BUILD ? `${process.env.UNTANGLE_BUILD}.` : "";
const buildID = named + sha256(Buffer.concat([wholeCSS, labCSS, Buffer.from(page + labPage), worker, view, await whole(""), await share(""), await tour(""), await lab(""), await own(""), await images(""), ownCSS, ...Object.values(locales)].map((b) => Buffer.from(b)))).slice(0, 12);

write("app.css", css);
write("later.css", laterCSS);
write("whole.css", wholeCSS);
write("index.html", page);
// The embedding is the same page, told apart by a mark, so that no query is needed.
write("embed.html", page.replace('<html lang="en"', '<html lang="en" data-embed-page'));
write("share.js", await share(buildID));
write("tour.js", await tour(buildID));
write("untangle-sim.js", await bundle({ entryPoints: ["src/untangle-sim.ts"], format: "iife" }));
write("lab.css", labCSS);
write("lab.html", labPage);
write("lab.js", await lab(buildID));
write("own.css", ownCSS);
for (const [name, script] of Object.entries(locales)) write(name, script);
prune("locale", Object.keys(locales).map((name) => path.basename(name)));
write("own.js", await own(buildID));
write("images.js", await images(buildID));
write("worker.js", worker);
for (const [name, contents] of Object.entries(await app(buildID))) write(name, contents);
write("whole.js", await whole(buildID));
write("uplot.js", readFileSync(at("node_modules", "uplot", "dist", "uPlot.iife.min.js")));
write("view.js", view);
for (const [id, { text }] of Object.entries(presets)) write(`presets/${id}.json`, text);
prune("presets", Object.keys(presets).map((id) => `${id}.json`));

await buildDocs({ write, prune, presets });
writeDeck(write);

// Recorded runs are stored packed: hosts rarely pack files of a type they do not know.
const runs = [...files(runFolder, ".run"), ...files(runFolder, ".paper"), ...files(runFolder, ".study")];
const pieces = runs.flatMap((f) => {
  const bytes = readFileSync(path.join(runFolder, f));
  if (!f.endsWith(".run")) return [[f, bytes]];
  const [start, rest] = cutRun(bytes);
  return [[f, start], [f.replace(/run$/, "rest"), rest]];
});
for (const [name, bytes] of pieces) write(`runs/${name}`, gzipSync(bytes, { level: 9 }));
prune("runs", pieces.map(([name]) => name));
// Real tables to try, and where they come from.
for (const [name, text] of Object.entries(tableFiles())) write(`data/${name}`, text);
write("build.json", JSON.stringify({ build: buildID, presets: Object.fromEntries(Object.entries(presets).map(([id, p]) => [id, p.sha256])) }, null, 2) + "\n");

writeManifest(write, fixedTexts.page);
writeWorker(write, out, readFileSync(at("src", "sw.js"), "utf8"), buildID);
if (!dev) packAll(out);

if (process.argv[1] === fileURLToPath(import.meta.url)) report();

/** What a first visit transfers, packed, against the limit of 100 kB. */
function report() {
  const sizes = ["index.html", "app.css", "app.js", "main.js", "shared.js", "runs/sd2.run"].filter((f) => existsSync(path.join(out, f)))
    .map((f) => [f, f.endsWith(".run") ? statSync(path.join(out, f)).size : gzipSync(readFileSync(path.join(out, f)), { level: 9 }).length]);
  const total = sizes.reduce((sum, [, n]) => sum + n, 0);
  const later = gzipSync(readFileSync(path.join(out, "uplot.js")), { level: 9 }).length;
  console.log(`${sizes.map(([f, n]) => `${f} ${(n / 1000).toFixed(1)}`).join(", ")}: ${(total / 1000).toFixed(1)} kB gzip for the first picture, then charts ${(later / 1000).toFixed(1)}`);
  for (const f of ["sd2"].filter((id) => !runs.includes(`${id}.run`))) console.log(`site/runs/${f}.run is missing; the page will say so (./build.sh record makes it)`);
}
