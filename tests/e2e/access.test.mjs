// States of the page that the pictures of looks.test.mjs do not show: axe-core finds nothing in
// them, everything to press is 44 px, and at 200 % zoom (640 px) nothing scrolls sideways.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./axe.mjs";
import { launch, layouts, pixels, shoot, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const zoomed = { width: 640, height: 360 };

/** Controls that can be seen and are smaller than 44 px; links in a text are as high as its lines, a tick has its label. */
async function assertTargets(page, what) {
  const small = await page.evaluate(() => [...document.querySelectorAll("a[href], button, select, input, textarea, summary, [role=slider]")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".hidden, .skip, p a"))
    .map((e) => (e.matches("[type=checkbox], [type=radio]") ? e.closest("label") ?? e : e))
    .map((e) => ({ e, b: e.getBoundingClientRect() })).filter(({ b }) => b.width > 0 && b.height > 0 && (b.width < 43.5 || b.height < 43.5))
    .map(({ e, b }) => `${e.tagName}#${e.id}.${e.className} “${e.textContent.trim().slice(0, 24)}”: ${Math.round(b.width)}×${Math.round(b.height)}`));
  assert.deepEqual(small, [], `small targets, ${what}`);
}

async function assertZoomed(page, what) {
  await page.setViewportSize(zoomed);
  await page.waitForTimeout(200);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} scrolls sideways at 640 px`);
  await assertTargets(page, `${what} at 640 px`);
}

test("the page with its dialogs, in forced colors, and at 200 %", async (t) => {
  const { page } = await visit(t, { browser });
  await assertTargets(page, "the page");
  await page.locator("#open-share").click();
  await page.locator("dialog.share").waitFor();
  await assertAccessible(page, "share dialog");
  await assertTargets(page, "the share dialog");
  await page.keyboard.press("Escape");
  await page.locator("#own-open").click();
  await page.locator(".own-dialog[open]").waitFor();
  await assertAccessible(page, "own data");
  await assertTargets(page, "own data");
  await page.keyboard.press("Escape");
  await page.emulateMedia({ forcedColors: "active" });
  await shoot(page, "forced-colors");
  const mix = await pixels(page, page.locator("#mix"));
  assert.ok(mix.blue > 2000 && mix.orange > 800, `the mix keeps its colors: ${JSON.stringify(mix)}`);
  await assertAccessible(page, "forced colors");
  await page.emulateMedia({ forcedColors: "none" });
  await assertZoomed(page, "the page");
});

test("the embedding with its drawer, and with nothing to press", async (t) => {
  const { page, server } = await visit(t, { browser, path: "embed.html", viewport: layouts.embed.viewport });
  await page.locator("#bar-settings").click();
  await page.waitForTimeout(300);
  await assertTargets(page, "the drawer");
  await page.goto(`${server.url}embed.html?no_ui=1`);
  await page.locator("#stage canvas").first().waitFor();
  await assertAccessible(page, "no_ui");
  await assertTargets(page, "no_ui");
});

test("the lab", async (t) => {
  const { page } = await visit(t, { browser, path: "lab.html" });
  await page.locator(".lab-chart canvas").first().waitFor();
  await assertTargets(page, "the lab");
  await assertZoomed(page, "the lab");
});
