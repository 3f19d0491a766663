/**
 * The dialog that shares, embeds and saves: a script of its own (share.js), loaded when it is
 * first asked for. It shows the settings and the step that are on screen.
 */
import { renderSVG } from "uqr";
import type { App } from "../app.ts";
import { fragment } from "../link.ts";
import { language, told } from "../messages/localize.ts";
import { copy, h, setText } from "../ui/dom.ts";
import { codes, embedURL, type Codes, type Wish } from "./codes.ts";
import { words } from "../messages/en/share.ts";
import { save } from "./save.ts";
import { takeAway } from "./takeaway.ts";
import css from "./share.css";

/** How long a button says that it has done its work, in milliseconds. */
const saidMillis = 2000;

/** The language of the page, for addresses; "" is English. */
const locale = language()?.locale ?? "";

/** Opens the dialog; it is gone when it is closed. */
export function open(app: App): void {
  if (!document.getElementById("share-style")) document.head.append(h("style", { id: "share-style" }, css));
  const folder = new URL("./", location.href).href;
  const state = fragment(app.store.state, true);
  const close = h("button", { type: "button", class: "quiet round", "aria-label": words.close }, "×");
  const dialog = h("dialog", { class: "share", "aria-labelledby": "share-title" },
    h("div", { class: "head-line" }, h("h2", { id: "share-title" }, words.title), close),
    ...(app.store.state.table ? [h("p", { class: "note" }, words.ownData)] : []),
    link(`${folder}${locale && `?locale=${locale}`}${state}`), embedding(folder, state, app), saving(app),
    takeAway(app, code("share-citation", words.cite, () => words.citation(app.build, `${folder}${state}`)).field));
  close.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  // The page's own keys are not for a dialog, and would keep Escape from closing it.
  dialog.onkeydown = (e) => e.stopPropagation();
  document.body.append(dialog);
  dialog.showModal();
}

function link(address: string): HTMLElement {
  const qr = h("div", { class: "qr", role: "img", "aria-label": words.qr });
  // The library's own drawing of its own modules; the address is not part of the markup.
  qr.innerHTML = renderSVG(address, { ecc: "M", border: 4 });
  return h("section", { class: "address" }, h("div", {}, h("h3", {}, words.link), code("share-link", words.link, () => address).field, h("p", { class: "note" }, words.qrNote)), qr);
}

/** A text to copy: its field and a button. `read` gives the text again after a change. */
function code(id: string, name: string, read: () => string): { field: HTMLElement; update(): void } {
  const area = h("textarea", { id, readonly: true, rows: read().length > 200 ? 4 : 2, spellcheck: "false", "aria-label": name });
  const said = h("span", {}, words.copy);
  const button = h("button", { type: "button", class: "quiet" }, said, h("span", { class: "hidden" }, name));
  const update = () => { area.value = read(); };
  area.onfocus = () => area.select();
  button.onclick = async () => {
    setText(said, (await copy(area.value)) ? words.copied : words.notCopied);
    setTimeout(() => setText(said, words.copy), saidMillis);
  };
  update();
  return { field: h("div", { class: "code" }, area, button), update };
}

function embedding(folder: string, state: string, app: App): HTMLElement {
  const wish: Wish = { size: "960x540", colors: app.store.state.profile, charts: "v,acc", autoplay: false, noUI: false, lms: false, locale };
  const frame = h("iframe", { title: words.preview, loading: "lazy" });
  const box = h("div", { class: "preview" }, frame);
  const now = () => codes(folder, wish, state, told(app.store.state.scenario.title));
  const kinds: (keyof Codes)[] = ["iframe", "element", "slide"];
  const fields = kinds.map((kind) => ({ kind, ...code(`share-${kind}`, words.codes[kind]!, () => now()[kind]) }));
  const change = (part: Partial<Wish>) => {
    Object.assign(wish, part);
    for (const f of fields) f.update();
    const address = embedURL(folder, wish, state);
    if (frame.src !== address) frame.src = address;
    fit(box, frame, wish.size);
  };
  new ResizeObserver(() => fit(box, frame, wish.size)).observe(box);
  change({});
  return h("section", { class: "embedding" }, h("h3", {}, words.embed),
    h("div", { class: "choices" },
      menu("size", words.size, words.sizes, wish.size, (size) => change({ size })),
      menu("colors", words.colors, words.colorNames, wish.colors, (colors) => change({ colors })),
      menu("charts", words.charts, words.chartNames, wish.charts, (charts) => change({ charts })),
      tick(words.autoplay, (autoplay) => change({ autoplay })), tick(words.noUI, (noUI) => change({ noUI })), tick(words.lms, (lms) => change({ lms }))),
    box, ...fields.map((f) => h("div", { class: "kind" }, h("p", {}, words.codes[f.kind]!), f.field)));
}

/** Shows the frame at its true size, drawn smaller to fit the box. */
function fit(box: HTMLElement, frame: HTMLIFrameElement, size: string): void {
  const [width = 960, height = 540] = size.includes("x") ? size.split("x").map(Number) : [960, 540];
  const scale = Math.min(1, box.clientWidth / width, 480 / height);
  frame.style.cssText = `width:${width}px;height:${height}px;transform:scale(${scale.toFixed(4)})`;
  box.style.height = `${Math.round(height * scale)}px`;
  box.style.setProperty("--preview", `${Math.round(width * scale)}px`);
}

function menu(id: string, name: string, options: Record<string, string>, value: string, take: (value: string) => void): HTMLElement {
  const select = h("select", { id: `share-${id}-menu` }, ...Object.entries(options).map(([v, text]) => h("option", { value: v, selected: v === value }, text)));
  select.onchange = () => take(select.value);
  return h("label", {}, h("span", {}, name), select);
}

function tick(name: string, take: (on: boolean) => void): HTMLElement {
  const box = h("input", { type: "checkbox" });
  box.onchange = () => take(box.checked);
  return h("label", { class: "check" }, box, name);
}

function saving(app: App): HTMLElement {
  const s = app.store.state;
  const said = h("p", { class: "note", role: "status" });
  const button = (name: string, note: string, withEngine: boolean) => {
    const b = h("button", { type: "button", class: "primary plain", disabled: !s.run }, name);
    b.onclick = () => {
      setText(said, words.making);
      save(app, withEngine).then(() => setText(said, ""), (e: unknown) => setText(said, words.failed(e instanceof Error ? e.message : String(e))));
    };
    return h("div", { class: "way" }, b, h("p", { class: "note" }, note));
  };
  const partial = s.run !== null && s.run.frames.length <= s.run.header.scenario.purify.steps;
  return h("section", { class: "saving" }, h("h3", {}, words.save), h("p", {}, words.saveNote, ...(s.table ? [" ", words.saveOwn] : []), ...(partial ? [" ", words.wait] : [])),
    h("div", { class: "ways" }, button(words.withEngine, words.withEngineNote, true), button(words.player, words.playerNote, false)), said);
}
