// A table of one's own: a good one runs, and every bad one is refused with the thing, the
// row and what to do. Nothing is lost: the run on screen still plays.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertMessage, launch, slider, stillPlays, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Rows of two classes that a rule tells apart, some of them mislabeled; no randomness. */
function lines(n) {
  return Array.from({ length: n }, (_, i) => {
    const [x, y] = [(i * 37) % 101, (i * 53) % 89];
    const label = (x > 50) !== (i % 9 === 0) ? "yes" : "no";
    return `${x},${y / 10},${i % 3 ? "red" : "green"},${label}`;
  });
}
const header = "x,y,color,label";
const csv = (rows, head = header) => [head, ...rows, ""].join("\n");
/** The lines with one of them (counted from 1) replaced. */
const with1 = (row, text, n = 40) => lines(n).map((line, i) => (i + 1 === row ? text : line));

/** Chooses a training file, as the button does, and perhaps a test file. */
async function choose(page, text, { name = "mine.csv", test: testText } = {}) {
  const pick = async (press, file, body) => {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), press()]);
    await chooser.setFiles({ name: file, mimeType: "text/csv", buffer: Buffer.isBuffer(body) ? body : Buffer.from(body) });
  };
  await pick(() => page.getByRole("button", { name: /Open or drop a CSV/ }).click(), name, text);
  if (testText !== undefined) await pick(() => page.getByRole("button", { name: /test file/i }).click(), "check.csv", testText);
}

const run = (page) => page.getByRole("button", { name: "Run", exact: true }).click();

test("a good table is computed in the tab, and its rows are not in the address", async (t) => {
  const { page, requests } = await visit(t, { browser, brisk: true });
  await choose(page, csv(lines(60)), { test: csv(lines(200).slice(100)) });
  await page.waitForTimeout(500);
  const before = requests.length;
  await run(page);
  await page.getByText(/Computed in this tab in/).first().waitFor({ timeout: 30_000 });
  assert.ok(Number(await slider(page).getAttribute("aria-valuemax")) > 10);
  assert.ok(!/mine|red|yes/.test(new URL(page.url()).hash), page.url());
  const sent = requests.slice(before).filter((r) => !/\/(core|view)\.wasm$|wasm_exec\.js$|worker\.js$/.test(r));
  assert.deepEqual(sent, [], "the table stays in the tab");
  await page.getByRole("button", { name: "Reset to the example" }).click();
  await stillPlays(page);
});

test("a table may use quotes, CRLF and a byte order mark", async (t) => {
  const { page } = await visit(t, { browser, brisk: true });
  const odd = `\uFEFF${csv(lines(40).map((l) => l.replace("red", '"red, dark"')), '"x","the ""y""",color,label').replaceAll("\n", "\r\n")}`;
  await choose(page, odd);
  await page.getByLabel("Label column").waitFor(); // the file is read in its own time
  const columns = page.getByRole("combobox", { name: "Label column" });
  await columns.waitFor();
  assert.deepEqual(await columns.locator("option").allInnerTexts(), ["x", 'the "y"', "color", "label"]);
  await run(page);
  await page.getByText(/Computed in this tab in/).first().waitFor({ timeout: 30_000 });
});

/** name, file text (or bytes), whether it is refused before Run, what the message must hold. */
const table = [
  { name: "an empty file", text: "", early: true, says: [/mine\.csv/, /empty/, /header row/] },
  { name: "only blank lines", text: "\n\n  \n", early: true, says: [/mine\.csv/, /empty/] },
  { name: "one column", text: "x\n1\n2\n", early: true, says: [/mine\.csv/, /only one column/, /commas/] },
  { name: "a spreadsheet file", text: Buffer.from("PK\u0003\u0004\u0000\u0000x,y\n"), early: true, says: [/mine\.csv/, /CSV/] },
  { name: "a header without rows", text: `${header}\n`, says: [/mine\.csv/, /no rows/, /at least one row/] },
  { name: "a ragged row", text: csv(with1(7, "1,2,red")), says: [/mine\.csv/, /row 7|line 8/, /3 cells/, /4 columns/, /add or remove/i] },
  { name: "a row that is too long", text: csv(with1(3, "1,2,red,yes,more")), says: [/row 3|line 4/, /5 cells/] },
  { name: "an open quote", text: csv(with1(5, '1,2,"red,yes')), says: [/mine\.csv/, /quote/] },
  { name: "a single class", text: csv(lines(40).map((l) => l.replace(/no$/, "yes"))), says: [/label/, /single class "yes"/, /two classes/] },
  { name: "a class with one row", text: csv(with1(9, "5,5,red,maybe")), says: [/row 9|line 10/, /only row of class "maybe"/, /remove it or add/i] },
  { name: "NaN", text: csv(with1(4, "NaN,2,red,yes")), says: [/row 4|line 5/, /\bx\b/, /"NaN"/, /finite/] },
  { name: "Inf", text: csv(with1(12, "1,Inf,red,no")), says: [/row 12|line 13/, /\by\b/, /"Inf"/, /finite/] },
  { name: "a number that overflows", text: csv(with1(6, "1e999,2,red,no")), says: [/\bx\b/] },
  { name: "an empty label", text: csv(with1(2, "1,2,red,")), says: [/row 2|line 3/, /label/, /empty/] },
  { name: "an empty number", text: csv(with1(8, ",2,red,yes")), says: [/row 8|line 9/, /\bx\b/, /empty/] },
  { name: "two columns of one name", text: csv(lines(40), "x,x,color,label"), says: [/\bx\b/, /same name/, /rename/i] },
  { name: "a column without a name", text: csv(lines(40), "x,,color,label"), says: [/column 2/, /no name/] },
  { name: "a test file without the label column", text: csv(lines(40)), test: csv(["1,2,red"], "x,y,color"), says: [/test file/, /label/, /no such column|columns are/] },
  { name: "a test file with an unknown category", text: csv(lines(40)), test: csv(["1,2,blue,yes"]), says: [/test file/, /row 1|line 2/, /"blue"/, /training file/] },
  { name: "a test file with a ragged row", text: csv(lines(40)), test: csv(["1,2,red,yes", "1,2"]), says: [/test file/, /row 2|line 3/, /2 cells/] },
];

/** Takes away what the last file left: messages, and the choice of columns. */
async function clear(page) {
  await page.getByRole("button", { name: "Dismiss" }).evaluateAll((buttons) => buttons.forEach((b) => b.click()));
  const cancel = page.getByRole("button", { name: /Back to the example/ });
  if (await cancel.isVisible()) await cancel.click();
}

test("bad tables, one after the other in the same page", async (t) => {
  const { page } = await visit(t, { browser, brisk: true });
  for (const row of table) {
    await t.test(row.name, async () => {
      await choose(page, row.text, { test: row.test });
      if (!row.early) await run(page);
      await assertMessage(page, row.says).finally(() => clear(page));
    });
  }
  await t.test("the recorded run still plays", () => stillPlays(page));
  await t.test("and a good file runs", async () => {
    await choose(page, csv(lines(40)));
    await run(page);
    await page.getByText(/Computed in this tab in/).first().waitFor({ timeout: 30_000 });
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
      await assertMessage(page, row.says).finally(() => clear(page));
    });
  }
  await stillPlays(page);
});
