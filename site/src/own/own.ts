/**
 * The user's own table: from files to a run, whichever page it is on (host.ts). Its files go
 * to the engine and nowhere else.
 */
import type { Refusal } from "../engine/client.ts";
import { KindGauge, KindPreview, KindTune, type Tuned } from "../generated/wire.ts";
import type { Summary } from "../generated/dataset.ts";
import { TrialRidge, type Gauge } from "../generated/session.ts";
import { tableScenario } from "../data/table.ts";
import { parseScenario, ScenarioError } from "../scenario/check.ts";
import type { Scenario } from "../generated/scenario.ts";
import type { Draft } from "../state.ts";
import { fixed, megabytes } from "../text/format.ts";
import { handOver, isTable, maxFile, partsOf, type Parts } from "./files.ts";
import type { OwnHost } from "./host.ts";
import { ownText as words } from "../messages/en/own.ts";
import { dataOf, removalsOf, suggested, trainingRows, type Choices } from "./settings.ts";
import { SetupDialog } from "./setup.ts";

/** A file that takes longer than this to read, in milliseconds, is seen being read. */
const slowMillis = 300;
/** The largest setup that is looked at for one, in bytes. */
const maxSetup = 1 << 16;

/** How long settings rest before a step is timed at them, in milliseconds. */
const settleMillis = 300;

/** A table that has been read far enough to ask about it. */
export interface Opened {
  parts: Parts;
  summary: Summary;
  choices: Choices;
  files: Pick<Draft, "table" | "files">;
  /** What cross-validation found for these settings, by their key. */
  tuned: { key: string; found: Tuned } | null;
  /** What a run will take at settings, by their key: null while that is being timed, or where it could not be. */
  gauged: { key: string; found: Gauge | null } | null;
  /** Settings that are known better than they can be guessed, as of an example. */
  given: Partial<Choices>;
}

/** A table of the user's own: read, asked about, and run by the page around it. */
export class Own {
  opened: Opened | null = null;
  private keys = 0;
  private readonly dialog = new SetupDialog(this);
  private timing = 0;

  constructor(readonly host: OwnHost) {}

  show(): void {
    // After a reset the page is back at the example, and so is the dialog.
    if (!this.host.draft()) this.opened = null;
    this.dialog.open();
    this.gaugeSoon();
  }

  /** Takes files of the user's. While a table is open, a file of its own may be its test part. */
  async take(files: File[], given: Partial<Choices> = {}): Promise<void> {
    const large = files.find((f) => f.size > maxFile);
    if (large) return this.fail(large.name, words.tooLarge(megabytes(large.size), `${fixed(maxFile / 1e6, 0)} MB`));
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
      this.opened = { parts, summary, files, given, tuned: null, gauged: null, choices: keep ?? { ...base, features: base.features.length > 0 ? base.features : suggested(summary).features } };
      this.draft();
      done();
      this.dialog.open();
      this.gaugeSoon();
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
    this.gaugeSoon();
  }

  /** What a run at these settings will take, as far as that has been timed. */
  gauge(): Gauge | null {
    const o = this.opened;
    return o?.gauged && o.gauged.key === this.gaugeKey() ? o.gauged.found : null;
  }

  private gaugeKey(): string {
    return JSON.stringify(this.gaugeScenario());
  }

  /** What is timed: the run as it is set; while its ridge is yet to be chosen, with one from the middle of those that will be tried. */
  private gaugeScenario(): Scenario {
    const s = { ...tableScenario(this.host.scenario(), this.host.draft()!), title: "" };
    return this.tuneFirst() ? { ...s, fit: { ...s.fit, ridge: TrialRidge } } : s;
  }

  /** Whether a run begins with the choice of its ridge. */
  tuneFirst(): boolean {
    return this.opened!.choices.tune && this.found() === null && this.host.scenario().fit.method === "newton";
  }

  /** Times a step on a part of the rows when the settings rest; not while a run is under way, which it would end. */
  private gaugeSoon(): void {
    window.clearTimeout(this.timing);
    const o = this.opened;
    if (!o || !this.ready() || this.host.busy() || o.gauged?.key === this.gaugeKey()) return;
    this.timing = window.setTimeout(() => void this.time(o), settleMillis);
  }

  private async time(o: Opened): Promise<void> {
    if (o !== this.opened || this.host.busy()) return;
    const key = this.gaugeKey();
    const found = (gauge: Gauge | null) => {
      o.gauged = { key, found: gauge };
      if (o === this.opened) this.dialog.timed();
    };
    try {
      const document = JSON.stringify(this.gaugeScenario());
      const { body } = await this.host.engine.ask((ask, run) => ({ kind: KindGauge, ask, run, scenario: document, table: o.files.table }), o.files.files, () => {});
      found(JSON.parse(new TextDecoder().decode(body)) as Gauge);
    } catch (e) {
      // What is wrong with the table is said when it is run; a timing that was cut short is made again.
      if (!isRefusal(e)) throw e;
      if (!e.canceled) found(null);
    }
  }

  /** Whether enough has been chosen to run. */
  private ready(): boolean {
    const o = this.opened!;
    return o.choices.label !== "" && (o.summary.arrayFeatures > 0 || o.choices.features.length > 0);
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
    window.clearTimeout(this.timing);
    this.host.cancel();
    if (this.tuneFirst() && !(await this.tune())) return;
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
