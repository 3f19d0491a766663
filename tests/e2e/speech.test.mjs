// The picture in words follows what is on screen: whichever run, and not while it is dragged.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch, slider, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const told = (page) => page.locator("#stage-text").textContent();

/** A table of 60 rows of two classes that a rule tells apart; every nth row is mislabeled. */
function table(n) {
  const lines = Array.from({ length: 60 }, (_, i) => [(i * 37) % 101, (i * 53) % 89, ((i * 37) % 101 > 50) !== (i % n === 0) ? "yes" : "no"].join(","));
  return ["x,y,label", ...lines, ""].join("\n");
}

/** Opens a table, in the place of the one that is there, and computes it. */
async function compute(page, text) {
  await page.locator("#own-train-file").setInputFiles({ name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator("dialog.own-dialog[open]").waitFor({ state: "detached" });
  await page.waitForFunction(() => /^Computed/.test(document.querySelector("#status").textContent), undefined, { timeout: 30_000 });
}

test("two tables of one's own, one after the other: the second is told with its own figures", async (t) => {
  const { page } = await visit(t, { browser, brisk: true });
  const texts = [];
  const variance = page.locator(".chart").first();
  for (const n of [9, 4]) {
    await compute(page, table(n));
    await page.keyboard.press("Escape");
    await slider(page).press("End");
    const end = await slider(page).getAttribute("aria-valuemax");
    await eventually(async () => (await slider(page).getAttribute("aria-valuenow")) === end, "the end is not shown");
    await page.waitForTimeout(1000); // it is told at rest
    texts.push({ end, told: await told(page), chart: await variance.innerText() });
  }
  const [a, b] = texts;
  assert.equal(a.end, b.end, "tables that differ in their steps show nothing here");
  assert.notEqual(a.chart, b.chart);
  assert.match(b.told, new RegExp(`^Step ${b.end} of ${b.end}: `));
  assert.notEqual(b.told, a.told, "the second table is told with the figures of the first");
});

test("who drags the scrubber hears of steps where it rests, and of no other", async (t) => {
  const { page } = await visit(t, { browser });
  await page.waitForFunction(() => document.querySelector("#stage-text").textContent !== "");
  await page.evaluate(() => {
    // On a slow machine the drag itself may rest. So each text is held against the step that
    // was shown when it came, and against how long that had been shown.
    window.heard = [];
    const scrubber = document.querySelector('[role="slider"][aria-valuenow][aria-valuemax="24"]');
    let since = performance.now();
    window.steps = 0;
    new MutationObserver(() => { since = performance.now(); window.steps++; }).observe(scrubber, { attributeFilter: ["aria-valuenow"] });
    for (const id of ["stage-text", "speech"]) {
      const element = document.getElementById(id);
      new MutationObserver(() => window.heard.push({ text: element.textContent, step: scrubber.getAttribute("aria-valuenow"), rested: performance.now() - since })).observe(element, { childList: true, characterData: true, subtree: true });
    }
  });
  const box = await slider(page).boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.mouse.down();
  for (let k = 0; k <= 20; k++) await page.mouse.move(box.x + box.width * (0.3 + k / 50), box.y + box.height / 2);
  await page.mouse.up();
  await page.waitForTimeout(500);
  await eventually(async () => (await told(page)).startsWith(`Step ${await slider(page).getAttribute("aria-valuenow")} of`), "the step is not told");
  assert.ok(await page.evaluate(() => window.heard.length) >= 2, "both texts are told");
  const { heard, steps } = await page.evaluate(() => ({ heard: window.heard, steps: window.steps }));
  t.diagnostic(`${heard.length} texts, ${steps} steps`);
  assert.ok(steps > 3, `only ${steps} steps were passed`);
  for (const { text, step, rested } of heard) {
    assert.ok(text.startsWith(`Step ${step} of`), `at step ${step}: ${text}`);
    assert.ok(rested > 200, `told ${rested} ms after the step came: ${text}`);
  }
});
