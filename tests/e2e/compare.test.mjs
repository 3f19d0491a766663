// Two runs beside each other, on one page from the first press to the address; and the paper's
// protocol beside ours, where it has been recorded.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { assertAccessible } from "./axe.mjs";
import { eventually, launch, layouts, shoot, untilStep, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const computed = (page) => page.waitForFunction(() => /^Computed/.test(document.querySelector("#status").textContent), undefined, { timeout: 60_000 });
const ghosts = (page) => page.locator(".plot:not([hidden]) .refs.ghost polyline");

test("a run is kept as the reference, and the next is drawn and told beside it", async (t) => {
  const { page } = await visit(t, { browser, brisk: true, hash: "#v=1&mix=60,40&perStep=5&steps=4&t=2" });
  await computed(page);
  assert.equal(await ghosts(page).count(), 0, "another sample than the recorded one has no line of the paper's protocol");
  await page.keyboard.press("c");
  const button = page.getByRole("button", { name: "Compare", exact: true });
  assert.equal(await button.getAttribute("aria-pressed"), "true");
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
  const told = await page.locator("#detail").innerText();
  for (const part of [/rule δ, closed form → own loss/, /best accuracy/, /V at 20 removed/, /removed from minorities/]) assert.match(told, part);
  assert.match(await page.locator(".aside").getAttribute("aria-label"), /80 rows in training, 20 removed/);
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
  assert.match(await page.locator("#detail").innerText(), /rule δ, closed form → own loss/);
  await page.setViewportSize(layouts.phone.viewport);
  await page.locator(".aside").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  await shoot(page, "compare-phone");
});

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
