// The page of stage.test.mjs: a stage and what it says, at the test's command.
import { Stage, type StageStatus } from "../../site/src/stage/stage.ts";
import type { View } from "../../site/src/stage/view.ts";
import { decodeRun } from "../../site/src/trace/decode.ts";
import type { Run } from "../../site/src/trace/run.ts";

export interface Harness {
  /** Puts a stage on the page and shows it at t; frames limits the frames the run has. */
  mount(o: { ebiten?: boolean; t: number; view: View; stage?: string; frames?: number }): void;
  draw(t: number, view: View): void;
  /** Lets the run have all of its frames. */
  grow(): void;
  dispose(): void;
  statuses: StageStatus[];
  hovers: [number, number, number][];
  picks: number[];
}

declare global {
  interface Window {
    runBytes: Uint8Array;
    harness: Harness;
  }
}

function start(): Harness {
  let stage: Stage;
  let run: Run;
  let rest: Run["frames"] = [];
  const h: Harness = {
    statuses: [], hovers: [], picks: [],
    mount({ ebiten, t, view, stage: color, frames }) {
      const host = document.querySelector<HTMLElement>("#host")!;
      host.style.width = `${view.width}px`;
      host.style.height = `${view.height}px`;
      host.style.setProperty("--stage", color ?? "#ffffff");
      run = decodeRun(window.runBytes.slice().buffer);
      if (frames !== undefined) rest = run.frames.splice(frames);
      stage = new Stage(host, {
        viewURL: "./", ...(ebiten === undefined ? {} : { ebiten }),
        onStatus: (s) => h.statuses.push(s), onHover: (...hover) => h.hovers.push(hover), onPick: (row) => h.picks.push(row),
      });
      stage.setRun(run);
      stage.draw(t, view);
    },
    draw: (t, view) => stage.draw(t, view),
    grow() {
      run.frames.push(...rest);
      stage.framesChanged();
    },
    dispose: () => stage.dispose(),
  };
  return h;
}

window.harness = start();
