/** Messages of the lab. The region is live, so they are also spoken. */
import { byId } from "../ui/dom.ts";
import { notice } from "../ui/notice.ts";
import type { Tell } from "./lab.ts";

export const tell: Tell = (level, words, report = "") => {
  const host = byId("notices");
  const e: HTMLElement = notice({ level, ...words, report }, () => e.remove());
  // The same words once more say nothing new.
  for (const old of [...host.children]) if (old.querySelector("p")?.textContent === e.querySelector("p")!.textContent) old.remove();
  host.append(e);
};
