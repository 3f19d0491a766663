/** The transparent element over the picture that takes the pointer. */
import type { Hit } from "./hit.ts";

export interface PointerEvents {
  onHover(row: number, x: number, y: number): void;
  onPick(row: number): void;
}

/** How far from a mark's edge a mouse and a finger may be, in CSS px. */
const mouseReach = 6;
const touchReach = 18;

/**
 * Listens to moves and clicks, passively: wheel, keys, touch scrolling and focus are the
 * page's. A finger points nothing out as it scrolls by; a tap picks.
 */
export class Pointer {
  private readonly element: HTMLElement;
  private hovered = -1;
  private readonly abort = new AbortController();

  constructor(
    private readonly host: HTMLElement,
    private readonly find: (x: number, y: number, reach: number) => Hit | null,
    private readonly events: PointerEvents,
  ) {
    const e = (this.element = host.ownerDocument.createElement("div"));
    e.style.cssText = "position:absolute;left:0;top:0;touch-action:pan-y";
    const options = { passive: true, signal: this.abort.signal };
    e.addEventListener("pointermove", (p) => { if (p.pointerType !== "touch") this.move(p); }, options);
    e.addEventListener("pointerleave", (p) => { if (p.pointerType !== "touch") this.hover(null, p); }, options);
    e.addEventListener("click", (p) => {
      const touch = (p as PointerEvent).pointerType === "touch";
      events.onPick(this.at(p, touch ? touchReach : mouseReach)?.row ?? -1);
    }, options);
    host.append(e);
  }

  resize(width: number, height: number): void {
    this.element.style.width = `${width}px`;
    this.element.style.height = `${height}px`;
  }

  /** Puts the element above what was added to the host since. */
  raise(): void {
    this.host.append(this.element);
  }

  dispose(): void {
    this.abort.abort();
    this.element.remove();
  }

  private move(p: MouseEvent): void {
    const hit = this.at(p, mouseReach);
    this.element.style.cursor = hit ? "pointer" : "";
    if ((hit?.row ?? -1) !== this.hovered) this.hover(hit, p);
  }

  private hover(hit: Hit | null, p: MouseEvent): void {
    if (!hit && this.hovered < 0) return;
    this.hovered = hit?.row ?? -1;
    const { x, y } = hit ?? this.place(p);
    this.events.onHover(this.hovered, x, y);
  }

  private at(p: MouseEvent, reach: number): Hit | null {
    const { x, y } = this.place(p);
    return this.find(x, y, reach);
  }

  /** Where an event is in CSS px of the stage, which a slide deck may have scaled. */
  private place(p: MouseEvent): { x: number; y: number } {
    const box = this.element.getBoundingClientRect();
    const scale = box.width / this.element.offsetWidth || 1;
    return { x: (p.clientX - box.left) / scale, y: (p.clientY - box.top) / scale };
  }
}
