// The notes in a browser, from the disk and without a server: readable at every width, in
// light and dark, in print, and by axe.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertAccessible } from "../e2e/axe.mjs";
import { eventually, launch } from "../e2e/browser.mjs";
import { built, pagesOf } from "./notes.mjs";

let browser;
let folder;
let pages;
before(async () => {
  const { files } = await built();
  pages = pagesOf(files);
  folder = mkdtempSync(path.join(tmpdir(), "untangle-docs-"));
  mkdirSync(path.join(folder, "a folder", "docs"), { recursive: true });
  for (const [name, bytes] of files) writeFileSync(path.join(folder, "a folder", name), bytes);
  for (const name of ["index.html", "lab.html"]) writeFileSync(path.join(folder, "a folder", name), `<!doctype html><html lang="en"><title>${name}</title><main><h1>stands for the page</h1></main></html>`);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(t, name, options, init) {
  const context = await browser.newContext(options);
  t.after(() => context.close());
  const page = await context.newPage();
  if (init) await page.addInitScript(init);
  const wrong = [];
  const base = pathToFileURL(path.join(folder, "a folder")).href;
  page.on("request", (r) => { if (!r.url().startsWith(base) && !r.url().startsWith("data:")) wrong.push(r.url()); });
  page.on("requestfailed", (r) => wrong.push(`failed: ${r.url()}`));
  page.on("console", (m) => { if (m.type() === "error") wrong.push(m.text()); });
  await page.goto(`${base}/${name}`);
  await page.evaluate(() => document.fonts.ready);
  assert.match(await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content"), /default-src 'self'; script-src 'self';/, name);
  assert.deepEqual(wrong, [], name);
  return page;
}

// Every page is looked at once, in turns wide and light or narrow and dark: they share one sheet.
for (const [turn, [colorScheme, width, height]] of [["light", 1280, 720], ["dark", 390, 844]].entries()) {
  test(`${colorScheme}, ${width} px`, { timeout: 120_000 }, async (t) => {
    for (const { name } of pages.filter((_, i) => i % 2 === turn)) {
      const page = await open(t, name, { viewport: { width, height }, colorScheme });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${name} scrolls sideways`);
      const column = await page.locator("main").boundingBox();
      assert.ok(width === 390 ? column.width >= 350 : column.width === 704, `${name}: a column of ${column.width} px`);
      await assertAccessible(page, `${name}, ${colorScheme}, ${width} px`);
      await page.close();
    }
  });
}

test("formulas are set in KaTeX's fonts", async (t) => {
  const page = await open(t, "docs/mathematics.html", { viewport: { width: 1280, height: 720 } });
  const faces = await page.evaluate(() => [...document.fonts].filter((f) => f.status === "loaded").map((f) => f.family.replaceAll('"', "")));
  for (const face of ["KaTeX_Main", "KaTeX_Math", "KaTeX_Size1"]) assert.ok(faces.includes(face), `${face} is not loaded`);
  const failed = await page.evaluate(() => [...document.fonts].filter((f) => f.status === "error").length);
  assert.equal(failed, 0);
});

test("the skip link leads to the text", async (t) => {
  const page = await open(t, "docs/index.html", { viewport: { width: 1280, height: 720 } });
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
});

test("a laboratory is loaded when it is opened, not before, and ends when it is closed", async (t) => {
  const page = await open(t, "docs/figures.html", { viewport: { width: 1280, height: 720 } }, () => {
    window.loaded = [];
    document.addEventListener("load", (e) => { if (e.target.tagName === "IFRAME" && e.target.src) window.loaded.push(e.target.src); }, true);
  });
  const loaded = () => page.evaluate(() => window.loaded);
  await page.mouse.wheel(0, 30_000);
  await page.waitForTimeout(300);
  assert.deepEqual(await loaded(), []);
  await page.locator("details.live summary").last().click();
  await eventually(async () => (await loaded()).length > 0, "the laboratory does not load");
  assert.match((await loaded()).join(), /^[^,]*index\.html\?embed=1#v=1&preset=[^,]*$/);
  await page.locator("details.live summary").last().click();
  await eventually(async () => (await page.locator("iframe[src]").count()) === 0, "the laboratory goes on");
});

test("on paper, black on white and without what cannot be pressed", async (t) => {
  const page = await open(t, "docs/theorems.html", { viewport: { width: 1280, height: 720 }, colorScheme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  for (const selector of [".top", ".pages", ".contents", ".way"]) assert.equal(await page.locator(selector).isVisible(), false, selector);
  assert.ok((await page.pdf()).length > 20_000);
});
