// Rows that are images: drawn as such from a recorded run before any engine, in the
// inspector, out of one file, and for images of one's own.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { makeSingle } from "../../site/build/single.mjs";
import { firstPicture, launch, shoot, visit } from "./browser.mjs";

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(path.join(tmpdir(), "untangle digits "));
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The image of a row as the inspector shows it: [width, height, share of pixels with ink]. */
async function inspected(page, row) {
  await page.getByLabel("Inspect row").fill(String(row));
  await page.keyboard.press("Enter");
  await page.getByRole("img", { name: "The image of this row" }).waitFor();
  return page.evaluate(() => {
    const canvas = document.querySelector("#detail canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 100) ink++;
    return [canvas.width, canvas.height, (4 * ink) / data.length];
  });
}

function assertDigit([width, height, ink], side) {
  assert.deepEqual([width, height], [side, side]);
  assert.ok(ink > 0.05 && ink < 0.45, `${ink} of the pixels are ink`);
}

test("a recorded run shows its digits without the engine, on the stage and in the inspector", async (t) => {
  const { page, requests } = await visit(t, { browser, hash: "#v=1&preset=digits-4-8" });
  assertDigit(await inspected(page, 5), 28);
  const asked = requests.map((r) => new URL(r).pathname.split("/").pop());
  assert.ok(asked.includes("digits48.bin") && !asked.includes("core.wasm"), asked.join());
  await page.keyboard.press("Escape");
  // Pointing at the middle of the map finds a row, and shows its image beside the pointer.
  const box = await page.locator("#stage").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.375);
  await page.locator("#tip canvas").waitFor();
  await shoot(page, "digits-desktop");
  // White strokes lie within the marks of the map: with discs alone, blue has no hole.
  const strokes = await page.evaluate(() => {
    const canvas = document.querySelector("#stage canvas");
    const { data, width } = canvas.getContext("2d").getImageData(0, 0, canvas.width, Math.floor(canvas.height * 0.7));
    let holes = 0;
    const blue = (i) => data[i] < 40 && data[i + 1] > 90 && data[i + 2] > 150;
    for (let i = 16; i < data.length - 16; i += 4) if (data[i] > 200 && data[i + 2] > 200 && Math.floor(i / 4 / width) === Math.floor((i + 16) / 4 / width)) if ((blue(i - 8) || blue(i - 12)) && (blue(i + 8) || blue(i + 12))) holes++;
    return holes;
  });
  assert.ok(strokes > 100, `${strokes} pixels of strokes`);
});

test("one file carries the images of its rows, and draws them from a disk", async (t) => {
  const file = path.join(folder, "player.html");
  writeFileSync(file, (await makeSingle("digits-4-8")).player);
  assert.ok(statSync(file).size <= 320_000, `${statSync(file).size}`);
  const context = await browser.newContext({ offline: true });
  t.after(() => context.close());
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (e) => errors.push(e.message));
  await page.goto(pathToFileURL(file).href);
  await firstPicture(page);
  assertDigit(await inspected(page, 599), 28);
  assert.deepEqual(errors, []);
});

test("images of one's own are drawn as images", async (t) => {
  const { page } = await visit(t, { browser, brisk: true });
  const [n, side] = [60, 10];
  const head = (...shape) => Buffer.concat([Buffer.from([0, 0, 8, shape.length]), ...shape.map((v) => { const b = Buffer.alloc(4); b.writeUInt32BE(v); return b; })]);
  // A bar across or upright, moved from row to row.
  const pixels = Buffer.alloc(n * side * side);
  for (let i = 0; i < n; i++) for (let k = 0; k < side; k++) for (const w of [0, 1]) pixels[i * side * side + (i % 2 ? k * side + ((i >> 1) % 9) + w : (((i >> 1) % 9) + w) * side + k)] = 250 - i;
  await page.getByRole("button", { name: "Your own table …" }).click();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Choose files …" }).click()]);
  await chooser.setFiles([
    { name: "bars-images-idx3-ubyte", mimeType: "application/octet-stream", buffer: Buffer.concat([head(n, side, side), pixels]) },
    { name: "bars-labels-idx1-ubyte", mimeType: "application/octet-stream", buffer: Buffer.concat([head(n), Buffer.from(Array.from({ length: n }, (_, i) => (i % 11 ? i % 2 : 1 - (i % 2))))]) },
  ]);
  await page.locator("#own-run").waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText(/Computed in this tab in/).first().waitFor({ timeout: 30_000 });
  assertDigit(await inspected(page, 7), side);
  await page.getByText("label given").first().waitFor();
  // In the list each image is named by its row, and a phone keeps a row's fate for those who listen.
  await page.getByRole("button", { name: "Show the rows" }).click();
  const rows = page.locator("tr[data-k]");
  await rows.first().waitFor();
  const names = await rows.getByRole("img").evaluateAll((all) => all.map((e) => e.getAttribute("aria-label")));
  assert.equal(new Set(names).size, 50, "one page of rows");
  assert.ok(names.every((name) => /^image of row \d+, given [01]$/.test(name)), names[0]);
  await page.setViewportSize({ width: 390, height: 844 });
  assert.ok((await page.getByRole("row", { name: /left at step|stays|leaves/ }).count()) >= 50);
  await shoot(page, "own-rows-phone");
  assert.ok(await page.locator("dialog.own-dialog[open]").evaluate((e) => e.scrollWidth <= e.clientWidth), "nothing sticks out");
});
