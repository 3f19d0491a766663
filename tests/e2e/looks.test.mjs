// Every layout in every color profile: the points are there, axe-core is content, and a
// picture goes into tests/e2e/shots, to be looked at. The picture of the README is
// rewritten with UPDATE_SCREENSHOT=1.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { at } from "../tools.mjs";
import { assertAccessible } from "./axe.mjs";
import { assertMessage, launch, layouts, pixels, shoot, shots, untilStep, untilWebGL, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const [name, layout] of Object.entries(layouts)) {
  for (const profile of ["light", "dark", "projector"]) {
    test(`${name}, ${profile}`, async (t) => {
      const query = [layout.query, `colorProfile=${profile}`].filter(Boolean).join("&");
      const { page } = await visit(t, { browser, viewport: layout.viewport, query, webgl: profile === "light" });
      // In software WebGL takes seconds; tests/scene holds the canvas to the same pixels.
      if (profile === "light") await untilWebGL(page);
      await page.waitForTimeout(300);
      await shoot(page, `${name}-${profile}`);
      const colors = await page.evaluate(() => {
        const style = getComputedStyle(document.documentElement);
        return { blue: style.getPropertyValue("--origin-0").trim(), orange: style.getPropertyValue("--origin-1").trim() };
      });
      for (const [which, hex] of Object.entries(colors)) assert.match(hex, /^#[0-9a-f]{6}$/i, which);
      const seen = await pixels(page, page.locator("#stage"), colors);
      assert.ok(seen.blue > 200 && seen.orange > 50, `points are missing: ${JSON.stringify(seen)}`);
      await assertAccessible(page, `${name}, ${profile}`);
    });
  }
}

test("with a message, a picked row, a table and the help open", async (t) => {
  const { page } = await visit(t, { browser, hash: "#v=1&seed=x" });
  await assertMessage(page, [/seed/]);
  await page.getByLabel("Inspect row").fill("5");
  await page.keyboard.press("Enter");
  const chart = page.getByRole("region", { name: "Test accuracy", exact: true }).first();
  await chart.locator("summary").click();
  await chart.getByRole("button", { name: "Show as table" }).click();
  await shoot(page, "desktop-row-table-message");
  await assertAccessible(page, "message, row and table");
  await page.getByRole("button", { name: "Keys and help" }).click();
  await page.getByRole("dialog").waitFor();
  await shoot(page, "desktop-help");
  await assertAccessible(page, "help");
});

for (const [name, layout] of Object.entries({ embed: layouts.embed, phone: layouts.phone })) {
  test(`the settings of ${name}`, async (t) => {
    const { page } = await visit(t, { browser, viewport: layout.viewport, query: layout.query });
    await page.getByRole("button", { name: "Settings" }).filter({ visible: true }).first().click();
    await page.getByRole("button", { name: "Live", exact: true }).waitFor();
    await page.waitForTimeout(400);
    await shoot(page, `${name}-settings`);
    await assertAccessible(page, `settings of ${name}`);
  });
}

test("the picture of the README", async (t) => {
  const target = at("docs/screenshot.png");
  const { page } = await visit(t, { browser, query: "colorProfile=light", hash: "#v=1&t=16", webgl: true });
  await untilWebGL(page);
  await untilStep(page, "k === 16");
  await page.waitForTimeout(500);
  await shoot(page, "readme");
  if (process.env.UPDATE_SCREENSHOT === "1") {
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(path.join(shots, "readme.png"), target);
  }
  assert.ok(existsSync(target), "docs/screenshot.png is missing; UPDATE_SCREENSHOT=1 ./build.sh test e2e makes it");
  const png = readFileSync(target);
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1280, 720], "the picture is 1280×720");
});
