/**
 * Keeps messages out of the way of what they are about: two of them at most, and no more than have
 * room, the others behind a button; and those that ask for nothing leave when they have been there
 * long enough to be read. A message that is pointed at or holds the focus stays, and one that is
 * folded away has not been read (WCAG 2.2.1). Works on the elements of notice.ts, whoever made them.
 */
import { seen } from "../messages/en/seen.ts";
import { h, setText, toggle } from "./dom.ts";

/** Messages shown before they are folded. */
const most = 2;
/** The time for a message: at least this, and so much for each character, in milliseconds. */
const leastMillis = 10_000;
const characterMillis = 70;
/** How often the time is looked at, in milliseconds; only while there is a message that leaves. */
const lookMillis = 500;
/** The transition of a message that leaves, in milliseconds; layout.css has the same. */
const leaveMillis = 200;

/** How long a text stays, in milliseconds. */
export const restMillis = (text: string): number => Math.max(leastMillis, characterMillis * text.length);

/**
 * Which of messages are shown where `room` have place: errors before others, then the newest; in the order
 * they have. The one that is `held` stays (−1: none), and another one at least beside it: the focus would be
 * lost with the first, and news with the other.
 */
export function foremost(levels: readonly string[], room: number, held = -1): boolean[] {
  const order = levels.map((_, i) => i).filter((i) => i !== held).sort((a, b) => Number(levels[b] === "error") - Number(levels[a] === "error") || b - a);
  const shown = new Set(held < 0 ? order.slice(0, room) : [held, ...order.slice(0, Math.max(1, room - 1))]);
  return levels.map((_, i) => shown.has(i));
}

/** Folds the messages in host from now on. */
export function fold(host: HTMLElement): void {
  const more = h("button", { type: "button", class: "more" });
  let open = false;
  const messages = () => [...host.querySelectorAll<HTMLElement>(":scope > .notice")];
  const show = (room: number) => {
    const all = messages();
    const held = all.findIndex((e) => e.contains(document.activeElement));
    const shown = foremost(all.map((e) => e.dataset.level ?? ""), room, held);
    all.forEach((e, i) => toggle(e, "hidden", !shown[i]));
    const folded = shown.filter((s) => !s).length;
    more.setAttribute("aria-expanded", String(open));
    setText(more, open ? seen.foldNotices : seen.moreNotices(folded));
    more.hidden = open ? all.length <= most : folded === 0;
  };
  const draw = () => {
    const all = messages();
    if (all.length === 0) open = false;
    toggle(host, "data-open", open);
    if (open) show(all.length);
    else {
      show(most);
      if (host.scrollHeight > host.clientHeight + 1) show(1);
    }
    read();
  };
  more.onclick = () => {
    open = !open;
    draw();
  };
  const read = reading(messages);
  host.prepend(more);
  new MutationObserver(draw).observe(host, { childList: true });
  new ResizeObserver(draw).observe(document.documentElement);
  draw();
}

/** Counts the time of the messages that leave by themselves; the returned function looks whether there are any. */
function reading(messages: () => HTMLElement[]): () => void {
  const left = new WeakMap<HTMLElement, number>();
  let timer = 0;
  const leaving = () => messages().filter((e) => e.dataset.level === "info" && !e.querySelector(".actions button"));
  const look = () => {
    for (const e of leaving()) {
      if (document.hidden || e.hidden || e.matches(":hover, :focus-within")) continue;
      const rest = (left.get(e) ?? restMillis(e.textContent ?? "")) - lookMillis;
      left.set(e, rest);
      if (rest > 0) continue;
      e.dataset.leaving = "";
      setTimeout(() => {
        if (e.matches(":hover, :focus-within")) delete e.dataset.leaving;
        else e.querySelector<HTMLButtonElement>(".dismiss")?.click();
      }, leaveMillis);
    }
    if (leaving().length > 0) return;
    window.clearInterval(timer);
    timer = 0;
  };
  return () => {
    if (timer === 0 && leaving().length > 0) timer = window.setInterval(look, lookMillis);
  };
}
