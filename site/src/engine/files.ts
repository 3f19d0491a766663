/** The data files of the build that scenarios name, such as packed digits; loaded once. */

import { get } from "../baked.ts";
import { unpack } from "./unpack.ts";
import type { Data } from "../generated/scenario.ts";

/** Bytes by name, as the core wants them. */
export type Files = Record<string, Uint8Array>;

/** The names of the files that data are drawn from; sim/scenario.Data.Files. */
export function filesOf(data: Data): string[] {
  if (data.kind !== "digits") return [];
  return [data.size === 28 ? "digits48.bin" : "digits14.bin"];
}

/** The files that data are drawn from, on their way; null where there are none. */
export function needed(data: Data): Promise<Files> | null {
  const names = filesOf(data);
  return names.length > 0 ? files(names) : null;
}

const loaded = new Map<string, Promise<Uint8Array>>();

/** Fetches data files by name. A file that cannot be had rejects with its name and why. */
export async function files(names: string[]): Promise<Files> {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await file(name)])));
}

function file(name: string): Promise<Uint8Array> {
  let bytes = loaded.get(name);
  if (!bytes) {
    bytes = load(name);
    loaded.set(name, bytes);
    // A failure is not kept, so that the next try may succeed.
    bytes.catch(() => loaded.delete(name));
  }
  return bytes;
}

async function load(name: string): Promise<Uint8Array> {
  const response = await get(`data/${name}`);
  if (!response.ok) throw new Error(`data/${name}: HTTP ${response.status}`);
  return new Uint8Array(await unpack(await response.arrayBuffer()));
}
