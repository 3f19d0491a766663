/** Puts the lab together: address, study, rail, charts, and what the system says. */
import { whenLibrary } from "../charts/plot.ts";
import type { Study } from "../generated/scenario.ts";
import { languageMenu } from "../messages/language.ts";
import { say } from "../messages/en/page.ts";
import { told } from "../messages/localize.ts";
import { parseAddress } from "../url.ts";
import { arrangeLab } from "../ui/arrange.ts";
import { byId, copy, h, setText } from "../ui/dom.ts";
import { fold } from "../ui/fold.ts";
import { applyProfile } from "../ui/profile.ts";
import { applied, fragmentOf, studyOf } from "./address.ts";
import { controls } from "./controls.ts";
import { kinds } from "./kinds/index.ts";
import { Lab } from "./lab.ts";
import { words } from "../messages/en/lab.ts";
import { tell } from "./notices.ts";
import { handoverHash, OwnTable } from "./own.ts";
import { status } from "./status.ts";
import { shipped, studyIDs } from "./studies.ts";
import type { LabState, StudyView } from "./types.ts";

/** The page's build, put in by build.mjs. */
declare const buildID: string;
/** False where the texts of the language asked for did not come; from start.ts. */
declare const languageArrived: boolean;

/** How long a button says that it has done its work, in milliseconds. */
const saidMillis = 2000;

let view: StudyView | null = null;
let drawControls: (doc: Study) => void = () => {};
const drawStatus = status(() => void lab.live(), () => lab.cancel());

const lab = new Lab(shipped(studyIDs()[0]!)!, kinds.sweep!, buildID, tell, (s: LabState) => {
  drawControls(s.doc);
  drawStatus(s);
  view?.draw(s);
  remember(s);
});

fold(byId("notices"));
arrangeLab();

const own = new OwnTable({ build: buildID, tell, cancel: () => lab.cancel() }, (id) => open(`#v=1&study=${id}`));

/** Shows the study the address asks for. */
function open(hash: string): void {
  const handed = hash === handoverHash;
  const asked = handed ? null : studyOf(hash);
  const known = studyIDs();
  const mine = asked === null ? null : own.study(asked);
  if (asked !== null && !mine && !known.includes(asked)) tell("warning", asked.startsWith("own-") ? words.own.gone : words.unknownStudy(asked.slice(0, 40), known.join(", ")));
  const id = mine ? mine.id : asked !== null && known.includes(asked) ? asked : known[0]!;
  const base = mine ?? shipped(id)!;
  const kind = kinds[base.kind]!;
  const params = kind.params(base);
  const { doc, bad } = applied(base, params, handed ? "" : hash);
  for (const b of bad) tell("warning", b);
  view?.dispose?.();
  byId<HTMLSelectElement>("study").value = id;
  document.title = `${told(base.title)} · Untangle`;
  setText(byId("lab-title"), told(base.title));
  setText(byId("lab-summary"), told(base.summary));
  drawControls = controls(byId("params"), params, () => lab.state.doc, (d) => lab.edit(d));
  view = kind.mount(byId("view"), base);
  lab.show(base, doc, kind, mine ? own.files : null);
  if (handed) own.receive();
}

let written = "";

/** Keeps the address in step with the settings. */
function remember(s: LabState): void {
  const hash = fragmentOf(s.base, s.doc, kinds[s.base.kind]!.params(s.base));
  if (hash === written) return;
  written = hash;
  history.replaceState(null, "", location.pathname + location.search + hash);
}

function themes(): void {
  const { profile } = parseAddress(location.search, "");
  const select = byId<HTMLSelectElement>("profile");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  select.value = profile ?? "default";
  const apply = () => {
    const name = select.value === "default" ? (dark.matches ? "dark" : "light") : (select.value as LabState["profile"]);
    applyProfile(name);
    lab.profile(name);
  };
  select.onchange = apply;
  dark.onchange = apply;
  apply();
}

function head(): void {
  const select = byId<HTMLSelectElement>("study");
  for (const id of studyIDs()) select.append(h("option", { value: id }, told(shipped(id)!.title)));
  select.onchange = () => { location.hash = `v=1&study=${select.value}`; };
  languageMenu(byId<HTMLSelectElement>("locale"), () => true);
  const share = byId("share");
  const name = share.textContent ?? "";
  share.onclick = async () => {
    setText(share, (await copy(location.href)) ? say.linkCopied : say.linkNotCopied);
    setTimeout(() => setText(share, name), saidMillis);
  };
  const root = document.documentElement;
  const flip = (open: boolean) => {
    root.dataset.panel = open ? "settings" : "none";
    byId("open-settings").setAttribute("aria-expanded", String(open));
    byId(open ? "close-settings" : "open-settings").focus();
  };
  byId("open-settings").onclick = () => flip(true);
  byId("close-settings").onclick = () => flip(false);
  byId("rail").onkeydown = (e) => { if (e.key === "Escape" && root.dataset.panel === "settings") flip(false); };
  root.toggleAttribute("data-embed", parseAddress(location.search, "").presentation.embed);
}

function fault(e: unknown): void {
  const why = e instanceof Error ? e.message : String(e);
  tell("error", say.fault(why.slice(0, 200)), e instanceof Error ? e.stack : why);
}

window.addEventListener("error", (e) => {
  // The browser says this when a size takes one frame more to settle; nothing is wrong then.
  if (!e.message.startsWith("ResizeObserver loop")) fault(e.error ?? e.message);
});
window.addEventListener("unhandledrejection", (e) => fault(e.reason));
head();
themes();
open(location.hash);
window.addEventListener("hashchange", () => { if (location.hash !== written) open(location.hash); });
whenLibrary(() => view?.draw(lab.state), () => tell("warning", say.noCharts));
if (!languageArrived) tell("warning", say.noLanguage);
