/** How a run is looked at. */

export type Profile = "light" | "dark" | "projector";

export interface View {
  /** Size of the stage in CSS px. */
  width: number;
  height: number;
  profile: Profile;
  /** Replaces movement by a cross-fade. */
  reduceMotion: boolean;
  /** The row under the pointer, or −1. */
  hover: number;
  /**
   * Color of the stage, 0xRRGGBB. The Stage fills it in from the style sheet; only a
   * caller of the scene itself gives it. Absent, it counts as white.
   */
  background?: number;
}
