// A real reveal.js deck: each simulator plays on its slide and rests off it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch, shoot, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

test("the deck drives the simulator by its slides", async (t) => {
  const { page } = await visit(t, { browser, path: "docs/deck/index.html" });
  await page.locator(".reveal.ready").waitFor();
  const sim = (title) => page.frames().find((f) => f.parentFrame() === page.mainFrame() && f.name() === title);
  const state = (f) => f.evaluate(() => ({ playing: document.querySelector("#play")?.dataset.playing === "true", at: Number(document.querySelector("#scrubber")?.style.getPropertyValue("--at") ?? 0) }));
  const next = () => page.keyboard.press("ArrowRight");
  await next();
  await next();
  await eventually(async () => { const f = sim("two"); return f && (await state(f)).playing && (await state(f)).at > 0; }, "plays on its slide", 20_000);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY", "the keys stay with the deck");
  await page.screenshot();
  await shoot(page, "deck");
  await next();
  await eventually(async () => !(await state(sim("two"))).playing, "pauses off its slide");
  const rest = (await state(sim("two"))).at;
  await eventually(async () => { const f = sim("one"); return f && (await state(f)).playing && (await state(f)).at > 0; }, "the next one plays", 20_000);
  assert.ok((await state(sim("two"))).at - rest < 0.06, "it finishes its step and no more");
  await page.keyboard.press("ArrowLeft");
  await eventually(async () => (await state(sim("two"))).playing && !(await state(sim("one"))).playing, "and the other way round", 10_000);
});
