// How soon the page is there: bytes and time to the first picture on a slow line and a slow
// processor, and what holds up the page's one thread after it.
import { launch } from "../e2e/browser.mjs";
import { serve } from "../e2e/server.mjs";

/** The line and the processor of the budget: 1.6 Mbps, 150 ms, a quarter of this machine. */
const slow = { latency: 150, bytesPerSecond: 200_000, cpu: 4 };

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Notes in the page when the first picture has been painted, and every long task. */
export function watch() {
  window.seen = { picture: NaN, tasks: [] };
  new PerformanceObserver((list) => { for (const e of list.getEntries()) window.seen.tasks.push({ at: e.startTime, ms: e.duration }); }).observe({ type: "longtask", buffered: true });
  const look = () => {
    if (!Number.isNaN(window.seen.picture) || !/\d/.test(document.querySelector("#stepnumber")?.textContent ?? "") || !document.querySelector("#stage canvas")) return;
    window.seen.picture = 0;
    // The frame that has the picture is on screen when the task behind it runs.
    requestAnimationFrame(() => setTimeout(() => { window.seen.picture = performance.now(); }));
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

/** One cold visit on the slow line: {ms, bytes, files, tasks: lengths in ms of long tasks after the picture}. */
export async function coldVisit(browser, { webgl = false, settle = 4000, query = "" } = {}) {
  const server = await serve({ brotli: true, hold: webgl ? null : /view\.wasm$/ });
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: slow.latency, downloadThroughput: slow.bytesPerSecond, uploadThroughput: slow.bytesPerSecond / 2 });
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: slow.cpu });
    const got = [];
    const whole = new Map();
    const names = new Map();
    let start = NaN;
    cdp.on("Network.requestWillBeSent", (e) => {
      names.set(e.requestId, new URL(e.request.url).pathname.split("/").pop() || "index.html");
      if (Number.isNaN(start)) start = e.timestamp;
    });
    cdp.on("Network.loadingFinished", (e) => whole.set(e.requestId, e));
    cdp.on("Network.dataReceived", (e) => got.push({ at: e.timestamp, bytes: e.encodedDataLength, id: e.requestId }));
    await page.addInitScript(watch);
    await page.goto(`${server.url}${query}`, { waitUntil: "commit" });
    // Asked by the protocol: page.waitForFunction would load its tools into the page, and the picture would wait for them.
    const end = performance.now() + 30_000;
    for (let seen = false; !seen;) {
      if (performance.now() > end) throw new Error("no picture within 30 s");
      await new Promise((resolve) => setTimeout(resolve, 100));
      const { result } = await cdp.send("Runtime.evaluate", { expression: "globalThis.seen?.picture > 0" });
      seen = result.value === true;
    }
    await page.waitForTimeout(settle);
    const { picture, tasks } = await page.evaluate(() => window.seen);
    const early = (e) => (e.timestamp - start) * 1000 <= picture;
    // Of a file that has come, its size with the head of the answer; of one on its way, what has come.
    const files = {};
    for (const [id, name] of names) {
      const bytes = whole.has(id) && early(whole.get(id)) ? whole.get(id).encodedDataLength : got.filter((g) => g.id === id && early({ timestamp: g.at })).reduce((n, g) => n + g.bytes, 0);
      if (bytes > 0) files[name] = bytes;
    }
    return { ms: picture, bytes: Object.values(files).reduce((a, b) => a + b, 0), files, tasks: tasks.filter((t) => t.at >= picture).map((t) => t.ms) };
  } finally {
    await context.close();
    await server.close();
  }
}

/** The median of some cold visits, and their long tasks with the canvas of WebGL loading behind. */
export async function firstPicture(runs) {
  const browser = await launch();
  try {
    const visits = [];
    for (let i = 0; i < runs; i++) visits.push(await coldVisit(browser, { settle: 1500 }));
    const by = visits.find((v) => v.ms === median(visits.map((w) => w.ms)));
    const longest = (vs) => Math.max(0, ...vs.flatMap((v) => v.tasks));
    const webgl = [];
    for (let i = 0; i < 3; i++) webgl.push(await coldVisit(browser, { webgl: true, settle: 20_000 }));
    return { ms: by.ms, all: visits.map((v) => Math.round(v.ms)), bytes: median(visits.map((v) => v.bytes)), files: by.files, longest: median(visits.map((v) => longest([v]))), longestWebGL: median(webgl.map((v) => longest([v]))) };
  } finally {
    await browser.close();
  }
}
