/** Where the parts of the picture are; counterpart of render/scene/layout.go. */
import * as k from "../generated/scene.ts";
import { lookOf } from "./look.ts";
import type { Plan } from "./plan.ts";
import type { View } from "./view.ts";

/** All in CSS px. It stays the same while frames come. */
export interface Layout {
  /** The origin of the map. */
  centerX: number;
  centerY: number;
  /** Bounds of the centers of points around it. */
  halfX: number;
  halfY: number;
  /** Distance from the origin of a point at the extent. */
  scale: number;
  /** p in ρ ↦ ρ^p, the radial scale of the map. */
  power: number;
  /** Size of a disc on the map. */
  point: number;
  /** Size of an image on the map, 0 where rows are none. */
  image: number;
  /** Upper edge of the tray, and the line its columns stand on. */
  trayTop: number;
  baseline: number;
  /** Left edge of column 0 and width of a column. */
  trayLeft: number;
  column: number;
  /** Side of a mark's cell in the tray, and how many cells a column is wide. */
  unit: number;
  abreast: number;
}

/** The shares of the extent's self-influence at which the map has a ring. */
export const guideShares = [k.Guide0, k.Guide1, k.Guide2, k.Guide3] as const;

/** Radius in px of the ring at a share: self-influence is ρ², and ρ is drawn at ρ^power. */
export function guideRadius(l: Layout, share: number): number {
  return l.scale * Math.pow(share, l.power / 2);
}

/** Whether a ring of a radius in px lies on the map whole. */
export function guideFits(l: Layout, radius: number): boolean {
  return radius + 1 < Math.min(l.centerX, l.centerY);
}

export function layoutOf(p: Plan, v: View): Layout {
  const { up } = lookOf(v.profile);
  // Math.floor(x + .5) is Go's math.Round for the positive numbers here.
  const trayHeight = Math.max(k.TrayMin, Math.floor((p.pictured ? k.TrayImages : k.TrayShare) * v.height + 0.5));
  const mapHeight = Math.max(1, v.height - trayHeight);
  const share = Math.sqrt((v.width * mapHeight) / Math.max(1, p.rows));
  const point = Math.min(k.PointMax, Math.max(k.PointMin, k.PointShare * share)) * up;
  const image = p.pictured ? Math.min(k.ImageMax, Math.max(k.ImageMin, k.ImageShare * share)) : 0;
  // The margin holds half a point or image, its halo and some air.
  const margin = Math.max(point, image) * 0.75 + 3;
  const halfX = Math.max(1, v.width / 2 - margin);
  const halfY = Math.max(1, mapHeight / 2 - margin);
  const column = Math.max(1, v.width - 2 * k.TrayPad) / p.steps;
  return {
    centerX: v.width / 2, centerY: mapHeight / 2, halfX, halfY,
    scale: k.Reach * Math.min(halfX / p.reachX, halfY / p.reachY), power: p.power, point, image,
    trayTop: mapHeight, baseline: v.height - k.TrayFoot, trayLeft: k.TrayPad, column,
    ...trayCell(p.perStep, column, trayHeight - k.TrayHead - k.TrayFoot),
  };
}

/** The narrowest arrangement of a column whose marks are nearly the largest. */
function trayCell(perStep: number, width: number, height: number): { unit: number; abreast: number } {
  let unit = 0;
  let abreast = 0;
  for (let m = 1; m <= perStep && m <= 64; m++) {
    const u = Math.min((width * 0.96) / m, height / Math.ceil(perStep / m));
    if (abreast !== 0 && u <= unit * k.TrayGain) continue;
    unit = u;
    abreast = m;
  }
  return { unit: Math.min(unit, k.TrayMax), abreast };
}

/** A place on the stage. */
export interface Place {
  x: number;
  y: number;
}

/**
 * Writes to `to` where compressed coordinates are: in proportion up to Reach of the way
 * to the edge, then along the same radius ever closer to it.
 */
export function onMap(l: Layout, x: number, y: number, to: Place): void {
  let dx = l.scale * x;
  let dy = l.scale * y;
  const m = Math.max(Math.abs(dx) / l.halfX, Math.abs(dy) / l.halfY);
  if (m > k.Reach) {
    const past = (m - k.Reach) / (1 - k.Reach);
    const f = (k.Reach + ((1 - k.Reach) * past) / (1 + past)) / m;
    dx *= f;
    dy *= f;
  }
  to.x = l.centerX + dx;
  to.y = l.centerY - dy;
}

/** Writes to `to` the center of a cell of column `step`, counted from the bottom. */
export function inTray(l: Layout, step: number, slot: number, to: Place): void {
  const across = slot % l.abreast;
  const up = Math.floor(slot / l.abreast);
  to.x = l.trayLeft + (step + 0.5) * l.column + (across - (l.abreast - 1) / 2) * l.unit;
  to.y = l.baseline - (up + 0.5) * l.unit;
}
