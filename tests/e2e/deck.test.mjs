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
  const state = (f) => f.evaluate(() => ({ playing: document.querySelector("#play")?.dataset.playing === "true", at: Number(document.querySelector("#scrubber")?.style.getPropertyValue("--at") ?? 0) })).catch((e) => {
    if (/context|navigat/i.test(e.message)) return { playing: false, at: 0 }; // the frame is about to load
    throw e;
  });
  const next = () => page.keyboard.press("ArrowRight");
  for (let k = 0; k < 3; k++) await next();
  await eventually(async () => { const f = sim("two"); return f && (await state(f)).playing && (await state(f)).at > 0; }, "plays on its slide", 20_000);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY", "the keys stay with the deck");
  await page.screenshot();
  await shoot(page, "deck");
  await next();
  await eventually(async () => !(await state(sim("two"))).playing, "pauses off its slide");
  const rest = (await state(sim("two"))).at;
  await next();
  await eventually(async () => { const f = sim("one"); return f && (await state(f)).playing && (await state(f)).at > 0; }, "the next one plays", 20_000);
  assert.ok((await state(sim("two"))).at - rest < 0.06, "it finishes its step and no more");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await eventually(async () => (await state(sim("two"))).playing && !(await state(sim("one"))).playing, "and the other way round", 10_000);
});

test("the deck is black on white, or dark as its address asks, and so are its frames; no slide runs over", async (t) => {
  for (const [query, profile] of [["", "projector"], ["colorProfile=dark", "dark"], ["colorProfile=plaid", "projector"]]) {
    const { page } = await visit(t, { browser, path: "docs/deck/index.html", query });
    await page.locator(".reveal.ready").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.profile), profile);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("iframe")].map((f) => new URL(f.dataset.src ?? f.src, location.href).searchParams.get("colorProfile"))), [profile, profile]);
    const slides = await page.evaluate(() => globalThis.Reveal.getTotalSlides());
    assert.ok(slides >= 6, String(slides));
    for (let k = 0; k < slides; k++) {
      const over = await page.evaluate(() => [...document.querySelector("section.present").querySelectorAll("*")].filter((e) => { const b = e.getBoundingClientRect(); return b.width > 0 && (b.bottom > innerHeight || b.right > innerWidth || b.left < 0); }).map((e) => e.tagName));
      assert.deepEqual(over, [], `slide ${k + 1}`);
      await page.keyboard.press("ArrowRight");
    }
  }
});
