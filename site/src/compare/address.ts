/** What compare=… says of a run: its example, and the settings that differ from it. */
import { embedded } from "../data/presets.ts";
import type { State } from "../state.ts";
import { changedSettings } from "../url.ts";

/** The value for the run on screen, such as "preset:sd2;ridge:0.01"; null for the reader's own data. */
export function addressOf(s: State): string | null {
  const base = embedded(s.preset);
  if (s.table || !s.run || !base || s.base.id !== s.preset) return null;
  return [`preset:${s.preset}`, ...changedSettings(base, s.run.header.scenario).map(([name, value]) => `${name}:${value}`)].join(";");
}
