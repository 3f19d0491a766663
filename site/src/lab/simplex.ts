/** A triangle of compositions colored by a value, with a point to drag or move by keys. */
import { short } from "../text/format.ts";
import { h, setText, svg } from "../ui/dom.ts";
import { words } from "../messages/en/lab.ts";
import { shade } from "./shade.ts";

const side = 300;
const height = (side * Math.sqrt(3)) / 2;
const margin = 34;

/** The corner of each rule, in the SVG's units: rule 1 bottom left, 2 bottom right, 3 on top. */
const corners = [[margin, margin + height], [margin + side, margin + height], [margin + side / 2, margin]] as const;

export class Simplex {
  readonly element: HTMLElement;
  /** The composition chosen: rows of each rule. */
  chosen: number[] = [0, 0, 0];
  /** Called when another composition has been chosen. */
  onmove: () => void = () => {};
  private readonly cells = svg("g", {});
  private readonly handle = svg("circle", { class: "handle", r: 9 });
  private readonly ramp = h("canvas", { width: 128, height: 1, class: "ramp" });
  private readonly note = h("span", { class: "note" }, words.sweep.drag);
  private readonly low = h("span", {});
  private readonly high = h("span", {});
  private readonly value = h("b", {});
  private readonly box: SVGElement;
  private compositions: number[][] = [];
  private values: (number | null)[] = [];

  constructor() {
    const names = corners.map(([x, y], k) => {
      const t = svg("text", { x, y: k === 2 ? y - 12 : y + 22, "text-anchor": "middle" });
      t.textContent = words.sweep.rule(k + 1);
      return t;
    });
    this.box = svg("svg", {
      viewBox: `0 0 ${side + 2 * margin} ${height + 2 * margin}`, class: "simplex", tabindex: 0, role: "slider", "aria-label": words.sweep.simplex,
    }, this.cells, ...names, this.handle);
    this.element = h("section", { class: "chart lab-chart", "aria-label": words.sweep.simplex },
      h("div", { class: "chart-head" }, h("h2", {}, words.measures.variance!), this.note, this.value),
      h("div", { class: "chart-body simplex-body" }, this.box),
      h("div", { class: "legend-ramp" }, this.low, this.ramp, this.high));
    this.listen();
  }

  /** Draws compositions (rows of the three rules) with a value each; null: not known yet. */
  draw(compositions: number[][], values: (number | null)[], profile: string): void {
    const fresh = compositions.length !== this.compositions.length || compositions.some((c, i) => c.join() !== this.compositions[i]!.join());
    this.compositions = compositions;
    this.values = values;
    if (fresh) {
      this.cells.replaceChildren(...compositions.map((c) => svg("polygon", { points: hexagon(c, this.step()) })));
      this.chosen = compositions[nearest(compositions, [1 / 3, 1 / 3, 1 / 3])]!;
    }
    const known = values.filter((v): v is number => v !== null && Number.isFinite(v));
    const [lo, hi] = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 1];
    compositions.forEach((_, i) => {
      const v = values[i];
      this.cells.children[i]!.setAttribute("fill", v === null || v === undefined ? "var(--wash)" : shade((v - lo) / (hi - lo || 1), profile));
    });
    const ctx = this.ramp.getContext("2d")!;
    for (let x = 0; x < 128; x++) {
      ctx.fillStyle = shade(x / 127, profile);
      ctx.fillRect(x, 0, 1, 1);
    }
    setText(this.low, known.length > 0 ? short(lo) : "");
    setText(this.high, known.length > 0 ? short(hi) : "");
    this.place();
  }

  /** The distance between neighbors, as a share. */
  private step(): number {
    const thirds = [...new Set(this.compositions.map((c) => c[2]!))].sort((a, b) => a - b);
    return ((thirds[1] ?? 1) - (thirds[0] ?? 0)) / total(this.compositions[0]!);
  }

  private place(): void {
    const [x, y] = at(this.chosen);
    this.handle.setAttribute("cx", String(x));
    this.handle.setAttribute("cy", String(y));
    const v = this.values[this.compositions.indexOf(this.chosen)];
    setText(this.value, v === null || v === undefined ? "" : short(v));
    this.box.setAttribute("aria-valuetext", `${words.sweep.composition(this.chosen)}${v === null || v === undefined ? "" : `, V ${short(v)}`}`);
    this.box.setAttribute("aria-valuenow", String(this.compositions.indexOf(this.chosen)));
    this.box.setAttribute("aria-valuemin", "0");
    this.box.setAttribute("aria-valuemax", String(this.compositions.length - 1));
  }

  private choose(i: number): void {
    const c = this.compositions[i];
    if (!c || c === this.chosen) return;
    this.chosen = c;
    this.place();
    this.onmove();
  }

  private listen(): void {
    const box = this.box as SVGSVGElement;
    let dragging = false;
    const seek = (e: PointerEvent) => {
      const m = box.getScreenCTM();
      if (!m) return;
      const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(m.inverse());
      this.choose(closest(this.compositions, p.x, p.y));
    };
    box.onpointerdown = (e) => {
      if (e.button !== 0) return;
      dragging = true;
      box.setPointerCapture(e.pointerId);
      seek(e);
    };
    box.onpointermove = (e) => { if (dragging) seek(e); };
    box.onpointerup = box.onpointercancel = () => { dragging = false; };
    box.onkeydown = (e) => {
      const move = ({ ArrowLeft: [1, -1, 0], ArrowRight: [-1, 1, 0], ArrowUp: [-1, 0, 1], ArrowDown: [1, 0, -1] } as Record<string, number[]>)[e.key];
      if (!move) return;
      e.preventDefault();
      const rows = total(this.chosen);
      const want = this.chosen.map((c, k) => c / rows + move[k]! * this.step());
      if (want.every((v) => v > -1e-9)) this.choose(nearest(this.compositions, want));
    };
  }
}

function total(c: number[]): number {
  return c.reduce((a, b) => a + b, 0);
}

/** Where a composition lies. */
function at(c: number[]): [number, number] {
  const n = total(c);
  return [0, 1].map((k) => corners.reduce((sum, p, i) => sum + (c[i]! / n) * p[k]!, 0)) as [number, number];
}

/** The hexagon of a composition in the triangular lattice. */
function hexagon(c: number[], step: number): string {
  const [x, y] = at(c);
  const r = (step * side) / Math.sqrt(3);
  return Array.from({ length: 6 }, (_, k) => [x + r * Math.sin((k * Math.PI) / 3), y + r * Math.cos((k * Math.PI) / 3)].map((v) => v.toFixed(2)).join(",")).join(" ");
}

/** The composition nearest to given shares. */
function nearest(all: number[][], shares: number[]): number {
  return best(all, (c) => c.reduce((sum, v, k) => sum + (v / total(c) - shares[k]!) ** 2, 0));
}

function closest(all: number[][], x: number, y: number): number {
  return best(all, (c) => {
    const [cx, cy] = at(c);
    return (cx - x) ** 2 + (cy - y) ** 2;
  });
}

function best(all: number[][], cost: (c: number[]) => number): number {
  let at = -1;
  let least = Infinity;
  all.forEach((c, i) => {
    const v = cost(c);
    if (v < least) [at, least] = [i, v];
  });
  return at;
}
