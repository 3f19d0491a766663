// The tables of the public parameters, from src/parameters.ts: for the notes at build time, and
// for README with `node build/parameters.mjs` (part of ./build.sh generate; a test compares).
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { module } from "./modules.mjs";

/** Rows of the table: name, where it stands, what it takes, default, what it does. */
export async function parameters() {
  const { presentation, either, settings, hideable, parameterTexts } = await module("src/parameters.ts");
  const shown = (v) => ({ true: "1", false: "0" })[String(v)] ?? (Array.isArray(v) ? v.map((x) => ({ variance: "v", accuracy: "acc" })[x] ?? x).join(",") || "none" : String(v));
  const row = (name, place, spec, standard) => {
    if (!parameterTexts[name]) throw new Error(`src/parameters.ts says nothing of "${name}"`);
    return { name, place, takes: spec.expects, standard, text: parameterTexts[name] };
  };
  const rows = [
    ...Object.entries(presentation).map(([name, p]) => row(name, "?", p, shown(p.standard))),
    row("<control>_hide", "?", { expects: `1 or 0; the controls are ${hideable.join(", ")}` }, "0"),
    ...Object.entries(either).map(([name, p]) => row(name, "? or #", p, { preset: "sd2", t: "a third of the way", compare: "paper, as a line", tour: "no tour" }[name])),
    ...Object.values(settings).map((p) => row(p.name, "#", p, "the preset’s")),
  ];
  const idle = Object.keys(parameterTexts).filter((name) => !rows.some((r) => r.name === name));
  if (idle.length > 0) throw new Error(`src/parameters.ts describes what there is not: ${idle.join(", ")}`);
  return rows;
}

/** A table in Markdown. */
export function markdown(rows) {
  const cell = (t) => t.replaceAll("|", "\\|");
  return ["| parameter | in | takes | default | what it does |", "|---|---|---|---|---|", ...rows.map((r) => `| \`${r.name}\` | ${r.place} | ${cell(r.takes)} | ${r.standard} | ${cell(r.text)} |`)].join("\n");
}

const [start, end] = ["<!-- parameters: ./build.sh generate -->", "<!-- /parameters -->"];

/** A text with the table between its two marks made anew. */
export function withTable(text, rows) {
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`there is no "${start}" … "${end}"`);
  return `${before}${start}\n${markdown(rows)}\n${end}${after}`;
}

export const readme = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "README.md");
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(readme, withTable(readFileSync(readme, "utf8"), await parameters()));
