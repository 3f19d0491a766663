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
  for (const study of ["fig3", "fig7", "theorem", "race", "divide", "dilution", "claims"]) {
    await page.evaluate((id) => { location.hash = `v=1&study=${id}`; }, study);
    await eventually(async () => await page.locator("#study").inputValue() === study && await page.locator(study === "claims" ? ".claim" : ".lab-chart").count() > 1, `${study} does not come`);
    await page.waitForTimeout(500);
    // What is folded away is read as well: the figures, the rule.
    await page.evaluate(() => { for (const d of document.querySelectorAll(".claim details")) d.open = true; });
    await assertTranslated(page, study);
  }
});

/** Chooses a file in the own-data dialog. Names and cells have no word of three letters: they are the reader's. */
function choose(page, name, body) {
  return page.locator(".own-dialog[open] input[type=file]").first().setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(body) });
}

/** Tables that are refused, or warned of, by what the core has to say. */
const tables = { "t1.csv": "q1,q2\n1,2,3\n", "t2.csv": "q1,q2\n", "t3.csv": "%PDF-1.4", "t4.npz": "PK\x03\x04zz", "t5.csv": "q1,q1,y\n1,2,a\n3,4,b\n" };

test("accented: what the core says of a file and of a setting", async (t) => {
  const { page } = await visit(t, { browser, query: "locale=en-XA" });
  await page.locator("#own-open").click();
  for (const [name, body] of Object.entries(tables)) {
    await choose(page, name, body);
    const alert = page.locator(".own-dialog [role=alert]");
    // The name is accented as well, where the page makes a sentence of it.
    await eventually(async () => (await alert.textContent()).includes(`${name[1]}.`), `nothing is said of ${name}`, 30_000);
    assert.deepEqual(await plainTexts(page, ".own-dialog[open]"), [], name);
  }
  // One is read, with warnings.
  await choose(page, "t6.csv", ["q0,q1,q2,y", ...Array.from({ length: 60 }, (_, i) => `k${i},${i % 7 ? i * i % 11 : ""},3,${i % 2 ? "a" : "b"}`)].join("\n"));
  await page.locator("#own-run").waitFor();
  assert.ok(await page.locator(".own-warnings li").count() > 1, "no warnings");
  assert.deepEqual(await plainTexts(page, ".own-dialog[open] .own-warnings"), []);
});

/** Texts in which an English word stands that German does not have. */
function englishTexts(page, root) {
  return page.evaluate((within) => {
    const word = /(?<![\p{L}\p{N}_./:=&?#-])(the|and|with|of|is|are|rows?|from|not|which|that|each|than|below|above|use|step)(?![\p{L}\p{N}_/:=&?#-])/iu;
    const found = new Set();
    const walk = document.createTreeWalker(document.querySelector(within), NodeFilter.SHOW_ALL);
    for (let n = walk.currentNode; n; n = walk.nextNode()) {
      const e = n.nodeType === 3 ? n.parentElement : n;
      if (!(e instanceof Element) || e.closest("code, kbd, textarea, script, style, #locale, [translate=no], .ref, .ref-label")) continue;
      const texts = n.nodeType === 3 ? [n.textContent] : ["aria-label", "title", "placeholder", "aria-valuetext"].map((a) => e.getAttribute(a));
      for (const text of texts) if (text && word.test(text.replace(/Divide and Predict|Random Forests?|zip: not a valid zip file/g, ""))) found.add(text.trim().slice(0, 100));
    }
    return [...found];
  }, root);
}

test("German: no English sentence in page, tour, own data and lab", async (t) => {
  const { page } = await visit(t, { browser, query: "locale=de" });
  assert.deepEqual(await englishTexts(page, "body"), [], "the page");
  for (let stop = 1; stop <= 6; stop++) {
    // Said again until it is heard: the page writes its own address a moment after it changed.
    await eventually(async () => {
      await page.evaluate((k) => { if (!location.hash.includes(`tour=${k}`)) location.hash = `tour=${k}`; }, stop);
      return (await page.locator(".tour").textContent()).includes(`${stop} von 6`);
    }, `stop ${stop} does not come`, 20_000);
    assert.deepEqual(await englishTexts(page, "body"), [], `stop ${stop}`);
  }
  await page.goto(page.url().replace(/#.*/, ""));
  await page.reload();
  await page.locator("#own-open").click();
  for (const [name, body] of Object.entries(tables)) {
    await choose(page, name, body);
    await eventually(async () => (await page.locator(".own-dialog [role=alert]").textContent()).includes(name), `nothing is said of ${name}`, 30_000);
    assert.deepEqual(await englishTexts(page, ".own-dialog[open]"), [], name);
  }
  await page.goto(page.url().replace(/\/(index\.html)?\?/, "/lab.html?"));
  const studies = await page.locator("#study option").evaluateAll((all) => all.map((o) => o.value));
  assert.ok(studies.length > 15, studies.join());
  for (const study of studies) {
    await page.evaluate((id) => { location.hash = `v=1&study=${id}`; }, study);
    await eventually(async () => await page.locator("#study").inputValue() === study && await page.locator(".lab-chart, .claim").count() > 1, `${study} does not come`);
    await page.waitForTimeout(300);
    assert.deepEqual(await englishTexts(page, "body"), [], study);
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
