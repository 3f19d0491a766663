// What breaks on the way: the engine, the graphics, the preset service. The page says so
// and still plays the recorded run.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertMessage, eventually, firstPicture, launch, stepsOn, stillPlays, untilWebGL, viewWorker, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const live = (page) => page.getByRole("button", { name: "Live", exact: true });
const computed = (page) => page.getByText(/Computed in this tab in/).first();
/** The engine is at work (again). */
const computing = (page) => page.getByText(/Computing step [2-9]|Computed in this tab/).first().waitFor({ timeout: 20_000 });

/** Starts a live run and returns the worker, once it computes. */
async function working(page) {
  const [worker] = await Promise.all([page.waitForEvent("worker", (w) => !w.url().endsWith("/view.js")), live(page).click()]);
  // Four frames, so that what is left when it breaks plays to step 3.
  await page.getByText(/Computing step ([4-9]|\d\d)/).first().waitFor({ timeout: 20_000 });
  return worker;
}

test("the worker throws: said, recorded run plays, restart works", async (t) => {
  const { page } = await visit(t, { browser, brisk: true, expectErrors: [/boom/] });
  const worker = await working(page);
  await worker.evaluate(() => { setTimeout(() => { throw new Error("boom"); }); });
  await assertMessage(page, [/stopped unexpectedly/, /boom/]);
  await stillPlays(page);
  await page.getByRole("button", { name: "Restart engine" }).click();
  await computing(page);
});

test("the program panics: said with a report, and the core goes on", async (t) => {
  const { page } = await visit(t, { browser, brisk: true, context: { permissions: ["clipboard-read", "clipboard-write"] } });
  const worker = await working(page);
  // The next message of the core fails once, inside the program.
  await worker.evaluate(() => {
    const post = globalThis.untanglePost;
    let failed = false;
    globalThis.untanglePost = (json, body) => {
      if (!failed) {
        failed = true;
        throw new Error("boom");
      }
      post(json, body);
    };
  });
  await assertMessage(page, [/boom/, /copy the report/]);
  await page.getByRole("button", { name: "Copy report" }).click();
  await page.getByText("Report copied").waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /goroutine/);
  await stillPlays(page);
  await live(page).click();
  await computing(page);
});

test("the program ends: said, and a restart works", async (t) => {
  const { page } = await visit(t, { browser, brisk: true, expectErrors: [/boom|panic|goroutine|exit|runtime|main\.|syscall|untangle|^console: (\s|$)/] });
  const worker = await working(page);
  // Every message of the core fails, so the error message does as well.
  await worker.evaluate(() => { globalThis.untanglePost = () => { throw new Error("boom"); }; });
  await assertMessage(page, [/stopped unexpectedly/]);
  await stillPlays(page);
  await page.getByRole("button", { name: "Restart engine" }).click();
  await computing(page);
});

test("the engine is of another version: said with both, and the recorded run plays", async (t) => {
  const { page } = await visit(t, {
    browser,
    before: (_page, context) => context.route(/worker\.js$/, async (route) => {
      const response = await route.fetch();
      const tamper = `const post = self.postMessage.bind(self);
        self.postMessage = (m, ...rest) => post(m.json?.includes('"hello"') ? { ...m, json: m.json.replace(/"version":\\d+/, '"version":99') } : m, ...rest);\n`;
      await route.fulfill({ response, body: tamper + (await response.text()) });
    }),
  });
  await live(page).click();
  await assertMessage(page, [/page speaks version \d+ and the engine version 99/, /reload/]);
  await stillPlays(page);
});

test("the worker is not let in: said, and the recorded run plays", async (t) => {
  const { page } = await visit(t, {
    browser, expectErrors: [/Failed to load resource/],
    before: (_page, context) => context.route(/worker\.js$/, (route) => route.fulfill({ status: 404, body: "no" })),
  });
  await live(page).click();
  await assertMessage(page, [/could not be loaded/, /recorded run still plays/]);
  await stillPlays(page);
});

test("the browser has no workers: said, and the recorded run plays", async (t) => {
  const { page } = await visit(t, { browser, before: (page) => page.addInitScript(() => { globalThis.Worker = class { constructor() { throw new Error("not here"); } }; }) });
  await live(page).click();
  await assertMessage(page, [/could not be loaded/, /not here/]);
  await stillPlays(page);
});

test("the preset service has another example: the recorded run stays that of the page, the served one is computed on request", async (t) => {
  const { page } = await visit(t, { browser, api: "differs" });
  await assertMessage(page, [/preset service, sd2/, /differs from the one in the page/, /compute it live/]);
  assert.equal(await page.getByLabel("seed", { exact: true }).inputValue(), "1");
  assert.match(await page.locator("#status").innerText(), /^Recorded run/);
  await page.getByRole("button", { name: "Compute the served one" }).click();
  await computed(page).waitFor({ timeout: 30_000 });
  assert.equal(await page.getByLabel("seed", { exact: true }).inputValue(), "77");
});

/** Answers to core.wasm that are no program. */
const engines = {
  "core.wasm is missing": (route) => route.fulfill({ status: 404, body: "no" }),
  "core.wasm is cut short": (route) => route.fulfill({ status: 200, contentType: "application/wasm", body: Buffer.from("\0asm\u0001\0\0\0\u0001", "latin1") }),
  "core.wasm is a page": (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html>" }),
  "core.wasm does not arrive": (route) => route.abort("connectionreset"),
};
for (const [name, answer] of Object.entries(engines)) {
  test(`${name}: said, and it works when it is back`, async (t) => {
    const { page, context } = await visit(t, {
      browser, brisk: true, expectErrors: [/Failed to load resource/],
      before: (_page, context) => context.route(/core\.wasm$/, answer),
    });
    await live(page).click();
    await assertMessage(page, [/could not be loaded/, /recorded run still plays/]);
    await stepsOn(page);
    await context.unroute(/core\.wasm$/);
    await page.getByRole("button", { name: "Restart engine" }).click();
    await computing(page);
  });
}

for (const [id, what] of [["new-seed", "the rail is made"], ["section-sd", "the rail is drawn"], ["progress", "the status is made"]]) {
  test(`something fails when ${what}: said, and the rest comes`, async (t) => {
    const { page } = await visit(t, {
      browser, brisk: true,
      before: (page) => page.addInitScript((lost) => {
        const own = Document.prototype.getElementById;
        Document.prototype.getElementById = function (name) { return name === lost ? null : own.call(this, name); };
      }, id),
    });
    await assertMessage(page, [new RegExp(`index.html lacks #${id}`)]);
    await page.getByRole("button", { name: "Copy report" }).waitFor();
    await page.locator(".chart canvas").first().waitFor();
    await eventually(async () => (await page.locator("#stage-text").textContent()) !== "", "the picture is not told");
    await stepsOn(page);
  });
}

test("the recorded run is missing: said, and Live fills in", async (t) => {
  const { page } = await visit(t, {
    browser, brisk: true, wait: false, expectErrors: [/Failed to load resource/],
    before: (_page, context) => context.route(/\.run$/, (route) => route.fulfill({ status: 404, body: "no" })),
  });
  await assertMessage(page, [/recorded run/, /Live/]);
  await live(page).click();
  await computed(page).waitFor({ timeout: 30_000 });
  await stillPlays(page);
});

test("the recorded run is damaged: said", async (t) => {
  const { page } = await visit(t, {
    browser, brisk: true, wait: false,
    before: (_page, context) => context.route(/\.run$/, (route) => route.fulfill({ status: 200, body: "UTR1 and then nothing" })),
  });
  await assertMessage(page, [/could not be read/]);
  await live(page).click();
  await computed(page).waitFor({ timeout: 30_000 });
});

test("WebGL2 is missing: said, and the canvas plays", async (t) => {
  // Chromium's own switch does not reach canvases of workers.
  const { page, requests } = await visit(t, {
    browser, brisk: true, webgl: true,
    before: (_page, context) => context.route(/view\.js$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `OffscreenCanvas.prototype.getContext = () => null;${await response.text()}` });
    }),
  });
  await page.getByText(/Points drawn with the simple 2-D canvas/).waitFor({ timeout: 30_000 });
  await assertMessage(page, [/WebGL/, /nothing is missing/]);
  assert.ok(!requests.some((r) => r.endsWith("view.wasm")), "nothing is loaded for it");
  await stillPlays(page);
});

test("the graphics context is lost: said, and the canvas plays on", async (t) => {
  const { page } = await visit(t, { browser, brisk: true, webgl: true, expectErrors: [/CONTEXT_LOST|context lost|WebGL/i] });
  await untilWebGL(page);
  const first = viewWorker(page);
  await first.evaluate(() => {
    document.createElement("canvas").getContext("webgl2").getExtension("WEBGL_lose_context").loseContext();
  });
  await assertMessage(page, [/WebGL/, /nothing is missing/]);
  await stillPlays(page);
  // Another canvas, another worker: the first has handed its canvas over for good.
  await untilWebGL(page);
  assert.notEqual(viewWorker(page), first);
  assert.equal(await page.locator("#stage canvas").count(), 2);
  await stillPlays(page);
});

for (const [name, answer] of Object.entries({
  "view.wasm is missing": (route) => route.fulfill({ status: 404, body: "no" }),
  "view.wasm is cut short": (route) => route.fulfill({ status: 200, contentType: "application/wasm", body: Buffer.from("\0asm\u0001\0\0\0\u0001", "latin1") }),
})) {
  test(`${name}: the canvas plays`, async (t) => {
    const { page } = await visit(t, {
      browser, brisk: true, webgl: true, expectErrors: [/Failed to load resource|wasm|CompileError/i],
      before: (_page, context) => context.route(/view\.wasm$/, answer),
    });
    await page.getByText(/Points drawn with the simple 2-D canvas/).waitFor({ timeout: 30_000 });
    await stillPlays(page);
  });
}

/** The preset service: what it does, and what the page says of it at its foot. */
const services = [
  { api: "on", foot: /the same bytes as the copy in the page/ },
  { api: "off", foot: /no preset service at this address/ },
  { api: "broken", foot: /no preset service at this address/ },
  { api: "html", foot: /no preset service at this address/ },
  { api: "slow", foot: /did not answer in time; the example built into the page is shown/ },
  { api: "differs", foot: /the preset service has another copy of it/ },
  { api: "newer", foot: /has one that this page cannot read/, says: [/preset service, sd2, version/, /99/, /copy in the page is used/] },
];
for (const row of services) {
  test(`the preset service is ${row.api}`, async (t) => {
    const { page } = await visit(t, { browser, brisk: true, api: row.api, expectErrors: [/Failed to load resource.*(404|500)/] });
    await stepsOn(page); // whatever the service does, the page does not wait for it
    await page.getByText(row.foot).waitFor({ state: "attached", timeout: 15_000 }); // its patience is 5 s
    if (row.says) await assertMessage(page, row.says);
    await stepsOn(page);
  });
}

test("the preset service is unreachable", async (t) => {
  const { page } = await visit(t, {
    browser, brisk: true, expectErrors: [/Failed to load resource/],
    before: (_page, context) => context.route(/\/api\//, (route) => route.abort("connectionrefused")),
  });
  await page.getByText(/no preset service at this address/).waitFor({ state: "attached" });
  await stillPlays(page);
});

test("the network goes away after the first picture", async (t) => {
  const { page, context } = await visit(t, { browser, brisk: true, expectErrors: [/Failed to load resource/] });
  await page.waitForTimeout(500);
  await context.setOffline(true);
  await stillPlays(page);
  await firstPicture(page);
});
