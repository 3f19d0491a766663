/** A one-file page without the engine shows the settings of its run and lets none be changed. */
import { setup } from "../baked.ts";
import { byId } from "./dom.ts";

/** Whether the page can only play what it holds. */
export const playsOnly = (): boolean => setup()?.engine === false;

/** Locks what would need the engine. Call it when all parts are made. */
export function lockSettings(): void {
  if (!playsOnly()) return;
  for (const e of document.querySelectorAll<HTMLInputElement>("#rail [data-control] :is(input, select, button), #preset")) e.disabled = true;
  byId("mix").inert = true;
}
