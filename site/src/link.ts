/** The state as an address. */
import { defaultPreset } from "./data/presets.ts";
import type { State } from "./state.ts";
import { openingOf } from "./trace/run.ts";
import { formatHash } from "./url.ts";

/**
 * The fragment that shows a state again; `whole` names the preset and the step even where
 * they are those the page opens on. The user's own data never gets into an address.
 */
export function fragment(s: State, whole = false): string {
  if (s.table || s.base.id !== s.preset) return "";
  return formatHash({
    preset: s.preset, defaultPreset, base: s.base, scenario: s.scenario, t: s.goal ?? s.t, opening: openingOf(s.base), whole, tour: s.tour,
    compare: s.reference && !s.reference.given ? s.reference.address : null,
  });
}
