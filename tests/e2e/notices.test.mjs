// Messages keep out of the way: folded, never over the charts, gone when they are answered or have been read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./axe.mjs";
import { assertMessage, eventually, launch, layouts, shoot, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const shown = (page) => page.locator("#notices > .notice:not([hidden])");

/** The place of everything of a message region that can be seen, and of both charts. */
const overlaps = (page) => page.evaluate(() => {
  const boxes = (selector) => [...document.querySelectorAll(selector)].map((e) => e.getBoundingClientRect()).filter((b) => b.width > 0 && b.height > 0);
  const region = document.querySelector("#notices").getBoundingClientRect();
  // What is scrolled out of the region is not on screen.
  const notices = boxes("#notices > *").map((b) => ({ left: b.left, right: b.right, top: Math.max(b.top, region.top), bottom: Math.min(b.bottom, region.bottom) }));
  return boxes(".chart").flatMap((c) => notices.filter((n) => n.left < c.right && n.right > c.left && n.top < c.bottom && n.bottom > c.top));
});

test("a refused value is told, the field shows what is used, and the next change takes the message away", async (t) => {
  const { page } = await visit(t, { browser });
  const rows = page.locator("#rows");
  await page.locator(".chart canvas").first().waitFor();
  await rows.fill("3");
  await rows.press("Enter");
  await assertMessage(page, [/rows/, /3/]);
  assert.equal(await rows.inputValue(), "3", "what is being written is left alone");
  assert.equal(await rows.getAttribute("aria-invalid"), "true");
  assert.deepEqual(await overlaps(page), [], "the message lies over a chart");
  await page.locator("#live").focus();
  await eventually(async () => (await rows.inputValue()) === "1000", "the field keeps the refused value");
  assert.equal(await rows.getAttribute("aria-invalid"), "false");
  assert.equal(await shown(page).count(), 1, "leaving the field answers nothing");
  await page.locator("#per-step").fill("20");
  await page.locator("#per-step").press("Enter");
  await eventually(async () => (await shown(page).count()) === 0, "the message outlives the change");
});

test("many messages are two and a button, beside the charts", async (t) => {
  const { page } = await visit(t, { browser, hash: "#v=1&seed=x&rule=y&ridge=z&perStep=w" });
  await page.locator(".chart canvas").first().waitFor();
  const more = page.getByRole("button", { name: /more message/ });
  await more.waitFor();
  const few = await shown(page).count();
  assert.ok(few === 1 || few === 2, `${few} messages are shown`);
  assert.match(await more.innerText(), new RegExp(`^${4 - few} more`));
  assert.deepEqual(await overlaps(page), [], "messages lie over a chart");
  await shoot(page, "notices-desktop");
  await assertAccessible(page, "folded messages");
  await more.click();
  assert.equal(await shown(page).count(), 4);
  const fewer = page.getByRole("button", { name: "Show fewer messages" });
  assert.equal(await fewer.getAttribute("aria-expanded"), "true");
  await assertAccessible(page, "all messages");
  await fewer.click();
  assert.equal(await shown(page).count(), few);
  for (let left = 4; left > 0; left--) {
    await shown(page).last().getByRole("button", { name: "Dismiss" }).click();
    await eventually(async () => (await page.locator("#notices > .notice").count()) === left - 1, "a message does not go");
  }
  assert.equal(await page.locator("#notices .more").isVisible(), false);
});

test("the message that holds the focus is not folded away by newer ones", async (t) => {
  const { page } = await visit(t, { browser, hash: "#v=1&seed=x" });
  await page.locator(".chart canvas").first().waitFor();
  const held = page.locator("#notices > .notice", { hasText: "seed" });
  await held.getByRole("button", { name: "Dismiss" }).focus();
  for (const [n, bad] of ["rule=y", "ridge=z", "perStep=w"].entries()) {
    await page.evaluate((hash) => { location.hash = hash; }, `#v=1&${bad}`);
    await eventually(async () => (await page.locator("#notices > .notice").count()) === n + 2, `no message about ${bad}`);
  }
  await page.getByRole("button", { name: /more message/ }).waitFor();
  assert.ok(await held.isVisible(), "the message is folded away");
  assert.ok(await held.getByRole("button", { name: "Dismiss" }).evaluate((e) => e === document.activeElement), "the focus is lost");
  assert.equal(await shown(page).count(), 2);
  assert.match(await shown(page).last().innerText(), /perStep/, "the newest is told beside it");
});

test("in an embedding messages leave the charts free", async (t) => {
  const { page } = await visit(t, { browser, viewport: layouts.embed.viewport, query: layouts.embed.query, hash: "#v=1&seed=x&rule=y&ridge=z" });
  await page.locator(".chart canvas").first().waitFor();
  await page.getByRole("button", { name: /more message/ }).waitFor();
  assert.deepEqual(await overlaps(page), []);
  await shoot(page, "notices-embed");
  await assertAccessible(page, "messages in an embedding");
});

test("warnings about a table are one for each kind, and leave when they have been read, but not under the pointer", async (t) => {
  const { page } = await visit(t, { browser, brisk: true });
  const head = ["x", "y", "label", ...Array.from({ length: 5 }, (_, i) => `same${i}`)].join(",");
  const lines = Array.from({ length: 60 }, (_, i) => `${(i * 37) % 101},${(i * 53) % 89},${(i * 37) % 101 > 50 ? "yes" : "no"},1,1,1,1,1`);
  await page.getByRole("button", { name: "Your own table …" }).click();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Choose files …" }).click()]);
  await chooser.setFiles({ name: "same.csv", mimeType: "text/csv", buffer: Buffer.from([head, ...lines, ""].join("\n")) });
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText(/Computed in this tab in/).first().waitFor({ timeout: 30_000 });
  const test = page.locator("#notices > .notice", { hasText: "no test accuracy" });
  await test.waitFor();
  assert.ok(await page.locator("#notices > .notice").count() <= 4, await page.locator("#notices").innerText());
  assert.deepEqual(await overlaps(page), [], "messages lie over a chart");
  await shoot(page, "notices-own");
  await test.hover();
  await page.waitForTimeout(12_000);
  assert.equal(await test.count(), 1, "the message left under the pointer");
  await page.mouse.move(5, 5);
  await test.waitFor({ state: "detached", timeout: 15_000 });
  assert.ok(await page.locator("#notices > .notice").filter({ has: page.getByRole("button", { name: "Show the rows" }) }).count() > 0, "a message with something to press stays");
});
