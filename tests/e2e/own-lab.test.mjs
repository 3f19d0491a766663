// A table of one's own goes on in the lab, and stays in the tab there as well.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, visit } from "./browser.mjs";
import { lines, csv, choose, run } from "./table.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

test("a table goes on in the lab: race with the truth known, blocks, a sweep; and nothing leaves", async (t) => {
  const { page, context, server } = await visit(t, { browser, brisk: true });
  const said = [];
  context.on("request", (r) => said.push(`${r.method()} ${r.url()} ${r.postData() ?? ""}`));
  await page.getByRole("button", { name: "Your own table …" }).click();
  await page.getByRole("button", { name: /Palmer penguins with 20%/ }).click();
  await page.locator("#own-run").waitFor({ timeout: 30_000 });
  await page.keyboard.press("Escape");
  const [lab] = await Promise.all([context.waitForEvent("page"), page.getByRole("button", { name: "In the lab …" }).click()]);
  await lab.locator("#own-run").waitFor({ timeout: 30_000 });
  assert.equal(await lab.locator("#own-holdout").inputValue(), "0.2", "rows to judge by");
  assert.equal(await lab.locator("#own-noise").inputValue(), "0.2", "the settings came along");
  await run(lab);
  await lab.locator("#lab-title").filter({ hasText: /Race of the rules: penguins\.csv/ }).waitFor({ timeout: 30_000 });
  // Fewer runs than are offered: what matters is that they run at all.
  await lab.locator("#param-seeds").fill("1");
  await lab.locator("#param-steps").fill("4");
  await lab.locator("#param-steps").press("Enter");
  const ended = lab.getByText(/Computed in this tab/);
  await ended.waitFor({ timeout: 60_000 });
  const row = lab.getByRole("row").filter({ hasText: /^δ/ }).first();
  const heads = await lab.getByRole("columnheader").allInnerTexts();
  const auc = (await row.locator("th, td").allInnerTexts())[heads.indexOf("ROC AUC")];
  assert.ok(Number.parseFloat(auc) > 0.85, `the race judges by the flipped labels: ${await row.innerText()}`);
  await lab.locator("#study").selectOption("own-divide");
  await lab.getByText(/adjusted Rand index/).first().waitFor({ timeout: 60_000 });
  await lab.locator("#study").selectOption("own-damping");
  await ended.waitFor({ timeout: 60_000 });
  assert.match(lab.url(), /study=own-damping/);
  await lab.locator("#study").selectOption("own-theorem");
  await lab.getByText(/the same at n = 2\d\d, H of the mean/).waitFor({ timeout: 60_000 }); // all rows that are not held out, fewer than the 400 asked for
  await lab.locator("#study").selectOption("own-nets");
  await lab.locator("#param-epochs").fill("3");
  await lab.locator("#param-seeds").fill("1");
  await lab.locator("#param-seeds").press("Enter");
  await lab.locator("#status").filter({ hasText: /Computed in this tab: 7 runs/ }).waitFor({ timeout: 60_000 }); // six rules and the comparison
  assert.match(await lab.getByRole("region", { name: "Results" }).or(lab.locator(".lab-chart.wide")).first().innerText(), /random[\s\S]*softmax regression/i);
  assert.ok(said.some((r) => /lab\.js$/.test(r.trim())), "requests were seen");
  for (const r of said.filter((r) => !/ (blob|data):/.test(r))) assert.ok(r.startsWith(`GET ${server.url}`) && !/Species|Torgersen|Adelie/.test(decodeURIComponent(r)), r);
  await lab.reload();
  await lab.getByText("Open its file again.").waitFor();
});

test("in the lab, a table of which no row may leave has no study of networks, and is told why", async (t) => {
  const { page } = await visit(t, { browser, brisk: true, path: "lab.html" });
  await choose(page, csv(lines(12)), { name: "few.csv" });
  await page.locator("#own-run").waitFor({ timeout: 30_000 });
  await run(page);
  await page.locator("#lab-title").filter({ hasText: "few.csv" }).waitFor({ timeout: 30_000 });
  await page.getByText(/no step to train a network after\. That study is left out/).waitFor();
  const offered = await page.locator("#study optgroup option").evaluateAll((all) => all.map((o) => o.value));
  assert.ok(offered.includes("own-theorem") && !offered.includes("own-nets"), String(offered));
  await page.locator("#study").selectOption("own-theorem");
  await page.getByText(/all rows once/).waitFor({ timeout: 60_000 }); // ten that are not held out are fewer than any draw
});

for (const file of ["", "lab.html"]) {
  test(`the policy of ${file || "index.html"} refuses inline scripts and other hosts`, async (t) => {
    const { page } = await visit(t, { browser, path: file || undefined, expectErrors: [/Content Security Policy|violates|Refused/] });
    if (file) await page.locator("#lab-title").filter({ hasText: /./ }).waitFor();
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
    for (const part of ["default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "object-src 'none'", "connect-src 'self'"]) assert.ok(policy.includes(part), part);
    assert.doesNotMatch(/script-src[^;]*/.exec(policy)[0], /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/);
    const result = await page.evaluate(async () => {
      const refused = [];
      document.addEventListener("securitypolicyviolation", (e) => refused.push(e.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "window.ran = 1";
      document.body.append(script);
      const fetched = await fetch("https://example.org/").then(() => true, () => false);
      await new Promise((go) => setTimeout(go, 50));
      return { ran: window.ran, fetched, refused };
    });
    assert.deepEqual({ ...result, refused: result.refused.sort() }, { ran: undefined, fetched: false, refused: ["connect-src", "script-src-elem"] });
  });
}
