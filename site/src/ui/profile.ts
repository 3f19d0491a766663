/** What follows the color profile: the tokens of the style sheet and the colors of distributions. */
import { originColor } from "../stage/look.ts";

export type ProfileName = "light" | "dark" | "projector";

/** Puts a profile into force. */
export function applyProfile(name: ProfileName): void {
  const root = document.documentElement;
  root.dataset.profile = name;
  for (let k = 0; k < 6; k++) root.style.setProperty(`--origin-${k}`, originColor(name, k));
}
