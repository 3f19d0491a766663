/** Loads own.js, the part about tables of the user's own, and its style, once. */
import type { OwnMakers } from "../own/main.ts";
import { h } from "./dom.ts";

let coming: Promise<OwnMakers> | null = null;

/** Rejects where a file does not come; the next call tries again. */
export function loadOwn(): Promise<OwnMakers> {
  coming ??= new Promise<OwnMakers>((resolve, reject) => {
    const fail = () => {
      coming = null;
      reject(new Error("own.js"));
    };
    const style = h("link", { rel: "stylesheet", href: "own.css" });
    const script = h("script", { src: "own.js" });
    style.onload = () => document.head.append(script);
    style.onerror = script.onerror = fail;
    script.onload = () => resolve((globalThis as unknown as { untangleOwn: OwnMakers }).untangleOwn);
    document.head.append(style);
  });
  return coming;
}
