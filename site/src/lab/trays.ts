/**
 * Unit charts side by side: per rule a strip with one column per step and one mark per
 * removed row, in the color of where the row came from. Precision is seen, not read.
 *
 * One plain canvas draws all strips, on purpose: a canvas of ebiten costs a worker with a
 * program and a memory of its own and a graphics context, of which browsers keep few. The
 * picture of a division is worth that once per page, and eight strips are not.
 */
import { h, setText } from "../ui/dom.ts";
import { surface } from "./canvas.ts";
import { tone } from "./tones.ts";

export interface Strip {
  name: string;
  color: string;
  /** The origin of each removed row, in order. */
  origins: number[];
}

export class Trays {
  private readonly title = h("h2", {});
  private readonly note = h("span", { class: "note" });
  private readonly canvas = h("canvas", { role: "img" });
  private readonly body = h("div", { class: "chart-body" }, this.canvas);
  readonly element = h("section", { class: "chart lab-chart" }, h("div", { class: "chart-head" }, this.title, this.note), this.body);
  private last: Parameters<Trays["draw"]> | null = null;

  constructor() {
    new ResizeObserver(() => { if (this.last) this.draw(...this.last); }).observe(this.body);
  }

  /** Draws strips of so many steps with so many rows each. describe is what a screen reader hears. */
  draw(title: string, note: string, strips: Strip[], steps: number, perStep: number, describe: string): void {
    this.last = [title, note, strips, steps, perStep, describe];
    setText(this.title, title);
    setText(this.note, note);
    this.canvas.setAttribute("aria-label", describe);
    const on = surface(this.canvas, this.body);
    if (!on) return;
    const { ctx, width: w, height } = on;
    const css = getComputedStyle(this.body);
    const size = parseFloat(css.getPropertyValue("--small")) || 13;
    ctx.font = `400 ${size}px ${css.fontFamily}`;
    const left = Math.min(w * 0.4, Math.max(...strips.map((s) => ctx.measureText(s.name).width), 0) + 14);
    const row = height / Math.max(1, strips.length);
    const column = (w - left) / Math.max(1, steps);
    const unit = (row - 6) / perStep;
    strips.forEach((s, k) => {
      const bottom = (k + 1) * row - 2;
      ctx.fillStyle = css.getPropertyValue("--wash");
      ctx.fillRect(left, bottom - unit * perStep, column * steps, unit * perStep);
      ctx.fillStyle = s.color;
      ctx.textBaseline = "middle";
      ctx.fillText(s.name, 0, bottom - (unit * perStep) / 2, left - 8);
      // A row of the majority is half as wide, so that it shows without color too.
      s.origins.forEach((o, i) => {
        const wide = column * (o === 0 ? 0.4 : 0.84);
        ctx.fillStyle = tone(o);
        ctx.fillRect(left + (Math.floor(i / perStep) + 0.5) * column - wide / 2, bottom - ((i % perStep) + 0.92) * unit, wide, unit * 0.84);
      });
    });
  }
}
