// The page of stage.test.mjs: a stage and what it says, at the test's command.
import { Composed } from "../../site/src/images/compose.ts";
import { Cloud } from "../../site/src/stage/cloud.ts";
import { EbitenCanvas } from "../../site/src/stage/ebiten.ts";
import { Stage, type StageStatus } from "../../site/src/stage/stage.ts";
import type { View } from "../../site/src/stage/view.ts";
import { decodeRun } from "../../site/src/trace/decode.ts";
import type { Run } from "../../site/src/trace/run.ts";

export interface Harness {
  /** Puts a stage on the page and shows it at t; frames limits the frames the run has. */
  mount(o: { ebiten?: boolean; t: number; view: View; stage?: string; frames?: number; what?: "images" | "division" }): void;
  draw(t: number, view: View, paper?: boolean): void;
  /** Lets the run have all of its frames. */
  grow(): void;
  /** Shows another run, of the same rows. */
  other(): void;
  /** Whether a picture is on its way to the screen. */
  drawing(): boolean;
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

/** Images of 8×8 pixels, no two of which are alike. */
function checkered(rows: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 64 * rows }, (_, i) => ((i >> 6) >> (i % 6)) % 2 && i % 8 > 1 ? 255 : 30 * (i % 3));
}

/** A division of 300 rows into three blocks in three states. */
function division(): Cloud {
  const at = (f: (a: number) => number) => Float32Array.from({ length: 300 }, (_, i) => (i / 300) ** 2 * f(2.4 * i));
  const cloud = new Cloud(at(Math.cos), at(Math.sin), Uint8Array.from({ length: 300 }, (_, i) => i % 6), 3);
  for (const step of [0, 40, 85]) cloud.states.push(Uint8Array.from({ length: 900 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 85 + 2 * step : 85 - step)));
  return cloud;
}

function start(): Harness {
  let stage: Stage;
  let run: Run;
  let rest: Run["frames"] = [];
  const h: Harness = {
    statuses: [], hovers: [], picks: [],
    mount({ ebiten, t, view, stage: color, frames, what }) {
      const host = document.querySelector<HTMLElement>("#host")!;
      host.style.width = `${view.width}px`;
      host.style.height = `${view.height}px`;
      host.style.setProperty("--stage", color ?? "#ffffff");
      run = decodeRun(window.runBytes.slice().buffer);
      if (frames !== undefined) rest = run.frames.splice(frames);
      stage = new Stage(host, {
        viewURL: "./", ebiten: ebiten === false ? null : Promise.resolve(EbitenCanvas),
        onStatus: (s) => h.statuses.push(s), onHover: (...hover) => h.hovers.push(hover), onPick: (row) => h.picks.push(row),
      });
      if (what === "images") run.header.images = { width: 8, height: 8, file: "" };
      stage.setRun(run);
      if (what === "images") stage.setPictures(new Composed(run, checkered(run.header.rows), 44));
      if (what === "division") stage.show(division());
      stage.draw(t, view);
    },
    draw: (t, view, paper) => stage.draw(t, view, paper),
    grow() {
      run.frames.push(...rest);
      stage.framesChanged();
    },
    other: () => stage.setRun(decodeRun(window.runBytes.slice().buffer)),
    drawing: () => stage.drawing,
    dispose: () => stage.dispose(),
  };
  return h;
}

window.harness = start();
