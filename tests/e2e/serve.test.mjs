// `./build.sh serve`, the first command of the README: the page and the edge worker side
// by side, in the real runtime.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { at } from "../tools.mjs";
import { assertOwnOrigin, eventually, firstPicture, launch, stillPlays } from "./browser.mjs";

let browser;
let server;
let url;
let output = "";

/** A port that is free now. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

before(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  // A process group of its own, so that the shell and all it starts can be ended.
  server = spawn("./build.sh", ["serve"], { cwd: at("."), env: { ...process.env, PORT: String(port) }, stdio: ["ignore", "pipe", "pipe"], detached: true });
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => { output += chunk; });
  const deadline = Date.now() + 90_000;
  for (;;) {
    assert.equal(server.exitCode, null, `serve ended:\n${output}`);
    assert.ok(Date.now() < deadline, `nothing is served after 90 s:\n${output}`);
    if (await fetch(url).then((r) => r.ok, () => false)) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  browser = await launch();
});

after(async () => {
  await browser?.close();
  if (server?.exitCode === null) process.kill(-server.pid, "SIGTERM");
});

test("it prints its address", () => {
  assert.ok(output.includes(url.slice(0, -1)), output);
});

test("files come with their types", async () => {
  const types = {
    "": /^text\/html/, "app.js": /javascript/, "app.css": /^text\/css/, "core.wasm": /^application\/wasm/,
    "view.wasm": /^application\/wasm/, "view.js": /javascript/, "worker.js": /javascript/, "presets/sd2.json": /^application\/json/,
  };
  for (const [file, type] of Object.entries(types)) {
    const response = await fetch(url + file);
    assert.equal(response.status, 200, file);
    assert.match(response.headers.get("content-type") ?? "", type, file);
    await response.arrayBuffer();
  }
  assert.equal((await fetch(`${url}no-such-file.js`)).status, 404);
});

test("the edge worker, the page and the source have the same presets", async () => {
  const list = await (await fetch(`${url}api/v1/presets`)).json();
  assert.ok(list.presets.length >= 3);
  for (const { id, sha256 } of list.presets) {
    const source = readFileSync(at(`sim/scenario/presets/${id}.json`));
    assert.equal(createHash("sha256").update(source).digest("hex"), sha256, id);
    for (const path of [`api/v1/presets/${id}`, `presets/${id}.json`]) {
      assert.ok(source.equals(Buffer.from(await (await fetch(url + path)).arrayBuffer())), path);
    }
  }
});

test("the page plays, and takes its preset from the worker", async () => {
  const page = await browser.newPage();
  const requests = [];
  const errors = [];
  page.on("request", (r) => requests.push(r.url()));
  page.on("pageerror", (e) => errors.push(String(e)));
  await page.goto(url);
  await firstPicture(page);
  await page.getByText(/the same bytes as the copy in the page/).waitFor({ state: "attached" });
  await stillPlays(page);
  assertOwnOrigin(requests, url);
  assert.deepEqual(errors, []);
  await page.close();
});

test("a returning visitor has the pages from the service worker, however the host writes their addresses", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await firstPicture(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await eventually(() => page.evaluate(() => navigator.serviceWorker.controller !== null), "the service worker is in charge", 60_000);
  for (const address of ["", "index.html", "embed.html", "embed", "?embed=1"]) {
    const response = await page.goto(url + address);
    assert.ok(response.fromServiceWorker(), `${address} comes from the network`);
    await firstPicture(page);
  }
  await page.goto(`${url}lab.html`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await context.close();
});

test("a port that is taken is said, with a way out", async () => {
  const { port } = new URL(url);
  const second = spawn("./build.sh", ["serve"], { cwd: at("."), env: { ...process.env, PORT: port }, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [second.stdout, second.stderr]) stream.on("data", (chunk) => { text += chunk; });
  const code = await new Promise((resolve) => { second.on("close", resolve); });
  assert.notEqual(code, 0);
  assert.match(text, new RegExp(`port ${port} is taken.*PORT=`));
});
