/** Where a reference comes from: the run on screen, a recording, or a computation of its own. */
import type { App } from "../app.ts";
import { get as file } from "../baked.ts";
import { embedded, recordedRun } from "../data/presets.ts";
import { needed } from "../engine/files.ts";
import { unpack } from "../engine/unpack.ts";
import type { Scenario } from "../generated/scenario.ts";
import type { CompareTo } from "../parameters.ts";
import { edit, sameRun } from "../scenario/edit.ts";
import type { State } from "../state.ts";
import { checkHeader, decodePoints, FrameDecoder } from "../trace/decode.ts";
import { composition } from "../trace/derive.ts";
import type { Run } from "../trace/run.ts";
import { texts } from "../messages/en/compare.ts";
import type { Measured, Reference } from "./reference.ts";

/** A recorded protocol: runs/ID.paper, written by tests/parity/record.mjs. */
interface Recorded {
  scenario: Scenario;
  rows: number;
  frames: Measured[];
  others: number[];
}

/** The run on screen as a reference. */
export function pinnedOf(s: State, address: string | null): Reference {
  return referenceOf(s.run!, address);
}

/** A run as a reference. */
export function referenceOf(run: Run, address: string | null): Reference {
  return { name: texts.reference, scenario: run.header.scenario, rows: run.header.rows, frames: run.frames, known: run.frames.length, others: othersOf(run), run, address, given: false };
}

/** Removed rows of other origins by step; empty where origins are unknown. */
function othersOf(run: Run): number[] {
  return run.header.origins.length > 1 ? run.frames.map((_, k) => composition(run, k).others) : [];
}

export class Sources {
  /** Called when a recorded protocol has come. */
  arrived: () => void = () => {};
  private readonly papers = new Map<string, Promise<Reference>>();
  private readonly there = new Map<string, Reference>();

  constructor(private readonly app: App) {}

  /** The paper's protocol on the sample of an example. Rejects where it has not been recorded. */
  paper(preset: string): Promise<Reference> {
    let coming = this.papers.get(preset);
    if (!coming) {
      coming = read(preset);
      this.papers.set(preset, coming);
      coming.then((r) => { this.there.set(preset, r); this.arrived(); }, () => {});
    }
    return coming;
  }

  /** Takes a protocol that came with the page. */
  keep(preset: string, reference: Reference): void {
    this.papers.set(preset, Promise.resolve(reference));
    this.there.set(preset, reference);
    this.arrived();
  }

  /** The same if it is there; else null, and it is fetched. */
  paperNow(preset: string): Reference | null {
    void this.paper(preset).catch(() => {});
    return this.there.get(preset) ?? null;
  }

  /** Shows a run by its settings: recorded where it is the example itself, else computed beside the run on screen. */
  async settings(to: Exclude<CompareTo, string>, preset: string, show: (r: Reference) => void): Promise<void> {
    const id = to.preset ?? preset;
    const base = embedded(id);
    if (!base) throw new Error(`preset ${id}`);
    const scenario = Object.keys(to.edit).length > 0 ? edit(base, base, to.edit) : base;
    if (sameRun(scenario, base)) return show(referenceOf((await recordedRun(id, Infinity)).run, to.text));
    await this.compute(scenario, (run) => show(referenceOf(run, to.text)));
  }

  /** Computes a run in a worker of its own and shows it as it grows. */
  private async compute(scenario: Scenario, show: (run: Run) => void): Promise<void> {
    const later = await this.app.later;
    await new Promise<void>((resolve, reject) => {
      let run: Run | null = null;
      let decoder: FrameDecoder | null = null;
      const fail = (why: string) => { engine.stop(); reject(new Error(why)); };
      const engine = later.engine("worker.js", this.app.build, {
        loading() {}, progress() {},
        opened(m, points) {
          const header = checkHeader(m.header);
          run = { header, points: decodePoints(header, points), frames: [] };
          decoder = new FrameDecoder(header.rows);
        },
        frame(_, bytes) {
          run!.frames.push(decoder!.frame(bytes));
          show(run!);
        },
        done() { engine.stop(); resolve(); },
        error: (m) => fail(`${m.place}: ${m.problem}`),
        lost: (_, why) => fail(why),
      });
      engine.open(JSON.stringify(scenario), null, needed(scenario.data));
    });
  }
}

async function read(preset: string): Promise<Reference> {
  const response = await file(`runs/${preset}.paper`);
  if (!response.ok) throw new Error(`runs/${preset}.paper: HTTP ${response.status}`);
  const { scenario, rows, frames, others } = JSON.parse(new TextDecoder().decode(await unpack(await response.arrayBuffer()))) as Recorded;
  const usual = embedded(preset)!.purify.perStep;
  const { perStep } = scenario.purify;
  return { name: texts.paper(perStep === usual ? null : perStep), scenario, rows, frames, known: frames.length, others, run: null, address: "paper", given: true };
}
