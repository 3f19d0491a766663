/** Holds the state, and draws it at most once per animation frame. */
import { reduce } from "./reduce.ts";
import { moving, type Action, type State } from "./state.ts";

/** Draws a state; prev is what was drawn before, or null. */
export type Draw = (s: State, prev: State | null) => void;

export class Store {
  private drawn: State | null = null;
  private scheduled = false;
  private held = false;
  /** The time of the last frame of motion in milliseconds; −1 at rest. */
  private last = -1;
  private readonly watchers: ((s: State, prev: State) => void)[] = [];

  constructor(public state: State, private readonly draw: Draw) {}

  /** Applies an action and asks for a drawing. */
  dispatch(action: Action): void {
    const prev = this.state;
    this.state = reduce(prev, action);
    if (this.state === prev) return;
    for (const watch of this.watchers) watch(this.state, prev);
    this.schedule();
  }

  /** Calls watch after every change, before it is drawn. */
  watch(watch: (s: State, prev: State) => void): void {
    this.watchers.push(watch);
  }

  /** Draws everything again, though nothing has changed: a part has a new size. */
  redraw(): void {
    this.drawn = null;
    this.schedule();
  }

  /** Draws nothing until release is called. */
  hold(): void {
    this.held = true;
  }

  release(): void {
    if (!this.held) return;
    this.held = false;
    this.schedule();
  }

  /** Asks for one drawing; many calls before it give one drawing. */
  schedule(): void {
    if (this.scheduled || this.held) return;
    this.scheduled = true;
    requestAnimationFrame((now) => this.frame(now));
  }

  /** Draws at once, for what cannot wait for the next frame. */
  drawNow(): void {
    const prev = this.drawn;
    if (prev === this.state) return;
    this.drawn = this.state;
    this.draw(this.state, prev);
  }

  private frame(now: number): void {
    this.scheduled = false;
    if (moving(this.state)) {
      // A frame that comes late must not make t jump: 100 ms is the longest step.
      if (this.last >= 0) this.dispatch({ type: "tick", millis: Math.min(100, now - this.last) });
      this.last = now;
      if (moving(this.state)) this.schedule();
      else this.last = -1;
    } else {
      this.last = -1;
    }
    this.drawNow();
  }
}
