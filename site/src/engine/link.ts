/** One worker and the conversation with it: started, greeted, ended. It knows no runs. */
import { carriedEngine, single, workerURL } from "../baked.ts";
import { KindHello, Version, type Hello } from "../generated/wire.ts";
import { say } from "../messages/en/page.ts";
import { loadSentences, translated } from "../messages/said.ts";
import type { FromCore, FromWorker, Start, ToCore } from "./protocol.ts";

/** Why a worker is gone. */
export type Loss = "unloadable" | "ended" | "crashed" | "garbled" | "version";

/** What the owner of a link hears. */
export interface Ears {
  loading(loaded: number, total: number): void;
  /** How far the worker is with reading a file of the user's own, in bytes. */
  reading?(loaded: number, total: number): void;
  /** The program has been compiled; another link starts at once with it. */
  compiled(module: WebAssembly.Module): void;
  /** The core is there and speaks the page's version. */
  greeted(): void;
  message(m: Exclude<FromCore, Hello>, body: Uint8Array): void;
  /** The worker is gone; nothing more comes. */
  lost(kind: Loss, why: string, report: string): void;
}

export class Link {
  private worker: Worker | null = null;
  /** Whether the worker has sent anything. */
  private heard = false;

  /**
   * Starts a worker.
   * @param url the address of worker.js
   * @param build identifies the page in reports
   * @param module the program where it has been compiled before
   */
  constructor(url: string, build: string, module: WebAssembly.Module | null, private readonly ears: Ears) {
    loadSentences();
    let worker: Worker;
    try {
      worker = new Worker(workerURL(url));
    } catch (e) {
      // Told behind the caller's back, as every other loss is.
      setTimeout(() => this.lose("unloadable", e instanceof Error ? e.message : String(e), ""));
      return;
    }
    this.worker = worker;
    const mine = (handle: () => void) => { if (this.worker === worker) handle(); };
    worker.onmessage = (e: MessageEvent<FromWorker>) => mine(() => this.receive(e.data));
    worker.onerror = (e) => {
      e.preventDefault();
      // A worker that never said a word was not let in: no such file, or a policy against it.
      mine(() => this.lose(this.heard ? "crashed" : "unloadable", e.message || say.noReason, e.filename ? `${e.message}\n${e.filename}:${e.lineno}` : e.message));
    };
    worker.onmessageerror = () => mine(() => this.lose("garbled", say.unreadable, ""));
    const start = (program: WebAssembly.Module | null) => mine(() => worker.postMessage({ host: "start", module: program } satisfies Start));
    if (module || !single()) start(module);
    else {
      carriedEngine().then((program) => {
        ears.compiled(program);
        start(program);
      }, (e: unknown) => mine(() => this.lose("unloadable", e instanceof Error ? e.message : String(e), "")));
    }
    this.send({ kind: KindHello, version: Version, build });
  }

  send(message: ToCore): void {
    this.worker?.postMessage(message);
  }

  /** Ends the worker at once, whatever it does. */
  stop(): void {
    this.worker?.terminate();
    this.worker = null;
  }

  private lose(kind: Loss, why: string, report: string): void {
    this.stop();
    this.ears.lost(kind, why, report);
  }

  private receive(m: FromWorker): void {
    this.heard = true;
    if ("json" in m) {
      try {
        this.dispatch(JSON.parse(m.json) as FromCore, m.body ?? new Uint8Array(0));
      } catch (e) {
        this.lose("garbled", e instanceof Error ? e.message : String(e), m.json.slice(0, 2000));
      }
      return;
    }
    if (m.host === "compiled") this.ears.compiled(m.module);
    else if (m.host === "reading") this.ears.reading?.(m.loaded, m.total);
    else if (m.host === "loading") this.ears.loading(m.loaded, m.total);
    else if (m.host === "unloadable") this.lose("unloadable", m.why, "");
    else if (m.host === "ended") this.lose("ended", m.why, m.report);
  }

  private dispatch(m: FromCore, body: Uint8Array): void {
    if (m.kind !== KindHello) return this.ears.message("said" in m ? translated(m) : m as Exclude<FromCore, Hello>, body);
    // Page and core must speak one version; nothing of another one is believed.
    const { version } = m as Hello;
    if (version !== Version) this.lose("version", say.versions(Version, String(version)), "");
    else this.ears.greeted();
  }
}
