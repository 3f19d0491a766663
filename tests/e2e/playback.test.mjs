// Playback: buttons, keys, scrubber, speed, charts, the tray of words beside the picture.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch, pixels, shownStep, slider, untilStep, untilWebGL, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const button = (page, name) => page.getByRole("button", { name, exact: true });

test("the buttons play, pause, step and reset", async (t) => {
  const { page } = await visit(t, { browser });
  const opening = await shownStep(page);
  await button(page, "Step forward").click();
  await untilStep(page, `k === ${opening + 1}`);
  await button(page, "Step back").click();
  await button(page, "Step back").click();
  await untilStep(page, `k === ${opening - 1}`);
  await button(page, "Play").click();
  await untilStep(page, `k >= ${opening + 1}`);
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
  await page.waitForTimeout(800); // the step at hand comes to rest
  const paused = await shownStep(page);
  await page.waitForTimeout(1000);
  assert.equal(await shownStep(page), paused, "it moves while paused");
  await button(page, "Reset to the example").click();
  await untilStep(page, `k === ${opening}`);
});

test("playing reaches the end and stops there; play starts over", async (t) => {
  const { page } = await visit(t, { browser });
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "8×" });
  await button(page, "Play").click();
  const end = Number(await slider(page).getAttribute("aria-valuemax"));
  await untilStep(page, `k === ${end}`, 20_000);
  await button(page, "Play").waitFor();
  assert.ok(await button(page, "Step forward").isDisabled(), "there is no step after the last");
  await button(page, "Play").click();
  await untilStep(page, `k > 0 && k < ${end}`);
});

test("the keys", async (t) => {
  const { page } = await visit(t, { browser });
  const end = Number(await slider(page).getAttribute("aria-valuemax"));
  const press = (key) => page.keyboard.press(key);
  await press("Home");
  await untilStep(page, "k === 0");
  await press("ArrowRight");
  await press("ArrowRight");
  await untilStep(page, "k === 2");
  await press("ArrowLeft");
  await untilStep(page, "k === 1");
  await press("End");
  await untilStep(page, `k === ${end}`);
  await press("Home");
  await press("Space");
  await untilStep(page, "k >= 1");
  await press("Space");
  await button(page, "Play").waitFor();
  const speed = page.getByRole("combobox", { name: "Speed" });
  const before = await speed.inputValue();
  await press("]");
  await eventually(async () => Number(await speed.inputValue()) > Number(before), "] is faster");
  await press("[");
  await eventually(async () => (await speed.inputValue()) === before, "[ is slower");
  await press("?");
  await page.getByRole("dialog").waitFor();
  await press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await press("r");
  await untilStep(page, `k > 0 && k < ${end}`);
});

test("the scrubber follows a drag, and rests on a step", async (t) => {
  const { page } = await visit(t, { browser });
  const box = await slider(page).boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.2, y, { steps: 5 });
  const near = await shownStep(page);
  await page.mouse.move(box.x + box.width * 0.9, y, { steps: 5 });
  const far = await shownStep(page);
  await page.mouse.up();
  const end = Number(await slider(page).getAttribute("aria-valuemax"));
  assert.ok(Math.abs(near - 0.2 * end) <= 2 && Math.abs(far - 0.9 * end) <= 2, `at 20 % and 90 % of ${end}: ${near}, ${far}`);
});

test("the scrubber is a slider of the keyboard", async (t) => {
  const { page } = await visit(t, { browser });
  await slider(page).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("PageUp");
  await untilStep(page, "k >= 5");
  await page.keyboard.press("PageDown");
  await untilStep(page, "k === 0");
});

test("Tab reaches every control and is not trapped", async (t) => {
  const { page } = await visit(t, { browser, webgl: true });
  await untilWebGL(page); // ebiten must not take the focus
  const names = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const e = document.activeElement;
      return e === document.body || e === null ? "(body)" : `${e.tagName} ${e.id || e.getAttribute("aria-label") || e.textContent.slice(0, 20)}`;
    });
    names.push(name);
    if (name === "(body)" && i > 5) break;
  }
  assert.match(names[0], /skip/i, "the skip link comes first");
  for (const id of ["preset", "seed", "live", "play", "scrubber"]) assert.ok(names.some((n) => n.includes(id)), `Tab does not reach ${id}: ${names.join(", ")}`);
  assert.ok(!names.some((n) => n.startsWith("CANVAS")), "a canvas takes the focus");
  assert.ok(new Set(names).size > names.length * 0.8, `Tab runs in circles: ${names.join(", ")}`);
});

test("a step is told in words when at rest", async (t) => {
  const { page } = await visit(t, { browser });
  // The step the page opens on is described, not announced; what comes before that is the opening.
  await page.waitForFunction(() => document.querySelector("#stage-text").textContent !== "");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.getByText(/^Step 1 of \d+: variance [\d.]+, test accuracy [\d.]+, 10 rows removed/).waitFor({ state: "attached" });
});

test("rows leave the map and land in the tray", async (t) => {
  const { page } = await visit(t, { browser, query: "motion=reduce" });
  const stage = page.locator("#stage");
  const box = await stage.boundingBox();
  const tray = async () => {
    const at = { x: box.x, y: box.y + box.height * 0.84, width: box.width, height: box.height * 0.16 };
    return pixels(page, { screenshot: () => page.screenshot({ clip: at }) });
  };
  await page.keyboard.press("Home");
  await untilStep(page, "k === 0");
  await page.waitForTimeout(400);
  const [mapBefore, trayBefore] = [await pixels(page, stage), await tray()];
  await page.keyboard.press("End");
  await untilStep(page, "k > 20");
  await page.waitForTimeout(400);
  const [mapAfter, trayAfter] = [await pixels(page, stage), await tray()];
  assert.ok(trayAfter.orange > trayBefore.orange + 100, `the tray fills: ${trayBefore.orange} orange pixels, then ${trayAfter.orange}`);
  assert.notDeepEqual(mapAfter, mapBefore);
});

test("pointing at the picture tells of a row, and a click keeps it", async (t) => {
  const { page } = await visit(t, { browser });
  const box = await page.locator("#stage").boundingBox();
  const title = page.getByRole("heading", { name: /^Row \d+/ });
  // The cloud is dense around the middle of the map; look for a point on a spiral.
  let found = false;
  for (let i = 0; i < 120 && !found; i++) {
    const r = i * 0.6;
    await page.mouse.move(box.x + box.width / 2 + r * Math.cos(i), box.y + box.height * 0.41 + r * Math.sin(i));
    found = await title.isVisible();
  }
  assert.ok(found, "no row was found under the pointer");
  const name = await title.innerText();
  await page.mouse.down();
  await page.mouse.up();
  await page.mouse.move(box.x + 2, box.y + 2);
  await page.waitForTimeout(200);
  assert.equal(await title.innerText(), name, "a click keeps the row");
  await page.keyboard.press("Escape");
  await title.waitFor({ state: "hidden" });
});

test("every chart has a table", async (t) => {
  const { page } = await visit(t, { browser });
  for (const name of ["Influence variance V[X]", "Test accuracy"]) {
    const chart = page.getByRole("region", { name, exact: true }).first();
    await chart.locator("summary").click();
    await chart.getByRole("button", { name: "Show as table" }).click();
    const rows = chart.getByRole("table").getByRole("row");
    await eventually(async () => (await rows.count()) === 26, `${name}: a row for the names and one for every step`);
    assert.match(await rows.nth(1).innerText(), /^0\s/);
  }
});

test("reduced motion jumps without a tween", async (t) => {
  const { page } = await visit(t, { browser, context: { reducedMotion: "reduce" } });
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await untilStep(page, "k === 1");
});

test("the address follows the step, and a reload comes back to it", async (t) => {
  const { page } = await visit(t, { browser });
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await untilStep(page, "k === 2");
  await page.waitForFunction(() => /[#&]t=2(&|$)/.test(location.hash));
  await page.reload();
  await untilStep(page, "k === 2");
});
