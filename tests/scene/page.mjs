// Serves the page of stage.test.mjs and opens it: the harness between two buttons, on a
// page long enough to scroll, beside the view that build.sh made.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { at, load } from "../tools.mjs";

const { build } = load("esbuild");

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>stage</title>
<style>body { margin: 0 } #host { position: relative } #end { height: 3000px }</style>
<button id="before">before</button>
<div id="host"></div>
<button id="after">after</button>
<div id="end"></div>
<script>window.runBytes = Uint8Array.from(atob("RUN"), (c) => c.charCodeAt(0));</script>
<script src="harness.js"></script>
</html>`;

const types = { html: "text/html", js: "text/javascript", wasm: "application/wasm" };

/**
 * Starts a server. `answers` maps file names to functions (response) => void that answer
 * in the place of a file, and may be changed while it runs; `asked` lists the names asked for.
 */
export async function serve() {
  const { outputFiles } = await build({ entryPoints: [at("tests/scene/harness.ts")], bundle: true, write: false, format: "iife", target: "es2022" });
  const { run } = JSON.parse(readFileSync(at("tests/scene/golden.json"), "utf8"));
  const made = { "index.html": html.replace("RUN", run), "harness.js": outputFiles[0].text };
  for (const f of ["view.js", "view.wasm", "wasm_exec.js"]) {
    assert.ok(existsSync(at("site/dist", f)), `site/dist/${f} is missing; ./build.sh build makes it`);
    made[f] = readFileSync(at("site/dist", f));
  }
  const state = { answers: {}, asked: [] };
  const server = createServer((request, response) => {
    const name = new URL(request.url, "http://localhost").pathname.slice(1) || "index.html";
    state.asked.push(name);
    if (state.answers[name]) return state.answers[name](response, made[name]);
    if (!made[name]) return response.writeHead(404).end();
    const body = Buffer.from(made[name]);
    response.writeHead(200, { "Content-Type": types[name.split(".").pop()], "Content-Length": body.length }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.url = `http://127.0.0.1:${server.address().port}/`;
  state.close = () => {
    server.close();
    server.closeAllConnections();
  };
  return state;
}

/** Opens the page in a context of its own; it fails the test on an uncaught error. */
export async function open(t, browser, server, { ratio = 1, before, touch = false } = {}) {
  server.answers = {};
  server.asked.length = 0;
  const context = await browser.newContext({ viewport: { width: 700, height: 700 }, deviceScaleFactor: ratio, hasTouch: touch });
  t.after(() => context.close());
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (e) => errors.push(e.stack ?? String(e)));
  t.after(() => assert.deepEqual(errors, [], "uncaught errors"));
  await before?.(page);
  await page.goto(server.url);
  return page;
}

/** Holds back a file until the function that it returns is called. */
export function hold(server, name) {
  let go;
  const released = new Promise((resolve) => { go = resolve; });
  server.answers[name] = (response, body) => released.then(() => response.writeHead(200, { "Content-Type": types[name.split(".").pop()] }).end(body));
  return go;
}

/** Mounts a stage; o is the argument of Harness.mount. */
export const mount = (page, o) => page.evaluate((x) => window.harness.mount(x), o);

/** The last thing the stage said. */
export const status = (page) => page.evaluate(() => window.harness.statuses.at(-1));

/** Waits until the stage says that ebiten draws, or fails with what it says instead. */
export async function untilEbiten(page, timeout = 60_000) {
  await page.waitForFunction(() => {
    const s = window.harness.statuses.at(-1);
    return s.renderer === "ebiten" || s.reason;
  }, undefined, { timeout });
  const s = await status(page);
  assert.equal(s.renderer, "ebiten", `${s.reason}\n${s.report}`);
}

/** Waits until the stage has gone back to the canvas, and returns the status. */
export async function untilCanvas(page) {
  await page.waitForFunction(() => window.harness.statuses.at(-1).reason, undefined, { timeout: 60_000 });
  return status(page);
}

/** Waits until the worker has drawn what was asked for, and the screen has it. */
export const settled = (page) => page.evaluate(async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  while (window.harness.drawing()) await frame();
  await frame();
  await frame();
});

/** A screenshot of the stage after the screen has caught up, as PNG. */
export async function shot(page) {
  await settled(page);
  return page.locator("#host").screenshot();
}

/**
 * Compares two PNGs of the same size.
 * @returns {Promise<{mean: number, far: number, ink: number, stray: number}>} mean absolute
 *   difference of the color values (0 … 255), share of values that differ by more than 64,
 *   share of pixels of the first that differ from its corner, and how many pixels of the
 *   first show something where the second has nothing, nor next to it
 */
export function compare(page, a, b) {
  return page.evaluate(async (pngs) => {
    const [p, q] = await Promise.all(pngs.map(async (base64) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: "image/png" }));
      const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      pen.drawImage(bitmap, 0, 0);
      return pen.getImageData(0, 0, bitmap.width, bitmap.height);
    }));
    if (p.width !== q.width || p.height !== q.height) throw new Error(`${p.width}x${p.height} and ${q.width}x${q.height}`);
    let sum = 0;
    let far = 0;
    let ink = 0;
    let stray = 0;
    const w = p.width;
    const apart = (image, i) => [0, 1, 2].reduce((d, c) => d + Math.abs(image.data[i + c] - image.data[c]), 0);
    const around = [-w - 1, -w, -w + 1, -1, 0, 1, w - 1, w, w + 1].map((n) => 4 * n);
    const values = p.width * p.height * 3;
    for (let i = 0; i < p.data.length; i += 4) {
      for (let c = 0; c < 3; c++) {
        const d = Math.abs(p.data[i + c] - q.data[i + c]);
        sum += d;
        if (d > 64) far++;
      }
      if (apart(p, i) <= 30) continue;
      ink++;
      if (around.every((n) => !(apart(q, i + n) > 3))) stray++;
    }
    return { mean: sum / values, far: far / values, ink: ink / (w * p.height), stray };
  }, [a.toString("base64"), b.toString("base64")]);
}
