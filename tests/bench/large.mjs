// A table of 100 MB in Chromium: how long the page is deaf while it is read, whether progress
// is told in bytes, whether reading can be stopped, and how long the preview takes. Not part of
// the suite: `CHROME=… node tests/bench/large.mjs [MB]` after ./build.sh build. The last line
// is one JSON object.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { launch, visit } from "../e2e/browser.mjs";

const megabytes = Number(process.argv[2] ?? 100);

const folder = mkdtempSync(path.join(tmpdir(), "untangle-large-"));

/** A CSV of so many megabytes on the disk: made in the page, its bytes would be copied there, and the copying be timed. */
function file(name, mb) {
  const row = (i) => `${(i * 37) % 101},${((i * 53) % 89) / 10},${i % 3 ? "red" : "green"},${"x".repeat(500)},${(i * 37) % 101 > 50 ? "yes" : "no"}\n`;
  const block = Array.from({ length: 2000 }, (_, i) => row(i)).join("");
  const at = path.join(folder, name);
  writeFileSync(at, "x,y,color,note,label\n");
  for (let size = 0; size < mb * 1e6; size += block.length) appendFileSync(at, block);
  return at;
}

/** Chooses a file as a user does, and watches how long a task of the page waits, and what progress says meanwhile. */
async function choose(page, at) {
  await page.evaluate(() => {
    const before = window.gaps;
    window.gaps = { longest: 0, said: new Set(), long: [] };
    if (before) return;
    let last = performance.now();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const now = performance.now();
      if (now - last > 100) window.gaps.long.push(Math.round(now - last));
      window.gaps.longest = Math.max(window.gaps.longest, now - last);
      last = now;
      const text = document.querySelector(".own-work:not([hidden]) p")?.textContent;
      if (text) window.gaps.said.add(text);
      setTimeout(() => channel.port2.postMessage(0), 5);
    };
    channel.port2.postMessage(0);
  });
  await page.locator("#own-train-file").setInputFiles(at);
}
const heard = (page) => page.evaluate(() => ({ longest: Math.round(window.gaps.longest), long: window.gaps.long, said: [...window.gaps.said] }));

test("a large table", { timeout: 300_000 }, async (t) => {
  const browser = await launch();
  t.after(() => { rmSync(folder, { recursive: true }); return browser.close(); });
  const [small, large] = [file("small.csv", 0.1), file("large.csv", megabytes)];
  const { page } = await visit(t, { browser, brisk: true });
  // A small table first: the engine is then there, and what is timed is the reading.
  await choose(page, small);
  await page.locator("#own-run").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Close" }).first().click();

  await choose(page, large);
  await page.getByRole("button", { name: "Stop" }).waitFor({ timeout: 60_000 });
  const pressed = Date.now();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.locator(".own-work").waitFor({ state: "hidden", timeout: 10_000 });
  const stopped = Date.now() - pressed;
  await page.getByRole("button", { name: "Close" }).first().click().catch(() => {});

  const begun = Date.now();
  await choose(page, large);
  await page.getByRole("heading", { name: "large.csv" }).waitFor({ timeout: 120_000 });
  await page.locator("#own-run").waitFor({ timeout: 120_000 });
  const preview = Date.now() - begun;
  const reading = await heard(page);
  // The whole of it is read when it is run: the time until the first frame, and until a stop on the way is obeyed.
  for (const [field, value] of [["sample", "500"], ["ridge", "set"]]) await page.locator(`#own-${field}`).selectOption(value);
  const press = async () => {
    await page.evaluate(() => { window.gaps.longest = 0; window.gaps.long = []; });
    const from = Date.now();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    return from;
  };
  let from = await press();
  await page.waitForTimeout(1000);
  const cancel = page.getByRole("button", { name: "Cancel", exact: true });
  await cancel.waitFor();
  const halting = Date.now();
  await cancel.click();
  await cancel.waitFor({ state: "hidden", timeout: 60_000 });
  const halted = Date.now() - halting;
  await page.getByRole("button", { name: "Columns …" }).click();
  from = await press();
  await page.getByText(/Computed in this tab in/).first().waitFor({ timeout: 120_000 });
  const [run, whole] = [Date.now() - from, await heard(page)];
  console.log(JSON.stringify({ megabytes, deaf_ms: reading.longest, over_100_ms: reading.long, run_ms: run, run_deaf_ms: whole.longest, run_over_100_ms: whole.long, run_stop_ms: halted, preview_ms: preview, stop_ms: stopped, told: reading.said.slice(0, 4), tellings: reading.said.length, load: loadavg()[0] }));
});
