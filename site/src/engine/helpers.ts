/**
 * Workers that help with a live run: what its core shares, leave-one-out work of a step, is
 * dealt out to them, and what they find goes back to it. The core goes on by itself
 * meanwhile and computes what does not come in time, so that a helper that is late, or gone,
 * costs time and nothing else.
 */
import { KindAssist, KindAssisted, type Assisted, type Share } from "../generated/wire.ts";
import { Crew, type Mate } from "./crew.ts";
import type { FromCore, ToCore } from "./protocol.ts";

/** The run that a helper has opened; 0: none. */
interface State { run: number }

export class Helpers {
  private readonly crew: Crew<State>;
  /** The run at hand, how it is opened, and the share at hand. */
  private run = 0;
  private opening: ToCore[] = [];
  private share: Share | null = null;

  /** @param size how many there are, ≥ 0; @param found hears what they find. */
  constructor(url: string, build: string, readonly size: number, private readonly found: (m: Assisted) => void) {
    this.crew = new Crew<State>(url, build, size, {
      blank: () => ({ run: 0 }),
      started: (m) => this.brief(m),
      busy: () => this.share !== null,
      loading: () => {},
      message: (_, m: FromCore) => { if (m.kind === KindAssisted && (m as Assisted).run === this.run) this.found(m as Assisted); },
      lost: () => {}, // the core does without; the next share starts others
    });
  }

  /**
   * Deals out what a core shares.
   * @param opening the messages that opened its run, without a request for frames
   */
  deal(share: Share, opening: ToCore[], module: WebAssembly.Module | null): void {
    if (this.size === 0 || !module) return;
    const fresh = this.crew.members.slice();
    [this.run, this.opening, this.share] = [share.run, opening, share];
    this.crew.fill(module);
    for (const m of fresh) this.brief(m);
  }

  /** Ends what is at hand. */
  cancel(): void {
    if (this.share) this.crew.cancel(this.run);
    for (const m of this.crew.members) m.state.run = 0;
    [this.run, this.opening, this.share] = [0, [], null];
  }

  /** Ends the workers, with what they hold; the next share starts others. */
  stop(): void {
    [this.run, this.opening, this.share] = [0, [], null];
    this.crew.stop();
  }

  /** Tells a helper of the run, unless it knows it, and of its part of the share. */
  private brief(m: Mate<State>): void {
    const { share } = this;
    if (!share) return;
    if (m.state.run !== share.run) for (const message of this.opening) m.link.send(message);
    m.state = { run: share.run };
    const part = this.crew.members.indexOf(m) + 1;
    if (part < share.parts) m.link.send({ ...share, kind: KindAssist, part });
  }
}
