/** The report: one HTML page without scripts that prints well. Everything from the file is escaped. */
import { ownReport as words } from "../messages/en/own.ts";
import { locales } from "../messages/locales.ts";
import { language } from "../messages/localize.ts";
import { lambdas } from "../text/typeset.ts";

/** Text, or a picture as a data: address with what it shows. */
export type Cell = string | { src: string; text: string };

export interface Report {
  title: string;
  date: string;
  build: string;
  /** Name and value of each fact, by section. */
  sections: { title: string; facts: [string, string][] }[];
  warnings: string[];
  command: string;
  /** What the command line cannot say, or "". */
  caveat: string;
  /** data: addresses of pictures, with what they show. */
  pictures: { src: string; text: string }[];
  /** What the rules found that were run beside: a title, a note, and a table; null where none were. */
  rivals: { title: string; note: string; columns: string[]; rows: string[][] } | null;
  columns: string[];
  /** The first rows of the ranking, as text. */
  rows: Cell[][];
  /** How many rows the ranking has in all. */
  total: number;
}

/** Text as HTML, in elements and in attributes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A day as the language of the page writes it; in English as ISO has it, which readers on both sides of the Atlantic take for the same. */
export function day(at: Date): string {
  const tag = locales[language()?.locale ?? ""]?.numbers ?? "";
  return tag ? new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" }).format(at) : at.toISOString().slice(0, 10);
}

/** The ridge and the damping with their indices lowered. */
const lowered = (html: string) => html.replace(lambdas, "$1<sub>$2</sub>");

const style = `body{font:14px/1.45 system-ui,sans-serif;color:#16191d;max-width:880px;margin:32px auto;padding:0 16px;font-variant-numeric:tabular-nums}
h1{font-weight:300;font-size:28px}h2{font-size:16px;margin:24px 0 4px}dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}dt{color:#5b626c}dd{margin:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f5f7;padding:12px}pre b{font-weight:400;white-space:nowrap}table{border-collapse:collapse;font-size:12px;width:100%}th,td{text-align:left;padding:2px 8px 2px 0;border-bottom:1px solid #e4e7eb;max-width:180px;overflow:hidden;text-overflow:ellipsis}
tr{break-inside:avoid}.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:0 32px}.facts section:last-child{grid-column:1/-1}.figures{display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start;margin-top:16px}.figures figure{flex:1 1 300px;max-width:420px}img{max-width:100%}td img{width:28px;height:28px;display:block;image-rendering:auto}figure{margin:0 0 8px;break-inside:avoid}figcaption{color:#5b626c}@page{margin:16mm}@media print{body{margin:0;max-width:none;font-size:12px}table{font-size:11px}h1{font-size:22px;margin:0}h2{margin:12px 0 2px}}`;

export function reportHTML(r: Report): string {
  const e = escape;
  const facts = (list: [string, string][]) => `<dl>${list.map(([k, v]) => `<dt>${lowered(e(k))}</dt><dd>${e(v)}</dd>`).join("")}</dl>`;
  const cell = (c: Cell) => (typeof c === "string" ? e(c) : `<img src="${e(c.src)}" alt="${e(c.text)}">`);
  const table = (columns: string[], rows: Cell[][]) => `<table><thead><tr>${columns.map((c) => `<th scope="col">${e(c)}</th>`).join("")}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((c) => `<td>${cell(c)}</td>`).join("")}</tr>`).join("\n")}</tbody></table>`;
  return [
    "<!doctype html>", `<html lang="${e(language()?.locale ?? "en")}"><head><meta charset="utf-8"><title>${e(r.title)}</title>`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    `<meta name="viewport" content="width=device-width"><style>${style}</style></head><body>`,
    `<h1>${e(r.title)}</h1><p>${e(words.made(r.date, r.build))}</p>`,
    `<div class="facts">`, ...r.sections.map((s) => `<section><h2>${e(s.title)}</h2>${facts(s.facts)}</section>`), "</div>",
    r.rivals ? `<section><h2>${e(r.rivals.title)}</h2><p>${e(r.rivals.note)}</p>${table(r.rivals.columns, r.rivals.rows)}</section>` : "",
    r.warnings.length > 0 ? `<section><h2>${e(words.care)}</h2><ul>${r.warnings.map((w) => `<li>${lowered(e(w))}</li>`).join("")}</ul></section>` : "",
    `<section><h2>${e(words.again)}</h2><p>${e(words.againNote)}</p><pre>${e(r.command).replace(/(^| )(-[a-z][a-z-]*)/g, "$1<b>$2</b>")}</pre>${r.caveat ? `<p>${e(r.caveat)}</p>` : ""}</section>`,
    `<div class="figures">`, ...r.pictures.map((p) => `<figure><img src="${e(p.src)}" alt="${e(p.text)}"><figcaption>${e(p.text)}</figcaption></figure>`), "</div>",
    `<section><h2>${e(words.first(r.rows.length, r.total))}</h2>${table(r.columns, r.rows)}</section>`,
    `<p>${e(words.how)}</p></body></html>`, "",
  ].join("\n");
}
