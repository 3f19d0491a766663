// The edge worker's wasm in workerd, by the same table as its native test
// (wasm/edge/api/testdata/requests.json), and what workerd alone can show.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import http from "node:http";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { at, load } from "../tools.mjs";

const { Miniflare } = load("miniflare");
const edge = at("wasm", "edge");
const built = (name) => at("wasm", "edge", "build", name);
const table = JSON.parse(readFileSync(at("wasm/edge/api/testdata/requests.json"), "utf8"));

/** What may be served, by name: each preset's file, and the list. */
const bodies = {};
let worker;
let origin;

before(async () => {
  worker = new Miniflare({
    modulesRoot: edge,
    modules: [
      { type: "ESModule", path: at("wasm/edge/entry.mjs") },
      { type: "ESModule", path: built("worker.mjs") },
      { type: "ESModule", path: built("wasm_exec.js") },
      { type: "ESModule", path: built("runtime.mjs") },
      { type: "CompiledWasm", path: built("app.wasm") },
    ],
    compatibilityDate: "2026-04-01",
    host: "127.0.0.1",
    port: 0,
    cf: false, // otherwise miniflare asks Cloudflare for sample data
  });
  origin = await worker.ready;
  const presets = at("sim/scenario/presets");
  for (const file of readdirSync(presets)) bodies[file.replace(/\.json$/, "")] = readFileSync(`${presets}/${file}`, "utf8");
  bodies.list = (await ask("GET", "/api/v1/presets")).body;
});

after(() => worker?.dispose());

/** Sends a request as it stands: node:http adds no Accept, and keeps the escapes of the path. */
function ask(method, path, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: origin.hostname, port: origin.port, method, path, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString("utf8") }));
    });
    request.on("error", reject);
    request.end();
  });
}

/** Fills in {etag:x}, {hash:x}, {length:x} and {repeat:x:n} as the native test does. */
function fill(text) {
  return text.replace(/\{(etag|hash|length|repeat):([^:}]+)(?::(\d+))?\}/g, (_, what, name, count) => {
    if (what === "repeat") return name.repeat(Number(count));
    const body = Buffer.from(bodies[name]);
    if (what === "length") return String(body.length);
    const hash = createHash("sha256").update(body).digest("hex");
    return what === "etag" ? `"${hash}"` : hash;
  });
}

test("the table of the native test", async (t) => {
  for (const row of table) {
    await t.test(row.name, async () => {
      const sent = Object.fromEntries(Object.entries(row.send ?? {}).map(([k, v]) => [k, fill(v)]));
      const got = await ask(row.method ?? "GET", fill(row.target), sent);
      assert.equal(got.status, row.status, got.body);
      for (const [name, value] of Object.entries(row.headers ?? {})) {
        assert.equal(got.headers[name.toLowerCase()], fill(value), name);
      }
      if (row.body === "none") return assert.equal(got.body, "");
      if (row.body !== undefined) return assert.equal(got.body, bodies[row.body]);
      const { error } = JSON.parse(got.body);
      assert.equal(error.code, row.code);
      assert.ok(error.message.includes(row.message ?? ""), error.message);
      assert.ok(error.remedy !== "" && error.remedy.includes(row.remedy ?? ""), error.remedy);
    });
  }
});

test("a malformed escape is a bad address, not a crash", async () => {
  const got = await ask("GET", "/api/v1/presets/%zz");
  assert.equal(got.status, 400);
  assert.equal(JSON.parse(got.body).error.code, "bad-address");
  assert.equal(got.headers["access-control-allow-origin"], "*");
});

test("a crash of the program is an error in JSON, not a hung request", async () => {
  const broken = new Miniflare({
    modulesRoot: edge,
    modules: [
      { type: "ESModule", path: at("wasm/edge/entry.mjs") },
      { type: "ESModule", path: built("worker.mjs"), contents: "export default { fetch() { throw new Error('out of memory'); } };" },
    ],
    compatibilityDate: "2026-04-01",
    cf: false,
    handleRuntimeStdio: (out, err) => { out.resume(); err.resume(); }, // the crash it logs is the one made here
  });
  try {
    const got = await broken.dispatchFetch("http://edge/api/v1/presets");
    assert.equal(got.status, 500);
    const { error } = await got.json();
    assert.equal(error.code, "internal");
    assert.ok(error.remedy);
  } finally {
    await broken.dispose();
  }
});

test("requests side by side do not mix", async () => {
  const ids = ["sd2", "sd3", "sd-pure", "sd2", "nope", "sd3"];
  const got = await Promise.all(ids.map((id) => ask("GET", `/api/v1/presets/${id}`)));
  ids.forEach((id, i) => {
    if (id === "nope") assert.equal(got[i].status, 404);
    else assert.equal(got[i].body, bodies[id]);
  });
});

test("the wasm fits the 3 MB limit of the free plan", (t) => {
  const size = gzipSync(readFileSync(built("app.wasm")), { level: 9 }).length;
  t.diagnostic(`app.wasm is ${size} bytes after gzip -9`);
  assert.ok(size < 3_000_000, `${size} bytes`);
});
