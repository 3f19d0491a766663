/** Real tables that come with the page, as they are and with labels flipped on purpose. */
import { told } from "../messages/localize.ts";
import { h } from "../ui/dom.ts";
import { ownText as words } from "../messages/en/own.ts";
import type { Own } from "./own.ts";
import { button } from "./setup.ts";

/** An entry of data/tables.json; site/data/tables.mjs writes it. */
interface Example {
  file: string;
  title: string;
  label: string;
  missing: string;
  features: string[];
  rows: number;
  source: string;
  terms: string;
  /** The share of labels flipped where the truth is to be known. */
  noise: number;
  /** What comes first where none are flipped, and what to think of it. */
  finds: string;
}

let listed: Promise<Example[]> | null = null;

async function list(): Promise<Example[]> {
  const response = await fetch("data/tables.json");
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as Example[];
}

/** The examples; they fill in when their list has come. */
export function exampleList(own: Own): HTMLElement {
  const host = h("div", { class: "own-part own-examples" }, h("h3", {}, words.examples), h("p", { class: "note" }, words.exampleRidge));
  listed ??= list();
  listed.then((examples) => host.append(...examples.map((e) => entry(own, e))), () => {
    listed = null;
    host.append(h("p", { class: "note" }, words.noExamples));
  });
  return host;
}

function entry(own: Own, e: Example): HTMLElement {
  const open = (share: number) => void take(own, e, share);
  const flipped = button(words.withNoise(e.noise), "link", () => open(e.noise));
  flipped.setAttribute("aria-label", `${told(e.title)} ${words.withNoise(e.noise)}`);
  const plain = button(words.asIs, "link", () => open(0));
  plain.setAttribute("aria-label", `${told(e.title)} ${words.asIs}`);
  return h("div", {}, h("p", {}, h("b", {}, told(e.title)), `, ${words.exampleRows(e.rows)}`), h("p", { class: "note" }, words.terms(told(e.source), told(e.terms))), h("p", { class: "two" }, flipped, plain), h("details", {}, h("summary", {}, words.finds), h("p", { class: "note" }, told(e.finds))));
}

async function take(own: Own, e: Example, share: number): Promise<void> {
  try {
    const response = await fetch(`data/${e.file}`);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const file = new File([await response.blob()], e.file, { type: e.file.endsWith(".csv") ? "text/csv" : "application/zip" });
    await own.take([file], { label: e.label, missing: e.missing, noise: share, features: e.features });
  } catch (why) {
    own.fail(e.file, words.unreadable(why instanceof Error ? why.message : String(why)));
  }
}
