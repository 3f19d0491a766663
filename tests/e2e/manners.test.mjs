// What the layouts promise: no_ui has nothing to press, an embedding fits its frame, the
// settings are reachable, a run that is no longer the settings' says so.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, layouts, slider, untilStep, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const query of ["no_ui=1", "no_ui=1&embed=1"]) {
  for (const name of ["desktop", "phone"]) {
    test(`${query}, ${name}: nothing to press, and the picture is there`, async (t) => {
      const { page } = await visit(t, { browser, viewport: layouts[name].viewport, query });
      const shown = await page.locator("#app").locator("button, select, input, summary, [role=slider]").evaluateAll(
        (all) => all.filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => e.id || e.outerHTML.slice(0, 60)));
      assert.deepEqual(shown, []);
      const stage = await page.locator("#stage").boundingBox();
      assert.ok(stage.width > 300 && stage.y + stage.height <= layouts[name].viewport.height, JSON.stringify(stage));
    });
  }
}

test("an embedding fits its frame, and its settings open while it plays", async (t) => {
  const { page } = await visit(t, { browser, viewport: layouts.embed.viewport, query: "embed=1" });
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.getByRole("button", { name: "Settings" }).filter({ visible: true }).first().click();
  await page.waitForFunction(() => document.querySelector("#rail").getBoundingClientRect().left === 0);
  await page.mouse.move(600, 200);
  await page.mouse.wheel(0, 200);
  await page.waitForTimeout(300);
  const [scrolled, bar] = await page.evaluate(() => [scrollY, innerWidth - document.documentElement.clientWidth]);
  assert.deepEqual([scrolled, bar], [0, 0]);
});

test("at 1280 × 720 every setting shows without scrolling, with either fit", async (t) => {
  const { page } = await visit(t, { browser });
  for (const fit of ["newton", "adam"]) {
    await page.locator("#fit").selectOption(fit);
    const [all, room] = await page.locator(".rail-scroll").evaluate((e) => [e.scrollHeight, e.clientHeight]);
    assert.ok(all <= room, `${fit}: ${all} px of settings in ${room}`);
    const [left, liveLeft] = await page.evaluate(() => ["#mix", "#live"].map((id) => document.querySelector(id).getBoundingClientRect().left));
    assert.equal(left, liveLeft);
  }
});

test("until its frames come, a changed run is named the previous one, and the majority counts", async (t) => {
  const { page, server } = await visit(t, { browser, hold: /(view|core)\.wasm$/, hash: "#v=1&mix=30,60&steps=2&perStep=5" });
  const chart = page.locator(".chart").last();
  await chart.getByText("previous run").waitFor();
  server.release();
  await chart.getByText("tested on rule 1").waitFor({ timeout: 30_000 });
  await page.keyboard.press("End");
  await page.waitForFunction(() => /of “rule 2”\. Rule 2 is the majority here; the test set follows rule 1\./.test(document.querySelector("#detail").textContent), undefined, { timeout: 30_000 });
});

test("the slider says step and rows, the picture's name does not stutter", async (t) => {
  const { page } = await visit(t, { browser, hash: "#v=1&t=8" });
  await untilStep(page, "k === 8");
  assert.equal(await slider(page).getAttribute("aria-valuetext"), "step 8 of 24, 80 rows removed");
  // The words come with later.js, behind the first picture.
  await page.locator("figcaption").filter({ hasText: /^Influence map: Step 8 of 24: \d+ rows in training/ }).waitFor({ state: "attached" });
});
