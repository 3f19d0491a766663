/**
 * Every script of a page begins here: the language first, then the rest. build.mjs makes of
 * the rest, bundled, a function, so that no module with texts is evaluated before the
 * language is there; and texts may be taken from messages anywhere.
 */
import { inLanguage } from "./messages/language.ts";

/** The page this is: build.mjs says. */
declare const pageName: "page" | "lab";

/** What the page around this one has said before the part that answers was there; asking ends the keeping. */
export type Heard = () => MessageEvent[];

function listen(): Heard {
  const kept: MessageEvent[] = [];
  const keep = (e: MessageEvent) => void kept.push(e);
  window.addEventListener("message", keep);
  return () => {
    window.removeEventListener("message", keep);
    return kept;
  };
}

// Frames are spoken to as soon as they have loaded, which does not wait for modules.
if (pageName === "page") Object.assign(globalThis, { untangleHeard: listen() });

inLanguage(pageName, (arrived) => (globalThis as unknown as { untangleStart(languageArrived: boolean): void }).untangleStart(arrived));
