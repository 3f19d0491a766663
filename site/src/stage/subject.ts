/** What a stage shows: a run here, a division in cloud.ts. */
import type { Run } from "../trace/run.ts";
import type { EbitenCanvas } from "./ebiten.ts";
import type { DrawList } from "./list.ts";
import { Plan } from "./plan.ts";
import { build } from "./scene.ts";
import type { View } from "./view.ts";

export interface Subject {
  /** Fills the list with the picture at time t. */
  build(list: DrawList, t: number, v: View): void;
  /** Gives ebiten what it lacks. `sent` counts the parts that it has, −1 before it has any; returns their number now. */
  feed(to: EbitenCanvas, sent: number): number;
}

export class RunSubject implements Subject {
  readonly plan: Plan;

  constructor(private readonly run: Run) {
    this.plan = new Plan(run);
  }

  build(list: DrawList, t: number, v: View): void {
    build(list, this.plan, t, v);
  }

  feed(to: EbitenCanvas, sent: number): number {
    const { header, points, frames } = this.run;
    if (sent < 0) to.open(header, points);
    for (let n = Math.max(0, sent); n < frames.length; n++) to.frame(frames[n]!);
    return frames.length;
  }
}
