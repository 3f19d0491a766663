// A mistake in the notes ends the build and names its page; it never reaches a reader.
import assert from "node:assert/strict";
import { test } from "node:test";
import { blocks, slug } from "../../site/docs/tools/blocks.mjs";
import { formula, formulaStyle } from "../../site/docs/tools/formulas.mjs";
import { parseRun } from "../../site/docs/tools/run.mjs";
import { at } from "../tools.mjs";
import { presets } from "./notes.mjs";

const render = (body, outputs = {}, protocols = {}) => blocks({ name: "test", body }, { outputs, presets, protocols });

test("a wrong formula ends the build", () => {
  for (const bad of ["\\frac{1}", "\\nonsense", "x^{2", "\\href{https://example.org}{x}", "ü"]) {
    assert.throws(() => formula(bad, false), undefined, bad);
    assert.throws(() => render(`Text with $${bad}$ in it.`), /docs\/test\.md/, bad);
    assert.throws(() => render(`$$${bad}$$`), /docs\/test\.md/, bad);
  }
});

test("formulas are set for the eye and for screen readers", () => {
  const html = render("Let $a < b$ be, `$not$` a formula:\n\n$$\\V[X] \\ge 0$$\n").html;
  assert.equal([...html.matchAll(/<math /g)].length, 2);
  assert.equal([...html.matchAll(/class="katex-html" aria-hidden="true"/g)].length, 2);
  assert.match(html, /<code>\$not\$<\/code>/);
  assert.match(html, /<div class="display"/);
});

test("only faces in use are shipped", () => {
  const dist = at("site/node_modules/katex/dist");
  const names = (tex) => [...formulaStyle([formula(tex, true)], dist).fonts.keys()].map((f) => f.replace(/^KaTeX_|\.woff2$/g, ""));
  const plain = names("x + 1");
  assert.ok(plain.includes("Main-Regular") && plain.includes("Math-Italic"));
  for (const [tex, face] of [["\\mathbb{R}", "AMS-Regular"], ["\\mathbf{x}", "Main-Bold"], ["\\mathcal{L}", "Caligraphic-Regular"], ["\\sum_i", "Size2-Regular"], ["\\Bigl( x", "Size2-Regular"]]) {
    assert.ok(names(`x ${tex}`).includes(face), `${tex} lacks ${face}`);
    if (face !== "Size2-Regular") assert.ok(!plain.includes(face), face);
  }
});

test("blocks refuse what they do not know", () => {
  for (const [body, says] of [
    ["```live\npreset: nope\ntitle: t\n```", /preset "nope"/],
    ["```live\npreset: sd2\ncolor: red\n```", /color: red/],
    ["```marks\nnope\n```", /"nope"/],
    ["```marks\nsd-pure\n```", /no published figures/],
    ["```protocols\nsd-pure\n```", /no run of the paper's protocol/],
    ["```run\n$ untangle theorem -n 7\n| n = n\n```", /no output of "untangle theorem -n 7" is kept/],
    ["```run\n$ rm -rf x\n| n = n\n```", /rm -rf x/],
    ["```run\n| n = n\n```", /lacks commands/],
    ["```python\n1\n```", /no block "python"/],
    ["## A\n\n## A\n", /anchor of its own/],
  ]) assert.throws(() => render(body), says, body);
  assert.equal(render("```live\npreset: nope\noptional: yes\ntitle: t\n```").html, "");
});

test("a protocols block says which peaks higher, and where the paper's steps are smaller", () => {
  const of = (ours, paper, perStep = 10) => render("```protocols\nsd2\n```", {}, { sd2: { ours: { start: 0.6, best: ours, removed: 160, perStep: 10 }, paper: { start: 0.59, best: paper, removed: 170, perStep } } }).html;
  assert.match(of(0.9, 0.88), /<td class="right">0\.900<\/td><td class="right">160<\/td>[\s\S]*Ours peaks higher here, by 0\.020\.<\/p>/);
  assert.match(of(0.87, 0.88), /paper’s protocol peaks higher here, by 0\.010\./);
  assert.match(of(0.88, 0.88), /the same accuracy/);
  assert.match(of(0.9, 0.88, 30), /removes 10 rows a step; ours of its protocol removes 30/);
});

test("a run block shows its numbers, and how to get them", () => {
  const text = "$ untangle generate -counts 5 > a.csv\n$ untangle variance -damping 0.1\n| λ = -damping\n| V = variance .2\nrows: 0\n";
  const run = parseRun(text);
  const html = render(`\`\`\`run\n${text}\`\`\``, { [run.key]: [[0.1, -1.005], [0.2, 12]] }).html;
  assert.match(html, /<td class="right">0\.1<\/td><td class="right">−1\.00<\/td>/);
  assert.match(html, /<td class="right">12\.00<\/td>/);
  assert.match(html, /untangle generate -counts 5 &gt; a\.csv\nuntangle variance/);
});

test("anchors", () => {
  assert.equal(slug("Why, then, is $x$ so? (Part 2)"), "why-then-is-so-part-2");
  const page = render("## One *thing* {#one}\n\n### Two\n");
  assert.match(page.html, /<h2 id="one">One <em>thing<\/em><\/h2>\n<h3 id="two">/);
  assert.deepEqual(page.headings.map((h) => h.id), ["one"]);
});
