// Bad addresses: each names itself and says what it takes; the rest still works.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertMessage, launch, shownStep, stepsOn, untilStep, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** name, hash, query, what the message must hold. */
const table = [
  { name: "an unknown preset", hash: "#v=1&preset=nope", says: [/preset/, /“nope”/, /sd2, /, /sd-pure, /, / sd3/] },
  { name: "a preset name with a path", hash: "#v=1&preset=../../x", says: [/preset/, /\.\.\/\.\.\/x/, /name of a preset/] },
  { name: "a newer version", hash: "#v=99&preset=sd3", says: [/newer/, /99/, /reads 1/] },
  { name: "a version that is no number", hash: "#v=abc", says: [/\bv\b/, /abc/] },
  { name: "a time that is no number", hash: "#v=1&t=soon", says: [/\bt\b/, /“soon”/, /number/] },
  { name: "a time past the end", hash: "#v=1&t=500", says: [/\bt\b/, /500/, /24/] },
  { name: "a negative seed", hash: "#v=1&seed=-1", says: [/seed/, /“-1”/, /whole number/] },
  { name: "a mix of nothing", hash: "#v=1&mix=0,0", says: [/mix/, /“0,0”/, /10 rows or more/] },
  { name: "a mix of words", hash: "#v=1&mix=many,few", says: [/mix/, /many,few/] },
  { name: "damping NaN", hash: "#v=1&damping=NaN", says: [/damping/, /“NaN”/] },
  { name: "damping out of range", hash: "#v=1&damping=1e9", says: [/damping/, /1e9/, /10/] },
  { name: "an unknown rule", hash: "#v=1&rule=magic", says: [/rule/, /“magic”/, /loo-refit/] },
  { name: "steps that use up the rows", hash: "#v=1&mix=30,10&steps=400", says: [/steps/, /400/] },
  { name: "an unknown name", hash: "#v=1&tint=blue", says: [/there is no parameter “tint”/, /damping/] },
  { name: "an unknown control", query: "nothing_hide=1", says: [/there is no parameter “nothing_hide”/, /before _hide/] },
  { name: "a broken escape", hash: "#v=1&seed=%E0%A4%A", says: [/seed/, /decoded/] },
  { name: "a value that is markup", hash: "#v=1&preset=<img src=x onerror=alert(1)>", says: [/preset/] },
  { name: "a bad speed", query: "speed=fast", says: [/speed/, /“fast”/] },
  { name: "a bad profile", query: "colorProfile=sepia", says: [/colorProfile/, /“sepia”/, /projector/] },
  { name: "bad charts", query: "charts=pie", says: [/charts/, /“pie”/] },
];

for (const row of table) {
  test(row.name, async (t) => {
    const { page } = await visit(t, { browser, brisk: true, hash: row.hash, query: row.query });
    await assertMessage(page, row.says);
    await stepsOn(page);
  });
}

test("one bad value does not spoil the others", async (t) => {
  const { page } = await visit(t, { browser, brisk: true, hash: "#v=1&seed=x&preset=sd3&t=4" });
  await assertMessage(page, [/seed/]);
  await untilStep(page, "k === 4");
  assert.equal(await page.getByRole("combobox", { name: "Example", exact: true }).inputValue(), "sd3");
});

test("no wrong labels, of an example that has none, is what it is: nothing is said; a share is", async (t) => {
  const messages = (page) => page.getByRole("region", { name: "Messages" }).innerText();
  const { page } = await visit(t, { browser, brisk: true, hash: "#v=1&preset=sd3&noise=0&t=7" });
  await untilStep(page, "k === 7");
  await page.locator(".chart canvas").first().waitFor(); // messages are drawn before the charts
  assert.equal((await messages(page)).trim(), "");
  await page.evaluate(() => { location.hash = "#v=1&preset=sd3&noise=0.2"; });
  await assertMessage(page, [/noise/, /0\.2 was not used/]);
});

test("a good address says nothing", async (t) => {
  const { page } = await visit(t, { browser, brisk: true, hash: "#v=1&preset=sd3&t=7", query: "utm_source=course" });
  assert.equal(await shownStep(page), 7);
  assert.equal((await page.getByRole("region", { name: "Messages" }).innerText()).trim(), "");
});
