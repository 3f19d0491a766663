// Accessibility by axe-core, in the page as it stands.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { load } from "../tools.mjs";

const axe = readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");

/** Asserts that axe finds nothing; `what` names the state of the page. */
export async function assertAccessible(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations, passes } = await window.axe.run(document, { resultTypes: ["violations"] });
    return {
      passes: passes.length,
      violations: violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => `${n.target.join(" ")} — ${n.failureSummary.replace(/\s+/g, " ")}`).join("\n  ")}`),
    };
  });
  assert.ok(found.passes > 10, "axe checked next to nothing");
  assert.deepEqual(found.violations, [], `${what}:\n${found.violations.join("\n")}`);
}
