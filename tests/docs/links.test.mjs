// Every link of the notes leads somewhere, and nothing comes from elsewhere.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { before, test } from "node:test";
import { at } from "../tools.mjs";
import { attributes, built, pagesOf, presets, studies } from "./notes.mjs";

let files;
let kept;
let pages;
before(async () => {
  ({ files, kept } = await built());
  pages = pagesOf(files);
});

/** What is wrong with a link from a page of docs/, or null. */
function fault(href, from, ids) {
  if (href.startsWith("https://")) return null; // a reader's choice; nothing is loaded
  if (/^[a-z]+:|^\//.test(href)) return "is not relative";
  const url = new URL(href, `http://notes.test/docs/${from}`);
  const name = url.pathname.slice(1);
  const anchor = decodeURIComponent(url.hash.slice(1));
  if (name.startsWith("docs/deck/")) return existsSync(at("site", name)) ? null : "leads to no part of the deck";
  if (name.startsWith("docs/")) {
    if (!files.has(name)) return "leads to a page that is not there";
    return anchor && !ids.get(name)?.has(anchor) ? "leads to an anchor that is not there" : null;
  }
  if (!existsSync(at("site", name))) return `leads to ${name}, which the site does not have`;
  if (name === "index.html") {
    const preset = new URLSearchParams(anchor).get("preset");
    return anchor && !Object.hasOwn(presets, preset) ? `names the preset "${preset}"` : null;
  }
  if (name === "lab.html") return studies.includes(anchor) ? null : `names the study "${anchor}"`;
  return "leads to a page that this test does not know";
}

const idsOf = () => new Map(pages.map((p) => [p.name, new Set(attributes(p.html, "\\w+", "id"))]));

test("every internal link and anchor resolves", () => {
  const ids = idsOf();
  const bad = [];
  let count = 0;
  for (const p of pages) {
    for (const href of [...attributes(p.html, "a", "href"), ...attributes(p.html, "link", "href"), ...attributes(p.html, "iframe", "data-src"), ...attributes(p.html, "script", "src")]) {
      if (href.startsWith("data:")) continue;
      count++;
      const problem = fault(href, p.name.slice("docs/".length), ids);
      if (problem) bad.push(`${p.name}: ${href} ${problem}`);
    }
  }
  assert.deepEqual(bad, []);
  assert.ok(count > 100, `only ${count} links were found`);
});

test("the check itself can fail", () => {
  const ids = idsOf();
  for (const href of ["nowhere.html", "theorems.html#nowhere", "#nowhere", "/docs/index.html", "http://example.org/", "../index.html#v=1&preset=nope", "../lab.html#nope", "../other.html"])
    assert.notEqual(fault(href, "theorems.html", ids), null, href);
  for (const href of ["theorems.html#six-lines", "#six-lines", "../index.html", "../index.html#v=1&preset=sd2&t=3", "https://arxiv.org/abs/2603.08649"])
    assert.equal(fault(href, "theorems.html", ids), null, href);
});

test("nothing is loaded from elsewhere, and the one script opens laboratories", () => {
  for (const { name, html } of pages) {
    const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    assert.deepEqual(scripts, html.includes("<iframe") ? ['<script src="live.js" defer>'] : [], name);
    assert.doesNotMatch(html, /<object|<embed|<img|\son\w+=|style="[^"]*url/i, name);
    for (const element of ["link", "iframe", "source", "img"])
      for (const key of ["href", "src", "data-src"])
        for (const url of attributes(html, element, key)) assert.match(url, /^(data:image\/svg\+xml,|[\w.?=&#/-]+(,\d+)*$)/, `${name}: ${url}`);
  }
  for (const [name, bytes] of files) {
    if (!name.endsWith(".css")) continue;
    const css = bytes.toString("utf8");
    assert.doesNotMatch(css, /@import/, name);
    for (const [, url] of css.matchAll(/url\(["']?([^"')]+)/g)) assert.ok(files.has(`docs/${url}`), `${name} loads ${url}`);
  }
});

test("every file that is kept is written, and no font lies idle", () => {
  assert.deepEqual([...files.keys()].map((f) => f.slice("docs/".length)).sort(), [...kept].sort());
  const css = files.get("docs/formulas.css").toString("utf8");
  const fonts = [...files.keys()].filter((f) => f.endsWith(".woff2"));
  for (const font of fonts) assert.ok(css.includes(font.slice("docs/".length)), font);
  const weight = fonts.reduce((sum, f) => sum + files.get(f).length, 0);
  assert.ok(weight < 120_000, `${weight} bytes of fonts`);
});

test("pages are made the same way twice", async () => {
  const again = await built();
  for (const [name, bytes] of files) assert.ok(bytes.equals(again.files.get(name)), name);
});

test("the frame of every page", () => {
  const titles = new Set();
  for (const { name, html } of pages) {
    assert.match(html, /^<!doctype html>\n<html lang="en">/, name);
    assert.equal([...html.matchAll(/<h1>/g)].length, 1, `${name}: one h1`);
    assert.match(html, /<a class="skip" href="#main">/, name);
    assert.equal([...html.matchAll(/aria-current="page"/g)].length, 1, name);
    titles.add(/<title>([^<]+)/.exec(html)[1]);
    const ids = attributes(html, "\\w+", "id");
    assert.equal(new Set(ids).size, ids.length, `${name}: an id comes twice`);
    for (const [frame] of html.matchAll(/<iframe[^>]*>/g)) assert.match(frame, /title="[^"]+".*loading="lazy"/, name);
    assert.ok([...html.matchAll(/<details class="live" open/g)].length <= 1, `${name}: more than one laboratory opens by itself`);
    const levels = [...html.replace(/<nav[\s\S]*?<\/nav>/g, "").matchAll(/<h([1-6])/g)].map((m) => Number(m[1]));
    levels.forEach((level, i) => assert.ok(level <= (levels[i - 1] ?? 0) + 1, `${name}: a heading skips a level`));
    assert.doesNotMatch(html.replace(/<annotation[\s\S]*?<\/annotation>/g, "").replace(/<pre[\s\S]*?<\/pre>/g, ""), /\$|\{#|katex-error|undefined|NaN/, `${name}: something was left as it stood`);
  }
  assert.equal(titles.size, pages.length, "titles differ");
});
