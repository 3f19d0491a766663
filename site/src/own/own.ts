/**
 * The user's own table: from files to a run, whichever page it is on (host.ts). Its files go
 * to the engine and nowhere else.
 */
import type { Refusal } from "../engine/client.ts";
import { KindPreview, KindTune, type Tuned } from "../generated/wire.ts";
import type { Summary } from "../generated/dataset.ts";
import { tableScenario } from "../data/table.ts";
import { parseScenario, ScenarioError } from "../scenario/check.ts";
import type { Draft } from "../state.ts";
import { megabytes } from "../text/format.ts";
import { handOver, isTable, maxFile, partsOf, type Parts } from "./files.ts";
import type { OwnHost } from "./host.ts";
import { ownText as words } from "./messages.ts";
import { dataOf, removalsOf, suggested, trainingRows, type Choices } from "./settings.ts";
import { SetupDialog } from "./setup.ts";

/** A file that takes longer than this to read, in milliseconds, is seen being read. */
const slowMillis = 300;
/** The largest setup that is looked at for one, in bytes. */
const maxSetup = 1 << 16;

/** A table that has been read far enough to ask about it. */
export interface Opened {
  parts: Parts;
  summary: Summary;
  choices: Choices;
  files: Pick<Draft, "table" | "files">;
  /** What cross-validation found for these settings, by their key. */
  tuned: { key: string; found: Tuned } | null;
  /** Settings that are known better than they can be guessed, as of an example. */
  given: Partial<Choices>;
}

/** A table of the user's own: read, asked about, and run by the page around it. */
export class Own {
  opened: Opened | null = null;
  private keys = 0;
  private readonly dialog = new SetupDialog(this);

  constructor(readonly host: OwnHost) {}

  show(): void {
    // After a reset the page is back at the example, and so is the dialog.
    if (!this.host.draft()) this.opened = null;
    this.dialog.open();
  }

  /** Takes files of the user's. While a table is open, a file of its own may be its test part. */
  async take(files: File[], given: Partial<Choices> = {}): Promise<void> {
    const large = files.find((f) => f.size > maxFile);
    if (large) return this.fail(large.name, words.tooLarge(megabytes(large.size), megabytes(maxFile)));
    const [only] = files;
    if (files.length === 1 && /\.json$/i.test(only!.name) && only!.size <= maxSetup && (await this.takeSetup(only!))) return;
    if (files.length === 1 && this.opened && this.host.draft() && /test/i.test(only!.name)) return this.takeTest(files);
    const parts = partsOf(files);
    if (!parts) return this.fail(files.map((f) => f.name).join(", "), words.noTrain);
    await this.openParts(parts, given);
  }

  /** Reads parts of a table, and asks about it. */
  async openParts(parts: Parts, given: Partial<Choices>, keep: Choices | null = null): Promise<void> {
    const { engine } = this.host;
    const files = handOver(parts);
    this.host.cancel();
    const done = this.dialog.reading(parts.train.name);
    const slow = window.setTimeout(() => this.dialog.reveal(), slowMillis);
    try {
      engine.onReading = (loaded, total) => this.dialog.bytes(loaded, total);
      const { body } = await engine.ask((ask) => ({ kind: KindPreview, ask, table: files.table }), files.files);
      const summary = JSON.parse(new TextDecoder().decode(body)) as Summary;
      const base = { ...suggested(summary), ...(parts.test || summary.testRows > 0 ? {} : this.host.prefers), ...given };
      this.opened = { parts, summary, files, given, tuned: null, choices: keep ?? { ...base, features: base.features.length > 0 ? base.features : suggested(summary).features } };
      this.draft();
      done();
      this.dialog.open();
    } catch (e) {
      done();
      this.refused(e);
    } finally {
      window.clearTimeout(slow);
      engine.onReading = () => {};
    }
  }

  /** Another test part for the open table. */
  async takeTest(files: File[]): Promise<void> {
    const o = this.opened;
    const test = files.find((f) => !/label|idx1/i.test(f.name)) ?? files[0];
    if (!o || !test) return;
    const labels = files.find((f) => f !== test) ?? null;
    await this.openParts({ ...o.parts, test, testLabels: labels }, o.given, { ...o.choices, holdout: 0 });
  }

  /** Gives up what is being read or chosen. */
  stop(): void {
    this.host.engine.abandon();
  }

  choose(change: Partial<Choices>): void {
    if (!this.opened) return;
    this.opened.choices = { ...this.opened.choices, ...change };
    this.draft();
  }

  /** The settings of the table as they would run. */
  private draft(): void {
    const o = this.opened!;
    const hasTest = o.parts.test !== null;
    const rows = this.found()?.rows ?? trainingRows(o.summary, o.choices, hasTest);
    const draft: Draft = {
      key: ++this.keys, name: o.parts.train.name, ...o.files,
      data: dataOf(o.summary, o.choices, hasTest), ...removalsOf(rows, o.choices.leave),
      ridge: o.choices.tune ? this.found()?.ridge ?? null : null,
    };
    this.host.setDraft(draft);
  }

  /** What the choice of the ridge depends on. */
  private tuneKey(): string {
    const o = this.opened!;
    const { leave, tune, ...rest } = o.choices;
    return JSON.stringify([rest, o.parts.test !== null, this.host.scenario().seed]);
  }

  /** What cross-validation found for the settings as they are, or null. */
  found(): Tuned | null {
    const o = this.opened;
    return o?.tuned && o.tuned.key === this.tuneKey() ? o.tuned.found : null;
  }

  /** Chooses the ridge where that is asked for, then runs the table. */
  run(): void {
    void this.start();
  }

  private async start(): Promise<void> {
    const o = this.opened;
    if (!o) return this.host.runTable();
    const { choices } = o;
    if (!choices.label) return this.fail(o.parts.train.name, ["", words.noLabel]);
    if (o.summary.arrayFeatures === 0 && choices.features.length === 0) return this.fail(o.parts.train.name, ["", words.noFeatures]);
    this.host.cancel();
    if (choices.tune && !this.found() && this.host.scenario().fit.method === "newton") {
      if (!(await this.tune())) return;
    }
    this.draft();
    this.dialog.close();
    this.host.runTable();
  }

  private async tune(): Promise<boolean> {
    const o = this.opened!;
    const key = this.tuneKey();
    const document = JSON.stringify(tableScenario(this.host.scenario(), { ...this.host.draft()!, steps: 0 }));
    this.dialog.open();
    const done = this.dialog.choosing();
    try {
      const { body } = await this.host.engine.ask((ask, run) => ({ kind: KindTune, ask, run, scenario: document, table: o.files.table }), o.files.files,
        (m) => this.dialog.progress(m.phase, m.total > 0 ? m.done / m.total : 0));
      o.tuned = { key, found: JSON.parse(new TextDecoder().decode(body)) as Tuned };
      return true;
    } catch (e) {
      this.refused(e);
      return false;
    } finally {
      done();
    }
  }

  /** A setup in JSON. Returns whether the file was one; a bad one is said to be. */
  private async takeSetup(file: File): Promise<boolean> {
    let text: string;
    try {
      text = await file.text();
    } catch (e) {
      this.fail(file.name, words.unreadable((e as Error).message));
      return true;
    }
    if (isTable(text)) return false;
    try {
      const setup = parseScenario(text);
      this.dialog.close();
      this.host.runSetup(setup);
    } catch (e) {
      if (!(e instanceof ScenarioError)) throw e;
      this.fail(words.setup(file.name, e.field), [e.problem, e.remedy]);
    }
    return true;
  }

  /** Says what is wrong: in the dialog while that is open, else among the messages. */
  refused(e: unknown): void {
    if (!isRefusal(e)) throw e;
    if (!e.canceled) this.fail(e.place, [e.problem, e.remedy]);
  }

  fail(place: string, [problem, remedy]: [string, string]): void {
    const said = words.file(place, problem || remedy, problem ? remedy : "");
    if (!this.dialog.say(said)) this.host.notifyFile(said);
  }
}

/** By name: the class itself is that of the other bundle. */
function isRefusal(e: unknown): e is Refusal {
  return e instanceof Error && e.name === "Refusal";
}
