/**
 * The two pools, and a batch drawn from them row by row in the mixture's proportion. Pools
 * are sorted by purity, from the left to the right; the shape and hue of a row tell
 * whether its label is right, which no method knows, and its color how pure it looks. They
 * are no map of influence and have a canvas of their own; trays.ts says what the stage's
 * other renderer would cost.
 */
import type { DilutionPicture } from "../generated/study.ts";
import { count, percent } from "../text/format.ts";
import { h, setText } from "../ui/dom.ts";
import { shapeAt } from "./marks.ts";
import { dilutionWords as w } from "../messages/en/dilution.ts";
import { rgb } from "./blend.ts";
import { surface } from "./canvas.ts";
import { tone } from "./tones.ts";

/** Milliseconds per epoch of the animation, and how much of them rows are on their way. */
const epochMillis = 900;
const flight = 0.6;

type Place = [x: number, y: number];

export class Pools {
  private readonly title = h("h2", {});
  private readonly note = h("p", { class: "pools-note" });
  private readonly canvas = h("canvas", { role: "img" });
  private readonly body = h("div", { class: "chart-body" }, this.canvas);
  private readonly slider = h("input", { type: "range", min: 1, max: 1, step: 1, value: 1, "aria-label": w.at });
  private readonly button = h("button", { type: "button", class: "quiet" }, w.play);
  readonly head = h("div", { class: "chart-head" }, this.title);
  readonly element = h("section", { class: "chart lab-chart pools", "aria-label": w.pools }, this.head, this.body,
    h("div", { class: "pools-foot" }, this.button, this.slider, this.note, h("p", {}, w.key)));
  private picture: DilutionPicture | null = null;
  private frame = 0;
  private begun = 0;
  /** Whether the reader has chosen an epoch; else the newest is shown. */
  private chosen = false;

  constructor() {
    new ResizeObserver(() => this.paint(1)).observe(this.body);
    this.slider.oninput = () => {
      this.stop();
      this.chosen = true;
      this.say();
      this.paint(1);
    };
    this.button.onclick = () => (this.frame ? this.stop() : this.play());
  }

  dispose(): void {
    this.stop();
  }

  /** Shows a run, whole or as far as it has come. */
  draw(picture: DilutionPicture | null): void {
    const other = picture !== this.picture;
    this.picture = picture;
    setText(this.title, w.pools);
    const epochs = picture?.draws.length ?? 0;
    if (other && Number(this.slider.value) > epochs) this.chosen = false;
    this.slider.max = String(Math.max(1, epochs));
    if (!this.chosen && !this.frame) this.slider.value = String(Math.max(1, epochs));
    this.slider.disabled = this.button.disabled = epochs === 0;
    this.say();
    if (!this.frame) this.paint(1);
  }

  private stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    setText(this.button, w.play);
  }

  /** Plays from the epoch on screen to the last; from the first where that is the last. */
  private play(): void {
    this.chosen = true;
    if (this.slider.value === this.slider.max) this.slider.value = "1";
    setText(this.button, w.pause);
    this.say();
    this.begun = performance.now();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const step = (now: number) => {
      const t = (now - this.begun) / epochMillis;
      this.paint(still ? 1 : Math.min(1, Math.max(0, t / flight)));
      this.frame = requestAnimationFrame(step);
      if (t < 1) return;
      if (this.slider.value === this.slider.max) return this.stop();
      this.slider.value = String(Number(this.slider.value) + 1);
      this.begun = now;
      this.say();
    };
    this.frame = requestAnimationFrame(step);
  }

  /** Says in words what is drawn. */
  private say(): void {
    const [p, at] = [this.picture, Number(this.slider.value)];
    const draw = p?.draws[at - 1];
    this.slider.setAttribute("aria-valuetext", `${w.epoch} ${at}`);
    if (!p || !draw) {
      setText(this.note, w.waiting);
      this.canvas.setAttribute("aria-label", w.waiting);
      return;
    }
    const pure = p.drawPure[at - 1]!;
    const [right, base] = [percent(draw.filter((r) => p.right[r] === "1").length / draw.length), percent(rightOf(p, () => true))];
    setText(this.note, w.drawn(at, pure, draw.length - pure, right, base));
    this.canvas.setAttribute("aria-label", w.describe(at, pure, draw.length - pure, right, base));
  }

  /** Draws the epoch on screen with its rows a share of their way from pool to batch. */
  private paint(share: number): void {
    const on = surface(this.canvas, this.body);
    if (!on) return;
    const { ctx, width, height } = on;
    const p = this.picture;
    if (!p) return;
    const css = getComputedStyle(this.body);
    const line = parseFloat(css.getPropertyValue("--small")) || 13;
    const draw = p.draws[Number(this.slider.value) - 1] ?? [];
    const plan = layout(p, draw.length, width, height, 2 * line + 12);
    const gray = rgb(css.getPropertyValue("--hair").trim());
    const colors = palette(gray);
    const eased = share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) ** 2;
    const drawn = new Map(draw.map((row, k) => [row, plan.batch[k]!]));
    plan.rows.forEach((from, row) => {
      if (!drawn.has(row)) mark(ctx, p, colors, row, from, plan.size);
    });
    for (const [row, to] of drawn) {
      const from = plan.rows[row]!;
      ctx.strokeStyle = css.getPropertyValue("--faint");
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.arc(from[0], from[1], plan.size * 0.3, 0, 2 * Math.PI);
      ctx.stroke();
      const size = plan.size + (plan.slot - plan.size) * eased;
      mark(ctx, p, colors, row, [from[0] + (to[0] - from[0]) * eased, from[1] + (to[1] - from[1]) * eased], size);
    }
    this.captions(ctx, css, p, plan, line);
  }

  private captions(ctx: CanvasRenderingContext2D, css: CSSStyleDeclaration, p: DilutionPicture, plan: Plan, line: number): void {
    ctx.font = `400 ${line}px ${css.fontFamily}`;
    ctx.fillStyle = css.getPropertyValue("--muted");
    ctx.textBaseline = "top";
    const middle = [w.batchName, ...(plan.batch.length > 0 ? [count(plan.batch.length)] : [])];
    const pool = (pure: string) => {
      const rows = [...p.pure].filter((c) => c === pure).length;
      return [pure === "1" ? w.pure : w.noisy, rows > 0 ? w.rowsRight(count(rows), percent(rightOf(p, (r) => p.pure[r] === pure))) : w.rowsNone];
    };
    const columns: [string[], number, CanvasTextAlign][] = [[pool("1"), 0, "left"], [middle, plan.middle, "center"], [pool("0"), this.body.clientWidth, "right"]];
    for (const [lines, x, align] of columns) {
      ctx.textAlign = align;
      lines.forEach((text, k) => ctx.fillText(text, x, k * (line + 3)));
    }
  }
}

/** The share of right labels among the rows that are asked for. */
function rightOf(p: DilutionPicture, asked: (row: number) => boolean): number {
  let [right, all] = [0, 0];
  for (let r = 0; r < p.right.length; r++) {
    if (!asked(r)) continue;
    all++;
    if (p.right[r] === "1") right++;
  }
  return right / all;
}

interface Plan {
  /** Where each row rests, and each place of the batch; widths of a mark in both. */
  rows: Place[];
  batch: Place[];
  size: number;
  slot: number;
  /** The middle of the batch and its width. */
  middle: number;
  wide: number;
}

/** Rows of both pools in columns from pure to noisy, with the batch between the pools. */
function layout(p: DilutionPicture, batch: number, width: number, height: number, top: number): Plan {
  const n = p.purity.length;
  const wide = Math.min(width * 0.3, 150);
  const gap = 14;
  const room = width - wide - 2 * gap;
  const tall = height - top - 2;
  const pitch = Math.min(14, Math.sqrt((room * tall) / (n + 2 * Math.sqrt(n))));
  const perColumn = Math.max(1, Math.floor(tall / pitch));
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => Number(p.pure[b]) - Number(p.pure[a]) || parseInt(p.purity[b]!, 16) - parseInt(p.purity[a]!, 16) || a - b);
  const pure = [...p.pure].filter((c) => c === "1").length;
  const columns = [Math.ceil(pure / perColumn), Math.ceil((n - pure) / perColumn)];
  // What is left of the width goes to the batch's sides.
  const right = width - columns[1]! * pitch;
  const middle = (columns[0]! * pitch + right) / 2;
  const rows: Place[] = new Array(n);
  order.forEach((row, k) => {
    const own = k < pure ? k : k - pure;
    rows[row] = [(k < pure ? 0 : right) + (Math.floor(own / perColumn) + 0.5) * pitch, top + ((own % perColumn) + 0.5) * pitch];
  });
  const slot = Math.min(16, Math.sqrt((wide * tall) / Math.max(1, batch)) * 0.9);
  const square = Math.ceil(Math.sqrt(batch * 0.6));
  const across = Math.max(1, Math.min(Math.floor(wide / slot), Math.max(square, Math.ceil(batch / Math.max(1, Math.floor(tall / slot))))));
  const high = Math.ceil(batch / across) * slot;
  const places = Array.from({ length: batch }, (_, k): Place => [middle + ((k % across) + 0.5 - across / 2) * slot, top + (tall - high) / 2 + (Math.floor(k / across) + 0.5) * slot]);
  return { rows, batch: places, size: pitch * 0.8, slot: slot * 0.8, middle, wide };
}

/** Colors by right label and purity in fifteenths. */
function palette(gray: number[]): string[][] {
  return [tone(1), tone(0)].map((full) => {
    const to = rgb(full);
    return Array.from({ length: 16 }, (_, k) => `rgb(${[0, 1, 2].map((c) => Math.round(gray[c]! + (to[c]! - gray[c]!) * (0.25 + (0.75 * k) / 15))).join(",")})`);
  });
}

function mark(ctx: CanvasRenderingContext2D, p: DilutionPicture, colors: string[][], row: number, [x, y]: Place, size: number): void {
  const right = p.right[row] === "1" ? 1 : 0;
  ctx.fillStyle = colors[right]![parseInt(p.purity[row]!, 16)]!;
  shapeAt(ctx, 1 - right, x, y, size);
  ctx.fill();
}
