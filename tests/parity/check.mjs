// Compares whole recordings with what the core computes now: ./build.sh record --check [ID…]
import { readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { at } from "../tools.mjs";
import { keep, sing } from "./canary.mjs";
import { joinRun } from "./core.mjs";

/** Says of each preset and study whether its recording is what the core computes, and of all together in checked.txt; gives the number that are not. */
export async function check(core, presets, studies, whole) {
  const lines = [`${new Date().toISOString().slice(0, 10)}, ./build.sh record --check: every frame of the presets, every cell of the studies`, ""];
  let stale = 0;
  const tell = (name, what, bad, start) => {
    if (bad) stale++;
    const line = `${bad ? "STALE" : "ok   "}  ${name}: ${what}${bad ? `; ${bad}; run ./build.sh record ${name.split(".")[0]}` : ""}`;
    lines.push(line);
    console.log(`${line} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  };
  for (const id of presets) {
    const start = performance.now();
    const run = await core.run(readFileSync(at(`sim/scenario/presets/${id}.json`), "utf8"));
    tell(`${id}.run`, `${run.frames.length} frames`, readFileSync(at(`site/runs/${id}.run`)).equals(joinRun(run)) ? "" : "other bytes", start);
  }
  for (const id of studies) {
    const start = performance.now();
    const document = readFileSync(at(`sim/scenario/studies/${id}.json`), "utf8");
    const recorded = JSON.parse(readFileSync(at(`site/runs/${id}.study`), "utf8"));
    const { results, summary } = await core.study(document);
    const other = results.flatMap((r, k) => (isDeepStrictEqual(r && JSON.parse(r), recorded.results[k]) ? [] : [k]));
    const bad = [
      !isDeepStrictEqual(recorded.document, JSON.parse(document)) && "another document",
      other.length > 0 && `other cells: ${other.slice(0, 20).join(", ")}${other.length > 20 ? ` and ${other.length - 20} more` : ""}`,
      !isDeepStrictEqual(JSON.parse(summary), recorded.summary) && "another summary",
    ];
    tell(`${id}.study`, `${results.length} cells`, bad.filter(Boolean).join(", "), start);
    if (!bad.some(Boolean)) keep(id, await sing(core, recorded.document));
  }
  if (whole) writeFileSync(at("tests/parity/checked.txt"), `${lines.join("\n")}\n`);
  return stale;
}
