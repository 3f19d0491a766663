// What the dialog gives away of the run on screen: pictures that show something, the trace in full, a citation.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { assertAccessible } from "./axe.mjs";
import { launch, shots, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** Counts the colors of a PNG, coarsely: an empty picture has one. */
const colorsOf = (page, png) => page.evaluate(async (data) => {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], { type: "image/png" }));
  const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  pen.drawImage(bitmap, 0, 0);
  const { data: rgba } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
  const count = {};
  for (let i = 0; i < rgba.length; i += 4) {
    const key = [0, 1, 2].map((k) => rgba[i + k] >> 5).join();
    count[key] = (count[key] ?? 0) + 1;
  }
  return { width: bitmap.width, height: bitmap.height, colors: Object.values(count).filter((n) => n > 50).length, accent: count[[0x4a, 0x3f, 0xb0].map((v) => v >> 5).join()] ?? 0 };
}, png.toString("base64"));

test("map and charts as pictures, the trace as CSV and JSON, and a citation", async (t) => {
  const { page } = await visit(t, { browser });
  await page.evaluate(() => {
    const make = URL.createObjectURL;
    window.saved = [];
    URL.createObjectURL = (blob) => (window.saved.push(blob.type), make.call(URL, blob));
  });
  await page.locator(".chart canvas").first().waitFor();
  await page.waitForTimeout(500);
  await page.getByRole("button", { name: "Embed, save" }).click();
  const dialog = page.locator("dialog.share");
  const file = async (name, asked) => {
    const [download] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name, exact: true }).click()]);
    assert.equal(download.suggestedFilename(), asked);
    const path = `${shots}/${asked}`;
    await download.saveAs(path);
    return readFileSync(path);
  };
  const map = await colorsOf(page, await file("Map (PNG)", "untangle-sd2-map.png"));
  assert.equal(map.width, 1280);
  assert.ok(map.colors >= 4, JSON.stringify(map));
  const charts = await colorsOf(page, await file("Charts (PNG)", "untangle-sd2-charts.png"));
  assert.ok(charts.width > 300 && charts.height > 250 && charts.colors >= 3, JSON.stringify(charts));
  assert.ok(charts.accent > 100, "the playhead, an element over the canvas, is in the picture");
  const csv = (await file("Trace (CSV)", "untangle-sd2-trace.csv")).toString().trim().split("\n");
  assert.equal(csv.length, 26, "a head and 25 frames");
  assert.equal(csv[1].split(",").at(-1).split(" ").length, 10, "the rows that leave first");
  const json = JSON.parse(await file("Trace (JSON)", "untangle-sd2-trace.json"));
  assert.equal(json.steps.length, 25);
  assert.deepEqual(json.steps[0].removed.map(String), csv[1].split(",").at(-1).split(" "));
  assert.deepEqual(await page.evaluate(() => window.saved), ["image/png", "image/png", "text/csv", "application/json"]);
  assert.match(await dialog.locator("#share-citation").inputValue(), /Huang.*arXiv:2603\.08649.*#v=1&preset=sd2&t=8$/);
  await assertAccessible(page, "share dialog with all it has");
});
