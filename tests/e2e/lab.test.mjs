// The lab: recorded studies on screen at once, computed again in the tab, by any number of
// workers, with settings in the address and nothing asked of a third party.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { at } from "../tools.mjs";
import { assertAccessible } from "./axe.mjs";
import { assertMessage, launch, layouts, pixels, shoot, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const studies = readdirSync(at("sim/scenario/studies")).map((f) => f.replace(/\.json$/, ""));
const status = (page) => page.getByRole("status");

/** Opens the lab on a study and waits for its recording. */
async function lab(t, id, o = {}) {
  const v = await visit(t, { browser, path: "lab.html", hash: `#v=1&study=${id}${o.settings ?? ""}`, ...o });
  if (!o.settings && o.recorded !== false) await v.page.locator("#status").filter({ hasText: "Recorded" }).waitFor({ state: "attached" });
  return v;
}

/** One study of each kind, and both shapes of a sweep. */
const shown = ["fig5", "fig7", "theorem", "race", "nets-mlp", "divide", "dilution", "claims"];

test("every study that ships is of a kind that is looked at here", () => {
  const kindOf = (id) => JSON.parse(readFileSync(at(`sim/scenario/studies/${id}.json`), "utf8")).kind;
  assert.deepEqual(new Set(studies.map(kindOf)), new Set(shown.map(kindOf)));
});

for (const id of shown) {
  test(`${id}: the recording is on screen before any engine, and axe is content`, async (t) => {
    const { page, requests } = await lab(t, id);
    await page.waitForTimeout(300);
    const title = JSON.parse(readFileSync(at(`sim/scenario/studies/${id}.json`), "utf8")).title;
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), title.replace(/(\d) %/g, "$1%")); // a percent sign as English has it
    assert.ok(!requests.some((r) => r.endsWith("core.wasm")), "the engine was loaded for a recording");
    const seen = await pixels(page, page.locator("#view"));
    assert.ok(seen.ink > 2000, `the charts are empty: ${JSON.stringify(seen)}`);
    await shoot(page, `lab-${id}`);
    await assertAccessible(page, id);
  });
}

for (const [name, layout] of Object.entries(layouts)) {
  for (const profile of [name === "desktop" ? "projector" : "dark"]) {
    test(`the layout ${name}, ${profile}`, async (t) => {
      const query = [layout.query, `colorProfile=${profile}`].filter(Boolean).join("&");
      const { page } = await lab(t, "fig7", { viewport: layout.viewport, query });
      await page.waitForTimeout(300);
      await shoot(page, `lab-${name}-${profile}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
      await assertAccessible(page, `${name}, ${profile}`);
    });
  }
}

test("live gives what was recorded, cell for cell", async (t) => {
  const { page } = await lab(t, "fig5", { settings: "&seeds=1" });
  await status(page).filter({ hasText: "Computed in this tab" }).waitFor({ timeout: 60_000 });
  const recorded = JSON.parse(readFileSync(at("site/runs/fig5.study"), "utf8")).results.slice(0, 31);
  const chart = page.getByRole("region", { name: "Influence variance V[X]" });
  await chart.locator("summary").click();
  await chart.getByRole("button", { name: "Show as table" }).click();
  const shown = (await chart.locator("tbody td:nth-child(2)").allInnerTexts()).map(Number);
  assert.deepEqual(shown, recorded.map((r) => r.variance));
});

test("progress comes early, a cancel keeps what there is, and Live goes on from new settings", async (t) => {
  const { page } = await lab(t, "fig5");
  await page.getByRole("button", { name: "Live", exact: true }).click();
  await status(page).filter({ hasText: /^[1-9]\d* of 155 runs/ }).waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await status(page).filter({ hasText: /^Canceled after [1-9]\d* of 155 runs/ }).waitFor({ timeout: 2000 });
  await page.getByLabel("replications").fill("1");
  await page.keyboard.press("Enter");
  await status(page).filter({ hasText: /of 31 runs|31 runs in/ }).waitFor({ timeout: 30_000 });
  assert.match(page.url(), /seeds=1/);
});

test("a section of the simplex is chosen by key and by pointer", async (t) => {
  const { page } = await lab(t, "fig7");
  const triangle = page.getByRole("slider", { name: /Mixture of three rules/ });
  const before = await triangle.getAttribute("aria-valuetext");
  await triangle.focus();
  await page.keyboard.press("ArrowUp");
  const after = await triangle.getAttribute("aria-valuetext");
  assert.notEqual(after, before);
  const box = await triangle.boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.3);
  assert.notEqual(await triangle.getAttribute("aria-valuetext"), after);
});

test("what the address asks for wrongly is said, and the rest is used", async (t) => {
  const { page } = await lab(t, "fig5", { settings: "&seeds=2&damping=-1&colour=red" });
  await assertMessage(page, [/damping/, /“-1” was not understood/, /colour/]);
  assert.equal(await page.getByLabel("replications").inputValue(), "2");
});

test("an unknown study names those there are", async (t) => {
  const { page } = await visit(t, { browser, path: "lab.html", hash: "#study=fig99" });
  await assertMessage(page, [/there is no study “fig99”/, /fig5/]);
});

test("a division is replayed from state to state, and a row tells its shares", async (t) => {
  const { page } = await visit(t, { browser, path: "lab.html", hash: "#v=1&study=divide" });
  const map = page.getByRole("img", { name: /^mixture \(EM\): blocks of/ });
  await map.waitFor();
  const note = page.locator(".lab-chart", { has: map }).locator(".note");
  const picture = () => map.locator("canvas:not([data-by])").evaluate((c) => c.toDataURL());
  const end = await picture();
  await note.evaluate((e) => { window.notes = []; new MutationObserver(() => window.notes.push(e.textContent)).observe(e, { childList: true, characterData: true, subtree: true }); });
  await page.getByRole("button", { name: "Replay" }).click();
  await page.waitForFunction(() => window.notes.some((n) => /^iteration \d+$/.test(n)));
  assert.notEqual(await picture(), end, "the colors of the start");
  await page.waitForFunction(() => window.notes.length > 3 && window.notes.at(-1) === "", undefined, { timeout: 30_000 });
  assert.equal(await picture(), end, "back at the end");
  const box = await map.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction(() => /^row \d+: \d+% block 1, \d+% block 2$/.test(window.notes.at(-1)));
});

test("a race is sorted by a column and saved", async (t) => {
  const { page } = await lab(t, "race");
  const table = page.getByRole("region", { name: "Results" });
  // Precision along the order of removal and ROC of the first ranking, each under its ceiling.
  const { ceiling } = JSON.parse(readFileSync(at("site/runs/race.study"), "utf8")).summary;
  await page.getByText(`AUC ${ceiling.auc.toFixed(3)}`).waitFor();
  for (const title of ["Precision of what was removed", "ROC of the first ranking"]) {
    const chart = page.locator(".lab-chart", { has: page.getByRole("heading", { name: title, exact: true }) });
    assert.match(await chart.locator(".refs").innerText(), /at most/, title);
  }
  await table.getByRole("button", { name: "best accuracy" }).click();
  const peaks = (await table.locator("tbody td:nth-child(2)").allInnerTexts()).map((s) => Number.parseFloat(s));
  assert.deepEqual(peaks, peaks.toSorted((a, b) => b - a));
  const [download] = await Promise.all([page.waitForEvent("download"), table.getByRole("button", { name: "Download CSV" }).click()]);
  assert.equal(download.suggestedFilename(), "race.csv");
});

test("a sweep of one's own: any field of any preset, held by the address, saved as JSON", async (t) => {
  const settings = "&base=sd2&field=data.counts&values=40%2B20%2C+30%2B30&by=influence.damping&byValues=0.01%2C+0.1&seeds=1";
  const { page } = await lab(t, "sweep", { settings });
  await status(page).filter({ hasText: "Computed in this tab: 4 runs" }).waitFor({ timeout: 60_000 });
  const table = page.getByRole("region", { name: "Every value" });
  assert.deepEqual(await table.locator("tbody th").allInnerTexts(), ["40+20", "40+20", "30+30", "30+30"]);
  const values = page.getByLabel("values", { exact: true }).first();
  await values.fill("40+20+10");
  await page.keyboard.press("Enter");
  assert.equal(await values.getAttribute("aria-invalid"), "true", "three blocks were taken for two");
  await page.getByLabel("vary").selectOption("data.noise/asymmetric");
  await page.getByLabel("rows of each block").fill("30+10");
  await page.keyboard.press("Enter");
  await values.fill("0..0.2/3");
  await page.keyboard.press("Enter");
  await status(page).filter({ hasText: "Computed in this tab: 6 runs" }).waitFor({ timeout: 60_000 });
  const [file] = await Promise.all([page.waitForEvent("download"), table.getByRole("button", { name: "Download JSON" }).click()]);
  const saved = JSON.parse(readFileSync(await file.path(), "utf8"));
  assert.deepEqual(saved.document.sweep.axes[0].values.map((v) => v.rate), [0, 0.1, 0.2]);
  assert.equal(saved.results.length, 6);
  // The same address gives the same sweep.
  const again = await lab(t, "sweep", { settings: new URL(page.url()).hash.replace("#v=1&study=sweep", "") });
  await status(again.page).filter({ hasText: "Computed in this tab: 6 runs" }).waitFor({ timeout: 60_000 });
  const cells = (p) => p.getByRole("region", { name: "Every value" }).locator("tbody td").allInnerTexts();
  assert.deepEqual(await cells(again.page), await cells(page));
});

test("the theorems on data of the reader's choice, against n, and from the address", async (t) => {
  const { page } = await lab(t, "theorem", { settings: "&data=moons&n=100&seeds=2" });
  await status(page).filter({ hasText: "Computed in this tab: 4 runs" }).waitFor({ timeout: 60_000 });
  const found = page.locator("#view");
  await found.getByText(/at n = 100, H of u/).waitFor();
  assert.match(await found.innerText(), /best set of 1 found at n = 100/);
  await page.getByLabel("points, up to").selectOption("0");
  await status(page).filter({ hasText: "Computed in this tab: 7 runs" }).waitFor({ timeout: 60_000 }); // 50, 100, 200 twice, and all 400 once
  await found.getByText(/at n = 400, H of u/).waitFor();
  assert.match(await found.innerText(), /2 draws per n, all rows once[\s\S]*all rows, measured once: there is no interval/);
  await shoot(page, "lab-theorem-moons");
  await page.getByLabel("data", { exact: true }).selectOption("sd2");
  const upTo = (n) => page.locator(`#param-n:has(option[value="${n}"]:checked)`).waitFor(); // drawn with the next frame
  await upTo(400);
  await page.getByLabel("data", { exact: true }).selectOption("moons");
  await upTo(0); // 400 of 400 rows are all of them
  await page.getByLabel("data", { exact: true }).selectOption("made");
  await upTo(1600);
});

test("the pages of the site lead to each other", async (t) => {
  const { page, server } = await lab(t, "fig5");
  await page.getByRole("link", { name: "Purify" }).click();
  await page.locator("#stage canvas").first().waitFor({ state: "attached" });
  await page.getByRole("link", { name: "Lab" }).click();
  await page.getByRole("heading", { level: 1, name: /Fig\. \d/ }).waitFor();
  assert.ok(page.url().startsWith(`${server.url}lab.html`));
});
