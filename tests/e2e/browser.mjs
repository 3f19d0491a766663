// A real Chromium for the tests: opening the page, watching what it does, looking at it.
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { at, load } from "../tools.mjs";
import { serve } from "./server.mjs";

const { chromium } = load("playwright-core");

/** Quiet, without a sandbox (containers have none), and WebGL in software. */
const flags = [
  "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-default-apps",
  "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
  // Everything but WebGL is drawn without it: emulating a GPU for text and lines costs twice.
  "--disable-gpu-rasterization", "--disable-gpu-compositing",
];

/** The layouts of the page: name, size in CSS pixels and query. */
export const layouts = {
  desktop: { viewport: { width: 1280, height: 720 }, query: "" },
  embed: { viewport: { width: 960, height: 540 }, query: "embed=1" },
  phone: { viewport: { width: 390, height: 844 }, query: "" },
};

/** Where screenshots go; git ignores the folder. */
export const shots = at("tests/e2e/shots");

/** The browser to use, or an error that says how to get one. */
function executable() {
  const named = process.env.CHROME;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROME is "${named}", and there is no such program`);
    return named;
  }
  for (const known of ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]) if (existsSync(known)) return known;
  throw new Error("no Chromium found; install it (apt-get install chromium), or name one: CHROME=/path/to/chromium");
}

/** Starts a browser. `extra` are more flags. */
export function launch(extra = []) {
  return chromium.launch({ executablePath: executable(), args: [...flags, ...extra] });
}

/**
 * Serves the site, opens the page in a fresh context and watches it until the test ends.
 * Then it asserts that no third party was asked and that nothing was logged as an error,
 * except what `expectErrors` (regular expressions) allows.
 *
 * @param {import("node:test").TestContext} t
 * @param {object} o
 *   browser, viewport, query ("embed=1"), hash ("#v=1&…"), api, hold (see server.mjs),
 *   brotli: true for a host that sends the packed copies,
 *   webgl: true to let view.wasm arrive (in software it costs seconds; without, the
 *   canvas of the first picture goes on drawing),
 *   brisk: true for a test that is not about motion: steps take a tenth of their time,
 *   before(page, context) to prepare a page, context: options of newContext,
 *   path: another page of the site, such as "lab.html" (then nothing is waited for),
 *   wait: false to return without waiting for the first picture
 * @returns {Promise<Visit>} page, server, requests, errors, context
 */
export async function visit(t, o) {
  const server = await serve({ api: o.api, hold: o.hold ?? (o.webgl ? null : /view\.wasm$/), brotli: o.brotli ?? false });
  const context = await o.browser.newContext({ viewport: layouts.desktop.viewport, serviceWorkers: "block", ...(o.viewport ? { viewport: o.viewport } : {}), ...o.context });
  const requests = [];
  const errors = [];
  context.on("request", (request) => requests.push(request.url()));
  context.on("weberror", (e) => errors.push(`uncaught: ${e.error().stack ?? e.error()}`));
  context.on("console", (m) => { if (m.type() === "error") errors.push(`console: ${m.text()} (${m.location().url})`); });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  t.after(async () => {
    await context.close();
    await server.close();
    assertOwnOrigin(requests, server.url);
    // A plain host has no preset service, and the browser logs the 404 by itself.
    const expected = [/^console: Failed to load resource: .* 404 .*\/api\/v1\/presets\)$/, ...(o.expectErrors ?? [])];
    const surprising = errors.filter((e) => !expected.some((pattern) => pattern.test(e)));
    assert.deepEqual(surprising, [], "errors in the console");
  });
  await o.before?.(page, context, server);
  const query = [o.query, o.brisk ? "speed=8" : ""].filter(Boolean).join("&");
  await page.goto(`${server.url}${o.path ?? ""}${query && `?${query}`}${o.hash ?? ""}`, { waitUntil: "commit" });
  if (o.wait !== false && !o.path) await firstPicture(page);
  return { page, server, requests, errors, context };
}

/** Every request went to the server of the page, or stayed inside the browser. */
export function assertOwnOrigin(requests, url) {
  const { origin } = new URL(url);
  const foreign = requests.filter((r) => !/^(data|blob|about):/.test(r) && new URL(r).origin !== origin);
  assert.deepEqual(foreign, [], "requests to a third party");
}

/** Waits until the page shows a run: points in the stage and a number for the step. */
export async function firstPicture(page, timeout = 20_000) {
  await page.waitForFunction(() => /\d/.test(document.querySelector("#stepnumber")?.textContent ?? ""), undefined, { timeout });
  await page.locator("#stage canvas").first().waitFor({ state: "attached", timeout });
}

/** Waits until WebGL draws the points. */
export async function untilWebGL(page) {
  await page.getByText("Points drawn with WebGL").waitFor({ state: "attached", timeout: 30_000 });
}

/** The worker that ebiten draws in. */
export function viewWorker(page) {
  const found = page.workers().filter((w) => w.url().endsWith("/view.js"));
  assert.equal(found.length, 1, "one worker draws");
  return found[0];
}

/** Waits until a function gives true; the page draws with the next frame, not at once. */
export async function eventually(check, what, timeout = 5000) {
  const deadline = performance.now() + timeout;
  while (!(await check())) {
    assert.ok(performance.now() < deadline, what);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** The step that the transport shows, as the slider tells it to assistive technology. */
export async function shownStep(page) {
  return Number(await slider(page).getAttribute("aria-valuenow"));
}

/** The scrubber; exact, because "Step back" begins alike. */
export const slider = (page) => page.getByRole("slider", { name: "Step", exact: true });

/** Waits until the shown step fulfils a condition given as an expression of k, such as "k === 3". */
export async function untilStep(page, condition, timeout = 15_000) {
  // Put together here: the page's policy lets no text become a program there.
  const holds = new Function("k", `return ${condition}`);
  await eventually(async () => holds(await shownStep(page)), `the step never fulfilled ${condition}`, timeout);
}

/**
 * Counts the pixels of an element by the nearest of some colors, from a screenshot, so
 * that it sees what a reader sees, whatever draws it.
 * @returns {Promise<Record<string, number>>} pixels within 60 of a color (sum of the
 *   three differences), and `ink`: pixels that differ from the element's corner
 */
export async function pixels(page, locator, colors = { blue: "#0072B2", orange: "#D55E00", green: "#009E73" }) {
  const png = await locator.screenshot({ animations: "disabled" });
  return page.evaluate(async ({ data, palette }) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const pen = canvas.getContext("2d");
    pen.drawImage(bitmap, 0, 0);
    const rgba = pen.getImageData(0, 0, bitmap.width, bitmap.height).data;
    const targets = Object.entries(palette).map(([name, hex]) => [name, [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16))]);
    const apart = (i, c) => Math.abs(rgba[i] - c[0]) + Math.abs(rgba[i + 1] - c[1]) + Math.abs(rgba[i + 2] - c[2]);
    const counts = { ink: 0, ...Object.fromEntries(targets.map(([name]) => [name, 0])) };
    const corner = [rgba[0], rgba[1], rgba[2]];
    for (let i = 0; i < rgba.length; i += 4) {
      if (apart(i, corner) > 30) counts.ink++;
      for (const [name, c] of targets) if (apart(i, c) < 60) counts[name]++;
    }
    return counts;
  }, { data: png.toString("base64"), palette: colors });
}

/** Saves a screenshot of the viewport as shots/NAME.png. */
export async function shoot(page, name) {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: path.join(shots, `${name}.png`), animations: "disabled" });
}

/**
 * Waits for a message of the page that holds the first pattern, and asserts that it holds
 * the others; a remedy begins with a capital, so case does not count.
 */
export async function assertMessage(page, patterns, timeout = 15_000) {
  const [first, ...rest] = patterns.map((p) => new RegExp(p.source, "i"));
  const region = page.getByRole("region", { name: "Messages" });
  await region.filter({ hasText: first }).waitFor({ timeout });
  const text = (await region.innerText()).replace(/\s+/g, " ");
  for (const pattern of rest) assert.match(text, pattern);
}

/** The page still works: it steps from the start. */
export async function stepsOn(page) {
  await page.keyboard.press("Home");
  await untilStep(page, "k === 0");
  await page.keyboard.press("ArrowRight");
  await untilStep(page, "k === 1");
}

/** The page still works: it plays from the start and steps back. */
export async function stillPlays(page) {
  await page.keyboard.press("Escape");
  await slider(page).focus();
  await page.keyboard.press("Home");
  await untilStep(page, "k === 0");
  await page.getByRole("button", { name: "Step forward" }).click();
  await untilStep(page, "k === 1");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await untilStep(page, "k >= 3");
  await page.keyboard.press("Home"); // pauses as well; a short run may have ended by now
  await untilStep(page, "k === 0");
  const seen = await pixels(page, page.locator("#stage"));
  assert.ok(seen.blue > 200 && seen.orange > 50, `the picture is empty: ${JSON.stringify(seen)}`);
}
