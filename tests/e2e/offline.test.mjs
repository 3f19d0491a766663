// Without a network: after one visit the page opens, plays and computes; a new build waits
// until it is asked for; where there is no service worker nothing is missed.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { at } from "../tools.mjs";
import { eventually, firstPicture, launch, shownStep, stepsOn, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const allow = { context: { serviceWorkers: "allow" }, hold: /never/ };
/** The worker has every file and is in charge. */
const kept = (page) => eventually(() => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.active?.state === "activated" && navigator.serviceWorker.controller !== null;
}), "the service worker is in charge", 60_000);

test("load once, go offline, reload: it plays, computes, and opens embeddings", { timeout: 180_000 }, async (t) => {
  const { page, server, context } = await visit(t, { browser, ...allow, expectErrors: [/ERR_INTERNET_DISCONNECTED|Failed to fetch/] });
  await kept(page);
  await context.setOffline(true);
  await server.close(); // not only told to be offline: there is no one to answer
  await page.goto(`${server.url}#v=1&preset=sd3&t=4`);
  await page.reload();
  await firstPicture(page);
  assert.equal(await shownStep(page), 4);
  await stepsOn(page);
  await page.locator("#steps").fill("2");
  await page.locator("#steps").press("Tab");
  await page.waitForFunction(() => /^Computed/.test(document.querySelector("#status").textContent), undefined, { timeout: 60_000 });
  await page.goto(`${server.url}embed.html?colorProfile=dark#v=1&t=2`);
  await firstPicture(page);
  assert.equal(await shownStep(page), 2);
  assert.equal(await page.locator("html").getAttribute("data-embed"), "");
});

test("a new build waits, says so, and takes over when it is told to", { timeout: 180_000 }, async (t) => {
  const root = mkdtempSync(path.join(tmpdir(), "untangle-dist-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  cpSync(at("site/dist"), root, { recursive: true });
  const before = process.env.UNTANGLE_DIST;
  process.env.UNTANGLE_DIST = root;
  t.after(() => { if (before === undefined) delete process.env.UNTANGLE_DIST; else process.env.UNTANGLE_DIST = before; });
  const { page, context } = await visit(t, { browser, ...allow });
  await kept(page);
  const build = await page.locator("#foot-build").textContent();
  const [id] = /[\w.-]+(?=\.$)/.exec(build);
  for (const name of ["main.js", "sw.js"]) writeFileSync(path.join(root, name), readFileSync(path.join(root, name), "utf8").replaceAll(id, "another-build"));
  await page.reload();
  await firstPicture(page);
  assert.equal(await page.locator("#foot-build").textContent(), build, "the page is of the old build");
  await page.getByText("a newer build of it has arrived").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Load it now" }).click();
  await page.waitForFunction(() => /another-build/.test(document.querySelector("#foot-build")?.textContent ?? ""), undefined, { timeout: 30_000 });
  await eventually(() => page.evaluate(async () => (await caches.keys()).length === 1), "the old build's cache is gone", 15_000);
  assert.match((await page.evaluate(() => caches.keys()))[0], /another-build/);
  assert.equal(context.pages().length, 1);
});

test("the manifest and its icons are there, and the worker is under 60 lines", async (t) => {
  const { page } = await visit(t, { browser });
  const manifest = await page.evaluate(async () => {
    const m = await (await fetch(document.querySelector("link[rel=manifest]").href)).json();
    const sizes = await Promise.all(m.icons.map(async ({ src }) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return image.naturalWidth;
    }));
    return { ...m, sizes };
  });
  assert.deepEqual([manifest.start_url, manifest.scope, manifest.display], ["./", "./", "standalone"]);
  assert.deepEqual(manifest.sizes, [512, 512]);
  assert.ok(readFileSync(at("site/src/sw.js"), "utf8").split("\n").length <= 60);
});
