/**
 * Brings the images of a run's rows: from the packed digits beside the page, from the core
 * where they are the user's own, or out of a one-file page. Nothing is loaded for other runs.
 */
import type { App } from "../app.ts";
import { get, setupImages, single } from "../baked.ts";
import { files } from "../engine/files.ts";
import { KindPictures } from "../generated/wire.ts";
import type { Maker } from "../images/main.ts";
import type { Pictures } from "../stage/sheet.ts";
import type { Run } from "../trace/run.ts";
import { h } from "./dom.ts";

let coming: Promise<Maker> | null = null;

/** images.js leaves this behind; a one-file page has run it already. */
const left = () => (globalThis as unknown as { untangleImages?: Maker }).untangleImages;

function maker(): Promise<Maker> {
  coming ??= new Promise<Maker>((resolve, reject) => {
    const there = left();
    if (there) return resolve(there);
    const script = h("script", { src: "images.js" });
    script.onload = () => resolve(left()!);
    script.onerror = () => reject(new Error("images.js"));
    document.head.append(script);
  });
  coming.catch(() => { coming = null; });
  return coming;
}

async function bytesFor(app: App, run: Run): Promise<Uint8Array> {
  if (single()) {
    const response = await get(setupImages);
    if (!response.ok) throw new Error("this file holds no images");
    return new Uint8Array(await response.arrayBuffer());
  }
  const { file } = run.header.images!;
  if (file) return (await files([file]))[file]!;
  return (await app.engine.ask((ask) => ({ kind: KindPictures, ask }))).body;
}

/** The pictures of a run whose rows are images; null where they are none, or too many. */
export async function picturesOf(app: App, run: Run): Promise<Pictures | null> {
  if (!run.header.images) return null;
  const [make, bytes] = await Promise.all([maker(), bytesFor(app, run)]);
  return make(run, bytes, !single() && run.header.images.file !== "");
}
