// The table of the benchmark in README.md, between two markers.
import { readFileSync, writeFileSync } from "node:fs";
import { at } from "../tools.mjs";

const head = "<!-- bench: ./build.sh bench --readme -->";
const foot = "<!-- /bench -->";

/** A number with three digits, and no more than it has. */
const three = (v) => Number(v.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 3 });

/** The rows of the table: what, how much, and beside what. */
function rows(f) {
  const ms = (v) => (v < 1000 ? `${three(v)} ms` : `${three(v / 1000)} s`);
  const s = (v) => ms(1000 * v);
  const speed = (n) => [`${three(f[`gemm_gflops_${n}`])} GFLOP/s`,
    `gonum ${three(f[`gemm_gonum_wasm_gflops_${n}`])}, ml-matrix ${three(f[`gemm_ml_matrix_gflops_${n}`])} in the same tab; gonum compiled for the machine ${three(f[`gemm_gonum_native_gflops_${n}`])}`];
  return [
    ["δ of 1,000 points at once", ms(f.delta_ms), `the paper's algorithm, point by point, with the same kernels: ${ms(f.loo_influence_ms)} (60 points, scaled), ${three(f.ratio)} times as long`],
    ["the same to first order", ms(f.delta_plain_ms), `${three(f.ratio_plain)} times; one V takes ${ms(f.evaluate_ms)}`],
    ["δ and V at n = 1,000, 10,000, 100,000", [f.delta_1k_ms, f.delta_10k_ms, f.delta_100k_ms].map(ms).join(", "), `grows as n^${three(f.growth_exponent)}; ${three(f.memory_peak_mb)} MB of memory at most`],
    ["Fig. 6: 24 removals with fits, δ, moments, map", s(f.trajectory_s), ""],
    ["1,000 epochs of Adam on 1,000 rows", s(f.adam_s), ""],
    ["24 removals from 600 pictures of 28×28 pixels, two classes", s(f.wide_trajectory_s), `${three(f.memory_wide_mb)} MB`],
    ["10,000 pictures of 14×14 pixels, ten classes", s(f.digits10_14_fit_s + f.digits10_14_evaluate_s), `fit and V of ${three(f.digits10_14_parameters)} parameters; δ ${s(f.digits10_14_delta_s)}, ${three(f.memory_digits10_14_mb)} MB`],
    ["10,000 pictures of 28×28 pixels, ten classes", s(f.digits10_28_fit_s + f.digits10_28_evaluate_s), `fit and V of ${three(f.digits10_28_parameters)} parameters by conjugate gradients and random probes, standard error ${three(100 * f.digits10_28_stderr)} %; ${three(f.memory_digits10_28_mb)} MB`],
    ["matrix product of order 164", ...speed(164)],
    ["matrix product of order 512", ...speed(512)],
  ];
}

/** Writes the table of these figures into README.md. */
export function writeTable(figures) {
  const file = at("README.md"), text = readFileSync(file, "utf8");
  const from = text.indexOf(head), to = text.indexOf(foot);
  if (from < 0 || to < from) throw new Error(`README.md has no "${head}" with "${foot}" behind it`);
  const table = ["| what | time or speed | beside |", "|---|---|---|", ...rows(figures).map((row) => `| ${row.join(" | ")} |`)];
  const measured = `${new Date().toISOString().slice(0, 10)}, ${figures.machine}, ${figures.browser}, load of the machine ${three(figures.load_before)}`;
  writeFileSync(file, `${text.slice(0, from)}${head}\n${table.join("\n")}\n\n${measured}. Times are medians, speeds the best of 15; the paper's algorithm, the 24 removals from pictures and the steps of 10,000 pictures were timed once.\n${text.slice(to)}`);
}
