/** Draws one mark; the outlines are those of render/canvas/outline.go. */
import * as k from "../generated/scene.ts";

/** A 2-D context, on the page or off it. */
export type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** 0xRRGGBB as a CSS color. */
export const css = (rgb: number) => "#" + rgb.toString(16).padStart(6, "0");

/** Corners of the polygons around (0, 0), y down, with widest points at ±1/2. */
const polygons: Record<number, readonly (readonly [number, number])[]> = {
  [k.ShapeDiamond]: [[0, -0.5], [0.5, 0], [0, 0.5], [-0.5, 0]],
  [k.ShapeSquare]: [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]],
  [k.ShapeTriangleUp]: [[0, -Math.sqrt(1 / 3)], [0.5, Math.sqrt(1 / 12)], [-0.5, Math.sqrt(1 / 12)]],
  [k.ShapeTriangleDown]: [[0, Math.sqrt(1 / 3)], [0.5, -Math.sqrt(1 / 12)], [-0.5, -Math.sqrt(1 / 12)]],
  [k.ShapeHexagon]: [[-0.5, 0], [-0.25, -Math.sqrt(3) / 4], [0.25, -Math.sqrt(3) / 4], [0.5, 0], [0.25, Math.sqrt(3) / 4], [-0.25, Math.sqrt(3) / 4]],
};

/**
 * Draws a mark of the given size (px of the context) centered on (x, y) in color rgb,
 * with its halo in the color of the stage. Any shape but guides and pictures.
 */
export function drawMark(c: Context2D, shape: number, x: number, y: number, size: number, rgb: number, background: number): void {
  c.lineJoin = "round";
  trace(c, shape, x, y, size);
  if (shape === k.ShapeRing) {
    stroke(c, background, (k.RingLine + 2 * k.RingHalo) * size, k.HaloAlpha);
    stroke(c, rgb, k.RingLine * size, 1);
  } else if (shape >= k.ShapeHollow) {
    stroke(c, rgb, k.Outline * size, 1);
  } else {
    stroke(c, background, 2 * (k.Corner + k.Halo) * size, k.HaloAlpha);
    stroke(c, rgb, 2 * k.Corner * size, 1);
    c.fillStyle = css(rgb);
    c.fill();
  }
}

function stroke(c: Context2D, rgb: number, width: number, alpha: number): void {
  c.globalAlpha = alpha;
  c.strokeStyle = css(rgb);
  c.lineWidth = width;
  c.stroke();
  c.globalAlpha = 1;
}

/** Makes the inner outline of a mark the context's path. */
export function trace(c: Context2D, shape: number, x: number, y: number, size: number): void {
  c.beginPath();
  const corners = polygons[shape >= k.ShapeHollow ? shape - k.ShapeHollow : shape];
  if (shape === k.ShapeRing || !corners) {
    const core = shape === k.ShapeRing ? k.RingCore : k.Core;
    c.arc(x, y, (core * size) / 2, 0, 2 * Math.PI);
  } else {
    for (const [u, v] of corners) c.lineTo(x + u * k.Core * size, y + v * k.Core * size);
  }
  c.closePath();
}
