/** A ramp of one hue whose lightness alone tells the value, so that it reads without color. */

/** The color of a share in [0, 1]: from near the paper to full. */
export function shade(t: number, profile: string): string {
  const v = Math.min(1, Math.max(0, t));
  // OKLCH keeps equal steps of t equally far apart to the eye.
  return profile === "dark" ? `oklch(${0.28 + 0.6 * v} ${0.03 + 0.12 * v} 285)` : `oklch(${0.96 - 0.6 * v} ${0.02 + 0.16 * v} 285)`;
}
