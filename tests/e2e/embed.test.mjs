// The page in a frame of another page: what it tells, what it takes from whom, and its
// manners. The host is on another origin (another port), as on a learning platform.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { assertAccessible } from "./axe.mjs";
import { eventually, launch, shoot, visit } from "./browser.mjs";
import { serve } from "./server.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** A page around the frame, which keeps what it hears. */
const host = (body) => `<!doctype html><html lang="en"><title>host</title><style>body{margin:0;font:16px sans-serif}</style>
<script>window.heard = []; addEventListener("message", (e) => heard.push(e.data)); window.say = (m) => document.querySelector("iframe").contentWindow.postMessage(m, "*");</script>
<button id="mine">mine</button>${body}</html>`;

/** Serves the site, and a host of another origin with a body made from the site's address. */
async function around(t, body, options = {}) {
  const site = await serve({ hold: /view\.wasm$/ });
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/" ? 200 : 404, { "Content-Type": "text/html; charset=utf-8" });
    response.end(request.url === "/" ? host(body(site.url)) : "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const context = await browser.newContext({ viewport: { width: 1100, height: 700 }, serviceWorkers: "block", ...options });
  const errors = [];
  context.on("weberror", (e) => errors.push(e.error().stack));
  t.after(async () => {
    await context.close();
    await site.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    assert.deepEqual(errors, []);
  });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  return { page, site, origin: `http://127.0.0.1:${server.address().port}` };
}

const frame = (query = "", hash = "", size = 'width="960" height="540"') => (site) => `<iframe src="${site}embed.html${query}${hash}" ${size} title="sim"></iframe>`;
const inner = (page) => page.frames().find((f) => f.url().includes("embed.html"));
const heard = (page, type) => page.evaluate((kind) => window.heard.filter((m) => m?.source === "untangle" && m.type === kind), type);
const last = async (page) => (await heard(page, "state")).at(-1) ?? (await heard(page, "ready")).at(-1);
const untilHeard = (page, type) => eventually(async () => (await heard(page, type)).length > 0, `no message "${type}"`, 20_000);
const say = (page, message) => page.evaluate((m) => window.say(m), message);

test("it says load, ready and state, and takes play, pause, step and seek from any origin", async (t) => {
  const { page } = await around(t, frame("?speed=4", "#v=1&preset=sd2&t=2"));
  await untilHeard(page, "ready");
  assert.equal((await heard(page, "load")).length, 1);
  const [ready] = await heard(page, "ready");
  assert.deepEqual([ready.version, ready.preset, ready.step, ready.steps, ready.playing, ready.live], [1, "sd2", 2, 24, false, false]);
  assert.match(ready.address, /^#v=1&preset=sd2/);
  assert.ok(ready.variance > 0 && ready.accuracy > 0.5 && ready.rows === 980, JSON.stringify(ready));
  await say(page, { type: "step", by: 1 });
  await eventually(async () => (await last(page)).step === 3, "a step forward");
  await say(page, { type: "step", by: -1 });
  await eventually(async () => (await last(page)).step === 2, "a step back");
  await say(page, { type: "seek", t: 10 });
  await eventually(async () => (await last(page)).step === 10, "a seek");
  await say(page, { type: "play" });
  await eventually(async () => (await last(page)).playing && (await last(page)).step > 10, "play");
  await say(page, { type: "pause" });
  await eventually(async () => !(await last(page)).playing, "pause");
  await say(page, { type: "seek", t: "soon" });
  await eventually(async () => (await heard(page, "error")).some((m) => /seek/.test(m.problem)), "a bad seek is refused in words");
  for (const odd of [null, 7, "nonsense", { type: "constructor" }, [], { type: null }]) await say(page, odd);
  await say(page, { type: "seek", t: 1e9 });
  await eventually(async () => (await last(page)).step === 24, "a seek past the end ends there");
});

test("reveal.js's words play and pause, even before there is a run", async (t) => {
  const { page, site } = await around(t, () => '<div id="place"></div>');
  await page.evaluate((url) => {
    const f = document.createElement("iframe");
    Object.assign(f, { src: url, width: 960, height: 540, title: "sim", onload: () => f.contentWindow.postMessage("slide:start", "*") });
    document.querySelector("#place").append(f);
  }, `${site.url}embed.html#v=1&t=0`);
  await untilHeard(page, "ready");
  await eventually(async () => (await last(page)).playing && (await last(page)).step > 0, "slide:start plays", 10_000);
  await say(page, "slide:stop");
  await eventually(async () => !(await last(page)).playing, "slide:stop pauses");
});

test("only an origin that is allowed may set", async (t) => {
  const { page, origin } = await around(t, frame());
  await untilHeard(page, "ready");
  await say(page, { type: "set", state: { preset: "sd3" } });
  await eventually(async () => (await heard(page, "error")).some((m) => m.problem.includes(origin) && m.problem.includes("allowOrigin")), "a refusal that names the origin");
  assert.equal((await last(page)).preset, "sd2");
});

test("an allowed origin sets the example and settings in the words of the address", async (t) => {
  const { page, origin } = await around(t, frame());
  await untilHeard(page, "ready"); // else it may come from the page that is about to go
  const allowed = inner(page).url().replace("embed.html", `embed.html?allowOrigin=${encodeURIComponent(origin)}`);
  await page.evaluate((url) => { document.querySelector("iframe").src = url; window.heard.length = 0; }, allowed);
  await untilHeard(page, "load");
  await untilHeard(page, "ready");
  await say(page, { type: "set", state: { preset: "sd3", t: 5 } });
  await eventually(async () => { const s = await last(page); return s.preset === "sd3" && s.step === 5; }, "set by an object", 15_000);
  await say(page, { type: "set", state: "preset=sd2&mix=40,20&perStep=5&steps=2&t=1" });
  await eventually(async () => { const s = await last(page); return s.live && s.step === 1 && s.steps === 2; }, "set by text computes live", 30_000);
  await say(page, { type: "set", state: 4 });
  await eventually(async () => (await heard(page, "error")).some((m) => /^set: state/.test(m.problem)), "a bad state is refused");
});

test("PhET's form of messages, and errors are told", async (t) => {
  const { page } = await around(t, frame("?postMessageOnLoad&postMessageOnReady=1&postMessageOnError=true"));
  const texts = async () => (await page.evaluate(() => window.heard.filter((m) => typeof m === "string"))).map((m) => JSON.parse(m));
  await eventually(async () => (await texts()).length >= 2, "load and ready as text", 20_000);
  assert.deepEqual((await texts()).map((m) => m.type), ["load", "ready"]);
  assert.match((await texts())[0].url, /embed\.html/);
});

test("lms=1 tells the height that the width asks for", async (t) => {
  const heights = (page) => page.evaluate(() => window.heard.filter((m) => m?.subject === "lti.frameResize").map((m) => m.height));
  const { page } = await around(t, frame("?lms=1", "", 'width="960" height="300"'));
  await untilHeard(page, "ready");
  await eventually(async () => (await heights(page)).at(-1) === 540, "16:9");
  await page.evaluate(() => { const f = document.querySelector("iframe"); f.width = 390; f.height = 300; });
  await eventually(async () => (await heights(page)).at(-1) > 700, "the height of one column");
  const tall = (await heights(page)).at(-1);
  await page.evaluate((h) => { document.querySelector("iframe").height = h; }, tall);
  await page.waitForTimeout(300);
  assert.equal((await heights(page)).at(-1), tall, "the height does not run away");
  assert.equal(await inner(page).evaluate(() => document.scrollingElement.scrollHeight - innerHeight), 0);
});

test("in a frame nothing takes focus, scrolls or plays by itself; off screen it rests", async (t) => {
  const { page } = await around(t, (site) => `<p style="height:200px">before</p>${frame("", "#v=1&t=0")(site)}<p style="height:3000px">after</p>`);
  await page.locator("#mine").focus();
  await untilHeard(page, "ready");
  await page.waitForTimeout(500);
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, scrollY]), ["mine", 0]);
  assert.equal((await last(page)).playing, false);
  await page.mouse.move(300, 400);
  await page.mouse.wheel(0, 120);
  await eventually(() => page.evaluate(() => scrollY > 0), "the wheel scrolls the page around the frame");
  await say(page, { type: "play" });
  await eventually(async () => (await last(page)).step >= 1, "it plays");
  await page.evaluate(() => scrollTo(0, 2500));
  await page.waitForTimeout(500);
  const at = () => inner(page).evaluate(() => Number(document.querySelector("#scrubber").style.getPropertyValue("--at")));
  const before = await at();
  await page.waitForTimeout(1500);
  assert.equal(await at(), before, "off screen it does not move");
  await page.evaluate(() => scrollTo(0, 0));
  await eventually(async () => (await at()) > before, "back on screen it goes on");
  assert.equal(await page.evaluate(() => document.activeElement.id), "mine");
});

test("<untangle-sim>: attributes, methods, events", async (t) => {
  const { page } = await around(t, (site) => `<script src="${site}untangle-sim.js"></script><untangle-sim preset="sd3" t="4" color-profile="dark" speed="4" frame-title="my sim"></untangle-sim>
    <script>window.events = []; for (const k of ["ready", "state"]) addEventListener("untangle-" + k, (e) => events.push(e.detail));</script>`);
  const newest = () => page.evaluate(() => window.events.at(-1));
  await eventually(async () => (await newest())?.preset === "sd3", "ready", 20_000);
  assert.equal((await newest()).step, 4);
  assert.equal(await inner(page).evaluate(() => document.documentElement.dataset.profile), "dark");
  const loads = (await heard(page, "load")).length;
  await page.evaluate(() => document.querySelector("untangle-sim").setAttribute("preset", "sd-pure"));
  await eventually(async () => (await newest()).preset === "sd-pure", "an attribute changes");
  await page.evaluate(() => { const s = document.querySelector("untangle-sim"); s.seek(1); s.play(); });
  await eventually(async () => (await newest()).playing, "a method");
  assert.equal((await heard(page, "load")).length, loads, "the frame was not loaded again");
  await page.evaluate(() => document.querySelector("untangle-sim").pause());
});

test("the builder: preview, code that says what was chosen, QR, copy; and it is accessible", async (t) => {
  const { page, server } = await visit(t, { browser, hash: "#v=1&preset=sd3&t=5", context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await page.getByRole("button", { name: "Embed, save" }).click();
  const dialog = page.getByRole("dialog", { name: "Share, embed, save" });
  await dialog.waitFor();
  assert.equal(await dialog.getByLabel("Link", { exact: true }).inputValue(), `${server.url}#v=1&preset=sd3&t=5`);
  const preview = page.frameLocator('iframe[title="Preview of the embedding"]');
  await preview.locator("#stage canvas").first().waitFor({ state: "attached" });
  await dialog.getByLabel("colors").selectOption("projector");
  await dialog.getByLabel("without controls").check();
  const code = await dialog.getByLabel("For any page", { exact: true }).inputValue();
  assert.equal(code, `<iframe src="${server.url}embed.html?colorProfile=projector&amp;no_ui=1#v=1&amp;preset=sd3&amp;t=5" width="960" height="540" title="${await page.locator("#preset option:checked").textContent()}" allow="fullscreen" loading="lazy"></iframe>`);
  await preview.locator("html[data-no-ui][data-profile=projector]").waitFor();
  await dialog.getByRole("button", { name: "Copy For any page" }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code);
  assert.ok((await dialog.locator(".qr svg path").getAttribute("d")).length > 500);
  await assertAccessible(page, "builder");
  await shoot(page, "builder");
  // The code does what the preview shows.
  const { page: around1 } = await around(t, () => code);
  await around1.frameLocator("iframe").locator("html[data-no-ui] #stage canvas").first().waitFor({ state: "attached", timeout: 20_000 });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
});
