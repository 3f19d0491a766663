/** Addresses and code for an embedding, from what the builder's form says. Pure. */

/** What the form says; an empty text or false leaves a parameter out. */
export interface Wish {
  size: string;
  colors: string;
  charts: string;
  autoplay: boolean;
  noUI: boolean;
  lms: boolean;
  /** The language of the page; "" is English. */
  locale: string;
}

/** Embeddings as code, by the names that messages.ts gives them. */
export interface Codes {
  iframe: string;
  element: string;
  slide: string;
}

/** What stands after "?"; only what is not the default. */
function query(w: Wish): [string, string][] {
  const pairs: [string, string][] = [];
  if (w.locale) pairs.push(["locale", w.locale]);
  if (w.colors !== "default") pairs.push(["colorProfile", w.colors]);
  if (w.charts !== "v,acc") pairs.push(["charts", w.charts]);
  if (w.autoplay) pairs.push(["autoplay", "1"]);
  if (w.noUI) pairs.push(["no_ui", "1"]);
  if (w.lms) pairs.push(["lms", "1"]);
  return pairs;
}

/** The address of the embedding. `fragment` is "#v=1&…" or "". */
export function embedURL(folder: string, w: Wish, fragment: string): string {
  const pairs = query(w).map(([name, value]) => `${name}=${value}`);
  return `${folder}embed.html${pairs.length > 0 ? `?${pairs.join("&")}` : ""}${fragment}`;
}

const escape = (text: string) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!);
const dashed = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`).replace("_", "-");

/** Code for each kind of page. `title` names the frame for screen readers. */
export function codes(folder: string, w: Wish, fragment: string, title: string): Codes {
  const url = escape(embedURL(folder, w, fragment));
  const named = escape(title);
  const [width, height] = w.size.split("x");
  const size = height ? `width="${width}" height="${height}"` : 'style="width: 100%; aspect-ratio: 16 / 9; min-height: 400px; border: 0"';
  const state = fragment.replace(/^#/, "").split("&").filter((p) => p !== "" && !p.startsWith("v=")).map((p) => [p.slice(0, p.indexOf("=")), p.slice(p.indexOf("=") + 1)]);
  const attributes = [...query(w), ...state].filter(([name]) => name !== "lms").map(([name, value]) => ` ${dashed(name!)}="${escape(value!)}"`).join("");
  const style = height ? ` style="width: ${width}px; height: ${height}px; aspect-ratio: auto"` : "";
  return {
    iframe: `<iframe src="${url}" ${size} title="${named}" allow="fullscreen" loading="lazy"></iframe>`,
    element: `<script src="${escape(folder)}untangle-sim.js"></script>\n<untangle-sim${attributes} frame-title="${named}"${style}></untangle-sim>`,
    slide: `<section>\n  <iframe data-src="${url}" width="960" height="540" title="${named}"></iframe>\n</section>`,
  };
}
