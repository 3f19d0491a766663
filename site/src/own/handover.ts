/**
 * Hands a table over to the lab, which opens beside this page: its files pass from window to
 * window inside the browser, by reference, and only between pages of one origin.
 */
import { handoverHash } from "../lab/own.ts";
import type { Fit, Influence, RuleName } from "../generated/scenario.ts";
import type { Parts } from "./files.ts";
import type { Opened } from "./own.ts";
import type { Choices } from "./settings.ts";

export interface Handed {
  parts: Parts;
  choices: Choices;
  tuned: Opened["tuned"];
  seed: number;
  fit: Fit;
  influence: Influence;
  rule: RuleName;
}

interface Letter {
  untangle: "own-ready" | "own";
  handed?: Handed;
}

const letterOf = (e: MessageEvent, from: unknown): Letter | null =>
  (e.source === from && e.origin === location.origin && typeof e.data === "object" && e.data !== null && "untangle" in e.data ? (e.data as Letter) : null);

/** Opens the lab and gives it the table as soon as it asks. */
export function offer(handed: Handed): void {
  const lab = window.open(`lab.html${handoverHash}`);
  if (!lab) return;
  const hear = (e: MessageEvent) => {
    if (letterOf(e, lab)?.untangle !== "own-ready") return;
    window.removeEventListener("message", hear);
    lab.postMessage({ untangle: "own", handed } satisfies Letter, location.origin);
  };
  window.addEventListener("message", hear);
}

/** Asks the page that opened this one for its table. */
export function receive(take: (handed: Handed) => void): void {
  const { opener } = window;
  if (!opener) return;
  const hear = (e: MessageEvent) => {
    const letter = letterOf(e, opener);
    if (letter?.untangle !== "own" || !letter.handed) return;
    window.removeEventListener("message", hear);
    take(letter.handed);
  };
  window.addEventListener("message", hear);
  (opener as Window).postMessage({ untangle: "own-ready" } satisfies Letter, location.origin);
}
