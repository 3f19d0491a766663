// A table of one's own: a good one runs, and every bad one is refused with the thing, the
// row and what to do. Nothing is lost: the run on screen still plays.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { assertAccessible } from "./axe.mjs";
import { assertMessage, launch, slider, stillPlays, visit } from "./browser.mjs";
import { lines, header, csv, with1, choose, run, computed, dialog } from "./table.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

test("a good table is computed in the tab, and its rows are not in the address", async (t) => {
  const { page, requests } = await visit(t, { browser, brisk: true });
  await choose(page, csv(lines(60)), { test: csv(lines(200).slice(100)) });
  await dialog(page).getByText("check.csv").waitFor();
  await page.waitForTimeout(500);
  const before = requests.length;
  await run(page);
  await computed(page);
  assert.ok(Number(await slider(page).getAttribute("aria-valuemax")) > 10);
  assert.ok(!/mine|red|yes/.test(new URL(page.url()).hash), page.url());
  const sent = requests.slice(before).filter((r) => !/\/(core|view)\.wasm$|wasm_exec\.js$|worker\.js$/.test(r));
  assert.deepEqual(sent, [], "the table stays in the tab");
  await page.getByRole("button", { name: "Reset to the example" }).click();
  await stillPlays(page);
});

test("a press that comes before the part it belongs to is kept", async (t) => {
  const { page, server } = await visit(t, { browser, hold: /(view\.wasm|later\.js)$/ });
  await page.getByRole("button", { name: "Your own table …" }).click();
  server.release();
  await dialog(page).waitFor();
});

test("a table may use quotes, CRLF and a byte order mark", async (t) => {
  const { page } = await visit(t, { browser, brisk: true });
  const odd = `\uFEFF${csv(lines(40).map((l) => l.replace("red", '"red, dark"')), '"x","the ""y""",color,label').replaceAll("\n", "\r\n")}`;
  await choose(page, odd);
  const columns = page.getByRole("combobox", { name: "Label column" });
  await columns.waitFor(); // the file is read in its own time
  assert.deepEqual(await columns.locator("option").allInnerTexts(), ["x", 'the "y"', "color", "label"]);
  await run(page);
  await computed(page);
});

/**
 * name, file text (or bytes), what the message must hold; `late` where it takes a run to see
 * that: the cells of a column are looked at when it is known what the column is for.
 */
const table = [
  { name: "an empty file", text: "", says: [/mine\.csv/, /empty/, /header row/] },
  { name: "only blank lines", text: "\n\n  \n", says: [/mine\.csv/, /empty/] },
  { name: "a spreadsheet file", text: Buffer.from("PK\u0003\u0004\u0000\u0000x,y\n"), says: [/mine\.csv/] },
  { name: "a PDF", text: "%PDF-1.7 x,y", says: [/mine\.csv/, /PDF/, /CSV/] },
  { name: "a header without rows", text: `${header}\n`, says: [/mine\.csv/, /no rows/, /at least one row/] },
  { name: "a ragged row", text: csv(with1(7, "1,2,red")), says: [/mine\.csv/, /row 7|line 8/, /3 cells/, /4 columns/, /add or remove/i] },
  { name: "a row that is too long", text: csv(with1(3, "1,2,red,yes,more")), says: [/row 3|line 4/, /5 cells/] },
  { name: "an open quote", text: csv(with1(5, '1,2,"red,yes')), says: [/mine\.csv/, /quote/] },
  { name: "two columns of one name", text: csv(lines(40), "x,x,color,label"), says: [/\bx\b/, /same name/, /rename/i] },
  { name: "a column without a name", text: csv(lines(40), "x,,color,label"), says: [/column 2/, /no name/] },
  { name: "one column", text: "x\n1\n2\n", late: true, says: [/mine\.csv/, /at least one column as a feature/] },
  { name: "a single class", text: csv(lines(40).map((l) => l.replace(/no$/, "yes"))), label: "label", late: true, says: [/label/, /single class "yes"/, /two classes/] },
  { name: "a class with one row", text: csv(with1(9, "5,5,red,maybe")), late: true, says: [/row 9|line 10/, /only row of class "maybe"/, /remove it or add/i] },
  { name: "an empty label", text: csv(with1(2, "1,2,red,")), missing: "refuse", late: true, says: [/row 2|line 3/, /label/, /empty/] },
  { name: "an empty number", text: csv(with1(8, ",2,red,yes")), missing: "refuse", late: true, says: [/row 8|line 9/, /\bx\b/, /empty/] },
  { name: "a test file without the label column", text: csv(lines(40)), test: csv(["1,2,red"], "x,y,color"), late: true, says: [/test file/, /label/, /no such column|columns are/] },
  { name: "a test file with an unknown category", text: csv(lines(40)), test: csv(["1,2,blue,yes"]), late: true, says: [/test file/, /row 1|line 2/, /"blue"/, /training file/] },
  { name: "a test file with a ragged row", text: csv(lines(40)), test: csv(["1,2,red,yes", "1,2"]), late: true, says: [/test file/, /row 2|line 3/, /2 cells/] },
];

/** The message of the dialog, where that is open, or else the page's. */
async function assertSaid(page, says) {
  const alert = dialog(page).getByRole("alert");
  await Promise.any([alert.filter({ hasText: /./ }).waitFor({ timeout: 15_000 }), page.getByRole("region", { name: "Messages" }).filter({ hasText: /./ }).waitFor({ timeout: 15_000 })]);
  if (!(await dialog(page).count())) return assertMessage(page, says);
  const text = await alert.innerText();
  for (const pattern of says) assert.match(text, new RegExp(pattern.source, "i"));
}

/** Takes away what the last file left: messages, the dialog, and the table. */
async function clear(page) {
  if (await dialog(page).count()) await dialog(page).getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Dismiss" }).evaluateAll((buttons) => buttons.forEach((b) => b.click()));
  const cancel = page.getByRole("button", { name: /Back to the example/ });
  if (await cancel.isVisible()) await cancel.click();
}

test("bad tables, one after the other in the same page", async (t) => {
  const { page } = await visit(t, { browser, brisk: true });
  for (const row of table) {
    await t.test(row.name, async () => {
      await choose(page, row.text, { test: row.test });
      if (row.late) {
        if (row.test) await dialog(page).getByText("check.csv").waitFor();
        await page.locator("#own-run").waitFor({ timeout: 30_000 });
        for (const field of ["label", "missing"]) if (row[field]) await page.locator(`#own-${field}`).selectOption(row[field]);
        await run(page);
      }
      await assertSaid(page, row.says).finally(() => clear(page));
    });
  }
  await t.test("the recorded run still plays", () => stillPlays(page));
  await t.test("and a good file runs", async () => {
    await choose(page, csv(lines(40)));
    await run(page);
    await computed(page);
  });
});

/** Setups in JSON, opened like a table. */
const setups = [
  { name: "a setup of a newer version", doc: { version: 99 }, says: [/setup\.json/, /version/, /99/, /newer/] },
  { name: "a setup that is not JSON", text: "{", says: [/setup\.json/, /JSON/] },
  { name: "a setup with an unknown field", doc: { version: 1, surprise: 1 }, says: [/setup\.json/, /surprise/] },
  { name: "a setup without a version", doc: {}, says: [/setup\.json/, /version/, /missing/] },
];
test("bad setups", async (t) => {
  const { page } = await visit(t, { browser, brisk: true });
  for (const row of setups) {
    await t.test(row.name, async () => {
      await choose(page, row.text ?? JSON.stringify(row.doc), { name: "setup.json" });
      await assertSaid(page, row.says).finally(() => clear(page));
    });
  }
  await stillPlays(page);
});

/** Saves what a button downloads and gives its text. */
async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
  return readFileSync(await download.path());
}

test("penguins with flipped labels: from the example to the purified table", async (t) => {
  const { page, server } = await visit(t, { browser, brisk: true });
  await page.getByRole("button", { name: "Your own table …" }).click();
  await page.getByRole("button", { name: /Palmer penguins with 20%/ }).click();
  await page.locator("#own-run").waitFor({ timeout: 30_000 });
  assert.equal(await page.locator("#own-label").inputValue(), "Species");
  assert.equal(await page.locator("#own-missing").inputValue(), "drop");
  assert.equal(await page.locator('label[for="own-ridge"] sub').innerText(), "r");
  await assertAccessible(page, "the settings of a table");
  await run(page);
  await computed(page);
  await page.getByRole("button", { name: "Show the rows" }).click();
  const rows = dialog(page).locator("tr[data-k]");
  await rows.first().waitFor();
  const said = await dialog(page).getByRole("status").first().innerText();
  const [, share, auc] = /\((\d+)%\); ROC AUC ([\d.]*\d)/.exec(said);
  t.diagnostic(said);
  assert.ok(Number(share) >= 85 && Number(auc) >= 0.95, said);
  assert.match(await rows.first().innerText(), /Torgersen|Biscoe|Dream/, "the row's own values are shown");
  await assertAccessible(page, "the ranked rows");

  // Every rule's figures beside it, computed here; ours are those of the list.
  await dialog(page).locator("summary").filter({ hasText: "Every rule on these rows" }).click();
  await dialog(page).getByRole("button", { name: "Run every rule" }).press("Enter");
  const table = dialog(page).getByRole("table", { name: "Every rule on these rows" });
  await table.locator("td.number").filter({ hasText: /\d/ }).first().waitFor({ timeout: 30_000 });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Stop", "a rule that comes leaves the focus where it is");
  // Closing ends the race, and says so to who opens the list again.
  await page.keyboard.press("Escape");
  await page.locator("#own-rows").click();
  await dialog(page).getByText("Stopped; what had come stays.").waitFor();
  assert.doesNotMatch(await table.innerText(), /…/);
  const stayed = await table.locator("[data-rule]").count();
  assert.ok(stayed > 0 && stayed < 14, `${stayed} rules had come`);
  await dialog(page).getByRole("button", { name: "Run every rule" }).press("Enter");
  await dialog(page).getByText(/^(One rule|\d+ rules) in/).waitFor({ timeout: 60_000 });
  assert.ok((await dialog(page).getByText(/^(One rule|\d+ rules) in/).innerText()).startsWith(stayed === 13 ? "One" : String(14 - stayed)), "only the others are run");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Also those that train anew for each row (slow)");
  assert.equal(await dialog(page).getByRole("group", { name: "Every rule on these rows" }).getAttribute("tabindex"), "0");
  const rivals = await dialog(page).locator("[data-rule]").evaluateAll((all) => all.map((e) => ({ rule: e.dataset.rule, mine: /this run/.test(e.textContent), precision: Number(e.children[1].textContent), auc: Number(e.children[2].textContent) })));
  t.diagnostic(rivals.map((r) => `${r.rule} ${r.precision} ${r.auc}`).join(", "));
  assert.equal(rivals.length, 14);
  assert.deepEqual(rivals.map((r) => r.auc), rivals.map((r) => r.auc).toSorted((a, b) => b - a), "the best first");
  const ours = rivals.find((r) => r.mine);
  assert.deepEqual([ours.rule, ours.auc, Math.round(100 * ours.precision)], ["delta", Number(auc), Number(share)], "the run is judged as in the race");
  const chance = rivals.find((r) => r.rule === "random");
  assert.ok(chance.auc > 0.3 && chance.auc < 0.7 && chance.precision < 0.4, "chance finds nothing");
  await assertAccessible(page, "the rows with every rule beside");
  await rows.first().focus();

  const number = async (k) => Number(await rows.nth(k).locator("td").nth(1).innerText());
  const [first, second] = [await number(0), await number(1)];
  const gone = async () => Number(/^(\d+) of/.exec(await dialog(page).getByRole("status").first().innerText())[1]);
  const before = await gone();
  await page.keyboard.press("k");
  assert.equal(await gone(), before - 1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("k");
  assert.equal(await gone(), before - 2);
  await page.keyboard.press("Control+z");
  assert.equal(await gone(), before - 1, "undone");
  await page.locator("#own-show").selectOption("hand");
  assert.equal(await rows.count(), 1);
  await page.locator("#own-show").selectOption("all");
  await page.locator("#own-find").fill("torgersen");
  await page.waitForFunction(() => [...document.querySelectorAll("tr[data-k]")].every((e) => /Torgersen/.test(e.textContent)));

  const original = (await (await page.request.get(`${server.url}data/penguins.csv`)).text()).split("\n");
  const kept = (await downloaded(page, "Purified table")).toString().split("\n");
  assert.equal(kept.length, original.length - (before - 1));
  assert.deepEqual(kept, original.filter((line) => kept.includes(line)), "original lines in their order");
  assert.ok(kept.includes(original[first + 1]), "a row kept by hand stays");
  const removed = (await downloaded(page, "Removed rows")).toString().trim().split("\n");
  assert.equal(removed.length, before - 1 + 1);
  assert.ok(removed.includes(original[second + 1]));
  assert.equal((await downloaded(page, "Ranked list (CSV)")).toString().trim().split("\n").length, 334 + 1);
  const trace = JSON.parse((await downloaded(page, "Trace (JSON)")).toString());
  assert.equal(trace.steps.flatMap((s) => s.removed).length, before);
  assert.equal((await downloaded(page, "Trace (CSV)")).toString().trim().split("\n").length, trace.steps.length + 1);
  const report = (await downloaded(page, "Report (HTML)")).toString();
  assert.match(report, /Every rule on these rows[^]*mixture posterior/);
  const ends = [...report.matchAll(/<figcaption>[^<]*: step (\d+) of (\d+), [^<]*removed<\/figcaption>/g)];
  assert.deepEqual([ends.length, ...ends.map(([, at, end]) => at === end)], [2, true, true], "map and charts are of the last step, and say so");
  assert.match(report, /<dd>\d+, from \d+ columns: [^<]*one constant<\/dd>/);
  assert.match(report.replace(/<\/?b>/g, ""), /untangle purify -data penguins\.csv -label Species -missing drop/);
  assert.doesNotMatch(report, /<script/);
  for (const name of ["Map (PNG)", "Charts (PNG)"]) assert.equal((await downloaded(page, name)).subarray(1, 4).toString(), "PNG");
  await page.keyboard.press("Escape");
  assert.doesNotMatch(page.url(), /penguin|Species|Torgersen/);
});

test("rows that are pictures are shown as such, in the list and in the report; cross-validation ticks and stops", async (t) => {
  const { page } = await visit(t, { browser, brisk: true });
  await page.getByRole("button", { name: "Your own table …" }).click();
  await page.getByRole("button", { name: /threes and fives.*30%/ }).click();
  await page.locator("#own-run").waitFor({ timeout: 30_000 });
  const work = dialog(page).locator(".own-work");
  // What the dialog says while it works, from now on; a stop at the first share that is told.
  await page.evaluate(() => {
    window.told = [];
    new MutationObserver(() => {
      const text = document.querySelector("dialog[open] .own-work:not([hidden]) p")?.textContent ?? "";
      if (text && window.told.at(-1) !== text) window.told.push(text);
      if (!window.stopped && /Choosing the ridge, [1-9]/.test(text)) { window.stopped = true; document.querySelector("dialog[open] .own-work button").click(); }
    }).observe(document.querySelector("dialog[open] .own-work"), { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await run(page);
  await page.waitForFunction(() => window.stopped, undefined, { timeout: 30_000 });
  await work.waitFor({ state: "hidden", timeout: 2000 });
  assert.ok(await page.locator("#own-run").isVisible(), `stopped, the dialog is back: ${await page.evaluate(() => window.told.join("; "))}`);
  await run(page);
  await computed(page);
  await page.getByRole("button", { name: "Show the rows" }).click();
  await dialog(page).locator("tr[data-k]").first().waitFor();
  const ink = await dialog(page).locator(".own-picture canvas").evaluateAll((all) => all.map((c) => new Set(c.getContext("2d").getImageData(0, 0, c.width, c.height).data).size));
  assert.equal(ink.length, 50, "a picture per row");
  assert.ok(ink.every((colors) => colors > 5), "something is drawn in each");
  const report = (await downloaded(page, "Report (HTML)")).toString();
  assert.equal(report.match(/<td><img src="data:image\/png;base64,[^"]{60,}" alt="image of row \d+, given [^"]+">/g).length, 40);
});

test("names and cells of a file are never markup", async (t) => {
  const { page } = await visit(t, { browser, brisk: true });
  const evil = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
  const quote = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = lines(60).map((l, i) => `${l.replace(/(yes|no)$/, (y) => quote(`<b>${y}</b>`))},${quote(i % 2 ? evil : "=1+1")}`);
  await choose(page, csv(rows, `x,y,color,label,${quote(evil)}`), { name: "<svg onload=alert(1)>.csv" });
  await page.locator("#own-run").waitFor({ timeout: 30_000 });
  await run(page);
  await computed(page);
  await page.getByRole("button", { name: "Show the rows" }).click();
  await dialog(page).locator("tr[data-k]").first().waitFor();
  await page.getByText(evil).first().waitFor({ state: "attached" });
  assert.equal(await page.locator("body img, body script:not([src]), dialog b:has-text('yes'), body svg[onload]").count(), 0);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  const report = (await downloaded(page, "Report (HTML)")).toString();
  assert.doesNotMatch(report, /<script|<img src=x|<svg|<b>(?!-)/); // flags of the command line are held together by b
  assert.match((await downloaded(page, "Ranked list (CSV)")).toString(), /'=1\+1/);
});

test("while own data are loaded, run and exported, nothing of them leaves the tab", async (t) => {
  const secret = "zanzibar-7";
  const sent = [];
  const { page, server } = await visit(t, { browser, brisk: true, before: (page, context) => {
    context.on("request", (r) => sent.push({ url: r.url(), method: r.method(), body: r.postData() ?? "", headers: JSON.stringify(r.headers()) }));
    context.on("page", () => sent.push({ url: "another page", method: "", body: "", headers: "" }));
    page.on("websocket", (w) => sent.push({ url: w.url(), method: "websocket", body: "", headers: "" }));
  } });
  const rows = lines(60).map((l) => l.replace("green", secret));
  await choose(page, csv(rows), { name: `${secret}.csv` });
  await page.locator("#own-run").waitFor({ timeout: 30_000 });
  await run(page);
  await computed(page);
  await page.getByRole("button", { name: "Show the rows" }).click();
  await dialog(page).getByText(secret).first().waitFor();
  for (const name of ["Purified table", "Report (HTML)", "Ranked list (CSV)"]) await downloaded(page, name);
  const asked = sent.filter((r) => !/^(blob|data):/.test(r.url) && r.url !== "another page");
  assert.ok(asked.some((r) => /own\.js$/.test(r.url)) && asked.some((r) => /core\.wasm$/.test(r.url)), "requests were seen");
  for (const r of asked) {
    assert.equal(new URL(r.url).origin, new URL(server.url).origin);
    assert.equal(r.method, "GET");
    assert.ok(!`${decodeURIComponent(r.url)}${r.body}${r.headers}`.includes(secret), r.url);
  }
  assert.ok(!decodeURIComponent(page.url()).includes(secret));
});

test("rows that are pasted, and two files that are dropped", async (t) => {
  const { page } = await visit(t, { browser, brisk: true });
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  }, csv(lines(30)).replaceAll(",", "\t"));
  await dialog(page).getByRole("heading", { name: "pasted.csv" }).waitFor();
  await page.keyboard.press("Escape");
  await page.evaluate(([train, test]) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of [["a-test.csv", test], ["a.csv", train]]) dataTransfer.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, [csv(lines(40)), csv(lines(20))]);
  await dialog(page).getByRole("heading", { name: "a.csv" }).waitFor();
  await dialog(page).getByText("a-test.csv").waitFor();
});
