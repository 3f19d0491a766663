/**
 * The influence map with every row in the blend of its blocks' colors: gray while it is
 * undecided, full color once it belongs. The shape tells where a row truly comes from.
 */
import { h, setText } from "../ui/dom.ts";
import { shapeAt } from "./marks.ts";
import { surface } from "./canvas.ts";
import { tone } from "./tones.ts";

export interface Cloud {
  /** Coordinates in thousandths of half the picture, and the true origin of each row. */
  x: number[];
  y: number[];
  origins: number[];
}

export class Blend {
  private readonly title = h("h2", {});
  private readonly note = h("span", { class: "note" });
  private readonly canvas = h("canvas", { role: "img" });
  private readonly body = h("div", { class: "chart-body" }, this.canvas);
  readonly element = h("section", { class: "chart lab-chart" }, h("div", { class: "chart-head" }, this.title, this.note), this.body);
  private again: (() => void) | null = null;

  constructor() {
    new ResizeObserver(() => this.again?.()).observe(this.body);
  }

  /** Draws the rows with shares[row][block]; null: none yet, so all are gray. */
  draw(title: string, note: string, cloud: Cloud, shares: ((row: number) => number[]) | null, describe: string): void {
    this.again = () => this.paint(cloud, shares);
    setText(this.title, title);
    setText(this.note, note);
    this.canvas.setAttribute("aria-label", describe);
    this.paint(cloud, shares);
  }

  private paint(cloud: Cloud, shares: ((row: number) => number[]) | null): void {
    const on = surface(this.canvas, this.body);
    if (!on) return;
    const { ctx, width: w, height } = on;
    const radius = Math.min(w, height) / 2 - 8;
    const colors = Array.from({ length: 6 }, (_, k) => rgb(tone(k)));
    const gray = rgb(getComputedStyle(this.body).getPropertyValue("--faint").trim());
    const size = Math.max(5, Math.min(9, radius / 28));
    for (let i = 0; i < cloud.x.length; i++) {
      const [x, y] = place(cloud.x[i]! / 1000, cloud.y[i]! / 1000);
      ctx.fillStyle = shares ? mixed(shares(i), colors, gray) : `rgb(${gray.join(",")})`;
      ctx.globalAlpha = 0.85;
      shapeAt(ctx, cloud.origins[i]!, w / 2 + x * radius, height / 2 - y * radius, size);
      ctx.fill();
    }
    ctx.globalAlpha = 1;
  }
}

/** Distances from the center are compressed, as on the stage, so that the crowd can be seen. */
function place(x: number, y: number): [number, number] {
  const r = Math.hypot(x, y);
  const to = r > 0 ? Math.min(1, r) ** 0.6 / r : 0;
  return [x * to, y * to];
}

/** The blend of blocks' colors by responsibility; nearer to gray the less is settled. */
function mixed(shares: number[], colors: number[][], gray: number[]): string {
  const k = shares.length;
  const sure = k < 2 ? 1 : (Math.max(...shares) - 1 / k) / (1 - 1 / k);
  const channel = (c: number) => {
    const blend = shares.reduce((sum, s, b) => sum + s * colors[b % 6]![c]!, 0);
    return Math.round(gray[c]! + (blend - gray[c]!) * Math.sqrt(Math.max(0, sure)));
  };
  return `rgb(${channel(0)},${channel(1)},${channel(2)})`;
}

/** The channels of a #rrggbb or rgb() color. */
export function rgb(color: string): number[] {
  if (color.startsWith("#")) return [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
  return (color.match(/\d+/g) ?? ["0", "0", "0"]).slice(0, 3).map(Number);
}
