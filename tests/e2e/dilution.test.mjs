// The dilution laboratory: batches drawn from the pools, words computed from the runs,
// settings that reach the engine, and claims with the command that measures them.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { at } from "../tools.mjs";
import { assertAccessible } from "./axe.mjs";
import { assertMessage, launch, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const status = (page) => page.getByRole("status");
const recorded = (id) => JSON.parse(readFileSync(at(`site/runs/${id}.study`), "utf8"));

/** Opens a study; waits for its recording where no settings are given. */
async function lab(t, id, settings = "") {
  const v = await visit(t, { browser, path: "lab.html", hash: `#v=1&study=${id}${settings}` });
  if (!settings) await status(v.page).filter({ hasText: "Recorded" }).waitFor();
  return v;
}

test("every epoch's batch is told of, and the animation comes to its end", async (t) => {
  const { page } = await lab(t, "dilution");
  const pools = page.getByRole("region", { name: "Batches from the two pools" });
  const { picture } = recorded("dilution").results[1];
  const slider = pools.getByRole("slider");
  for (const epoch of [1, 17]) {
    await slider.fill(String(epoch));
    const draw = picture.draws[epoch - 1];
    const pure = picture.drawPure[epoch - 1];
    const right = draw.filter((r) => picture.right[r] === "1").length / draw.length;
    await pools.getByText(`${pure} pure + ${draw.length - pure} noisy, ${(100 * right).toFixed(0)}% of the labels right`).waitFor();
  }
  await slider.fill("29");
  await pools.getByRole("button", { name: "Play" }).click();
  await pools.getByRole("button", { name: "Pause" }).waitFor();
  await pools.getByRole("button", { name: "Play" }).waitFor({ timeout: 10_000 });
  assert.equal(await slider.inputValue(), "30");
});

test("the sentence follows from the intervals", async (t) => {
  const { page } = await lab(t, "dilution");
  const { arms } = recorded("dilution").summary;
  const { mean, half } = arms[1].saved;
  const share = `${(100 * Math.abs(mean)).toFixed(0)}% ± ${(100 * half).toFixed(0)}%`;
  const said = mean - half > 0 ? `${share} fewer` : mean + half < 0 ? `${share} more` : "does not settle";
  await page.locator("#view .lab-note").filter({ hasText: said }).waitFor();
});

test("settings reach the engine, and what it refuses is said", async (t) => {
  const { page } = await lab(t, "dilution-moons", "&seeds=2&epochs=3&estimator=truth&keep=0.5&warmup=1");
  await status(page).filter({ hasText: /Computed in this tab: \d+ runs/ }).waitFor({ timeout: 60_000 });
  await page.getByText("100% / ").waitFor(); // the truth makes no mistake
  await page.getByLabel("or the purest (0: by τ)").fill("0");
  await page.keyboard.press("Enter");
  await page.getByLabel("purity above τ").fill("1");
  await page.keyboard.press("Enter");
  await assertMessage(page, [/purity\.threshold/, /no row has a larger purity/]);
});

test("claims: a verdict, figures and a command each", async (t) => {
  const { page } = await visit(t, { browser, path: "lab.html", hash: "#v=1&study=claims", viewport: { width: 390, height: 844 } });
  const { cards } = recorded("claims").summary;
  await page.locator(`#claim-${cards[0].id}`).waitFor();
  assert.ok(cards.length >= 9);
  for (const c of cards) {
    const card = page.locator(`#claim-${c.id}`);
    assert.equal(await card.getAttribute("data-verdict"), c.verdict);
    // The statement is a form (say.Text): %% is a percent sign there, and an index follows "_".
    assert.equal(await card.getByRole("heading").innerText(), c.statement.replaceAll("%%", "%").replaceAll("_", ""));
    assert.ok(c.seeds >= 20 && c.figures.every((f) => f.n === c.seeds && f.low <= f.mean && f.mean <= f.high), c.id);
    await card.getByText("Reproduce").click();
    assert.ok((await card.locator("code").innerText()).startsWith(`untangle dilute -claims ${c.id} -kind digits`));
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
  await assertAccessible(page, "claims, opened");
});

test("recordings of dilution stay small", () => {
  for (const f of readdirSync(at("site/dist/runs")).filter((name) => /^(dilution|claims).*\.study$/.test(name))) {
    const { length } = readFileSync(at("site/dist/runs", f));
    assert.ok(length <= 40_000, `${f} has ${length} bytes`);
  }
});
