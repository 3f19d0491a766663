/**
 * Other languages than English. The page is written in English (messages/en) and carries
 * it; the texts of another language come in a file of their own, locale/…js, which leaves a
 * Language behind before any module with texts is evaluated (start.ts). So whoever imports a
 * text has it in the language of the page, and a reader of English loads nothing more.
 */

import type { Sentences } from "./said.ts";

/** What a language has to say for the English texts T: the same keys, the same arguments. */
export type Texts<T> = T extends string ? string
  : T extends (...a: infer A) => infer R ? (...a: A) => Texts<R>
  : { readonly [K in keyof T]: Texts<T[K]> };

/** What locale/…js leaves behind. */
export interface Language {
  /** What the core says; it may come later. */
  said?: Sentences;
  /** A name of locales.ts. */
  locale: string;
  /** The title and the body of the page (build.mjs fills in index.html or lab.html). */
  title: string;
  body: string;
  /** Texts by the name they have in `localized`. */
  texts: Record<string, unknown>;
  /** A text that comes as data, such as the title of an example: in this language where it is known. */
  told(text: string): string;
}

/** The language of the page; undefined: English. */
export function language(): Language | undefined {
  return (globalThis as { untangleLanguage?: Language }).untangleLanguage;
}

/** Declares English texts under a name; where the page has another language, they become its own. */
export function localized<T extends object>(name: string, english: T): T {
  const texts = language()?.texts[name];
  if (texts) lay(english, texts);
  return english;
}

/** A text that comes as data, in the language of the page if that has it, else as it is but for the typewriter's apostrophes and spaced percent signs of data. */
export function told(text: string): string {
  return (language()?.told(text) ?? text).replace(/(\w)'s\b/g, "$1’s").replace(/(\d) %/g, "$1%");
}

function lay(onto: object, texts: object): void {
  for (const [key, value] of Object.entries(texts)) {
    const under = (onto as Record<string, unknown>)[key];
    if (isGroup(value) && isGroup(under)) lay(under, value);
    else (onto as Record<string, unknown>)[key] = value;
  }
}

function isGroup(v: unknown): v is object {
  return typeof v === "object" && v !== null && !Array.isArray(v);
}
