// Two runs beside each other, on one page from the first press to the address; and the paper's
// protocol beside ours, where it has been recorded.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertAccessible } from "./axe.mjs";
import { eventually, launch, layouts, pixels, shoot, untilStep, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const computed = (page) => page.waitForFunction(() => /^Computed/.test(document.querySelector("#status").textContent), undefined, { timeout: 60_000 });
const ghosts = (page) => page.locator(".plot:not([hidden]) .refs.ghost polyline");

test("a run is kept as the reference, and the next is drawn and told beside it", async (t) => {
  const { page } = await visit(t, { browser, brisk: true, hash: "#v=1&mix=60,40&perStep=5&steps=4&t=2" });
  await computed(page);
  assert.equal(await ghosts(page).count(), 0, "another sample than the recorded one has no line of the paper's protocol");
  await page.locator("#speech").filter({ hasText: /^Step 2 of 4/ }).waitFor(); // the step is told at rest
  await page.keyboard.press("c");
  const button = page.getByRole("button", { name: "Compare", exact: true });
  await eventually(async () => (await button.getAttribute("aria-pressed")) === "true", "Compare is not pressed");
  await page.getByRole("heading", { name: "Beside the reference" }).waitFor();
  assert.match(await page.locator("#detail").innerText(), /same settings/i);
  assert.match(await page.locator("#speech").innerText(), /reference/);

  await page.locator("#rule").selectOption("loss");
  await page.locator("#status").filter({ hasText: /Comput(ing|ed)/ }).waitFor();
  await eventually(async () => (await page.locator(".aside").count()) === 1, "the second map never came", 20_000);
  await computed(page);
  await page.keyboard.press("End");
  await untilStep(page, "k === 4");
  assert.equal(await ghosts(page).count(), 2, "a line in each chart");
  const told = await page.locator(".board").innerText();
  for (const part of [/rule δ, closed form → own loss/, /best accuracy/, /V at 20 removed/, /removed from minorities/]) assert.match(told, part);
  // Told at rest, and with the run: the reference has as many steps as the run on screen.
  await eventually(async () => /80 rows in training \(.*\), 20 removed\./.test((await page.locator(".aside").getAttribute("aria-label")) ?? ""), "the second map is not described as the first is");
  await assertFilled(page);
  assert.deepEqual((await page.locator(".plot:not([hidden]) .refs.ghost .ref-label").allInnerTexts()).sort(), ["now", "now", "reference", "reference"], "both lines carry their names");
  assert.match(await page.locator(".chart-head .note").first().innerText(), /^reference \d/);
  assert.match(await page.locator("#detail h2").innerText(), /In training, and removed/, "the inspector says what it always says");
  await eventually(async () => /#.*rule=loss.*compare=preset:sd2;mix:60,40;/.test(page.url()), `the address is ${page.url()}`);
  await assertAccessible(page, "comparison");
  await shoot(page, "compare-desktop");

  // The chart's table has the reference as a column.
  await page.getByLabel("Test accuracy: table and CSV").click();
  await page.getByRole("button", { name: "Show as table" }).first().click();
  const head = await page.locator(".chart table thead").last().innerText();
  assert.match(head, /reference/);
  const address = page.url();

  await button.click();
  await eventually(async () => (await button.getAttribute("aria-pressed")) === "false", "Compare stays pressed");
  await page.locator(".aside").waitFor({ state: "detached" });
  await eventually(async () => (await ghosts(page).count()) === 0, "the reference's line stayed");

  // The address brings it back: both runs are computed.
  await page.goto("about:blank");
  await page.goto(address);
  await computed(page);
  await eventually(async () => (await page.locator(".compared td").count()) > 0 && (await page.locator(".aside").count()) === 1, "the address did not bring the comparison", 30_000);
  const said = /rule δ, closed form → own loss/;
  assert.match(await page.locator(".board").innerText(), said);
  await page.setViewportSize(layouts.phone.viewport);
  await eventually(async () => (await page.locator(".figure").boundingBox()).width < 380, "the phone's layout never came");
  await page.waitForTimeout(300);
  await assertFilled(page);
  assert.match(await page.locator(".board").innerText(), said);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  await shoot(page, "compare-phone");
  await assertAccessible(page, "comparison on a phone");
});

test("in an embedding both maps are there, with the difference in words, and all of it fits", async (t) => {
  const { page } = await visit(t, { browser, brisk: true, viewport: layouts.embed.viewport, query: layouts.embed.query, hash: "#v=1&mix=60,40&perStep=5&steps=4&rule=loss&compare=preset:sd2;mix:60,40;perStep:5;steps:4" });
  await computed(page);
  await eventually(async () => (await page.locator(".compared td").count()) > 0, "the reference never came", 30_000);
  await eventually(async () => (await page.locator(".board .changes").innerText()) !== "", "nothing is said of the difference");
  await page.waitForTimeout(300);
  await assertFilled(page);
  assert.match(await page.locator(".board").innerText(), /rule δ, closed form → own loss/);
  assert.ok(await page.locator(".board").evaluate((e) => e.scrollHeight <= e.clientHeight + 1), "the board is cut off");
  await shoot(page, "compare-embed");
  await assertAccessible(page, "comparison in an embedding");
});

test("a page saved as one file keeps the reference, with the engine and without", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "untangle compare "));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { page } = await visit(t, { browser, brisk: true, hash: "#v=1&mix=60,40&perStep=5&steps=4&rule=loss&compare=preset:sd2;mix:60,40;perStep:5;steps:4" });
  await computed(page);
  await eventually(async () => (await page.locator(".compared td").count()) > 0, "the reference never came", 30_000);
  await page.locator("#status").filter({ hasText: /Computed/ }).waitFor();
  await page.waitForTimeout(1000);
  const board = await page.locator(".board").innerText();
  await page.getByRole("button", { name: "Embed, save" }).click();
  for (const button of ["With the engine", "Player only"]) {
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 30_000 }), page.getByRole("button", { name: button }).click()]);
    const file = path.join(folder, `${button}.html`);
    await download.saveAs(file);
    const context = await browser.newContext({ viewport: layouts.desktop.viewport, offline: true });
    t.after(() => context.close());
    const saved = await context.newPage();
    await saved.goto(pathToFileURL(file).href);
    await saved.locator(".compared td").first().waitFor({ timeout: 20_000 });
    assert.equal(await saved.locator(".board").innerText(), board, button);
    assert.equal(await saved.locator(".aside").count(), 1);
    assert.equal(await ghosts(saved).count(), 2);
  }
});

/** Both maps are drawn, of one size, side by side, and what is below them begins where they end. */
async function assertFilled(page) {
  const box = (selector) => page.locator(selector).first().boundingBox();
  const [figure, one, two, board] = await Promise.all([".figure", ".aside-stage", ".figure > .stage", ".board .changes"].map(box));
  assert.ok(Math.abs(one.width - two.width) < 1 && Math.abs(one.height - two.height) < 1 && Math.abs(one.y - two.y) < 1, JSON.stringify([one, two]));
  assert.ok(one.x + one.width <= two.x && two.x + two.width <= figure.x + figure.width + 1, "the maps overlap or stick out");
  assert.ok(one.width + two.width > 0.95 * figure.width, "the maps leave the figure empty");
  assert.ok(board.y - (one.y + one.height) < 24, "there is a gap below the maps");
  for (const selector of [".aside-stage", ".figure > .stage"]) {
    const seen = await pixels(page, page.locator(selector).first());
    assert.ok(seen.blue > 20 && seen.orange > 20, `${selector}: ${JSON.stringify(seen)}`);
  }
}

test("the paper's protocol is drawn beside ours by itself, and compare=none leaves it out", async (t) => {
  const { page } = await visit(t, { browser, viewport: layouts.embed.viewport, query: layouts.embed.query });
  await eventually(async () => (await ghosts(page).count()) === 2, "the protocol's line never came", 15_000);
  assert.match(await page.locator(".refs.ghost").first().innerText(), /paper’s protocol/);
  const { frames } = JSON.parse(readFileSync(new URL("../../site/runs/sd2.paper", import.meta.url), "utf8"));
  assert.equal((await ghosts(page).first().getAttribute("points")).split(" ").length, frames.length);
  await page.goto(`${page.url().replace(/#.*/, "")}#compare=none`);
  await page.reload();
  await page.locator(".chart canvas").first().waitFor();
  await page.waitForTimeout(500);
  assert.equal(await ghosts(page).count(), 0);
});
