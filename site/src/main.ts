/** Puts the page together: address, state, parts, and what the system says. */
import { App } from "./app.ts";
import { chart } from "./charts/chart.ts";
import { whenLibrary } from "./charts/plot.ts";
import { defaultPreset, embedded } from "./data/presets.ts";
import { say } from "./messages/en/page.ts";
import { fragment } from "./link.ts";
import { offline } from "./offline.ts";
import { remote } from "./remote.ts";
import { initial, moving } from "./state.ts";
import { Store } from "./store.ts";
import { arrange } from "./ui/arrange.ts";
import { bar } from "./ui/bar.ts";
import { detail } from "./ui/detail.ts";
import { byId, h } from "./ui/dom.ts";
import { head } from "./ui/head.ts";
import { keys } from "./ui/keys.ts";
import { notices } from "./ui/notices.ts";
import { numerics } from "./ui/numerics.ts";
import { own } from "./ui/own.ts";
import type { Part } from "./ui/part.ts";
import { picture } from "./ui/picture.ts";
import { lockSettings } from "./ui/player.ts";
import { rail } from "./ui/rail.ts";
import { speech } from "./ui/speech.ts";
import { status } from "./ui/status.ts";
import { text } from "./ui/text.ts";
import { parseAddress } from "./url.ts";

/** The least time between two changes of the address, in milliseconds. */
const addressMillis = 250;

/** False where the texts of the language asked for did not come; from start.ts. */
declare const languageArrived: boolean;

function main(): void {
  const address = parseAddress(location.search, location.hash, document.documentElement.hasAttribute("data-embed-page"));
  const base = embedded(defaultPreset);
  if (!base) throw new Error("the build lacks the default preset");
  let parts: Part[] = [];
  const store = new Store(initial(defaultPreset, base, address.presentation), (s, prev) => {
    for (const part of parts) part(s, prev);
  });
  const app = new App(store);
  watchFaults(app);
  const charts = byId("charts");
  const names = address.presentation.charts;
  // head comes first: charts read their colors from what it sets.
  parts = [
    head(app), rail(app), bar(app), status(app), numerics(), own(app), picture(app),
    ...names.map((name, i) => chart(app, charts.appendChild(h("section", { class: "chart" })), name, i === names.length - 1)),
    detail(app), notices(app), speech(), text(app), remote(app, address.host),
  ];
  whenLibrary(() => store.redraw(), () => {
    for (const name of names) store.dispatch({ type: "table", chart: name, shown: true });
    app.notify("warning", say.noCharts);
  });
  followSystem(store);
  keepAddress(app);
  keys(app);
  arrange(app);
  lockSettings();
  offline(app);
  store.redraw();
  if (!languageArrived) app.notify("warning", say.noLanguage);
  void app.start(address);
}

/** What no one caught is shown, with a report to copy; nothing ends in the console alone. */
function watchFaults(app: App): void {
  window.addEventListener("error", (e) => {
    // The browser says this when a size takes one frame more to settle; nothing is wrong then.
    if (!e.message.startsWith("ResizeObserver loop")) app.fault(e.error ?? e.message, e.filename && `${e.filename}:${e.lineno}:${e.colno}`);
  });
  window.addEventListener("unhandledrejection", (e) => app.fault(e.reason));
}

/** Preferences of the system, and whether the page can be seen. */
function followSystem(store: Store): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const ask = () => store.dispatch({ type: "system", system: { dark: dark.matches, reduceMotion: still.matches } });
  dark.addEventListener("change", ask);
  still.addEventListener("change", ask);
  ask();
  const print = (printing: boolean) => () => {
    store.dispatch({ type: "system", system: { printing } });
    store.drawNow();
  };
  window.addEventListener("beforeprint", print(true));
  window.addEventListener("afterprint", print(false));
  let onScreen = true;
  const look = () => store.dispatch({ type: "system", system: { visible: onScreen && !document.hidden } });
  document.addEventListener("visibilitychange", look);
  new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)!.isIntersecting;
    look();
  }).observe(byId("app"));
}

/** The fragment follows the state, and the state a fragment that is changed by hand. */
function keepAddress(app: App): void {
  const { store } = app;
  let timer = 0;
  const write = () => {
    timer = 0;
    const s = store.state;
    if (moving(s)) return;
    const url = location.pathname + location.search + fragment(s);
    if (url === location.pathname + location.search + location.hash) return;
    try {
      history.replaceState(null, "", url);
    } catch {
      // A sandboxed frame may not; the page works without.
    }
  };
  store.watch((s) => {
    if (timer === 0 && s.run && !moving(s)) timer = window.setTimeout(write, addressMillis);
  });
  window.addEventListener("hashchange", () => void app.follow(location.hash));
}

main();
