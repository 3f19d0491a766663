/**
 * The influence map with every row in the blend of its blocks' colors: gray while it is
 * undecided, full color once it belongs. The shape tells where a row truly comes from. It
 * is drawn by the stage of the page, with ebiten where WebGL 2 is there.
 */
import { Cloud } from "../stage/cloud.ts";
import { EbitenCanvas } from "../stage/ebiten.ts";
import { Stage } from "../stage/stage.ts";
import { h, setText } from "../ui/dom.ts";
import { words } from "../messages/en/lab.ts";
import type { LabState } from "./types.ts";

/** Milliseconds from one state to the next. */
const stateMillis = 160;

export interface Places {
  /** Coordinates in thousandths of half the picture, and the true origin of each row. */
  x: number[];
  y: number[];
  origins: number[];
}

/** A method's way. */
export interface Way {
  map: Places;
  blocks: number;
  /** Each rows × blocks responsibilities of 0 … 255; none yet while nothing is known of the rows. */
  states: Uint8Array[];
  /** What each state is called, and what is said at rest on the last one. */
  names: string[];
  rest: string;
}

export class Blend {
  private readonly title = h("h2", {});
  private readonly note = h("span", { class: "note" });
  private readonly host = h("div", { class: "blend", role: "img" });
  private readonly body = h("div", { class: "chart-body" }, this.host);
  readonly element = h("section", { class: "chart lab-chart" }, h("div", { class: "chart-head" }, this.title, this.note), this.body);
  private readonly stage: Stage;
  private readonly watch = new ResizeObserver(() => this.paint());
  private way: Way | null = null;
  /** The states on screen: those of the way, perhaps with the one before. */
  private states: Uint8Array[] = [];
  private profile: LabState["profile"] = "light";
  private t = 0;
  private hover = -1;
  private frame = 0;

  constructor() {
    this.stage = new Stage(this.host, {
      viewURL: "./",
      ebiten: Promise.resolve(EbitenCanvas),
      onHover: (row) => {
        this.hover = row;
        this.say();
        this.paint();
      },
      onPick: () => {},
      onStatus: () => {},
    });
    this.watch.observe(this.body);
  }

  dispose(): void {
    this.stop();
    this.watch.disconnect();
    this.stage.dispose();
  }

  /** Shows the last state of a way; the same object again is not read again. */
  draw(title: string, way: Way | null, profile: LabState["profile"], describe: string): void {
    setText(this.title, title);
    this.host.setAttribute("aria-label", describe);
    this.profile = profile;
    if (way && way !== this.way) {
      this.stop();
      // The work under way goes on from what is on screen; anything else begins anew.
      const before = this.way?.map === way.map && this.way.blocks === way.blocks && way.states.length === 1 ? this.states.at(-1) : undefined;
      const cloud = new Cloud(Float32Array.from(way.map.x, (v) => v / 1000), Float32Array.from(way.map.y, (v) => v / 1000), Uint8Array.from(way.map.origins), way.blocks);
      cloud.states.push(...(before ? [before] : []), ...way.states);
      this.stage.show(cloud);
      this.way = way;
      this.states = cloud.states;
      this.t = Math.max(0, this.states.length - 1);
      if (before && !still()) this.run(0, 1);
    }
    this.say();
    this.paint();
  }

  /** Shows the way from its start. */
  play(): void {
    const last = this.states.length - 1;
    if (last > 0 && !still()) this.run(0, last);
  }

  private run(from: number, to: number): void {
    this.stop();
    const begun = performance.now();
    this.t = from;
    const step = (now: number) => {
      this.t = Math.min(to, from + Math.max(0, now - begun) / stateMillis);
      this.frame = this.t < to ? requestAnimationFrame(step) : 0;
      this.say();
      this.paint();
    };
    this.frame = requestAnimationFrame(step);
  }

  private stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  private say(): void {
    const last = this.states.length - 1;
    const state = Math.min(last, Math.round(this.t));
    const { names = [], rest = "" } = this.way ?? {};
    const name = state === last && this.frame === 0 ? rest : (names.at(state - last - 1) ?? rest);
    setText(this.note, this.hover >= 0 && state >= 0 ? this.rowText(state) : name);
  }

  /** The row under the pointer with its responsibilities, in words. */
  private rowText(state: number): string {
    const { blocks } = this.way!;
    const shares = Array.from(this.states[state]!.subarray(this.hover * blocks, (this.hover + 1) * blocks), (v) => v / 255);
    return words.divide.row(this.hover, shares);
  }

  private paint(): void {
    if (!this.way) return;
    const { clientWidth: width, clientHeight: height } = this.body;
    this.stage.draw(this.t, { width, height, profile: this.profile, reduceMotion: still(), hover: this.hover });
  }
}

/** Whether the system asks for less motion: then only the last state is shown. */
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The channels of a #rrggbb or rgb() color. */
export function rgb(color: string): number[] {
  if (color.startsWith("#")) return [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
  return (color.match(/\d+/g) ?? ["0", "0", "0"]).slice(0, 3).map(Number);
}
