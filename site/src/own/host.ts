/** What the dialog of a table asks of the page around it: the page of one run, or the lab. */
import type { App } from "../app.ts";
import type { Engine } from "../engine/client.ts";
import type { Scenario } from "../generated/scenario.ts";
import { computing, type Draft } from "../state.ts";
import type { Choices } from "./settings.ts";

export interface OwnHost {
  readonly engine: Pick<Engine, "ask" | "abandon" | "onReading">;
  /** What this page suggests where a table brings no test part. */
  readonly prefers: Partial<Choices>;
  /** The model and the rule as they are set. */
  scenario(): Scenario;
  /** The table that is open, with its settings. */
  draft(): Draft | null;
  setDraft(draft: Draft): void;
  /** Whether a run is under way that a question to the engine would end. */
  busy(): boolean;
  /** Ends what is being computed. */
  cancel(): void;
  /** Computes with the table that is open. */
  runTable(): void;
  /** Runs a setup that came as a file. */
  runSetup(scenario: Scenario): void;
  notifyFile(words: { place: string; problem: string; remedy: string }): void;
  /** What a step of the last run of the table took, in milliseconds; null where none ran. */
  lastStep(name: string): number | null;
}

/** The page of one run. */
export function hostOf(app: App): OwnHost {
  const state = () => app.store.state;
  return {
    engine: app.engine, prefers: {},
    scenario: () => state().scenario, draft: () => state().draft, setDraft: (draft) => app.store.dispatch({ type: "draft", draft }),
    busy: () => computing(state()), cancel: () => app.cancel(), runTable: () => app.runTable(), runSetup: (s) => app.runSetup(s), notifyFile: (w) => app.notifyFile(w),
    lastStep: (name) => {
      const s = state();
      return s.table?.name === name && s.live.phase === "done" && s.frames > 0 ? s.live.millis / s.frames : null;
    },
  };
}
