// A table of 100 MB in Chromium: how long the page is deaf while it is read, whether progress
// is told in bytes, whether reading can be stopped, and how long the preview takes. Not part of
// the suite: `CHROME=… node tests/bench/large.mjs [MB]` after ./build.sh build. The last line
// is one JSON object.
import { test } from "node:test";
import { launch, visit } from "../e2e/browser.mjs";

const megabytes = Number(process.argv[2] ?? 100);

/** Chooses a file that the page makes in memory, as the file input would. */
const choose = (page, mb) => page.evaluate((mb) => {
  const row = (i) => `${(i * 37) % 101},${((i * 53) % 89) / 10},${i % 3 ? "red" : "green"},${"x".repeat(480)},${(i * 37) % 101 > 50 ? "yes" : "no"}\n`;
  const block = Array.from({ length: 2000 }, (_, i) => row(i)).join("");
  const parts = ["x,y,color,note,label\n"];
  for (let at = 0; at < mb * 1e6; at += block.length) parts.push(block);
  const transfer = new DataTransfer();
  transfer.items.add(new File(parts, "large.csv", { type: "text/csv" }));
  const input = document.querySelector("#own-train-file");
  input.files = transfer.files;
  // The longest that a task of the page waits, and what progress says meanwhile.
  window.gaps = { longest: 0, said: new Set() };
  let last = performance.now();
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    const now = performance.now();
    window.gaps.longest = Math.max(window.gaps.longest, now - last);
    last = now;
    const text = document.querySelector(".own-work:not([hidden]) p")?.textContent;
    if (text) window.gaps.said.add(text);
    setTimeout(() => channel.port2.postMessage(0), 5);
  };
  channel.port2.postMessage(0);
  input.dispatchEvent(new Event("change"));
}, mb);
const heard = (page) => page.evaluate(() => ({ longest: Math.round(window.gaps.longest), said: [...window.gaps.said] }));

test("a large table", { timeout: 300_000 }, async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const { page } = await visit(t, { browser, brisk: true });
  // A small table first: the engine is then there, and what is timed is the reading.
  await choose(page, 0.1);
  await page.locator("#own-run").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Close" }).first().click();

  await choose(page, megabytes);
  await page.getByRole("button", { name: "Stop" }).waitFor({ timeout: 60_000 });
  const pressed = Date.now();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.locator(".own-work").waitFor({ state: "hidden", timeout: 10_000 });
  const stopped = Date.now() - pressed;
  await page.getByRole("button", { name: "Close" }).first().click().catch(() => {});

  const begun = Date.now();
  await choose(page, megabytes);
  await page.getByRole("heading", { name: "large.csv" }).waitFor({ timeout: 120_000 });
  await page.locator("#own-run").waitFor({ timeout: 120_000 });
  const preview = Date.now() - begun;
  const reading = await heard(page);
  console.log(JSON.stringify({ megabytes, deaf_ms: reading.longest, preview_ms: preview, stop_ms: stopped, told: reading.said.slice(0, 4), tellings: reading.said.length, load: (await import("node:os")).loadavg()[0] }));
});
