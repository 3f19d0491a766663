// The block `protocols` of the notes: our default beside the paper's protocol on the samples of the
// purification figures, read from the recordings (site/runs/ID.run, ID.paper), with the word for
// which peaks higher computed from them.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { module } from "../../build/modules.mjs";

const runs = process.env.UNTANGLE_RUNS ?? path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "runs");

/** The best test accuracy of frames, where it is first reached, and the start. */
function peakOf(frames) {
  const best = frames.reduce((m, f) => (f.testAccuracy > m.testAccuracy ? f : m));
  return { best: best.testAccuracy, removed: frames[0].kept - best.kept, start: frames[0].testAccuracy };
}

/** The protocols of the given presets, by name: those that have a recording of the paper's. */
export async function protocols(presets) {
  const { decodeRun } = await module("src/trace/decode.ts");
  const out = {};
  for (const id of Object.keys(presets)) {
    const file = path.join(runs, `${id}.paper`);
    if (!existsSync(file)) continue;
    const paper = JSON.parse(readFileSync(file, "utf8"));
    const ours = decodeRun(Uint8Array.from(readFileSync(path.join(runs, `${id}.run`))).buffer);
    out[id] = {
      ours: { ...peakOf(ours.frames), perStep: ours.header.scenario.purify.perStep },
      paper: { ...peakOf(paper.frames), perStep: paper.scenario.purify.perStep },
    };
  }
  return out;
}

/** The rows of the table, and what they come to in a sentence, for one figure. */
export function protocolsTable({ ours, paper }) {
  const row = (name, p) => [name, p.start.toFixed(3), p.best.toFixed(3), String(p.removed), String(p.perStep)];
  const by = ours.best - paper.best;
  const verdict = by > 0 ? `Ours peaks higher here, by ${by.toFixed(3)}.` : by < 0 ? `The paper's protocol peaks higher here, by ${(-by).toFixed(3)}.` : "Both peak at the same accuracy here.";
  const reduced = paper.perStep === ours.perStep ? "" : ` The paper's code removes ${ours.perStep} rows a step; ours of its protocol removes ${paper.perStep}, since each step leaves every row out in turn and so many steps take long.`;
  return { headings: ["on one sample", "start", "best", "rows removed by then", "rows a step"], rows: [row("exact fit and δ", ours), row("paper's protocol", paper)], said: verdict + reduced };
}
