/**
 * Which language the page is in, and the start of the page in it. English, unless the address
 * says otherwise: a link that a lecturer sends is to look the same for everyone, and the notes
 * are English. The browser's wish is not asked; the menu of languages is a click away.
 */
import { h } from "../ui/dom.ts";
import { language, type Language } from "./localize.ts";
import { locales, standardLocale } from "./locales.ts";

/** The page's script begins with it: calls `start` when the language is there; with false where it did not come. */
export function inLanguage(page: "page" | "lab", start: (arrived: boolean) => void): void {
  // A one-file page has its language in it.
  const carried = language();
  if (carried) return begin(carried, start);
  const asked = new URLSearchParams(location.search).get("locale");
  if (asked === null || asked === standardLocale || !Object.hasOwn(locales, asked)) return start(true);
  const script = h("script", { src: `locale/${page}.${asked}.js` });
  script.onload = () => begin(language()!, start);
  script.onerror = () => start(false);
  document.head.append(script);
}

function begin(l: Language, start: (arrived: boolean) => void): void {
  const root = document.documentElement;
  root.lang = l.locale;
  root.dir = locales[l.locale]!.dir;
  document.title = l.title;
  // What else the body holds are the files of a one-file page.
  for (const e of [...document.body.children]) if (e.tagName !== "SCRIPT") e.remove();
  document.body.insertAdjacentHTML("afterbegin", l.body);
  start(true);
}

/** The menu of languages: another one is another address, with the same run. */
export function languageMenu(select: HTMLSelectElement, leave: () => boolean): void {
  const now = language()?.locale ?? standardLocale;
  for (const [id, { name }] of Object.entries(locales)) {
    if (name) select.append(h("option", { value: id, lang: id, selected: id === now }, name));
  }
  if (!locales[now]!.name) select.prepend(h("option", { value: now, selected: true }, now));
  select.onchange = () => {
    if (!leave()) return void (select.value = now);
    const query = new URLSearchParams(location.search);
    if (select.value === standardLocale) query.delete("locale");
    else query.set("locale", select.value);
    location.search = query.toString();
  };
}
