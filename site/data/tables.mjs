// Writes real tables that come with the page as CSV: `node data/tables.mjs FOLDER`. They
// are taken from the pinned package vega-datasets at build time and are not committed.
// Deterministic: the same package gives the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The tables, with what a reader must be told: where the data come from, on what terms,
 * and how to read them. `label` is what is learned, `missing` what becomes of empty cells.
 */
export const tables = [
  {
    id: "penguins", file: "penguins.json", label: "Species", missing: "drop", features: [],
    title: "Palmer penguins", rows: 344,
    source: "Dr. Kristen Gorman and the Palmer Station Antarctica LTER; Horst, Hill and Gorman, palmerpenguins",
    terms: "CC0 1.0", url: "https://github.com/allisonhorst/palmerpenguins",
  },
  {
    id: "seattle-weather", file: "seattle-weather.csv", label: "weather", missing: "drop",
    features: ["precipitation", "temp_max", "temp_min", "wind"],
    title: "Weather in Seattle, 2012–2015", rows: 1461,
    source: "NOAA National Centers for Environmental Information; the label was put together by the vega-datasets project from several fields",
    terms: "public domain (U.S. Government)", url: "https://www.ncei.noaa.gov",
  },
];

/** One cell as CSV (RFC 4180). */
function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A list of objects as CSV; the first one's keys name the columns. */
export function csvOf(rows) {
  const columns = Object.keys(rows[0]);
  for (const row of rows) {
    const extra = Object.keys(row).find((key) => !columns.includes(key));
    if (extra !== undefined) throw new Error(`a row has the key ${extra}, which the first one lacks`);
  }
  return [columns, ...rows.map((row) => columns.map((c) => row[c]))].map((cells) => cells.map(cell).join(",") + "\n").join("");
}

/** The files to write, by name: one CSV per table, and an index of them all. */
export function tableFiles() {
  const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "node_modules", "vega-datasets", "data");
  const files = {};
  for (const { id, file, rows } of tables) {
    const text = readFileSync(path.join(folder, file), "utf8");
    const csv = file.endsWith(".json") ? csvOf(JSON.parse(text)) : text.replace(/\r\n/g, "\n").replace(/\n*$/, "\n");
    const found = csv.split("\n").length - 2; // the header, and what is behind the last line end
    if (found !== rows) throw new Error(`${file} has ${found} rows, not ${rows}`);
    files[`${id}.csv`] = csv;
  }
  files["tables.json"] = JSON.stringify(tables.map(({ file, ...rest }) => ({ ...rest, file: `${rest.id}.csv` })), null, 2) + "\n";
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error("usage: node data/tables.mjs FOLDER");
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(tableFiles())) writeFileSync(path.join(folder, name), text);
}
