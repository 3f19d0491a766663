// The stage in a real browser: both renderers, the swap between them, and every way in
// which ebiten can fail.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch } from "../e2e/browser.mjs";
import { compare, hold, mount, open, serve, settled, shot, status, untilCanvas, untilEbiten } from "./page.mjs";

let browser;
let server;
before(async () => { [browser, server] = [await launch(), await serve()]; });
after(async () => {
  await browser?.close();
  server?.close();
});

const view = (change = {}) => ({ width: 480, height: 480, profile: "light", reduceMotion: false, hover: -1, ...change });

/** Fails unless two screenshots show the same picture; `limit` bounds the mean difference. */
async function same(page, a, b, what, limit) {
  const { mean, far, ink, stray } = await compare(page, a, b);
  assert.ok(ink > 0.02, `${what}: the picture is empty (${ink})`);
  assert.ok(mean < limit && far < limit / 500, `${what}: mean difference ${mean.toFixed(4)} of 255, ${(100 * far).toFixed(3)} % far apart`);
  assert.equal(stray, 0, `${what}: pixels where nothing should be`);
  return mean;
}

/** Two pictures by the canvas differ by rounding, where marks lie elsewhere in the atlas. */
const rounding = 0.005;
/** Ebiten smooths edges a little otherwise. Measured: 0.1 … 0.5 of 255. */
const smoothing = 1;

/** Whether ebiten is what shows. */
const ebitenShows = (page) => page.evaluate(() => {
  const [far, near] = ['canvas[data-by="ebiten"]', "canvas:not([data-by])"].map((s) => document.querySelector(s));
  return far !== null && getComputedStyle(far).opacity === "1" && getComputedStyle(near).visibility === "hidden";
});

/** The worker that ebiten draws in. */
function worker(page) {
  const found = page.workers().filter((w) => w.url().endsWith("view.js"));
  assert.equal(found.length, 1, "one worker draws");
  return found[0];
}

/** Puts a line in front of the worker's script. */
const prepend = (server, line) => {
  server.answers["view.js"] = (response, body) => response.writeHead(200, { "Content-Type": "text/javascript" }).end(line + body);
};

const known = new Map();

/** The picture as the canvas draws it, on a page of its own. */
async function byCanvas(t, t0, v, o = {}) {
  const key = JSON.stringify([t0, v, o]);
  if (!known.has(key)) {
    const { answers } = server;
    const page = await open(t, browser, server, o);
    await mount(page, { t: t0, view: v, ebiten: false, ...o });
    known.set(key, await shot(page));
    server.answers = answers;
  }
  return known.get(key);
}

for (const [name, t0, change, o] of [
  ["at rest, every shape", 4, {}, {}],
  // On a dark stage, where the white square of the atlas would show beside a mark.
  ["at rest at two device pixels per pixel, dark", 5, { profile: "dark" }, { ratio: 2, stage: "#14171c" }],
  ["in mid-flight, dark", 2.45, { profile: "dark" }, { stage: "#14171c" }],
  ["projector with a point out", 3, { profile: "projector", hover: 7 }, {}],
  ["reduced motion on a small stage", 1.5, { reduceMotion: true, width: 366, height: 366 }, { ratio: 2 }],
  ["images on the map, in flight and in the tray", 2.45, { profile: "dark", hover: 3 }, { stage: "#14171c", what: "images" }],
  ["a division on its way from state to state", 0.6, {}, { what: "division" }],
]) {
  test(`both renderers draw the same: ${name}`, async (t) => {
    const expected = await byCanvas(t, t0, view(change), o);
    const page = await open(t, browser, server, o);
    const release = hold(server, "view.wasm");
    await mount(page, { t: t0, view: view(change), ...o });
    await same(page, await shot(page), expected, "the canvas until ebiten is there", rounding);
    release();
    await untilEbiten(page);
    assert.ok(await ebitenShows(page));
    const mean = await same(page, await shot(page), expected, name, smoothing);
    t.diagnostic(`mean difference ${mean.toFixed(3)} of 255`);
  });
}

test("progress in bytes, then ebiten; the view is not asked for before the first picture", async (t) => {
  const page = await open(t, browser, server);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  assert.ok(!server.asked.includes("view.wasm"));
  await mount(page, { t: 0, view: view() });
  await untilEbiten(page);
  const statuses = await page.evaluate(() => window.harness.statuses);
  assert.deepEqual(statuses[0], { renderer: "2d" });
  const bytes = statuses.filter((s) => s.loadedBytes !== undefined);
  assert.ok(bytes.length >= 2 && bytes.every((s, i) => s.renderer === "2d" && (i === 0 || s.loadedBytes >= bytes[i - 1].loadedBytes)));
  assert.ok(bytes.at(-1).loadedBytes > 5e6 && bytes.at(-1).loadedBytes === bytes.at(-1).totalBytes);
  assert.equal(statuses.at(-1).renderer, "ebiten");
});

/** Keeps back what the worker says of its pictures; the returned functions wait for the next, and let it go. */
function keepDrawn(server, page) {
  prepend(server, `const pass = self.postMessage.bind(self); self.kept = [];
    self.postMessage = (m, ...a) => { if (m.kind === "drawn") self.kept.push(() => pass(m)); else pass(m, ...a); };`);
  return {
    kept: () => eventually(async () => page.workers().length === 1 && (await worker(page).evaluate(() => globalThis.kept.length)) === 1, "no picture was drawn", 60_000),
    letGo: () => worker(page).evaluate(() => globalThis.kept.shift()()),
  };
}

test("ebiten takes over while the run plays, when a next picture waits at every answer", async (t) => {
  const page = await open(t, browser, server);
  const { kept, letGo } = keepDrawn(server, page);
  await mount(page, { t: 1, view: view() });
  await kept();
  await page.evaluate((v) => window.harness.draw(1.2, v), view());
  await letGo();
  await untilEbiten(page, 10_000);
  assert.ok(await ebitenShows(page));
  await kept(); // the one that waited comes behind it
  await page.evaluate((v) => window.harness.draw(3, v), view());
  await letGo();
  await kept();
  await letGo();
  await same(page, await shot(page), await byCanvas(t, 3, view()), "where it stopped", smoothing);
});

test("ebiten takes over with the run and in the size that are shown, not with a picture from before", async (t) => {
  const page = await open(t, browser, server);
  const { kept, letGo } = keepDrawn(server, page);
  await mount(page, { t: 1, view: view() });
  for (const [what, change] of [["another run", {}], ["another size", { width: 460 }], ["other colors", { width: 460, profile: "dark" }]]) {
    await kept();
    await page.evaluate(({ v, other }) => { if (other) window.harness.other(); window.harness.draw(1, v); }, { v: view(change), other: what === "another run" });
    await letGo();
    await kept();
    await page.waitForTimeout(200);
    assert.equal((await status(page)).renderer, "2d", `the picture from before (${what}) has taken over`);
  }
  await letGo();
  await untilEbiten(page);
});

test("ebiten follows time, size, color, new frames and a new run", async (t) => {
  const page = await open(t, browser, server);
  await mount(page, { t: 0, view: view(), frames: 2 });
  await untilEbiten(page);
  await page.evaluate((v) => {
    window.harness.grow();
    document.querySelector("#host").style.setProperty("--stage", "#102a10");
    window.harness.draw(4.4, v);
  }, view({ width: 400, height: 300, profile: "dark" }));
  // The host keeps its size; look at the part that is drawn.
  const clip = async (p) => {
    await settled(p);
    const box = await p.locator("#host").boundingBox();
    return p.screenshot({ clip: { x: box.x, y: box.y, width: 400, height: 300 } });
  };
  const seen = await clip(page);
  const other = await open(t, browser, server);
  await mount(other, { t: 4.4, view: view({ width: 400, height: 300, profile: "dark" }), ebiten: false, stage: "#102a10" });
  await same(other, seen, await clip(other), "after the changes", smoothing);
});

test("nothing is drawn while nothing changes", async (t) => {
  const page = await open(t, browser, server);
  prepend(server, `self.drawCalls = 0;
    const { drawElements } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.drawElements = function (...a) { self.drawCalls++; return drawElements.apply(this, a); };`);
  await mount(page, { t: 1, view: view() });
  await untilEbiten(page);
  const calls = () => worker(page).evaluate(() => globalThis.drawCalls);
  const during = async (act) => {
    const before = await calls();
    if (act) await page.evaluate((v) => window.harness.draw(1.5, v), view());
    await page.waitForTimeout(600);
    return (await calls()) - before;
  };
  assert.ok((await calls()) > 0, "the counter does not count");
  assert.equal(await during(false), 0);
  // One batch onto ebiten's screen; ebiten clears the canvas and copies the screen there.
  assert.equal(await during(true), 3);
});

/** Takes the graphics context away from ebiten, as a driver may. */
const loseContext = (page) => worker(page).evaluate(() => {
  document.createElement("canvas").getContext("webgl2").getExtension("WEBGL_lose_context").loseContext();
});

test("a lost context: the canvas takes over, and ebiten comes back to where the run is now", async (t) => {
  const page = await open(t, browser, server);
  await mount(page, { t: 1, view: view() });
  await untilEbiten(page);
  const release = hold(server, "view.js");
  await loseContext(page);
  assert.match((await untilCanvas(page)).reason, /context was lost/);
  await page.evaluate((v) => window.harness.draw(3, v), view());
  const expected = await byCanvas(t, 3, view());
  await same(page, await shot(page), expected, "the canvas meanwhile", rounding);
  release();
  await page.waitForFunction(() => window.harness.statuses.at(-1).renderer === "ebiten", undefined, { timeout: 60_000 });
  assert.ok(await ebitenShows(page));
  await same(page, await shot(page), expected, "after the context came back", smoothing);
});

test("a context that is lost again and again: the stage stays with the canvas", async (t) => {
  const page = await open(t, browser, server);
  await mount(page, { t: 1, view: view() });
  for (let k = 0; k < 3; k++) {
    await page.waitForFunction(() => window.harness.statuses.at(-1).renderer === "ebiten", undefined, { timeout: 60_000 });
    await loseContext(page);
    await untilCanvas(page);
  }
  assert.match((await status(page)).reason, /again and again/);
  assert.equal(await page.locator("canvas").count(), 1);
  assert.equal(server.asked.filter((f) => f === "view.wasm").length, 1, "the program is loaded once, and compiled once");
  await page.evaluate((v) => window.harness.draw(2, v), view());
  await same(page, await shot(page), await byCanvas(t, 2, view()), "the canvas", rounding);
});

test("without WebGL 2: the canvas, and nothing is loaded", async (t) => {
  const page = await open(t, browser, server);
  prepend(server, "OffscreenCanvas.prototype.getContext = () => null;");
  await mount(page, { t: 2, view: view() });
  assert.match((await untilCanvas(page)).reason, /WebGL 2/);
  assert.ok(!server.asked.includes("view.wasm"));
  await same(page, await shot(page), await byCanvas(t, 2, view()), "the canvas", rounding);
});

for (const [name, spoil, reason] of [
  ["no canvas can be handed over", () => { delete HTMLCanvasElement.prototype.transferControlToOffscreen; }, /nothing in a worker/],
  ["no worker may be started", () => { window.Worker = class { constructor() { throw new DOMException("The operation is insecure.", "SecurityError"); } }; }, /insecure/],
]) {
  test(`${name}: the canvas, and a reason`, async (t) => {
    const page = await open(t, browser, server, { before: (p) => p.addInitScript(spoil) });
    await mount(page, { t: 2, view: view() });
    assert.match((await untilCanvas(page)).reason, reason);
    assert.equal(await page.locator("canvas").count(), 1);
    assert.ok(!server.asked.includes("view.wasm"));
    await same(page, await shot(page), await byCanvas(t, 2, view()), "the canvas", rounding);
  });
}

/** Ways in which the view does not come, and what the stage says. */
const failures = {
  "view.wasm is missing": ["view.wasm", (r) => r.writeHead(404).end(), /404/],
  "view.wasm is cut short": ["view.wasm", (r, body) => r.writeHead(200, { "Content-Type": "application/wasm" }).end(body.subarray(0, 100_000)), /./],
  "view.wasm is a page": ["view.wasm", (r) => r.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html>"), /./],
  "view.wasm breaks off": ["view.wasm", (r, body) => { r.writeHead(200, { "Content-Length": body.length }); r.write(body.subarray(0, 1e5)); setTimeout(() => r.destroy(), 50); }, /./],
  "view.js is missing": ["view.js", (r) => r.writeHead(404).end(), /view\.js did not load/],
  "view.js is of another program": ["view.js", (r) => r.writeHead(200, { "Content-Type": "text/javascript" }).end("throw new Error('none of this');"), /none of this/],
  "wasm_exec.js is missing": ["wasm_exec.js", (r) => r.writeHead(404).end(), /wasm_exec/],
  "wasm_exec.js is of another program": ["wasm_exec.js", (r) => r.writeHead(200, { "Content-Type": "text/javascript" }).end("globalThis.Go = class { importObject = {}; async run() {} };"), /./],
};
for (const [name, [file, answer, reason]] of Object.entries(failures)) {
  test(`${name}: the canvas goes on, with a reason`, async (t) => {
    const page = await open(t, browser, server);
    server.answers = { [file]: answer };
    await mount(page, { t: 2, view: view() });
    const s = await untilCanvas(page);
    assert.equal(s.renderer, "2d");
    assert.match(s.reason, reason);
    await page.evaluate((v) => window.harness.draw(3, v), view());
    await same(page, await shot(page), await byCanvas(t, 3, view()), "the canvas", rounding);
  });
}

test("a panic in the view: a message with a stack, and the canvas goes on", async (t) => {
  const page = await open(t, browser, server);
  await mount(page, { t: 2, view: view() });
  await untilEbiten(page);
  // A call with the wrong number of arguments panics inside the program.
  await worker(page).evaluate(() => globalThis.untangleView.draw(1));
  const s = await untilCanvas(page);
  assert.match(s.reason, /1 arguments, want 7/);
  assert.match(s.report, /goroutine/);
  await page.evaluate((v) => window.harness.draw(3, v), view());
  await same(page, await shot(page), await byCanvas(t, 3, view()), "the canvas", rounding);
});

test("bytes that are no frame, and a program that ends", async (t) => {
  for (const [act, reason] of [
    [() => globalThis.untangleView.frame(new Uint8Array(200)), /not a frame/],
    [() => globalThis.untangleView.open("{}", new Uint8Array(0)), /version 0/],
    [() => { document.body = null; }, /^ebiten ended/],
  ]) {
    const page = await open(t, browser, server);
    await mount(page, { t: 2, view: view() });
    await untilEbiten(page);
    await worker(page).evaluate(act);
    // Another size is what makes ebiten look at its document again.
    await page.evaluate((v) => window.harness.draw(2, v), view({ width: 460 }));
    const s = await untilCanvas(page);
    assert.match(s.reason, reason);
    if (/ended/.test(s.reason)) assert.match(s.report, /goroutine/, "what Go wrote is kept");
  }
});

test("another pixel ratio: ebiten begins anew and is crisp again", async (t) => {
  const page = await open(t, browser, server);
  const devtools = await page.context().newCDPSession(page);
  await mount(page, { t: 2, view: view() });
  await untilEbiten(page);
  await devtools.send("Emulation.setDeviceMetricsOverride", { width: 700, height: 700, deviceScaleFactor: 2, mobile: false });
  await page.waitForFunction(() => devicePixelRatio === 2);
  const before = await page.evaluate(() => window.harness.statuses.length);
  await page.evaluate((v) => window.harness.draw(2, v), view());
  await page.waitForFunction((n) => window.harness.statuses.length > n, before, { timeout: 60_000 });
  assert.equal((await status(page)).renderer, "ebiten");
  assert.equal(await worker(page).evaluate(() => document.createElement("canvas").width), 960);
});

test("dispose leaves nothing behind", async (t) => {
  const page = await open(t, browser, server);
  await mount(page, { t: 2, view: view() });
  await untilEbiten(page);
  await page.evaluate((v) => { window.harness.dispose(); window.harness.draw(1, v); }, view());
  assert.equal(await page.locator("#host > *").count(), 0);
  await eventually(() => page.workers().length === 0, "the worker goes on");
});

test("pictures asked for faster than they are drawn: none waits but the last", async (t) => {
  const page = await open(t, browser, server);
  prepend(server, `self.pictures = 0; addEventListener("message", (e) => { if (e.data.kind === "draw") self.pictures++; });`);
  await mount(page, { t: 0, view: view() });
  await untilEbiten(page);
  await settled(page);
  const before = await worker(page).evaluate(() => globalThis.pictures);
  await page.evaluate((v) => { for (let k = 1; k <= 200; k++) window.harness.draw(k / 50, v); }, view());
  await settled(page);
  assert.equal((await worker(page).evaluate(() => globalThis.pictures)) - before, 2);
  await same(page, await shot(page), await byCanvas(t, 4, view()), "the last one", smoothing);
});

test("for paper the canvas draws, and shows, before draw returns; then ebiten again", async (t) => {
  const page = await open(t, browser, server);
  await mount(page, { t: 1, view: view() });
  await untilEbiten(page);
  const shows = await page.evaluate((v) => {
    window.harness.draw(3, v, true);
    const near = document.querySelector("canvas:not([data-by])");
    return [getComputedStyle(near).visibility, getComputedStyle(document.querySelector('canvas[data-by="ebiten"]')).opacity];
  }, view());
  assert.deepEqual(shows, ["visible", "0"]);
  await same(page, await shot(page), await byCanvas(t, 3, view()), "the canvas", rounding);
  await page.evaluate((v) => window.harness.draw(4, v), view());
  assert.ok(await ebitenShows(page));
  await same(page, await shot(page), await byCanvas(t, 4, view()), "ebiten", smoothing);
});
