/** A canvas that fills its host, cleared and scaled to CSS pixels. */

export interface Surface {
  ctx: CanvasRenderingContext2D;
  width: number;
  height: number;
}

/** Readies a canvas for drawing; null while its host has no size. */
export function surface(canvas: HTMLCanvasElement, host: HTMLElement): Surface | null {
  const [width, height, ratio] = [host.clientWidth, host.clientHeight, devicePixelRatio || 1];
  if (width === 0 || height === 0) return null;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = canvas.getContext("2d")!;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  return { ctx, width, height };
}
