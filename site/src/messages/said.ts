/**
 * What the core says, in the language of the page. The core says it in English and tells what
 * the sentence is made of (sim/say); a language keeps a table by the English form, in a file
 * of its own, locale/said.….js, which is asked for when the engine is.
 */
import type { Said } from "../generated/say.ts";
import { h } from "../ui/dom.ts";
import { language } from "./localize.ts";

/** What locale/said.….js leaves behind. */
export interface Sentences {
  /** A sentence with $1, $2, … for its arguments; undefined where it is not known. */
  sentence(form: string): string | undefined;
  /** An argument as the language writes it: numbers, quotes. */
  argument(text: string): string;
}

const verb = /%[-+#0]*\d*(?:\.\d+)?[a-zA-Z%]/g;

/** An English form with $1, $2, … for fmt's verbs. */
export function numbered(form: string): string {
  let k = 0;
  return form.replace(verb, (v) => (v === "%%" ? "%" : `$${++k}`));
}

/** A text of the core in the language of the page, or in English where that lacks it. */
export function spoken(text: Said): string {
  const own = language()?.said;
  if (typeof text === "string") return own?.sentence(text) ?? numbered(text);
  const args = text.args.map((a) => (typeof a !== "string" ? spoken(a) : own ? own.argument(a) : a));
  return (own?.sentence(text.form) ?? numbered(text.form)).replace(/\$(\d)/g, (_, k: string) => args[+k - 1] ?? "");
}

/** A message of the core in the language of the page. */
export function translated<M extends { place: string; problem: string; remedy: string; said?: { place: Said; problem: Said; remedy: Said } }>(m: M): M {
  if (!m.said || !language()?.said) return m;
  return { ...m, place: spoken(m.said.place), problem: spoken(m.said.problem), remedy: spoken(m.said.remedy) };
}

let asked = false;

/** Has the sentences of the page's language loaded, once. */
export function loadSentences(): void {
  const l = language();
  if (asked || !l || l.said) return;
  asked = true;
  document.head.append(h("script", { src: `locale/said.${l.locale}.js` }));
}
