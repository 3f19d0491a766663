/** The marks of distributions, as paths of a 2-D canvas: disc, diamond, square, triangles, hexagon. */

/** Begins the path of the k-th mark about a point; size is its full width. */
export function shapeAt(ctx: CanvasRenderingContext2D, k: number, x: number, y: number, size: number): void {
  const r = size / 2;
  const polygon = (n: number, turn: number, stretch = 1) => {
    for (let i = 0; i < n; i++) {
      const a = turn + (2 * Math.PI * i) / n;
      ctx.lineTo(x + r * stretch * Math.cos(a), y + r * stretch * Math.sin(a));
    }
    ctx.closePath();
  };
  ctx.beginPath();
  switch (k % 6) {
    case 0: return ctx.arc(x, y, r * 0.92, 0, 2 * Math.PI);
    case 1: return polygon(4, 0, 1.1);
    case 2: return polygon(4, Math.PI / 4, 1.2);
    case 3: return polygon(3, -Math.PI / 2, 1.15);
    case 4: return polygon(3, Math.PI / 2, 1.15);
    default: return polygon(6, 0, 1.02);
  }
}
