// How soon the programs are there on a line of 10 Mbps: the canvas of WebGL from the opening of
// the page, and the engine from the moment it is asked for until its first frame shows. The
// server holds the line: programs that a worker loads are out of reach of the browser's throttle.
import { launch, firstPicture } from "../e2e/browser.mjs";
import { serve } from "../e2e/server.mjs";
import { median } from "./picture.mjs";

const line = () => ({ bytesPerSecond: 1_250_000, latency: 40 });

async function open(browser, settings, hold) {
  const server = await serve({ brotli: true, line: line(), hold });
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(`${server.url}${settings}`, { waitUntil: "commit" });
  return { page, close: async () => { await context.close(); await server.close(); } };
}

/** Milliseconds from navigation until WebGL draws the points. */
async function canvas(browser) {
  const { page, close } = await open(browser, "", null);
  try {
    await page.getByText("Points drawn with WebGL").waitFor({ state: "attached", timeout: 60_000 });
    return await page.evaluate(() => performance.now());
  } finally {
    await close();
  }
}

/** Milliseconds from the press of Live, on a page at rest, until the first frame of the live run. */
async function core(browser) {
  const { page, close } = await open(browser, "", /view\.wasm$/);
  try {
    await firstPicture(page);
    await page.locator(".chart canvas").first().waitFor();
    return await page.evaluate(() => new Promise((resolve) => {
      const status = document.querySelector("#status");
      const start = performance.now();
      // "Computing step 1" is said when frame 0 has come.
      new MutationObserver(() => { if (/Computing step [1-9]|^Computed/.test(status.textContent)) resolve(performance.now() - start); }).observe(status, { childList: true, characterData: true, subtree: true });
      document.querySelector("#live").click();
    }));
  } finally {
    await close();
  }
}

/** Medians in milliseconds. */
export async function programs(runs) {
  const browser = await launch();
  try {
    const [canvases, cores] = [[], []];
    for (let i = 0; i < runs; i++) {
      canvases.push(await canvas(browser));
      cores.push(await core(browser));
    }
    return { canvas: median(canvases), core: median(cores), canvases: canvases.map(Math.round), cores: cores.map(Math.round) };
  } finally {
    await browser.close();
  }
}
