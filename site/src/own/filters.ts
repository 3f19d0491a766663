/** The controls over the ranked list: which rows, in which order, and a text to find. */
import type { Review } from "../generated/session.ts";
import { ownRows as words } from "../messages/en/own.ts";
import { h } from "../ui/dom.ts";
import type { Filter, Sort } from "./ranking.ts";
import { button } from "./setup.ts";

/** How long typing rests before a text is looked for, in milliseconds. */
const restMillis = 200;

export function filterTools(r: Review, now: () => Filter, set: (change: Partial<Filter>) => void, find: (text: string) => void): HTMLElement[] {
  const choice = (id: string, name: string, options: [string, string][], act: (v: string) => void) => {
    const e = h("select", { id }, ...options.map(([v, t]) => h("option", { value: v }, t)));
    e.onchange = () => act(e.value);
    return h("span", {}, h("label", { for: id }, name), " ", e);
  };
  const text = h("input", { type: "search", id: "own-find", autocomplete: "off" });
  let waiting = 0;
  text.oninput = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => find(text.value.trim()), restMillis);
  };
  return [
    choice("own-show", words.show, Object.entries(words.shows), (v) => set({ show: v as Filter["show"] })),
    choice("own-given", words.given, [["-1", words.anyLabel], ...r.classes.map((c, k) => [String(k), c] as [string, string])], (v) => set({ given: Number(v) })),
    choice("own-sort", words.sort, Object.entries(words.sorts), (v) => set({ sort: v as Sort })),
    button(words.reverse, "link", () => set({ descending: !now().descending })),
    ...(r.columns.length > 0 ? [h("span", {}, h("label", { for: "own-find" }, words.find), " ", text)] : []),
  ];
}
