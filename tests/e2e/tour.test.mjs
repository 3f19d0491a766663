// The tour: six stops that drive the page itself, by keyboard, with an address each, in German and in frames.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./axe.mjs";
import { eventually, launch, layouts, shoot, shownStep, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const done = (page) => page.locator("#tour[data-done]").waitFor();
const name = (page) => page.locator("#tour-name");

test("from the first stop to the last by keyboard; each notices what was done", async (t) => {
  const { page } = await visit(t, { browser });
  await page.locator("#open-tour").focus();
  await page.keyboard.press("Enter");
  await page.getByText("1 of 6: the mix").waitFor();
  await eventually(() => name(page).evaluate((e) => e === document.activeElement), "the card does not take the focus of who asked for it");
  await eventually(async () => await shownStep(page) === 0, "the first stop begins at the start");
  assert.equal(await page.locator("#tour[data-done]").count(), 0, "nothing has been done yet");
  await assertAccessible(page, "tour");
  await page.locator(".mix-handle").focus();
  await page.keyboard.press("PageDown");
  await done(page);
  const next = async (k) => {
    await page.locator("#tour").getByRole("button", { name: k > 6 ? "End the tour" : "Next" }).last().press("Enter");
    if (k <= 6) await eventually(async () => (await name(page).textContent()).startsWith(`${k} of 6`), `stop ${k} does not come`);
  };
  await next(2);
  await eventually(async () => await shownStep(page) === 8, "stop 2 begins at step 8");
  await page.keyboard.press("Home");
  await done(page);
  await next(3);
  await eventually(async () => await shownStep(page) === 0, "stop 3 begins at the start");
  await page.locator("#row").fill("5");
  await page.keyboard.press("Enter");
  await done(page);
  await next(4);
  for (let k = 0; k < 3; k++) await page.keyboard.press("ArrowRight");
  await done(page);
  await next(5);
  await page.locator("#tour").getByRole("button", { name: "Show me" }).press("Enter");
  await done(page);
  await next(6);
  await eventually(async () => await page.locator("#preset").inputValue() === "sd-pure", "the last stop has its own example");
  await eventually(() => page.evaluate(() => location.hash.includes("tour=6")), "the stop has no address");
  await page.keyboard.press("End");
  await done(page);
  await shoot(page, "tour-6");
  await next(7);
  await page.locator("#tour").waitFor({ state: "hidden" }); // with the next frame
});

test("a stop by its address: in German on a phone, and in an embedding, where it takes no focus", async (t) => {
  const { page, server } = await visit(t, { browser, query: "locale=de", hash: "#tour=3", viewport: layouts.phone.viewport });
  await page.getByText("3 von 6: Einfluss").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
  const box = await page.locator("#tour").boundingBox();
  const bar = await page.locator("#bar").boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 390 && box.y + box.height <= bar.y, `the card covers the transport: ${JSON.stringify([box, bar])}`);
  await shoot(page, "tour-phone-de");
  await page.locator("#tour").getByRole("button", { name: "Zeigen" }).click();
  await done(page);
  await page.setViewportSize(layouts.embed.viewport);
  await page.goto(`${server.url}embed.html#tour=4`);
  await page.getByText("4 of 6: removal").waitFor();
  await shoot(page, "tour-embed");
  await assertAccessible(page, "tour in an embedding");
});
