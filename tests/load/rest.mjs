// What the page costs when nothing moves, and whether it grows: the processor of an idle page
// with 10,000 points on stage, and memory over minutes of play and reset.
import { launch, shownStep, untilStep, untilWebGL } from "../e2e/browser.mjs";
import { serve } from "../e2e/server.mjs";

/** Opens the page in a browser of its own. */
async function open(hash) {
  const browser = await launch();
  const server = await serve({ brotli: true });
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(`${server.url}${hash}`, { waitUntil: "commit" });
  return { browser, page, cdp: await browser.newBrowserCDPSession(), pageCDP: await context.newCDPSession(page), close: async () => { await browser.close(); await server.close(); } };
}

/** Seconds of processor that all processes of the browser have used. */
async function processor(cdp) {
  const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
  return processInfo.reduce((sum, p) => sum + p.cpuTime, 0);
}

/** The share of one processor that the idle page takes with 10,000 points on stage, over `seconds`; {page, blank, points}. */
export async function idle(seconds) {
  const { browser, page, cdp, close } = await open("#mix=7000,3000&perStep=10&steps=1&t=0");
  try {
    await page.waitForFunction(() => /^Computed/.test(document.querySelector("#status").textContent), undefined, { timeout: 300_000 });
    await untilWebGL(page);
    await page.waitForTimeout(5000);
    const measure = async () => {
      const before = await processor(cdp);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return ((await processor(cdp)) - before) / seconds;
    };
    const shown = await measure();
    // What the browser takes by itself is not the page's.
    await page.goto("about:blank");
    await page.waitForTimeout(3000);
    return { page: shown, blank: await measure(), points: 10_000, browser: browser.version() };
  } finally {
    await close();
  }
}

/**
 * Plays to the end and resets, over and over; every fifth time the run is computed live. Returns
 * the page's heap after a collection, its nodes and its listeners, about once a minute.
 */
export async function growth(minutes, say = () => {}) {
  const { page, pageCDP, close } = await open("?speed=8");
  const marks = [];
  try {
    await untilWebGL(page);
    await pageCDP.send("Performance.enable");
    const end = performance.now() + minutes * 60_000;
    const every = Math.min(60_000, (minutes * 60_000) / 12);
    let next = performance.now();
    for (let round = 0; performance.now() < end; round++) {
      if (round % 5 === 4) {
        await page.keyboard.press("l");
        await page.waitForFunction(() => /^Computed/.test(document.querySelector("#status").textContent), undefined, { timeout: 120_000 });
      } else {
        await page.keyboard.press("Home");
        await page.keyboard.press(" ");
      }
      await untilStep(page, "k === 24", 60_000);
      await page.keyboard.press("r");
      await untilStep(page, "k === 8");
      if (performance.now() < next) continue;
      next += every;
      await pageCDP.send("HeapProfiler.collectGarbage");
      const { metrics } = await pageCDP.send("Performance.getMetrics");
      const of = (name) => metrics.find((m) => m.name === name).value;
      marks.push({ round, heap: of("JSHeapUsedSize"), nodes: of("Nodes"), listeners: of("JSEventListeners") });
      say(marks.at(-1));
    }
    return { marks, step: await shownStep(page) };
  } finally {
    await close();
  }
}

/** Whether a series is stable: its last third is at most a tenth above its second (the first warms up). */
export function stable(values) {
  const third = Math.floor(values.length / 3);
  const mean = (v) => v.reduce((a, b) => a + b, 0) / v.length;
  return third > 0 && mean(values.slice(-third)) <= 1.1 * mean(values.slice(third, 2 * third));
}
