// The load budget, measured in Chromium: ./build.sh load [MINUTES], by default 5.
// Prints one line per figure with its limit and writes the whole to tests/load/results.txt.
// Times are of the machine it runs on: let nothing else run beside it.
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { at } from "../tools.mjs";
import { programs } from "./line.mjs";
import { firstPicture } from "./picture.mjs";
import { growth, idle, stable } from "./rest.mjs";

const [asked = "5", ...parts] = process.argv.slice(2);
const minutes = Number(asked);
if (!(minutes > 0 && minutes <= 120)) {
  console.error(`"${asked}" is not a number of minutes; use 1 to 120`);
  process.exit(2);
}
const wanted = (part) => parts.length === 0 || parts.includes(part);

const lines = [`${new Date().toISOString().slice(0, 10)}, ./build.sh load ${minutes}, build ${process.env.UNTANGLE_BUILD ?? "unnamed"}, ${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)} at the start`, ""];
let missed = 0;
function tell(text) {
  console.log(text);
  lines.push(text);
}
/** A figure against its limit. */
function figure(what, value, limit, unit, note = "") {
  const good = value <= limit;
  if (!good) missed++;
  tell(`${good ? "ok    " : "MISSED"}  ${what}: ${value < 20 ? value.toFixed(2) : Math.round(value)} ${unit} (at most ${limit})${note && `; ${note}`}`);
}

if (wanted("picture")) {
  const p = await firstPicture(5);
  figure("first picture, brotli with heads of answers", p.bytes / 1000, 60, "kB", Object.entries(p.files).map(([f, n]) => `${f} ${(n / 1000).toFixed(1)}`).join(", "));
  figure("first picture at 1.6 Mbps, 150 ms, CPU ÷4, median of 5", p.ms / 1000, 1, "s", `all, in ms: ${p.all.join(", ")}`);
  figure("longest task behind it, canvas 2-D, CPU ÷4, median of 5 visits", p.longest, 100, "ms");
  figure("longest task behind it, WebGL loading and starting, CPU ÷4, median of 3 visits", p.longestWebGL, 100, "ms");
}
if (wanted("programs")) {
  const p = await programs(3);
  figure("WebGL draws, 10 Mbps, from navigation, median of 3", p.canvas / 1000, 4, "s", `all, in ms: ${p.canvases.join(", ")}`);
  figure("first live frame, 10 Mbps, from the press of Live, median of 3", p.core / 1000, 2.5, "s", `all, in ms: ${p.cores.join(", ")}`);
}
if (wanted("idle")) {
  const i = await idle(20);
  figure(`idle with ${i.points} points on stage`, 100 * (i.page - i.blank), 3, "% of a processor", `${(100 * i.page).toFixed(2)} % less ${(100 * i.blank).toFixed(2)} % of an empty page; Chromium ${i.browser}`);
}
if (wanted("memory")) {
  const { marks } = await growth(minutes);
  const heaps = marks.map((m) => m.heap / 1e6);
  for (const [name, values, unit] of [["heap", heaps, "MB"], ["nodes", marks.map((m) => m.nodes), ""], ["listeners", marks.map((m) => m.listeners), ""]]) {
    const good = stable(values);
    if (!good) missed++;
    tell(`${good ? "ok    " : "MISSED"}  ${minutes} min of play and reset (${marks.at(-1).round} rounds), ${name}${unit && ` in ${unit}`}: ${values.map((v) => (unit ? v.toFixed(1) : v)).join(", ")}`);
  }
}
tell(`\n${missed === 0 ? "within the budget" : `${missed} missed`}, load ${loadavg()[0].toFixed(1)} at the end`);
if (parts.length === 0) writeFileSync(at("tests/load/results.txt"), `${lines.join("\n")}\n`);
process.exit(missed > 0 ? 1 : 0);
