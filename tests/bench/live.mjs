// The figures of the paper, live: ./build.sh bench live [ID…]
//
// Opens each figure in a fresh Chromium as a reader does, presses Live, and says when the first
// part of the answer was on screen and when the last, beside the limit. Times are of the machine
// and of what else runs on it, so the load is printed, and the seconds of processor that the
// page's own process (workers and all) took, which other work lengthens less.
// Prints one line per figure and, where all were asked for, writes them to tests/bench/live.txt.
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { launch } from "../e2e/browser.mjs";
import { serve } from "../e2e/server.mjs";
import { at } from "../tools.mjs";

/** Seconds that a first part may take: "progressive from the first second" once the engine is there. */
const soon = 1;

/** Each figure: its page, and the limit in seconds of the whole. */
const figures = {
  fig3: { title: "Fig. 3, ten digits", study: "fig3", limit: 60 },
  fig4: { title: "Fig. 4, fours and eights", preset: "digits-4-8", limit: 15 },
  fig5: { title: "Fig. 5, two rules", study: "fig5", limit: 30 },
  fig6: { title: "Fig. 6, two rules purified", preset: "sd2", limit: 5 },
  fig7: { title: "Fig. 7, three rules", study: "fig7", limit: 90 },
  fig8: { title: "Fig. 8, three rules purified", preset: "sd3", limit: 5 },
};

/** What the status line says: of a first part, of the engine having started, and at the end. */
const said = {
  study: { began: /^\d+ of \d+ runs/, first: /^[1-9]\d* of \d+ runs/, end: /^Computed in this tab/ },
  preset: { began: /^Computing step \d/, first: /^Computing step [1-9]/, end: /^Computed in this tab/ },
};

const asked = process.argv.slice(2);
const unknown = asked.find((id) => !Object.hasOwn(figures, id));
if (unknown !== undefined) {
  console.error(`"${unknown}" is not a figure; use one of ${Object.keys(figures).join(", ")}`);
  process.exit(2);
}

const lines = [];
let missed = 0;
function tell(text) {
  console.log(text);
  lines.push(text);
}

tell(`${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC, ./build.sh bench live${asked.map((a) => ` ${a}`).join("")}, build ${process.env.UNTANGLE_BUILD ?? "unnamed"}, ${cpus().length} × ${cpus()[0].model}`);
tell("From the press of Live, in seconds on the clock: engine there, first part on screen, end (limit); processor of the page; load before and after.");
for (const [id, f] of Object.entries(figures)) {
  if (asked.length > 0 && !asked.includes(id)) continue;
  const before = loadavg()[0];
  const t = await press(f);
  const good = t.end <= f.limit;
  if (!good) missed++;
  const first = t.first - t.began <= soon ? "" : `, LATE: ${(t.first - t.began).toFixed(2)} s behind the engine`;
  tell(`${good ? "ok    " : "MISSED"}  ${f.title}: ${t.began.toFixed(2)}, ${t.first.toFixed(2)}${first}, ${t.end.toFixed(2)} (≤ ${f.limit}); ${t.processor.toFixed(1)} s of processor; ${t.parts} parts; workers ${t.workers}; load ${before.toFixed(1)} → ${loadavg()[0].toFixed(1)}`);
}
if (asked.length === 0) writeFileSync(at("tests/bench/live.txt"), `${lines.join("\n")}\n`);
process.exit(missed > 0 ? 1 : 0);

/** Opens a figure in a browser of its own and presses Live: {began, first, end, processor, parts, workers}. */
async function press({ study, preset }) {
  const browser = await launch();
  const server = await serve({ brotli: true });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: "block" });
    const page = await context.newPage();
    const cdp = await browser.newBrowserCDPSession();
    const words = said[study ? "study" : "preset"];
    await page.goto(study ? `${server.url}lab.html#v=1&study=${study}` : `${server.url}#v=1&preset=${preset}`);
    await page.waitForFunction(() => /^Recorded/.test(document.querySelector("#status").textContent), undefined, { timeout: 60_000 });
    await page.waitForTimeout(4000); // the stage starts its WebGL meanwhile, which is no part of Live
    const spent = await processor(cdp);
    await page.evaluate(() => {
      // Each new text of the status line, with the time of the frame that shows it.
      window.seen = [];
      const line = document.querySelector("#status");
      document.querySelector("#live").addEventListener("click", () => { window.pressed = performance.now(); }, { once: true, capture: true });
      new MutationObserver(() => {
        const text = line.textContent;
        requestAnimationFrame(() => window.seen.push({ text, at: performance.now() }));
      }).observe(line, { childList: true, characterData: true, subtree: true });
    });
    await page.getByRole("button", { name: "Live", exact: true }).click();
    await page.waitForFunction(() => /^Computed in this tab/.test(document.querySelector("#status").textContent), undefined, { timeout: 600_000, polling: 250 });
    await page.waitForTimeout(100);
    const used = (await processor(cdp)) - spent;
    const { seen, pressed } = await page.evaluate(() => ({ seen: window.seen, pressed: window.pressed }));
    const when = (pattern) => (seen.find((s) => pattern.test(s.text)).at - pressed) / 1000;
    return { began: when(words.began), first: when(words.first), end: when(words.end), processor: used, parts: new Set(seen.filter((s) => words.first.test(s.text)).map((s) => /\d+/.exec(s.text)[0])).size, workers: page.workers().filter((w) => !w.url().endsWith("/view.js")).length };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Seconds of processor that the pages of a browser have used. */
async function processor(cdp) {
  const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
  return processInfo.filter((p) => p.type === "renderer").reduce((sum, p) => sum + p.cpuTime, 0);
}
