// A page of the notes from Markdown: formulas, headings with anchors, and the blocks that the
// notes add to it: `live` (an embedding of the page), `run` (a table of what commands
// print), `marks` (the published figures that the presets carry), `recorded` (what a recorded
// study found), `protocols` (our default beside the paper's protocol).
import { Marked } from "marked";
import { formulaExtensions } from "./formulas.mjs";
import { protocolsTable } from "./protocols.mjs";
import { recordedTable } from "./recorded.mjs";
import { parseRun } from "./run.mjs";

export const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** Text with the apostrophe of print. */
export const printed = (text) => text.replace(/(\p{L})'(\p{L})/gu, "$1’$2");

/** An anchor from a heading, as everyone makes them. */
export const slug = (text) => text.toLowerCase().replace(/<[^>]*>|\$[^$]*\$/g, "").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

/** Renders a page's Markdown: its HTML, and its headings of level 2 for the table of contents. */
export function blocks(page, { outputs, presets, protocols = {}, parameters = [] }) {
  const headings = [];
  const taken = new Set();
  const special = {
    live: (text) => live(text, presets),
    run: (text) => table(parseRun(text), outputs),
    marks: (text) => marks(text, presets),
    recorded: (text) => recorded(text),
    protocols: (text) => protocolsOf(text.trim(), protocols),
    parameters: () => parameterTable(parameters),
  };
  const marked = new Marked({ gfm: true });
  marked.use({
    walkTokens(token) {
      if (token.type === "text" && !token.tokens) token.text = printed(token.text);
    },
    extensions: formulaExtensions,
    renderer: {
      heading({ tokens, depth, raw }) {
        const named = /\{#([\w-]+)\}\s*$/.exec(raw.trim());
        const html = this.parser.parseInline(tokens).replace(/\s*\{#[\w-]+\}\s*$/, "");
        const id = named?.[1] ?? slug(raw.replace(/^#+\s*/, ""));
        if (!id || taken.has(id)) throw new Error(`the heading "${raw.trim()}" has no anchor of its own`);
        taken.add(id);
        if (depth === 2) headings.push({ id, html });
        return `<h${depth} id="${id}">${html}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const to = href.startsWith("study:") ? studyAddress(href.slice("study:".length)) : href;
        return `<a href="${escape(to)}">${this.parser.parseInline(tokens)}</a>`;
      },
      table({ header, rows }) {
        const cell = (tag, c) => `<${tag}${c.align ? ` class="${c.align}"` : ""}${tag === "th" ? ' scope="col"' : ""}>${this.parser.parseInline(c.tokens)}</${tag}>`;
        return scroller(`<thead><tr>${header.map((c) => cell("th", c)).join("")}</tr></thead><tbody>${rows.map((r) => `<tr>${r.map((c) => cell("td", c)).join("")}</tr>`).join("")}</tbody>`);
      },
      code({ text, lang }) {
        if (lang && !Object.hasOwn(special, lang)) throw new Error(`there is no block "${lang}"`);
        return lang ? special[lang](text) : `<pre tabindex="0"><code>${escape(text)}</code></pre>\n`;
      },
    },
  });
  try {
    return { html: marked.parse(page.body), headings };
  } catch (err) {
    throw new Error(`docs/${page.name}.md: ${err.message}`, { cause: err });
  }
}

/** A table that scrolls by itself where it is wider than the screen. */
const scroller = (inner) => `<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>${inner}</table></div>\n`;

/** "key: value" lines. */
function keys(text, known) {
  return Object.fromEntries(text.trim().split("\n").map((line) => {
    const [, key, value] = /^(\w+): (.+)$/.exec(line) ?? [];
    if (!known.includes(key)) throw new Error(`a block has the line "${line}"`);
    return [key, value];
  }));
}

/** Where a study stands in the laboratory's second page. */
const studyAddress = (id) => `../lab.html#${id}`;

/**
 * The page itself, or a study of its second page, in a frame that docs/live.js fills once it is
 * opened; only one marked "open" loads without being asked, since each is a whole laboratory. A preset named with "optional" may be missing.
 */
function live(text, presets) {
  const { preset, study, state, title, open, optional } = keys(text, ["preset", "study", "state", "title", "open", "optional"]);
  if (preset && !Object.hasOwn(presets, preset)) {
    if (optional) return "";
    throw new Error(`a live block names the preset "${preset}", which does not exist`);
  }
  const hash = preset ? `#v=1&preset=${preset}${state ? `&${state}` : ""}` : "";
  const [framed, whole] = preset ? [`../index.html?embed=1${hash}`, `../index.html${hash}`] : [studyAddress(study).replace("lab.html", "lab.html?embed=1"), studyAddress(study)];
  return `<details class="live"${open ? " open" : ""}><summary>Run it here: ${escape(title)}</summary>
<iframe data-src="${escape(framed)}" title="${escape(title)}" loading="lazy" allow="fullscreen"></iframe></details>
<p class="under"><a href="${escape(whole)}">Open it in the lab</a></p>\n`;
}

/** The minus sign and tabular decimals of the page. */
const number = (v, decimals) => (decimals === null ? String(v) : v.toFixed(decimals)).replace("-", "−");

function table(run, outputs) {
  const rows = outputs[run.key];
  if (!rows) throw new Error(`no output of "${run.commands.at(-1)}" is kept; run node site/docs/tools/record.mjs`);
  const side = run.columns.map((_, i) => (typeof rows[0][i] === "string" ? "" : ' class="right"'));
  const head = run.columns.map((c, i) => `<th scope="col"${side[i]}>${escape(c.heading)}</th>`).join("");
  const cell = (v, i) => (typeof v === "string" ? escape(v) : number(v, run.columns[i].decimals));
  const body = rows.map((r) => `<tr>${r.map((v, i) => `<td${side[i]}>${cell(v, i)}</td>`).join("")}</tr>`).join("");
  return `${scroller(`<thead><tr>${head}</tr></thead><tbody>${body}</tbody>`)}<details class="source"><summary>The commands that print it</summary>
<pre tabindex="0"><code>${escape(run.commands.join("\n"))}</code></pre></details>\n`;
}

/** A table of texts whose first column names the row. */
function texts(headings, rows) {
  const side = (i) => (i === 0 ? "" : ' class="right"');
  const row = (tag, cells) => `<tr>${cells.map((c, i) => `<${tag}${side(i)}${tag === "th" ? ' scope="col"' : ""}>${escape(printed(c))}</${tag}>`).join("")}</tr>`;
  return scroller(`<thead>${row("th", headings)}</thead><tbody>${rows.map((r) => row("td", r)).join("")}</tbody>`);
}

function protocolsOf(id, known) {
  if (!Object.hasOwn(known, id)) throw new Error(`a protocols block names "${id}", of which no run of the paper's protocol is recorded`);
  const { headings, rows, said } = protocolsTable(known[id]);
  return `${texts(headings, rows)}<p class="under">${escape(printed(said))}</p>\n`;
}

function recorded(text) {
  const { study, headings, rows } = recordedTable(text);
  return texts(headings, rows) +
    `<p class="under">Recorded: <a href="${escape(studyAddress(study))}">${escape(study)}</a>, mean ± 95 % interval over seeds. Live computes it again; so does <code>untangle study -id ${escape(study)}</code>.</p>\n`;
}

/** The public parameters of the address, as src/parameters.ts declares them. */
function parameterTable(rows) {
  const cells = (r) => [`<code>${escape(r.name)}</code>`, escape(r.place), escape(r.takes), escape(r.standard), escape(printed(r.text))];
  return scroller(`<thead><tr>${["parameter", "in", "takes", "default", "what it does"].map((t) => `<th scope="col">${t}</th>`).join("")}</tr></thead><tbody>${rows.map((r) => `<tr>${cells(r).map((c) => `<td>${c}</td>`).join("")}</tr>`).join("")}</tbody>`);
}

/** The published figures of presets: where they are in the preset's file, they are here. */
function marks(text, presets) {
  const names = { variance: "V", accuracy: "test accuracy" };
  const sources = new Set();
  const rows = text.trim().split(/\s+/).flatMap((id) => {
    if (!Object.hasOwn(presets, id)) throw new Error(`a marks block names the preset "${id}", which does not exist`);
    return (JSON.parse(presets[id].text).marks ?? []).map((m) => {
      sources.add(m.source);
      return `<tr><td>${escape(printed(m.label))}</td><td>${names[m.chart] ?? escape(m.chart)}</td><td class="right">${m.removed < 0 ? "any" : m.removed}</td><td class="right">${m.value}</td></tr>`;
    });
  });
  if (rows.length === 0) throw new Error(`the presets ${text.trim()} carry no published figures`);
  return scroller(`<thead><tr><th scope="col">mark</th><th scope="col">of</th><th scope="col" class="right">rows removed</th><th scope="col" class="right">value</th></tr></thead><tbody>${rows.join("")}</tbody>`) + `<p class="under">Source: ${[...sources].map((t) => escape(printed(t))).join("; ")}</p>\n`;
}
