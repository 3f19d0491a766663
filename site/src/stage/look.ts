/** The profiles spelled out; counterpart of render/scene/look.go. */
import * as k from "../generated/scene.ts";
import type { Profile } from "./view.ts";

export interface Look {
  /** The number by which Go knows the profile. */
  index: number;
  /** Colors by origin, 0xRRGGBB. */
  colors: readonly number[];
  /** Color of rings and guides, 0xRRGGBB. */
  ink: number;
  /** Opacities. */
  point: number;
  ghost: number;
  guide: number;
  panel: number;
  slot: number;
  /** Line width of guides in px. */
  line: number;
  /** How much larger than usual points are. */
  up: number;
}

const light: Look = {
  index: k.ProfileLight,
  colors: [k.Light0, k.Light1, k.Light2, k.Light3, k.Light4, k.Light5], ink: k.LightInk,
  point: k.PointAlpha, ghost: k.GhostAlpha, guide: k.GuideAlpha, panel: k.PanelAlpha, slot: k.SlotAlpha, line: k.GuideLine, up: 1,
};

const looks: Record<Profile, Look> = {
  light,
  dark: {
    ...light, index: k.ProfileDark,
    colors: [k.Dark0, k.Dark1, k.Dark2, k.Dark3, k.Dark4, k.Dark5], ink: k.DarkInk,
  },
  projector: {
    index: k.ProfileProjector,
    colors: [k.Light0, k.Light1, k.Light2, k.Light3, k.Projector4, k.Projector5], ink: k.ProjectorInk,
    point: k.PointAlpha, ghost: k.ProjectorGhostAlpha, guide: k.ProjectorGuideAlpha, panel: k.ProjectorPanelAlpha,
    slot: k.ProjectorSlotAlpha, line: k.ProjectorGuideLine, up: k.ProjectorScale,
  },
};

/** The look of a profile. */
export const lookOf = (profile: Profile): Look => looks[profile];

/** Shapes and widths by origin; origins past the sixth begin again. */
export const shapes = [k.ShapeDisc, k.ShapeDiamond, k.ShapeSquare, k.ShapeTriangleUp, k.ShapeTriangleDown, k.ShapeHexagon] as const;
export const widths = [k.WidthDisc, k.WidthDiamond, k.WidthSquare, k.WidthTriangle, k.WidthTriangle, k.WidthHexagon] as const;

/** The color of an origin in a profile as "#rrggbb", for legends and charts. */
export function originColor(profile: Profile, origin: number): string {
  const colors = looks[profile].colors;
  return "#" + colors[origin % colors.length]!.toString(16).padStart(6, "0");
}
