/**
 * Registers the service worker (sw.js), so that the page works without a network from its
 * second visit on. It begins when the page has settled, and leaves readers alone who asked
 * their browser to save data. From a disk, in a one-file page and where workers are not
 * allowed, nothing happens.
 */
import type { App } from "./app.ts";
import { single } from "./baked.ts";
import { say } from "./messages/en/page.ts";

/** How long the page has to itself after it has loaded, in milliseconds. */
const settleMillis = 3000;

export function offline(app: App): void {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  if (single() || !location.protocol.startsWith("http") || connection?.saveData) return;
  const settle = () => setTimeout(() => void register(app), settleMillis);
  if (document.readyState === "complete") settle();
  else window.addEventListener("load", settle);
}

async function register(app: App): Promise<void> {
  try {
    // Not there in a sandboxed frame, or without TLS.
    const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    const registration = await workers?.register("sw.js");
    if (!registration) return;
    const tell = () => {
      if (registration.waiting && workers!.controller) app.notify("info", say.newBuild, { offer: "reload" });
    };
    tell();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", tell));
  } catch {
    // The page needs the network then, as it did before.
  }
}

/** Lets the new build take over, and loads it. */
export async function takeOver(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  if (registration?.waiting) registration.waiting.postMessage("take over");
  else location.reload();
}
