// The stage as a part of a page: the wheel scrolls, Tab passes by, pointing and tapping
// find rows, with either renderer.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { at } from "../tools.mjs";
import { launch } from "../e2e/browser.mjs";
import { mount, open, serve, untilEbiten } from "./page.mjs";

let browser;
let server;
before(async () => { [browser, server] = [await launch(), await serve()]; });
after(async () => {
  await browser?.close();
  server?.close();
});

const golden = JSON.parse(readFileSync(at("tests/scene/golden.json"), "utf8"));
const { view } = golden.cases[0];

/** Opens the page with a stage at rest at t = 0, drawn by the canvas or by ebiten. */
async function stage(t, ebiten, options) {
  const page = await open(t, browser, server, options);
  // Whatever prevents a default on the way to the page is noted.
  await page.evaluate(() => {
    window.prevented = [];
    for (const type of ["wheel", "keydown", "keyup", "mousedown", "pointerdown", "touchstart", "touchmove", "click", "contextmenu"]) {
      window.addEventListener(type, (e) => { if (e.defaultPrevented) window.prevented.push(type); });
    }
  });
  await mount(page, { t: 0, view, ebiten });
  if (ebiten) await untilEbiten(page);
  return page;
}

/** A point that stands alone in the first picture of the golden file: [row, x, y] in px of the stage. */
function lonePoint() {
  const marks = golden.cases[0].sprites.filter(([, , , , , row]) => row >= 0);
  const lone = marks.find((a) => marks.every((b) => a[5] === b[5] || Math.hypot(a[0] - b[0], a[1] - b[1]) > 40));
  return [lone[5], lone[0], lone[1]];
}

/** Moves to the lone point from elsewhere, and returns [row, x, y], the place in px of the page. */
async function findRow(page) {
  const box = await page.locator("#host").boundingBox();
  const [row, x, y] = lonePoint();
  await page.mouse.move(box.x + x + 3, box.y + y - 2);
  const told = await page.evaluate(() => window.harness.hovers.at(-1));
  assert.equal(told?.[0], row);
  assert.ok(Math.hypot(told[1] - x, told[2] - y) < 1e-3, "the place of its mark");
  return [row, box.x + x, box.y + y];
}

for (const ebiten of [false, true]) {
  const by = ebiten ? "ebiten" : "the canvas";

  test(`${by}: the wheel scrolls the page, Tab passes by, the focus stays`, async (t) => {
    const page = await stage(t, ebiten);
    await page.locator("#before").focus();
    await page.mouse.move(250, 250);
    await page.mouse.wheel(0, 300);
    await page.waitForFunction(() => scrollY === 300);
    await page.mouse.click(250, 20);
    await page.locator("#before").focus();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "after");
    await page.keyboard.press("Shift+Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "before");
    await page.keyboard.press("Space");
    assert.deepEqual(await page.evaluate(() => window.prevented), []);
  });

  test(`${by}: pointing tells of a row and its place, clicking picks it, leaving ends it`, async (t) => {
    const page = await stage(t, ebiten);
    const [row, x, y] = await findRow(page);
    await page.mouse.move(x, y);
    await page.mouse.click(x, y);
    assert.deepEqual(await page.evaluate(() => window.harness.picks), [row]);
    await page.mouse.move(5, 600);
    assert.equal(await page.evaluate(() => window.harness.hovers.at(-1)[0]), -1);
    const hovers = await page.evaluate(() => window.harness.hovers.map((h) => h[0]));
    hovers.slice(1).forEach((h, i) => assert.notEqual(h, hovers[i], "told twice of the same row"));
    assert.deepEqual(await page.evaluate(() => window.prevented), []);
  });
}

test("a tap picks with a finger's reach and points nothing out", async (t) => {
  const page = await stage(t, false, { touch: true });
  const [row, x, y] = await findRow(page);
  await page.evaluate(() => { window.harness.hovers.length = 0; });
  await page.touchscreen.tap(x, y);
  await page.waitForFunction(() => window.harness.picks.length === 1);
  assert.deepEqual(await page.evaluate(() => window.harness.picks), [row]);
  assert.deepEqual(await page.evaluate(() => window.harness.hovers), []);
  await page.touchscreen.tap(20, 60);
  await page.waitForFunction(() => window.harness.picks.length === 2);
  assert.equal(await page.evaluate(() => window.harness.picks[1]), -1, "a tap beside all points");
});

test("a scaled stage, as in a slide deck, finds the same rows", async (t) => {
  const page = await stage(t, false);
  const [row, x, y] = await findRow(page);
  const box = await page.locator("#host").boundingBox();
  await page.evaluate(() => {
    const host = document.querySelector("#host");
    host.style.transformOrigin = "0 0";
    host.style.transform = "scale(0.5)";
  });
  await page.mouse.move(5, 600);
  await page.evaluate(() => { window.harness.hovers.length = 0; });
  await page.mouse.click(box.x + (x - box.x) / 2, box.y + (y - box.y) / 2);
  assert.deepEqual(await page.evaluate(() => window.harness.picks), [row]);
  const told = await page.evaluate(() => window.harness.hovers.at(-1));
  assert.equal(told[0], row);
  assert.ok(Math.hypot(told[1] - (x - box.x), told[2] - (y - box.y)) < 1e-3, "its place is in px of the stage");
});
