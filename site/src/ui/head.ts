/** The header, the panels, and what follows the profile: preset, link, colors, help. */
import type { App } from "../app.ts";
import { single } from "../baked.ts";
import { embedded, presetIDs } from "../data/presets.ts";
import { fragment } from "../link.ts";
import { languageMenu } from "../messages/language.ts";
import { say } from "../messages/en/page.ts";
import { told } from "../messages/localize.ts";
import { profile, type ProfileChoice, type State } from "../state.ts";
import { byId, copy, h, setText, toggle } from "./dom.ts";
import type { Part } from "./part.ts";
import { playsOnly } from "./player.ts";
import { applyProfile } from "./profile.ts";

/** How long a button says that it has done its work, in milliseconds. */
const saidMillis = 2000;

export function head(app: App): Part {
  const presets = byId<HTMLSelectElement>("preset");
  for (const id of presetIDs()) presets.append(h("option", { value: id }, told(embedded(id)?.title ?? id)));
  presets.onchange = () => void app.choose(presets.value);
  const colors = byId<HTMLSelectElement>("profile");
  colors.onchange = () => app.store.dispatch({ type: "profile", profile: colors.value as ProfileChoice });
  // A one-file page holds one language. A table of one's own, and what has been computed from it, would not come along.
  languageMenu(byId<HTMLSelectElement>("locale"), () => app.store.state.draft === null || confirm(say.leaveTable));
  byId("locale").parentElement!.hidden = single();
  shareButton(app);
  const compare = byId("compare");
  compare.onclick = () => app.flipCompare();
  compare.hidden = playsOnly();
  byId("open-share").onclick = () => void shareDialog(app);
  panels(app);
  return (s, prev) => {
    drawPreset(presets, s);
    compare.setAttribute("aria-pressed", String(s.reference !== null && !s.reference.given));
    if (colors.value !== s.profile) colors.value = s.profile;
    toggle(document.documentElement, "data-printing", s.system.printing);
    if (!prev || profile(prev) !== profile(s)) applyProfile(profile(s));
    drawPresentation(s, prev);
    drawPanels(s, prev);
  };
}

/** A run of one's own is an entry of the menu as long as it is there. */
function drawPreset(select: HTMLSelectElement, s: State): void {
  const own = s.base.id !== s.preset;
  let entry = select.querySelector<HTMLOptionElement>("option[data-own]");
  if (own && !entry) select.append((entry = h("option", { "data-own": true, value: "" })));
  if (!own && entry) entry.remove();
  if (own && entry) setText(entry, told(s.base.title) || s.base.id);
  const value = own ? "" : s.preset;
  if (select.value !== value) select.value = value;
}

function drawPresentation(s: State, prev: State | null): void {
  if (prev && prev.presentation === s.presentation) return;
  const root = document.documentElement;
  const p = s.presentation;
  toggle(root, "data-embed", p.embed);
  toggle(root, "data-no-ui", p.noUI);
  toggle(root, "data-hide-text", p.hideText);
  document.querySelectorAll<HTMLElement>("[data-control]").forEach((e) => e.classList.toggle("gone", p.hidden.includes(e.dataset.control!)));
  if (!p.allowLinks) {
    byId("full").hidden = true;
    document.querySelectorAll("a[data-link]").forEach((a) => a.replaceWith(...a.childNodes));
  }
}

function shareButton(app: App): void {
  const button = byId<HTMLButtonElement>("share");
  const name = button.textContent ?? "";
  button.onclick = async () => {
    const done = await copy(location.href.replace(/#.*$/, "") + fragment(app.store.state, true));
    setText(button, !done ? say.linkNotCopied : app.store.state.table ? say.ownNoLink : say.linkCopied);
    setTimeout(() => setText(button, name), saidMillis);
  };
}

/** The dialog is a script of its own, since most readers never ask for it. */
async function shareDialog(app: App): Promise<void> {
  const script = "./share.js";
  try {
    ((await import(script)) as typeof import("../share/dialog.ts")).open(app);
  } catch {
    app.notify("warning", say.noShare);
  }
}

function panels(app: App): void {
  const show = (panel: State["panel"]) => app.store.dispatch({ type: "panel", panel });
  const flip = () => show(app.store.state.panel === "settings" ? "none" : "settings");
  byId("open-settings").onclick = flip;
  byId("bar-settings").onclick = flip;
  byId("close-settings").onclick = () => show("none");
  byId("open-help").onclick = () => show("help");
  byId<HTMLDialogElement>("help").onclose = () => { if (app.store.state.panel === "help") show("none"); };
  byId("skip").onclick = (e) => {
    // Following the link would put "#play" where the state of the page is.
    e.preventDefault();
    byId("play").focus();
  };
}

function drawPanels(s: State, prev: State | null): void {
  if (prev && prev.panel === s.panel) return;
  document.documentElement.dataset.panel = s.panel;
  for (const id of ["open-settings", "bar-settings"]) byId(id).setAttribute("aria-expanded", String(s.panel === "settings"));
  const help = byId<HTMLDialogElement>("help");
  if (s.panel === "help" && !help.open) help.showModal();
  if (s.panel !== "help" && help.open) help.close();
  // The drawer was opened by hand, so focus may follow it in, and back out.
  if (s.panel === "settings") byId("close-settings").focus({ preventScroll: true });
  else if (prev?.panel === "settings" && byId("rail").contains(document.activeElement)) {
    const opener = ["open-settings", "bar-settings"].map((id) => byId(id)).find((b) => b.offsetParent !== null);
    opener?.focus({ preventScroll: true });
  }
}
