/**
 * What a reader can ask of the page, and what follows from it: the one place where
 * state, engine, presets and address meet. The parts under ui/ call these methods.
 */
import type { ComparePage } from "./compare/main.ts";
import { setup, setupRun, single } from "./baked.ts";
import { tableScenario } from "./data/table.ts";
import { defaultPreset, embedded, loadedRun, presetIDs, readRun, recordedRun } from "./data/presets.ts";
import type { Engine, Listener, Loss } from "./engine/client.ts";
import { needed } from "./engine/files.ts";
import type { Scenario } from "./generated/scenario.ts";
import type { Later } from "./later.ts";
import type { Done, Error as WireError, Frame, Opened, Progress } from "./generated/wire.ts";
import { say } from "./messages/en/page.ts";
import { edit, sameRun, type Edit } from "./scenario/edit.ts";
import type { Pictures } from "./stage/sheet.ts";
import { changed, computing, lastStep, waiting, type Notice, type OwnTable, type State } from "./state.ts";
import type { Stage } from "./stage/stage.ts";
import type { Store } from "./store.ts";
import { checkHeader, decodePoints, encodingOf, FrameDecoder } from "./trace/decode.ts";
import { openingOf, type Run } from "./trace/run.ts";
import { afterPaint } from "./ui/dom.ts";
import type { OwnPage } from "./ui/own.ts";
import { playsOnly } from "./ui/player.ts";
import { formatHash, parseAddress, hashVersion, type Address } from "./url.ts";

/** Identifies the build; set by build.mjs. */
declare const buildID: string;

/** How long the settings must rest before a run starts, in milliseconds. */
const settleMillis = 200;

/** What a run brings that is not on screen: it takes the place of the settings once the run has opened. */
interface Pending {
  preset: string;
  base: Scenario;
  scenario: Scenario;
  table: OwnTable | null;
}

/** What a message says, without its looks. */
type Words = Pick<Notice, "place" | "problem" | "remedy">;

export class App implements Listener {
  readonly build = buildID;
  /** The bytes of a frame, for scripts that are loaded later and have no part in the decoder's memory. */
  readonly bytesOf = encodingOf;
  private arrive: (later: Later) => void = () => {};
  /** What comes behind the first picture: the engine's side of the page, the parts, the service. */
  readonly later = new Promise<Later>((resolve) => { this.arrive = resolve; });
  private link: Engine | null = null;
  private arriving: { run: Run; decoder: FrameDecoder } | null = null;
  private pending: Pending | null = null;
  private settling = 0;
  /** When the core opened the run at hand, in milliseconds. */
  private openedAt = 0;
  /** The service's copy of the example where it computes another run than the page's copy. */
  private served: Pending | null = null;
  /** Counts requests for presets, so that a slow answer does not undo a later choice. */
  private asked = 0;

  /** The part about the user's own table, once it has been loaded (ui/own.ts). */
  ownPage: OwnPage | null = null;

  /** The images of the rows on screen, once they have come (ui/picture.ts). */
  pictures: Pictures | null = null;
  /** The comparison, once the later part of the page is there. */
  comparison: ComparePage | null = null;
  /** Makes a stage for another run; the picture knows how. */
  stageOn!: (host: HTMLElement) => Stage;

  constructor(readonly store: Store) {}

  /** Keeps the run on screen as the reference, or lets the one there is go. */
  flipCompare(): void {
    if (!playsOnly()) this.comparison?.flip();
  }

  /** The engine; it is there when the page's later part is. */
  get engine(): Engine {
    if (!this.link) throw new Error("the engine's part has not come");
    return this.link;
  }

  /** Takes in the part of the page that comes later. */
  connect(later: Later): void {
    this.link = later.engine("worker.js", buildID, this);
    this.comparison = later.compare(this);
    this.arrive(later);
  }

  private get state(): State {
    return this.store.state;
  }

  /** Shows what the address asks for. */
  async start(address: Address): Promise<void> {
    for (const w of address.warnings) {
      this.notify("warning", w.unknown ? say.urlName(w.name, w.expects) : say.urlValue(w.name, w.value, w.expects));
    }
    if (address.newer !== null) this.notify("warning", say.urlNewer(address.newer, hashVersion));
    if (address.profile) this.store.dispatch({ type: "profile", profile: address.profile });
    if (address.speed) this.store.dispatch({ type: "speed", speed: address.speed });
    let id = address.preset ?? setup()?.preset ?? defaultPreset;
    if (!embedded(id)) {
      this.notify("warning", say.unknownPreset(id, presetIDs().join(", ")));
      id = defaultPreset;
    }
    await this.choose(id, address);
    this.store.dispatch({ type: "tour", stop: address.tour ?? 0 });
    const { compare } = address;
    if (compare) void this.later.then(() => this.comparison!.open(compare));
    else if (this.state.reference && !this.state.reference.given) this.store.dispatch({ type: "reference", reference: null });
    if (address.presentation.autoplay && !this.state.presentation.reduceMotion && !this.state.system.reduceMotion) {
      this.store.dispatch({ type: "play" });
    }
  }

  /** Follows a change of the fragment made by hand or by the back button. */
  async follow(hash: string): Promise<void> {
    const address = parseAddress("", hash);
    await this.start({ ...address, profile: null, speed: null });
  }

  /** Shows a preset by its recorded run, with the changes an address makes to it. */
  async choose(id: string, address?: Address): Promise<void> {
    const base = embedded(id);
    if (!base) return;
    const mine = ++this.asked;
    this.cancel();
    if (setup()?.preset === id) {
      await this.showCarried();
      if (address) this.apply(address);
      return;
    }
    try {
      const kept = loadedRun(id);
      const { run, rest } = kept ? { run: kept, rest: null } : await recordedRun(id, Math.max(address?.t ?? 0, openingOf(base)));
      if (mine !== this.asked) return;
      this.store.dispatch({ type: "recorded", run, preset: id, base, t: null, arriving: rest !== null });
      if (rest) afterPaint(() => void this.complete(id, run, rest));
    } catch (e) {
      if (mine !== this.asked) return;
      this.store.dispatch({ type: "base", preset: id, base, edge: this.state.edge });
      this.store.dispatch({ type: "scenario", preset: id, base, scenario: base, table: null });
      if (single()) this.run(false, openingOf(base));
      else this.notify("warning", say.runMissing(id, (e as Error).message));
    }
    if (address) this.apply(address);
    void this.compareServed(id, mine);
  }

  /** Fetches the rest of a recorded run that is on screen. */
  private async complete(id: string, run: Run, rest: () => Promise<void>): Promise<void> {
    const failed = await rest().then(() => null, (e: unknown) => e as Error);
    this.store.dispatch({ type: "arrived", run });
    if (failed && this.state.run === run) this.notify("warning", say.runMissing(id, failed.message));
  }

  /** Shows the run that a one-file page was made with. */
  private async showCarried(): Promise<void> {
    const { preset, scenario, table, t } = setup()!;
    const run = await readRun(setupRun);
    const known = embedded(preset);
    const base = known && scenario.id === preset ? known : scenario;
    this.store.dispatch({ type: "recorded", run, preset, base, t, arriving: false });
    this.store.dispatch({ type: "scenario", preset, base, scenario, table });
  }

  /** Applies the settings and the time of an address to the preset just shown. */
  private apply(address: Address): void {
    if (Object.keys(address.edit).length > 0) this.store.dispatch({ type: "edit", edit: address.edit });
    const { scenario } = this.state;
    const { noise, steps: asked } = address.edit;
    if (noise !== undefined && noise !== (scenario.data.noise?.rate ?? 0)) this.notify("warning", say.urlNoise(String(noise)));
    if (asked !== undefined && asked !== scenario.purify.steps) this.notify("warning", say.urlSteps(asked, scenario.purify.steps));
    const t = address.t === null ? null : Math.min(address.t, scenario.purify.steps);
    if (t !== null && t !== address.t) this.notify("warning", say.urlTime(address.t!, t));
    if (t !== null) this.store.dispatch({ type: "seek", t });
    if (changed(this.state)) this.run(false, t ?? this.state.t);
  }

  /** Compares the preset with the service's copy, after everything else. */
  private async compareServed(id: string, mine: number): Promise<void> {
    const served = await (await this.later).ask(id);
    if (mine !== this.asked || this.state.table) return;
    if (served.kind === "differs") this.differs(id, served.scenario);
    else if (served.kind === "unreadable") {
      this.store.dispatch({ type: "edge", edge: "newer" });
      this.notify("warning", say.edgePreset(id, served.error.field, served.error.problem));
    } else this.store.dispatch({ type: "edge", edge: served.kind });
  }

  /** The recorded run belongs to the page's copy, so a copy that computes another run is only offered. */
  private differs(id: string, served: Scenario): void {
    if (sameRun(served, this.state.base)) return this.store.dispatch({ type: "base", preset: id, base: served, edge: "differs" });
    this.served = { preset: id, base: served, scenario: served, table: null };
    this.store.dispatch({ type: "edge", edge: "differs" });
    this.notify("info", say.edgeDiffers(id), { offer: "served" });
  }

  /** Computes the service's copy of the example. */
  runServed(): void {
    if (this.served) this.run(true, this.served.scenario.purify.steps, this.served);
  }

  /** Back to the preset as it was. */
  reset(): void {
    void this.choose(this.state.preset);
  }

  /** Changes settings; with `settled` the run follows at once, else when they rest. */
  edit(edit: Edit, settled: boolean): void {
    this.store.dispatch({ type: "edit", edit });
    window.clearTimeout(this.settling);
    if (settled) this.settling = window.setTimeout(() => this.runChanged(), settleMillis);
  }

  private runChanged(): void {
    const s = this.state;
    // A table that has been opened is what runs next, and only when it is asked for.
    if (waiting(s)) return;
    // Back at the settings on screen there is nothing to compute, and nothing to go on with.
    if (!changed(s)) this.cancel();
    else this.run(false, s.goal ?? s.t);
  }

  /** Computes the run of the settings in the tab, or the table that has been opened, and plays it from the start. */
  live(): void {
    if (waiting(this.state)) this.ownPage?.run();
    else this.run(true, this.state.scenario.purify.steps);
  }

  private run(play: boolean, resume: number, next: Pending | null = null): void {
    if (playsOnly()) return this.notify("info", say.playsOnly);
    window.clearTimeout(this.settling);
    if (!this.link) {
      const mine = this.asked;
      return void this.later.then(() => { if (mine === this.asked) this.run(play, resume, next); });
    }
    this.arriving = null;
    this.pending = next;
    const { scenario, table } = next ?? this.state;
    const number = this.engine.open(JSON.stringify(scenario), table, needed(scenario.data));
    this.store.dispatch({ type: "live/start", number, resume, play });
  }

  /** Ends the computation at once; what has come stays on screen. */
  cancel(): void {
    window.clearTimeout(this.settling);
    this.pending = null;
    if (!computing(this.state)) return;
    this.engine.cancel();
    this.store.dispatch({ type: "live/end", number: this.state.live.number, phase: "canceled" });
    // The core may have both hands on the processor; the page says at once that it is over.
    this.store.drawNow();
  }

  /** Starts a fresh engine on what it was to compute. */
  restart(): void {
    this.engine.stop();
    this.run(false, this.state.t, this.pending);
  }

  /** Runs the table that has been opened. */
  runTable(): void {
    const { draft, scenario: s, preset } = this.state;
    if (!draft) return;
    this.asked++;
    const scenario = tableScenario(s, draft);
    const { key, name, table, files } = draft;
    this.run(true, scenario.purify.steps, { preset, base: scenario, scenario, table: { key, name, table, files } });
  }

  /** A link that opens the page with the model and the rule as they are set, and no data. */
  settingsLink(): string {
    const { seed, fit, influence, purify } = this.state.scenario;
    const base = embedded(defaultPreset)!;
    const scenario = edit(base, base, { seed, ...fit, ...influence, rule: purify.rule });
    return location.href.replace(/#.*$/, "") + formatHash({ preset: defaultPreset, defaultPreset, base, scenario, t: 0, opening: 0, whole: true });
  }

  /** Runs a setup the user opened as a file. */
  runSetup(scenario: Scenario): void {
    this.asked++;
    // A setup that started from a preset is that preset with changes, so it has an address.
    const base = embedded(scenario.id);
    const next = { preset: base ? scenario.id : this.state.preset, base: base ?? scenario, scenario, table: null };
    this.run(false, Math.min(this.state.t, scenario.purify.steps), next);
  }

  /** Plays or pauses. */
  playPause(): void {
    this.store.dispatch({ type: this.state.playing ? "pause" : "play" });
  }

  /** Goes to the first or the last step. */
  toEnd(last: boolean): void {
    this.store.dispatch({ type: "pause" });
    this.store.dispatch({ type: "seek", t: last ? lastStep(this.state) : 0 });
  }

  /** Shows a message. */
  notify(level: Notice["level"], words: Words, more: Partial<Pick<Notice, "report" | "offer" | "file" | "setting">> = {}): void {
    this.store.dispatch({ type: "notice", notice: { level, report: "", offer: "", file: false, setting: false, ...words, ...more } });
  }

  /** Shows an error about a file; it goes away when a file is opened or run. */
  notifyFile(words: Words): void {
    this.notify("error", words, { file: true });
  }

  /** Shows a fault of the page itself, with a report that can be copied. */
  fault(e: unknown, where = ""): void {
    const why = e instanceof Error ? e.message : String(e);
    const stack = e instanceof Error && e.stack ? e.stack : why;
    this.notify("error", say.fault(why.slice(0, 200)), { report: [stack, where, `build ${this.build}`, navigator.userAgent].filter(Boolean).join("\n") });
  }

  // What the engine says.

  loading(loaded: number, total: number): void {
    this.store.dispatch({ type: "live/loading", loaded, total });
  }

  opened(m: Opened, points: Uint8Array, warnings: string[]): void {
    const header = checkHeader(m.header);
    this.openedAt = performance.now();
    if (this.pending) this.store.dispatch({ type: "scenario", ...this.pending });
    this.pending = null;
    this.arriving = { run: { header, points: decodePoints(header, points), frames: [] }, decoder: new FrameDecoder(header.rows) };
    this.store.dispatch({ type: "live/opened", number: m.run, warnings });
    void this.later.then(({ merged }) => {
      // What the dialog of the table has said is not said again over its result.
      const told = this.state.table ? this.ownPage?.told() : undefined;
      for (const problem of merged(warnings.filter((w) => !told?.includes(w)))) this.notify("info", { place: header.scenario.title, problem, remedy: "" });
    });
  }

  progress(m: Progress): void {
    const elapsed = performance.now() - this.openedAt;
    this.store.dispatch({ type: "live/progress", number: m.run, step: m.step, work: m.phase, share: m.total > 0 ? m.done / m.total : 0, elapsed });
  }

  frame(m: Frame, bytes: Uint8Array): void {
    if (!this.arriving) throw new Error("a frame before its header");
    const { run, decoder } = this.arriving;
    const frame = decoder.frame(bytes);
    if (frame.step !== run.frames.length) throw new Error(`frame ${frame.step} where ${run.frames.length} was due`);
    run.frames.push(frame);
    this.store.dispatch({ type: "live/frame", number: m.run, run, frame, millis: m.millis });
  }

  done(m: Done): void {
    this.store.dispatch({ type: "live/end", number: m.run, phase: m.reason === "canceled" ? "canceled" : "done" });
  }

  error(m: WireError): void {
    this.store.dispatch({ type: "live/end", number: this.state.live.number, phase: "failed" });
    this.notify("error", { place: m.place, problem: m.problem, remedy: m.remedy }, { report: m.report, offer: m.code === "panic" ? "restart" : "", file: m.code !== "panic" && this.pending !== null });
    if (m.code !== "panic") this.pending = null;
  }

  lost(kind: Loss, why: string, report: string): void {
    this.store.dispatch({ type: "live/end", number: this.state.live.number, phase: "failed" });
    if (kind === "garbled") this.notify("error", say.badBytes(why), { report, offer: "restart" });
    else if (kind === "version") this.notify("error", say.otherVersion(why));
    else if (kind === "unloadable") this.notify("error", say.noEngine(why), { offer: "restart" });
    else this.notify("error", say.crash(why), { report: report && `${report}\nbuild ${this.build}`, offer: "restart" });
  }
}

