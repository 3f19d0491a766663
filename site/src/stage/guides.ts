/** What the points stand on; counterpart of render/scene/guides.go. */
import * as k from "../generated/scene.ts";
import { guideFits, guideRadius, guideShares, type Layout } from "./layout.ts";
import { rgba, type Color, type DrawList } from "./list.ts";
import type { Look } from "./look.ts";
import type { Plan } from "./plan.ts";
import type { View } from "./view.ts";

export function addGuides(d: DrawList, l: Layout, look: Look, p: Plan, v: View, background: number, frame: number): void {
  const { ink, line, up } = look;
  const faint = rgba(ink, look.guide);
  for (const share of guideShares) {
    const r = guideRadius(l, share);
    if (guideFits(l, r)) d.guide(l.centerX, l.centerY, 2 * r, line, k.ShapeCircle, faint);
  }
  const cross = rgba(ink, k.CrossAlpha);
  d.guide(l.centerX, l.centerY, k.CrossSize * up, line, k.ShapeRect, cross);
  d.guide(l.centerX, l.centerY, line, k.CrossSize * up, k.ShapeRect, cross);

  const tall = v.height - l.trayTop;
  d.guide(v.width / 2, l.trayTop + tall / 2, v.width, tall, k.ShapeRect, mix(background, ink, look.panel));
  addSlots(d, l, look, p, frame);
  d.guide(v.width / 2, l.baseline + line / 2 + 1, v.width - 2 * k.TrayPad, line, k.ShapeRect, rgba(ink, k.BaselineAlpha));
}

/** Adds the columns of the tray, the one being filled a little stronger; too narrow ones are left out. */
function addSlots(d: DrawList, l: Layout, look: Look, p: Plan, frame: number): void {
  if (l.column < 3) return;
  const wide = l.unit * l.abreast;
  const tall = l.unit * Math.ceil(p.perStep / l.abreast);
  for (let step = 0; step < p.steps; step++) {
    const alpha = look.slot * (step === frame ? 2 : 1);
    d.guide(l.trayLeft + (step + 0.5) * l.column, l.baseline - tall / 2, wide, tall, k.ShapeRect, rgba(look.ink, alpha));
  }
}

/** The opaque color that top gives over bottom at an opacity. */
export function mix(bottom: number, top: number, alpha: number): Color {
  let out = 0;
  for (let shift = 16; shift >= 0; shift -= 8) {
    const a = (bottom >> shift) & 0xff;
    const b = (top >> shift) & 0xff;
    out = (out << 8) | Math.floor(a + (b - a) * alpha + 0.5);
  }
  return ((out << 8) | 0xff) >>> 0;
}
