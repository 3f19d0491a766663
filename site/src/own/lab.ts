/** The dialog of a table in the lab. Its worker reads and asks; the studies run in the lab's pool. */
import { Engine, type Loss } from "../engine/client.ts";
import type { Scenario } from "../generated/scenario.ts";
import type { Error as WireError } from "../generated/wire.ts";
import { tableScenario } from "../data/table.ts";
import { defaultPreset, embedded } from "../data/presets.ts";
import type { LabOwn, LabPage } from "../lab/own.ts";
import { say } from "../messages/en/page.ts";
import type { Draft } from "../state.ts";
import { receive, type Handed } from "./handover.ts";
import type { OwnHost } from "./host.ts";
import { ownLab as words } from "../messages/en/own.ts";
import { Own } from "./own.ts";
import type { Choices } from "./settings.ts";

/** Studies judge by rows held out, so some are unless the table has a test part. */
const held: Partial<Choices> = { holdout: 0.2 };

class LabHost implements OwnHost {
  readonly engine: Engine;
  readonly prefers = held;
  private open: Draft | null = null;

  constructor(private readonly page: LabPage, public settings: Scenario) {
    const silent = () => {};
    const fail = (place: string, problem: string, remedy: string) => page.tell("error", { place, problem, remedy });
    this.engine = new Engine("worker.js", page.build, {
      loading: silent, opened: silent, progress: silent, frame: silent, done: silent,
      error: (m: WireError) => fail(m.place, m.problem, m.remedy),
      lost: (_kind: Loss, why: string) => page.tell("error", say.noEngine(why)),
    });
  }

  scenario = (): Scenario => this.settings;
  draft = (): Draft | null => this.open;
  setDraft(draft: Draft): void { this.open = draft; }
  cancel(): void {
    this.engine.cancel();
    this.page.cancel();
  }
  runTable(): void {
    if (!this.open) return;
    // The workers of the pool read the files anew; this one's copy makes room.
    this.engine.stop();
    const { name, table, files } = this.open;
    this.page.run(name, { ...tableScenario(this.settings, this.open), id: "own-data" }, { table, files });
  }
  runSetup(): void { this.page.tell("error", words.noSetups); }
  notifyFile(w: { place: string; problem: string; remedy: string }): void { this.page.tell("error", w); }
  busy = (): boolean => false;
  lastStep = (): null => null;
}

export function ownInLab(page: LabPage): LabOwn {
  const host = new LabHost(page, embedded(defaultPreset)!);
  const own = new Own(host);
  const adopt = ({ parts, choices, tuned, seed, fit, influence, rule }: Handed) => {
    host.settings = { ...host.settings, seed, fit, influence, purify: { ...host.settings.purify, rule } };
    const test = parts.test !== null;
    const kept: Choices = { ...choices, ...(!test && choices.holdout === 0 ? held : {}) };
    void own.openParts(parts, {}, kept).then(() => { if (own.opened) own.opened.tuned = tuned; });
  };
  return { show: () => own.show(), take: (files) => own.take(files), receive: () => receive(adopt) };
}
