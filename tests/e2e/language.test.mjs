// The page in other languages: nothing stays English that has a translation, nothing is cut off
// where texts are a third longer, and from right to left the page is mirrored.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./axe.mjs";
import { eventually, launch, layouts, shoot, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Texts a reader meets, in elements and in what they are called, that hold a plain English word. */
function plainTexts(page, root = "body") {
  return page.evaluate((within) => {
    const word = /(?<![\p{L}\p{N}_./:=&?#-])[A-Za-z][a-z]{2,}(?![\p{L}\p{N}_/:=&?#-])/u;
    // Code, keys, addresses, sources of published values, languages by their own names, and files are the same everywhere.
    const same = "code, pre, kbd, textarea, script, style, noscript, svg, var, sub, #locale, [translate=no], .ref, .ref-label";
    const names = /Untangle|Newton|Adam|Hessian|CSV|JSON|HTML|NPZ|IDX|PNG|SHA|WebGL|LTI|QR|reveal\.js|Huang|Mortveit|Reidys|Divide and Predict|arXiv|Palmer|Wisconsin/g;
    const found = new Set();
    const look = (text, where) => { if (text && word.test(text.replace(names, ""))) found.add(`${where}: ${text.trim().slice(0, 90)}`); };
    for (const e of document.querySelector(within).querySelectorAll("*")) {
      if (e.closest(same)) continue;
      for (const name of ["aria-label", "title", "placeholder", "alt", "aria-valuetext", "aria-description"]) look(e.getAttribute(name), `${e.tagName}[${name}]`);
      for (const n of e.childNodes) if (n.nodeType === 3) look(n.textContent, e.tagName + (e.id && `#${e.id}`) + (e.className && `.${e.className}`));
    }
    return [...found];
  }, root);
}

/** Controls and headings whose text does not fit, and the page if it scrolls sideways. */
function cutTexts(page, root = "body") {
  return page.evaluate((within) => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} px wide, of ${innerWidth}`);
    for (const e of document.querySelector(within).querySelectorAll("button, a, h1, h2, h3, label, p, dt, dd, th, summary, legend, .status")) {
      const box = e.getBoundingClientRect();
      if (!e.checkVisibility({ visibilityProperty: true }) || box.width < 2 || e.closest(".hidden, [hidden], svg, .skip, .scroll, .table-scroll, .own-scroll")) continue;
      const style = getComputedStyle(e);
      if (style.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1 && style.textOverflow !== "ellipsis") found.push(`${e.tagName}#${e.id}.${e.className} cuts “${e.textContent.trim().slice(0, 50)}”`);
      if (style.overflowX !== "visible" || style.display === "inline") continue;
      for (const n of [...e.childNodes].filter((c) => c.nodeType === 3 && c.textContent.trim() !== "")) {
        const range = document.createRange();
        range.selectNodeContents(n);
        const text = range.getBoundingClientRect();
        if (text.left < box.left - 2 || text.right > box.right + 2) found.push(`${e.tagName}#${e.id}.${e.className}: “${n.textContent.trim().slice(0, 50)}” is ${Math.round(text.width)} px in ${Math.round(box.width)}`);
      }
    }
    return found;
  }, root);
}

/** Visible controls that lie over one another. */
function overlaps(page, root = "body") {
  return page.evaluate((within) => {
    const all = [...document.querySelector(within).querySelectorAll("button, a, select, input, summary, .chart-head h2, .chart-head b, .chart-head .note")]
      .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".hidden, .skip, dialog:not([open])")).map((e) => ({ e, b: e.getBoundingClientRect() })).filter(({ b }) => b.width > 1 && b.height > 1);
    const found = [];
    for (const [i, p] of all.entries()) for (const q of all.slice(i + 1)) {
      if (p.e.contains(q.e) || q.e.contains(p.e)) continue;
      // What has been scrolled away is not there.
      if (p.e.closest(".rail-scroll, .own-body") !== q.e.closest(".rail-scroll, .own-body")) continue;
      const w = Math.min(p.b.right, q.b.right) - Math.max(p.b.left, q.b.left);
      const h = Math.min(p.b.bottom, q.b.bottom) - Math.max(p.b.top, q.b.top);
      // Rows of 44 px overlap by what their margins take back; texts beside one another may not.
      if (w > 3 && h > 14) found.push(`${p.e.tagName}#${p.e.id} “${p.e.textContent.trim().slice(0, 24)}” and ${q.e.tagName}#${q.e.id} “${q.e.textContent.trim().slice(0, 24)}”: ${Math.round(w)}×${Math.round(h)}`);
    }
    return found;
  }, root);
}

async function assertTranslated(page, what, root) {
  assert.deepEqual(await plainTexts(page, root), [], `${what} has plain English`);
  assert.deepEqual(await cutTexts(page, root), [], `${what} cuts texts`);
  assert.deepEqual(await overlaps(page, root), [], `${what} has overlaps`);
}

test("accented and a third longer: page, dialogs, own data, every layout", async (t) => {
  const { page } = await visit(t, { browser, query: "locale=en-XA" });
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en-XA");
  await shoot(page, "pseudo-page");
  await assertTranslated(page, "the page");
  await page.locator("#open-help").click();
  await assertTranslated(page, "the help", "#help");
  await page.keyboard.press("Escape");
  await page.locator("#open-share").click();
  await page.locator("dialog.share").waitFor();
  await assertTranslated(page, "the share dialog", "dialog.share");
  await page.keyboard.press("Escape");
  await page.locator("#own-open").click();
  await page.locator(".own-dialog[open]").waitFor();
  await assertTranslated(page, "the own-data dialog", ".own-dialog[open]");
  await page.keyboard.press("Escape");
  await page.locator("#row").fill("5");
  await page.keyboard.press("Enter");
  await assertTranslated(page, "a picked row", "#side");
  for (const [name, { viewport }] of [["phone", layouts.phone], ["narrow", layouts.embed]]) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(300);
    await shoot(page, `pseudo-${name}`);
    await assertTranslated(page, name);
  }
});

test("accented: the lab, kind by kind", async (t) => {
  const { page } = await visit(t, { browser, path: "lab.html", query: "locale=en-XA" });
  for (const study of ["fig3", "fig7", "theorem", "race", "divide", "dilution"]) {
    await page.evaluate((id) => { location.hash = `v=1&study=${id}`; }, study);
    await eventually(async () => await page.locator("#study").inputValue() === study && await page.locator(".lab-chart").count() > 1, `${study} does not come`);
    await page.waitForTimeout(500);
    await assertTranslated(page, study);
  }
});

test("from right to left: mirrored, but for map, charts and playback", async (t) => {
  const { page } = await visit(t, { browser, query: "locale=ar-XB" });
  await shoot(page, "rtl-page");
  const left = (selector) => page.locator(selector).first().evaluate((e) => Math.round(e.getBoundingClientRect().left));
  assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
  assert.ok(await left("#rail") > await left("#stage") && await left("#stage") > await left("#side"), "the columns are not mirrored");
  assert.ok(await left("#play") < await left("#scrubber") && await left("#scrubber") < await left("#stepnumber"), "playback is mirrored");
  assert.deepEqual(await overlaps(page), []);
  await assertAccessible(page, "right to left");
  await page.setViewportSize(layouts.embed.viewport);
  await page.locator("#open-settings").click();
  await page.waitForTimeout(400);
  const box = await page.locator("#rail").boundingBox();
  assert.equal(Math.round(box.x + box.width), layouts.embed.viewport.width, "the drawer does not open at the right");
});

test("a language that does not come leaves the page in English and says so; an unknown one too", async (t) => {
  const { page } = await visit(t, { browser, query: "locale=en-XA", before: (p) => p.route("**/locale/*", (r) => r.abort()), expectErrors: [/locale/] });
  await page.getByText("its texts could not be loaded").waitFor();
  await page.goto(page.url().replace("en-XA", "tlh"));
  await page.getByText("“tlh” was not understood").waitFor();
});
