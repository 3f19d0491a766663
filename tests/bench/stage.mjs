// What the picture costs: `node --import ./tests/typescript.mjs tests/bench/stage.mjs [ROWS]`,
// after `./build.sh build`. It opens a live run of so many rows (10,000), lets it finish, and
// prints one JSON object per renderer: CPU of all the browser's processes at rest in percent of
// one core, requests for animation frames at rest, and per scrubbed picture the time on the clock
// and that of the page's thread.
import { launch, visit, untilWebGL } from "../e2e/browser.mjs";

const rows = Number(process.argv[2] ?? 10_000);
/** How long the page is watched at rest, and how many pictures are scrubbed through. */
const restMillis = 10_000;
const pictures = 120;

/** CPU seconds of all processes of the browser so far. */
async function cpu(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.reduce((sum, p) => sum + p.cpuTime, 0);
}

/** Stands in for a test's context: what is to be undone at the end. */
const undo = [];
const t = { after: (f) => undo.unshift(f) };

for (const webgl of [false, true]) {
  const browser = await launch();
  const { page } = await visit(t, {
    browser, webgl, hash: `#v=1&preset=sd2&mix=${rows * 0.7},${rows * 0.3}&steps=4&t=2`,
    before: (p) => p.addInitScript(() => {
      window.asked = 0;
      const ask = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (f) => { window.asked++; return ask(f); };
    }),
  });
  await page.getByText(/Computed in this tab in/).first().waitFor({ timeout: 300_000 });
  if (webgl) await untilWebGL(page);
  await page.waitForTimeout(3000);
  const session = await browser.newBrowserCDPSession();
  const [before, asked, start] = [await cpu(session), await page.evaluate(() => window.asked), performance.now()];
  await page.waitForTimeout(restMillis);
  const idle = (await cpu(session)) - before;
  const seconds = (performance.now() - start) / 1000;
  const frames = (await page.evaluate(() => window.asked)) - asked;
  const devtools = await page.context().newCDPSession(page);
  // The time of the thread itself: other work on the machine does not count.
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const task = async () => (await devtools.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value;
  const [work, began] = [await task(), performance.now()];
  const drawn = await page.evaluate((n) => new Promise((done) => {
    const scrubber = document.querySelector("#scrubber");
    const box = scrubber.getBoundingClientRect();
    const at = (type, x) => scrubber.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: box.top + box.height / 2, pointerId: 1, bubbles: true, buttons: 1, isPrimary: true }));
    let k = 0;
    const step = () => {
      at(k === 0 ? "pointerdown" : "pointermove", box.left + box.width * (0.5 + 0.45 * Math.sin(k / 9)));
      if (k++ < n) requestAnimationFrame(step);
      else { at("pointerup", box.left + box.width / 2); done(k); }
    };
    requestAnimationFrame(step);
  }), pictures);
  const scrub = performance.now() - began;
  console.log(JSON.stringify({
    renderer: webgl ? "ebiten" : "canvas", rows, idle_cpu_percent: Number(((100 * idle) / seconds).toFixed(2)), idle_frames: frames,
    scrub_ms_per_picture: Number((scrub / drawn).toFixed(1)), scrub_thread_ms: Number(((1000 * ((await task()) - work)) / drawn).toFixed(1)),
  }));
  for (const f of undo.splice(0)) await f();
  await browser.close();
}
