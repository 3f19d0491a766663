// The block `recorded` of the notes: a table of what a recorded study found, read from the
// recording (site/runs/ID.study, made by ./build.sh record), so that it says what the lab says.
//
//     study: nets-mlp
//     rows: rules                    a list in the summary, or "." for the summary itself
//     | heading = field .2           a field, dots inside; an entry of a list by number, −1 the last
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const runs = process.env.UNTANGLE_RUNS ?? path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "runs");

/** The recording of a study. */
export function recording(id) {
  const file = path.join(runs, `${id}.study`);
  if (!existsSync(file)) throw new Error(`site/runs/${id}.study is missing; run ./build.sh record ${id}`);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** The headings, and the rows of text, of a block. */
export function recordedTable(text) {
  const lines = text.trim().split("\n");
  const value = (key) => lines.find((l) => l.startsWith(`${key}: `))?.slice(key.length + 2);
  const columns = lines.filter((l) => l.startsWith("|")).map((l) => {
    const m = /^\| (.+) = (\S+)(?: \.(\d))?$/.exec(l);
    if (!m) throw new Error(`a recorded block has the line "${l}"`);
    return { heading: m[1], field: m[2], decimals: Number(m[3] ?? 0) };
  });
  const { summary } = recording(value("study"));
  const rows = value("rows") === "." ? [summary] : summary[value("rows")];
  return { study: value("study"), headings: columns.map((c) => c.heading), rows: rows.map((r) => columns.map((c) => cell(follow(r, c.field), c))) };
}

function follow(row, field) {
  return field.split(".").reduce((v, name) => {
    const next = Array.isArray(v) ? v.at(Number(name)) : v?.[name];
    if (next === undefined) throw new Error(`a recorded block asks for "${field}", which the summary does not have`);
    return next;
  }, row);
}

/** A number, or a mean with the 95 % interval. */
function cell(v, { decimals }) {
  const number = (x) => x.toFixed(decimals).replace("-", "−");
  if (typeof v === "string") return v;
  if (typeof v === "number") return number(v);
  if (v?.mean === null || v === null) return "–";
  return number(v.mean) + (v.half === null ? "" : ` ± ${number(v.half)}`);
}
