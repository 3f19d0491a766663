// The page as one file: opened from the disk it plays, and with the engine it computes;
// nothing is asked of anyone. Made by the command and by the page itself.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { at } from "../tools.mjs";
import { assertMessage, firstPicture, launch, pixels, shoot, shownStep, stillPlays, untilStep, visit } from "./browser.mjs";
import { makeSingle } from "../../site/build/single.mjs";

let browser;
let folder;
let made;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(path.join(tmpdir(), "untangle single "));
  made = await makeSingle("sd2");
  for (const kind of ["engine", "player"]) writeFileSync(file(kind), made[kind]);
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});
const file = (name) => path.join(folder, `${name}.html`);

/** Opens a file in a fresh tab; at the end nothing may have been asked for or gone wrong. */
async function open(t, name, { viewport = { width: 1280, height: 720 }, hash = "" } = {}) {
  const context = await browser.newContext({ viewport, offline: true });
  const wrong = [];
  const own = pathToFileURL(file(name)).href;
  context.on("request", (r) => { if (r.url().split("#")[0] !== own && !r.url().startsWith("blob:")) wrong.push(`asked for ${r.url()}`); });
  context.on("console", (m) => { if (m.type() === "error") wrong.push(m.text()); });
  context.on("weberror", (e) => wrong.push(e.error().stack));
  const page = await context.newPage();
  t.after(async () => {
    await context.close();
    assert.deepEqual(wrong, []);
  });
  await page.goto(own + hash);
  await firstPicture(page);
  return page;
}

const status = (page) => page.locator("#status");

test("sizes: at most 4 MB with the engine, 300 kB without", () => {
  assert.ok(statSync(file("engine")).size <= 4_000_000, `${statSync(file("engine")).size}`);
  assert.ok(statSync(file("player")).size <= 300_000, `${statSync(file("player")).size}`);
});

test("with the engine: opens on the recorded run, plays, computes the same run and another", async (t) => {
  const page = await open(t, "engine");
  assert.equal(await shownStep(page), 8);
  await stillPlays(page);
  const recorded = await page.locator("#detail").innerText();
  await page.getByRole("button", { name: "Live", exact: true }).click();
  await page.waitForFunction(() => /^Computed/.test(document.querySelector("#status").textContent), undefined, { timeout: 60_000 });
  await page.keyboard.press("Home");
  await untilStep(page, "k === 0");
  assert.equal(await page.locator("#detail").innerText(), recorded, "the live run begins as the recorded one");
  await page.locator("#steps").fill("3");
  await page.locator("#seed").fill("9");
  await page.locator("#seed").press("Tab");
  await page.waitForFunction(() => /^Computed/.test(document.querySelector("#status").textContent) && document.querySelector("#scrubber").getAttribute("aria-valuemax") === "3", undefined, { timeout: 60_000 });
  await page.locator("#preset").selectOption("sd3");
  await page.waitForFunction(() => /^Computed/.test(document.querySelector("#status").textContent) && document.querySelector("#scrubber").getAttribute("aria-valuemax") === "24", undefined, { timeout: 60_000 });
});

test("without the engine: plays, shows its settings locked, and says why", async (t) => {
  const page = await open(t, "player");
  await stillPlays(page);
  assert.equal(await page.locator("#rail [data-control] :is(input, select, button):not(:disabled)").count(), 0);
  assert.equal(await page.locator("#seed").inputValue(), "1");
  for (const turnable of [".mix-handle", "#new-seed", "#damping"]) assert.equal(await page.locator(turnable).first().isVisible(), false, `${turnable} looks as if it could be turned`);
  assert.match(await status(page).innerText(), /no engine/);
  assert.equal(await page.locator("#live").isVisible(), false);
  await page.locator("#scrubber").focus();
  await page.keyboard.press("l");
  await assertMessage(page, [/this file/, /no engine/]);
  await shoot(page, "single-player");
});

test("the charts are there, and an address still works", async (t) => {
  const page = await open(t, "player", { hash: "#v=1&t=3" });
  assert.equal(await shownStep(page), 3);
  await page.locator(".chart canvas").first().waitFor();
  assert.equal(await page.locator(".chart canvas").count(), 2);
});

test("on a phone", async (t) => {
  const page = await open(t, "player", { viewport: { width: 390, height: 844 } });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  const seen = await pixels(page, page.locator("#stage"));
  assert.ok(seen.blue > 200 && seen.orange > 50, JSON.stringify(seen));
});

test("a setup from a file, with a title that is markup", async (t) => {
  const setup = JSON.parse(readFileSync(at("sim/scenario/presets/sd2.json"), "utf8"));
  Object.assign(setup, { id: "mine", title: "</script><script>alert(1)</script><!-- x", seed: 5 });
  Object.assign(setup.data, { counts: [60, 40] });
  Object.assign(setup.purify, { perStep: 5, steps: 4 });
  delete setup.marks;
  const json = path.join(folder, "mine.json");
  writeFileSync(json, JSON.stringify(setup));
  const mine = await makeSingle(json);
  writeFileSync(file("mine"), mine.player);
  const page = await open(t, "mine");
  assert.equal(await page.locator("#preset option:checked").textContent(), setup.title);
  await page.keyboard.press("End");
  await untilStep(page, "k === 4");
  assert.equal(await page.locator("#seed").inputValue(), "5");
});

test("the page saves what it shows: a live run of changed settings, at its step", async (t) => {
  const { page } = await visit(t, { browser, hash: "#v=1&mix=60,40&perStep=5&steps=4&seed=3&t=2" });
  await page.waitForFunction(() => /^Computed/.test(document.querySelector("#status").textContent), undefined, { timeout: 60_000 });
  await untilStep(page, "k === 2");
  // It is told at rest.
  const told = async (p) => {
    await p.waitForFunction(() => /^Step 2 of 4: /.test(document.querySelector("#stage-text").textContent));
    return p.locator("#stage-text").textContent();
  };
  const shown = await told(page);
  await page.getByRole("button", { name: "Embed, save" }).click();
  for (const [button, name] of [["With the engine", "saved"], ["Player only", "saved-player"]]) {
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 30_000 }), page.getByRole("button", { name: button }).click()]);
    assert.match(download.suggestedFilename(), /^untangle-sd2(-player)?\.html$/);
    await download.saveAs(file(name));
    const saved = await open(t, name);
    assert.equal(await shownStep(saved), 2);
    assert.equal(await saved.locator("#seed").inputValue(), "3");
    assert.equal(await told(saved), shown);
    if (name === "saved") {
      await saved.getByRole("button", { name: "Live", exact: true }).click();
      await saved.waitForFunction(() => /^Computed/.test(document.querySelector("#status").textContent), undefined, { timeout: 60_000 });
    }
  }
});

test("a name that is nothing is refused in words", async () => {
  await assert.rejects(makeSingle("nope"), /"nope" is neither a preset nor a file/);
});
