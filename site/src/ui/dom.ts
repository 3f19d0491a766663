/** The few things the page asks of the DOM, typed. */

/** The element with an id of index.html. It is a fault of the build when it is missing. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const e = document.getElementById(id);
  if (!e) throw new Error(`index.html lacks #${id}`);
  return e as T;
}

/** Attributes of a new element; false and undefined leave one out, true gives an empty one. */
export type Attributes = Record<string, string | number | boolean | undefined>;

/** Makes an element. Text is always set as text, never as markup. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) e.setAttribute(name, value === true ? "" : String(value));
  }
  e.append(...children);
  return e;
}

/** Makes an element of SVG. */
export function svg(tag: string, attributes: Attributes, ...children: Node[]): SVGElement {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, String(value));
  e.append(...children);
  return e;
}

/** Sets text where it differs, so that live regions do not speak twice and nothing reflows. */
export function setText(e: Element, text: string): void {
  if (e.textContent !== text) e.textContent = text;
}

/** Sets or removes an attribute without a value. */
export function toggle(e: Element, name: string, on: boolean): void {
  if (e.hasAttribute(name) !== on) e.toggleAttribute(name, on);
}

/** Calls f when what is being drawn now is on screen, or soon where nothing is drawn. */
export function afterPaint(f: () => void): void {
  let called = false;
  const once = () => { if (!called) f(); called = true; };
  // The second frame begins when the first has been handed on.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(once)));
  setTimeout(once, 200);
}

/** Lets the browser do what else there is, and goes on in a task of its own. Timers would do that once a second in a hidden tab. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (port1.close(), resolve());
    port2.postMessage(null);
  });
}

/** Saves text or bytes as a file, without a server. */
export function download(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const a = h("a", { href: url, download: name });
  a.click();
  // The browser needs the address until the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Copies text. Returns whether that worked. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
