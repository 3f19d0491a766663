/** Puts the page together: address, state, parts, and what the system says. */
import { App } from "./app.ts";
import { single } from "./baked.ts";
import { defaultPreset, embedded } from "./data/presets.ts";
import { say } from "./messages/en/page.ts";
import { fragment } from "./link.ts";
import type { Heard } from "./start.ts";
import { initial, moving } from "./state.ts";
import { Store } from "./store.ts";
import { arrange } from "./ui/arrange.ts";
import { bar } from "./ui/bar.ts";
import { afterPaint, byId, pause } from "./ui/dom.ts";
import { head } from "./ui/head.ts";
import { keys } from "./ui/keys.ts";
import { notices } from "./ui/notices.ts";
import type { Part } from "./ui/part.ts";
import { picture } from "./ui/picture.ts";
import { lockSettings } from "./ui/player.ts";
import { rail } from "./ui/rail.ts";
import { status } from "./ui/status.ts";
import { parseAddress } from "./url.ts";

/** The least time between two changes of the address, in milliseconds. */
const addressMillis = 250;

/** How long the page waits for its run before it is drawn without, in milliseconds. */
const patienceMillis = 150;

/** False where the texts of the language asked for did not come; from start.ts. */
declare const languageArrived: boolean;
/** From start.ts as well. */
declare const untangleHeard: Heard;

function main(): void {
  const address = parseAddress(location.search, location.hash, document.documentElement.hasAttribute("data-embed-page"));
  const base = embedded(defaultPreset);
  if (!base) throw new Error("the build lacks the default preset");
  const parts: Part[] = [];
  const store = new Store(initial(defaultPreset, base, address.presentation), (s, prev) => {
    for (const part of parts) part(s, prev);
  });
  // The run has most likely come before this script. Then the page is drawn once, with the run; drawn
  // before and after it, the picture would wait for the layout of a page without one.
  store.hold();
  const app = new App(store);
  watchFaults(app);
  // These draw with the picture, the others are made and drawn behind it. head comes first: others read their colors from what it sets.
  parts.push(head(app), bar(app), picture(app));
  /**
   * Makes and draws more parts, each in a task of its own: together they would hold the page up.
   * One that fails is told and left out, and the others come all the same.
   */
  const join = async (more: (() => Part)[]) => {
    for (const make of more) {
      try {
        const part = make();
        part(store.state, null);
        parts.push(part);
      } catch (e) {
        app.fault(e);
      }
      await pause();
    }
  };
  let whole: Promise<void> | null = null;
  /** Draws the picture, and then the others. */
  const show = () => whole ??= new Promise((resolve) => {
    store.release();
    afterPaint(() => {
      // Messages first: they tell what becomes of the others.
      void join([notices, rail, status].map((make) => () => make(app))).then(() => (lockSettings(), resolve()));
    });
  });
  followSystem(store);
  keepAddress(app);
  keys(app);
  arrange(app);
  if (!languageArrived) app.notify("warning", say.noLanguage);
  const replay = keepClicks();
  setTimeout(show, patienceMillis);
  void app.start(address).finally(() => (void show(), afterPaint(() => {
    Promise.all([import("./later.ts"), laterStyle(), show()]).then(async ([later]) => {
      app.connect(later);
      const more = later.parts(app, address.host, untangleHeard());
      lockSettings();
      replay();
      await join(more.map((part) => () => part));
    }, () => app.notify("warning", say.noLater));
  })));
}

/**
 * Remembers the last press of a button that no one listens to yet; the returned function
 * presses it again, so that who is quicker than later.js is not ignored.
 */
function keepClicks(): () => void {
  let waiting: HTMLButtonElement | null = null;
  const keep = (e: Event) => {
    const button = (e.target as Element).closest("button");
    waiting = button && !button.onclick ? button : null;
  };
  document.addEventListener("click", keep, true);
  return () => {
    document.removeEventListener("click", keep, true);
    if (waiting?.onclick) waiting.click();
  };
}

/** Loads the style of the parts that come later; a one-file page has it. */
function laterStyle(): Promise<unknown> {
  if (single()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "later.css", onload: resolve, onerror: reject }));
  });
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
  // As it was changed: by the time this is heard of, the page may have written its own.
  window.addEventListener("hashchange", (e) => void app.follow(new URL(e.newURL).hash));
}

main();
