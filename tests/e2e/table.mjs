// What the tests of one's own table share: rows to give it, and the way through the dialog.

/** Rows of two classes that a rule tells apart, some of them mislabeled; no randomness. */
export function lines(n) {
  return Array.from({ length: n }, (_, i) => {
    const [x, y] = [(i * 37) % 101, (i * 53) % 89];
    const label = (x > 50) !== (i % 9 === 0) ? "yes" : "no";
    return `${x},${y / 10},${i % 3 ? "red" : "green"},${label}`;
  });
}
export const header = "x,y,color,label";
export const csv = (rows, head = header) => [head, ...rows, ""].join("\n");
/** The lines with one of them (counted from 1) replaced. */
export const with1 = (row, text, n = 40) => lines(n).map((line, i) => (i + 1 === row ? text : line));

/** Chooses a training file, as the dialog does, and perhaps a test file. */
export async function choose(page, text, { name = "mine.csv", test: testText } = {}) {
  const pick = async (press, file, body) => {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), press()]);
    await chooser.setFiles({ name: file, mimeType: "text/csv", buffer: Buffer.isBuffer(body) ? body : Buffer.from(body) });
  };
  await page.getByRole("button", { name: "Your own table …" }).click();
  await pick(() => page.getByRole("button", { name: "Choose files …" }).click(), name, text);
  if (testText === undefined) return;
  await page.locator("#own-run").waitFor({ timeout: 30_000 }); // the engine comes first
  await pick(() => page.getByRole("button", { name: "Test file …" }).click(), "check.csv", testText);
}

export const run = (page) => page.getByRole("button", { name: "Run", exact: true }).click();
export const computed = (page) => page.getByText(/Computed in this tab in/).first().waitFor({ timeout: 30_000 });
export const dialog = (page) => page.locator("dialog.own-dialog[open]");
