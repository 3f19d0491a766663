// A `run` block of the notes: commands, and a table of what they print.
//
//     ```run
//     $ untangle theorem -n 50
//     $ untangle theorem -n 100
//     | points = n
//     | drop × n/V = scaledDropU .3
//     rows: 0 10 20
//     slow
//     ```
//
// A column is a heading, the path of a field of the JSON printed (or -flag, its value in the
// command), and decimals. `rows` picks lines of the output, counted from 0. `slow` keeps
// the tests from running it again.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";

/** Parses a block; a line that is none of the above throws. */
export function parseRun(text) {
  const run = { commands: [], columns: [], rows: null, slow: false };
  for (const line of text.trim().split("\n")) {
    const column = /^\| (.+) = (-?[\w.-]+?)(?: \.(\d))?$/.exec(line);
    if (line.startsWith("$ untangle ")) run.commands.push(line.slice(2));
    else if (column) run.columns.push({ heading: column[1], field: column[2], decimals: column[3] === undefined ? null : Number(column[3]) });
    else if (line.startsWith("rows: ")) run.rows = line.slice(6).split(" ").map(Number);
    else if (line === "slow") run.slow = true;
    else throw new Error(`a run block has the line "${line}"`);
  }
  if (run.commands.length === 0 || run.columns.length === 0) throw new Error("a run block lacks commands or columns");
  run.key = [...run.commands, run.columns.map((c) => c.field).join(" "), String(run.rows)].join("\n");
  return run;
}

/** The run blocks of a Markdown text. */
export const runsOf = (text) => [...text.matchAll(/^```run\n([\s\S]*?)^```$/gm)].map((m) => parseRun(m[1]));

/** Runs the commands in a folder with a program in place of `untangle`; returns the rows of numbers and names. */
export function compute(run, program, folder) {
  const table = [];
  for (const command of run.commands) {
    const [line, file] = command.split(" > ");
    const words = line.split(" ").slice(1);
    const done = spawnSync(program, words, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
    if (done.status !== 0) throw new Error(`${command}: ${done.stderr || done.error}`);
    if (file) {
      writeFileSync(path.join(folder, file), done.stdout);
      continue;
    }
    const printed = done.stdout.trimEnd().split("\n").map((l) => JSON.parse(l));
    for (const object of run.rows ? run.rows.map((i) => printed[i]) : printed) table.push(run.columns.map((c) => pick(object, c.field, words)));
  }
  return table;
}

function pick(object, field, words) {
  const found = field.startsWith("-") ? words[words.indexOf(field) + 1] : field.split(".").reduce((o, key) => o?.[key], object);
  if (typeof found === "string" && !field.startsWith("-")) return found; // a name
  const number = Number(found);
  if (found === undefined || found === null || !Number.isFinite(number)) throw new Error(`the output has no number at "${field}"`);
  return number;
}
