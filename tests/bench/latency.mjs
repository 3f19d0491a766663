// From a key to its picture: `node tests/bench/latency.mjs [ROUNDS]`, after `./build.sh build`. It
// presses Home and End on the example at rest, and looks with every frame of the screen whether the
// canvas that shows has another picture. What is measured ends when the browser can put that on
// screen, which takes it a frame more, whoever has drawn. Prints one JSON object per renderer, in ms.
import { launch, visit, untilWebGL } from "../e2e/browser.mjs";

const rounds = Number(process.argv[2] ?? 30);

/** Stands in for a test's context: what is to be undone at the end. */
const undo = [];
const t = { after: (f) => undo.unshift(f) };

/** Notes in the page for each key how long its picture took. */
function watch() {
  window.waits = [];
  const pen = new OffscreenCanvas(64, 64).getContext("2d", { willReadFrequently: true });
  const shown = () => [...document.querySelectorAll("#stage canvas")].find((e) => getComputedStyle(e).visibility !== "hidden" && getComputedStyle(e).opacity === "1");
  const look = () => {
    pen.drawImage(shown(), 0, 0, 64, 64);
    return pen.getImageData(0, 0, 64, 64).data.reduce((sum, v) => (31 * sum + v) >>> 0, 0);
  };
  document.addEventListener("keydown", (e) => {
    const before = look();
    const step = () => {
      if (look() !== before) window.waits.push(performance.now() - e.timeStamp);
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }, true);
}

for (const webgl of [false, true]) {
  const browser = await launch();
  const { page } = await visit(t, { browser, webgl });
  if (webgl) await untilWebGL(page);
  await page.waitForTimeout(3000);
  await page.evaluate(watch);
  for (let k = 0; k < rounds; k++) {
    await page.keyboard.press(k % 2 ? "Home" : "End");
    await page.waitForTimeout(300);
  }
  const waits = (await page.evaluate(() => window.waits)).sort((a, b) => a - b);
  const at = (share) => Number(waits[Math.min(waits.length - 1, Math.floor(share * waits.length))].toFixed(1));
  console.log(JSON.stringify({ renderer: webgl ? "ebiten" : "canvas", keys: waits.length, median: at(0.5), ninth_decile: at(0.9), longest: at(1) }));
  for (const f of undo.splice(0)) await f();
  await browser.close();
}
