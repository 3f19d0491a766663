// Runs the commands of the notes and keeps what they print, in docs/outputs.json:
//
//     node site/docs/tools/record.mjs [PAGE…]
//
// Without pages, all blocks are run that have no output yet; with pages, theirs.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readPages } from "../../build-docs.mjs";
import { compute, runsOf } from "./run.mjs";

const docs = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const file = path.join(docs, "outputs.json");
const before = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
const asked = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), "untangle-docs-"));
try {
  const program = process.env.UNTANGLE ?? path.join(folder, "untangle");
  if (!process.env.UNTANGLE) execFileSync("go", ["build", "-o", program, "./sim/cmd/untangle"], { cwd: path.join(docs, "..", ".."), stdio: "inherit" });
  const after = {};
  for (const page of readPages()) {
    for (const run of runsOf(page.body)) {
      const known = before[run.key];
      after[run.key] = known && !asked.includes(page.name) ? known : compute(run, program, folder);
    }
  }
  writeFileSync(file, `${JSON.stringify(after, null, 1)}\n`);
  console.log(`${Object.keys(after).length} outputs in site/docs/outputs.json`);
} finally {
  rmSync(folder, { recursive: true });
}
