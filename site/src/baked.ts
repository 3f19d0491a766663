/**
 * Files that a page carries in itself. A page saved as one HTML file (share/single.ts) has
 * no folder around it: what it would fetch lies in elements <script data-file="NAME">, as
 * text, or packed by gzip and in base64. Everywhere else files are fetched as usual.
 */
import type { CarriedReference } from "./compare/reference.ts";
import type { Scenario } from "./generated/scenario.ts";
import type { OwnTable } from "./state.ts";

/** What a one-file page shows: the settings of its run, and where it opens. */
export interface Setup {
  /** The preset the run started from; the scenario has another id where it is of no preset. */
  preset: string;
  scenario: Scenario;
  table: OwnTable | null;
  t: number;
  /** The run it is compared with, or null. */
  reference: CarriedReference | null;
  /** Whether the file holds the engine; without, it plays its run and computes nothing. */
  engine: boolean;
}

/** The name of the run of a one-file page among its files. */
export const setupRun = "setup.run";
/** That of the run it is compared with. */
export const setupReference = "reference.run";
/** That of the images of its rows, where rows are images. */
export const setupImages = "setup.images";

/** Whether the page is one file: then nothing is ever fetched. */
export const single = (): boolean => typeof document !== "undefined" && document.documentElement.hasAttribute("data-single");

const textOf = (name: string): string | null => document.querySelector(`script[data-file="${name}"]`)?.textContent ?? null;

let kept: Setup | null = null;

/** What a one-file page shows; null elsewhere. */
export function setup(): Setup | null {
  if (single()) kept ??= JSON.parse(textOf("setup.json")!) as Setup;
  return kept;
}

/** Fetches a file beside the page, or takes it out of a one-file page (404 where it is not in there). */
export async function get(name: string, init?: RequestInit): Promise<Response> {
  if (!single()) {
    const { early } = globalThis as { early?: { name: string; response: Promise<Response> } };
    if (early?.name !== name) return fetch(name, init);
    // Asked for by index.html before this script was there; it can be read once.
    early.name = "";
    return early.response;
  }
  const text = textOf(name);
  if (text === null) return new Response(null, { status: 404 });
  const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
}

/** The address of a worker's script; a one-file page makes one from its text. */
export function workerURL(name: string): string {
  return single() ? URL.createObjectURL(new Blob([textOf(name) ?? ""], { type: "text/javascript" })) : name;
}

/** The engine of a one-file page, compiled. */
export async function carriedEngine(): Promise<WebAssembly.Module> {
  const response = await get("core.wasm");
  if (!response.ok) throw new Error("this file holds no engine");
  return WebAssembly.compile(await response.arrayBuffer());
}
