// Layouts between the three that looks.test.mjs knows, and what once was cut off or covered in them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./axe.mjs";
import { eventually, launch, layouts, shoot, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Menus that can be seen and whose choice is cut off: the text of the option is wider than what the menu shows of it. */
const cutMenus = (page) => page.evaluate(() => [...document.querySelectorAll("select")].filter((e) => e.checkVisibility({ visibilityProperty: true })).flatMap((e) => {
  const style = getComputedStyle(e);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const needs = pen.measureText(e.selectedOptions[0]?.text ?? "").width;
  const has = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return needs > has + 2 ? [`#${e.id} shows ${Math.round(has)} of ${Math.round(needs)} px`] : [];
}));

const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test("a tablet: no menu of the header is cut; colors and language are in the drawer", async (t) => {
  const { page } = await visit(t, { browser, viewport: { width: 768, height: 1024 } });
  await page.locator(".chart canvas").first().waitFor();
  assert.deepEqual(await cutMenus(page), []);
  assert.equal(await page.locator("#profile").isVisible(), false);
  await page.locator("#open-settings").click();
  await page.locator("#profile").waitFor();
  await page.waitForTimeout(300);
  assert.deepEqual(await cutMenus(page), []);
  await assertAccessible(page, "the drawer of a tablet");
  await shoot(page, "tablet-settings");
  // Back in the header where there is room again.
  await page.keyboard.press("Escape");
  await page.setViewportSize(layouts.desktop.viewport);
  await eventually(() => page.locator(".head #profile").isVisible(), "the menu does not come back");
});

test("zoomed to 200 %, charts are high enough to be read, and the header shows what it has", async (t) => {
  const { page } = await visit(t, { browser, viewport: { width: 640, height: 360 } });
  await page.locator(".chart canvas").first().waitFor();
  for (const chart of await page.locator(".chart .u-over").all()) {
    const { height } = await chart.boundingBox();
    assert.ok(height >= 60, `a curve has ${height} px`);
  }
  const boxes = await page.locator(".head > *").evaluateAll((all) => all.map((e) => ({ name: e.id || e.className, ...e.getBoundingClientRect().toJSON() })).filter((b) => b.width > 0));
  for (const [i, a] of boxes.entries()) for (const b of boxes.slice(i + 1)) assert.ok(a.right <= b.left + 1 || b.right <= a.left + 1, `${a.name} lies over ${b.name}`);
  await assertAccessible(page, "the page at 200 %");
});

test("on a phone the tour's card covers neither map nor charts, at any stop", async (t) => {
  const { page } = await visit(t, { browser, viewport: layouts.phone.viewport, hash: "#v=1&tour=1" });
  await page.locator(".chart canvas").first().waitFor();
  for (let stop = 1; stop <= 6; stop++) {
    await page.locator(`#tour[data-stop="${stop}"]`).waitFor();
    await page.waitForTimeout(300);
    const card = await page.locator("#tour").boundingBox();
    for (const selector of ["#stage", ".chart"]) for (const e of await page.locator(selector).all()) {
      const box = await e.boundingBox();
      assert.ok(!overlap(card, box), `stop ${stop}: the card (${JSON.stringify(card)}) lies over ${selector} (${JSON.stringify(box)})`);
    }
    if (stop === 1) await assertAccessible(page, "the tour on a phone");
    if (stop === 5) await shoot(page, "tour-phone");
    if (stop < 6) await page.locator("#tour").getByRole("button", { name: "Next" }).click();
  }
  await page.locator("#tour").getByRole("button", { name: "End the tour" }).last().click();
  await eventually(async () => Math.abs((await page.locator("#stage").boundingBox()).height - 366) < 2, "the map does not get its place back");
});

test("the lab on a phone, in German: no menu is cut, and the settings hold the page's", async (t) => {
  const { page } = await visit(t, { browser, path: "lab.html", viewport: layouts.phone.viewport, query: "locale=de" });
  await page.locator(".lab-chart canvas").first().waitFor();
  assert.deepEqual(await cutMenus(page), []);
  await page.locator("#open-settings").click();
  await page.locator("#drawer-controls #locale").waitFor();
  await page.waitForTimeout(300);
  assert.deepEqual(await cutMenus(page), []);
  await assertAccessible(page, "settings of the lab on a phone");
});

test("the lab's table of arms fits at 1280, and names of published values lie on no curve", async (t) => {
  const { page, server } = await visit(t, { browser, path: "lab.html", hash: "#v=1&study=dilution" });
  const table = page.locator(".lab-table").last();
  await table.locator("td").first().waitFor();
  const { scroll, client } = await table.evaluate((e) => ({ scroll: e.scrollWidth, client: e.clientWidth }));
  assert.ok(scroll <= client, `the table is ${scroll - client} px wider than its place`);
  await page.goto(`${server.url}lab.html#v=1&study=fig5`);
  await page.reload();
  await page.locator(".lab-chart .ref-label").first().waitFor();
  await page.waitForTimeout(500);
  // Dark pixels under a name: its halo and ground would hide them, so the names are taken away.
  const clear = await page.evaluate(() => [...document.querySelectorAll(".lab-chart .u-over")].flatMap((over) => {
    const canvas = over.parentElement.querySelector("canvas");
    const pen = canvas.getContext("2d");
    const ratio = canvas.width / canvas.clientWidth;
    return [...over.querySelectorAll(".ref-label")].map((e) => {
      const { data } = pen.getImageData((over.offsetLeft + e.offsetLeft) * ratio, (over.offsetTop + e.offsetTop) * ratio, e.offsetWidth * ratio, e.offsetHeight * ratio);
      let dark = 0;
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 128 && data[i] < 90) dark++;
      return `${e.textContent}: ${dark}`;
    });
  }));
  assert.ok(clear.length >= 3, `${clear.length} names`);
  assert.deepEqual(clear.filter((c) => !c.endsWith(": 0")), []);
});

test("a tap inspects: in a frame and on a phone the row is told beside the finger, without a hover", async (t) => {
  for (const name of ["embed", "phone"]) {
    const { page } = await visit(t, { browser, viewport: layouts[name].viewport, query: layouts[name].query, context: { hasTouch: true } });
    await page.locator(".chart canvas").first().waitFor();
    const box = await page.locator("#stage").boundingBox();
    // In the crowd at the center's left a finger always meets a row.
    const [x, y] = [box.x + box.width * 0.44, box.y + box.height * 0.45];
    await page.touchscreen.tap(x, y);
    await page.locator("#tip").filter({ hasText: /^row \d+, rule/ }).waitFor();
    const tip = await page.locator("#tip").boundingBox();
    assert.ok(tip.x >= 0 && tip.x + tip.width <= layouts[name].viewport.width, JSON.stringify(tip));
    await shoot(page, `tap-${name}`);
    await assertAccessible(page, `a row tapped, ${name}`);
    // The same again lets it go.
    await page.touchscreen.tap(x, y);
    await page.locator("#tip").waitFor({ state: "hidden" });
  }
});
