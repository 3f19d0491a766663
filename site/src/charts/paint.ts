/** What lies over a chart as elements (marks, the reference's line, names, the playhead), painted onto a picture of it. */

/** Paints the overlays of a chart whose canvas stands at (x, y) of the picture, `ratio` pixels per CSS px; with the playhead, or without. */
export function paintOverlays(pen: CanvasRenderingContext2D, chart: HTMLElement, x: number, y: number, ratio: number, playhead = true): void {
  const over = chart.querySelector<HTMLElement>(".u-over");
  const canvas = chart.querySelector<HTMLCanvasElement>(".uplot canvas");
  if (!over || !canvas) return;
  const from = canvas.getBoundingClientRect();
  const to = over.getBoundingClientRect();
  pen.save();
  pen.translate(x + (to.left - from.left) * ratio, y + (to.top - from.top) * ratio);
  pen.scale(ratio, ratio);
  const box = (e: Element) => {
    const b = e.getBoundingClientRect();
    return { x: b.left - to.left, y: b.top - to.top, width: b.width, height: b.height };
  };
  for (const line of over.querySelectorAll<SVGPolylineElement>("polyline")) {
    const style = getComputedStyle(line);
    pen.strokeStyle = style.stroke;
    pen.lineWidth = parseFloat(style.strokeWidth) || 1;
    pen.setLineDash([5, 4]);
    pen.beginPath();
    for (const point of line.points) pen.lineTo(point.x, point.y);
    pen.stroke();
  }
  for (const e of over.querySelectorAll(".ref-line")) {
    const { y: level } = box(e);
    pen.strokeStyle = getComputedStyle(e).borderTopColor;
    pen.lineWidth = 1.5;
    pen.setLineDash([3, 3]);
    pen.beginPath();
    pen.moveTo(0, level);
    pen.lineTo(over.clientWidth, level);
    pen.stroke();
  }
  pen.setLineDash([]);
  const head = playhead ? over.querySelector(".playhead") : null;
  if (head) {
    pen.fillStyle = getComputedStyle(head).borderInlineStartColor;
    // On whole pixels, so that it is a line and no shade.
    pen.fillRect(Math.round(box(head).x), 0, 1, over.clientHeight);
  }
  for (const e of over.querySelectorAll(".ref")) {
    const style = getComputedStyle(e);
    const b = box(e);
    const [cx, cy, r] = [b.x + b.width / 2, b.y + b.height / 2, b.width / 2];
    pen.beginPath();
    for (const [dx, dy] of [[0, -r], [r, 0], [0, r], [-r, 0]]) pen.lineTo(cx + dx!, cy + dy!);
    pen.closePath();
    pen.fillStyle = style.backgroundColor;
    pen.fill();
    pen.strokeStyle = style.borderTopColor;
    pen.lineWidth = 1.5;
    pen.stroke();
  }
  for (const e of over.querySelectorAll<HTMLElement>(".ref-label")) {
    const style = getComputedStyle(e);
    const b = box(e);
    pen.fillStyle = style.backgroundColor;
    pen.fillRect(b.x, b.y, b.width, b.height);
    pen.fillStyle = style.color;
    pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.textBaseline = "middle";
    pen.fillText(e.textContent ?? "", b.x + parseFloat(style.paddingLeft), b.y + b.height / 2);
  }
  pen.restore();
}
