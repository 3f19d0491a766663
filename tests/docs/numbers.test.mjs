// The numbers in the notes are those that their commands print.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { readPages } from "../../site/build-docs.mjs";
import { compute, runsOf } from "../../site/docs/tools/run.mjs";
import { at, root } from "../tools.mjs";

const kept = JSON.parse(readFileSync(at("site/docs/outputs.json"), "utf8"));
const blocks = readPages().flatMap((page) => runsOf(page.body).map((run) => ({ page: page.name, run })));
let folder;
let program;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), "untangle-docs-"));
  program = path.join(folder, "untangle");
  execFileSync("go", ["build", "-o", program, "./sim/cmd/untangle"], { cwd: root });
});
after(() => rmSync(folder, { recursive: true }));

test("every output that is kept has its block", () => {
  assert.deepEqual(Object.keys(kept).sort(), blocks.map((b) => b.run.key).sort());
});

for (const { page, run } of blocks) {
  test(`${page}: ${run.commands.at(-1)}`, { skip: run.slow && "a long training; node site/docs/tools/record.mjs errata runs it" }, () => {
    const now = compute(run, program, folder);
    const old = kept[run.key];
    assert.equal(now.length, old.length);
    // Machines differ in the last bits; differences of small steps (Lemma 6) multiply that.
    now.forEach((row, i) => row.forEach((v, k) => assert.ok(v === old[i][k] || Math.abs(v - old[i][k]) <= 1e-5 * Math.max(0.1, Math.abs(old[i][k])), `${run.columns[k].heading}: ${v}, kept ${old[i][k]}`)));
  });
}
