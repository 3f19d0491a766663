// The first picture: without wasm, in 60 kB, from plain files under any path.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { firstPicture, launch, layouts, pixels, shownStep, stillPlays, untilWebGL, viewWorker, visit } from "./browser.mjs";

/** What may travel before the first picture shows, in bytes after brotli, with the heads of the answers. */
const budget = 60_000;

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

test("the recorded run shows before any wasm has arrived, in 60 kB", async (t) => {
  // Wasm is asked for and never answered, as on a very slow line; nor is the later part of the
  // page, nor the rest of the run.
  const bodies = [];
  const visited = await visit(t, {
    browser, hold: /\.wasm$|later\.(js|css)$|\.rest$/, wait: false, brotli: true,
    before: async (page, context) => {
      const cdp = await context.newCDPSession(page);
      await cdp.send("Network.enable");
      cdp.on("Network.loadingFinished", (e) => bodies.push(e.encodedDataLength));
    },
  });
  const { page, requests } = visited;
  const start = performance.now();
  await firstPicture(page);
  const seen = await pixels(page, page.locator("#stage"));
  assert.ok(seen.blue > 200 && seen.orange > 50, `no points in the picture: ${JSON.stringify(seen)}`);
  await page.waitForTimeout(1000); // whatever else comes without the later part counts as well
  const total = bodies.reduce((a, b) => a + b, 0);
  t.diagnostic(`first picture: ${total} bytes in ${bodies.length} answers, brotli, headers included; shown after ${Math.round(performance.now() - start)} ms in all`);
  assert.ok(bodies.length >= 4, "too few answers were counted for the measurement to be right");
  assert.ok(total <= budget, `${total} bytes in ${requests.length} requests: ${requests.join(", ")}`);
  assert.ok(visited.server.hold, "the later part must still be held back");
  assert.ok((await shownStep(page)) > 0, "the page opens mid-way");
  // The player needs neither wasm nor the later part, as far as the run has come.
  await stillPlays(page);
  visited.server.release();
  await page.locator(".chart canvas").first().waitFor();
});

test("a run that is late: the page is drawn without it, and with it when it comes", async (t) => {
  const { page, server } = await visit(t, { browser, hold: /sd2\.run$|view\.wasm$/, wait: false });
  // Drawn once, with the run, where that is in time; settings do not wait for one that is not.
  await page.waitForFunction(() => document.querySelectorAll("#rule option").length > 3);
  assert.doesNotMatch(await page.locator("#stepnumber").innerText(), /\d/);
  server.release();
  await firstPicture(page);
  await stillPlays(page);
});

test("everything comes from the folder of the page", async (t) => {
  const { page, server, requests } = await visit(t, { browser, webgl: true });
  await untilWebGL(page);
  const outside = requests.filter((r) => r.startsWith("http") && !r.startsWith(server.url));
  assert.deepEqual(outside, []);
});

test("the canvas of WebGL takes over without a jump", async (t) => {
  const { page } = await visit(t, { browser, hold: /view\.wasm$/ }).then(async (v) => {
    const before = await pixels(v.page, v.page.locator("#stage"));
    const step = await shownStep(v.page);
    v.server.release();
    await untilWebGL(v.page);
    const after = await pixels(v.page, v.page.locator("#stage"));
    assert.equal(await shownStep(v.page), step);
    for (const color of ["blue", "orange", "ink"]) {
      const ratio = after[color] / before[color];
      assert.ok(ratio > 0.7 && ratio < 1.4, `${color}: ${before[color]} pixels by canvas, ${after[color]} by WebGL`);
    }
    return v;
  });
  await stillPlays(page);
});

test("nothing loops when nothing moves", async (t) => {
  const { page } = await visit(t, {
    browser, webgl: true,
    // Counts the frames asked for in the page and in the worker that draws: there, whatever its script keeps of the browser's own function.
    before: async (page, context) => {
      const counting = () => {
        const ask = globalThis.requestAnimationFrame.bind(globalThis);
        globalThis.frames_asked = 0;
        globalThis.requestAnimationFrame = (f) => { globalThis.frames_asked++; return ask(f); };
      };
      await page.addInitScript(counting);
      await context.route(/view\.js$/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `(${counting})();${await response.text()}` });
      });
    },
  });
  await untilWebGL(page);
  const draws = viewWorker(page);
  await page.waitForTimeout(1500);
  const count = async () => Promise.all([page, draws].map((where) => where.evaluate(() => globalThis.frames_asked)));
  const before = await count();
  assert.ok(before.every((n) => n > 0), "the counter does not count");
  await page.waitForTimeout(2000);
  const after = await count();
  after.forEach((n, i) => assert.ok(n - before[i] <= 4, `${n - before[i]} animation frames were asked for in two seconds of rest, in the ${["page", "worker"][i]}`));
});

test("ebiten draws in a worker: the page has no frame in it, and its own thread no program", async (t) => {
  const { page } = await visit(t, {
    browser, webgl: true,
    before: (page) => page.addInitScript(() => {
      window.compiled = [];
      for (const name of ["compile", "compileStreaming", "instantiate", "instantiateStreaming"]) {
        const own = WebAssembly[name];
        WebAssembly[name] = (...a) => { window.compiled.push(name); return own.apply(WebAssembly, a); };
      }
    }),
  });
  await untilWebGL(page);
  assert.equal(page.frames().length, 1);
  assert.deepEqual(await page.evaluate(() => window.compiled), []);
  assert.equal(await viewWorker(page).evaluate(() => typeof globalThis.untangleView.draw), "function");
  await stillPlays(page);
});

for (const [name, layout] of Object.entries(layouts)) {
  test(`${name}: nothing is wider than the screen, and the controls are there`, async (t) => {
    const { page } = await visit(t, { browser, viewport: layout.viewport, query: layout.query });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `the page is ${wide} px wider than the screen`);
    for (const control of ["Play", "Step back", "Step forward"]) {
      const box = await page.getByRole("button", { name: control, exact: true }).boundingBox();
      assert.ok(box, `${control} is not shown`);
      assert.ok(box.width >= 44 && box.height >= 44, `${control} is ${box.width}×${box.height}, smaller than 44 px`);
      assert.ok(box.x >= 0 && box.x + box.width <= layout.viewport.width && box.y + box.height <= layout.viewport.height, `${control} is off screen`);
    }
  });
}
