/** Colors of lines, read from the profile in force, for a canvas. */

/** The k-th of the colors that also stand for distributions. */
export function tone(k: number): string {
  return property(`--origin-${k % 6}`);
}

/** The color of text. */
export function ink(): string {
  return property("--ink");
}

/** A color for what is there for comparison only. */
export function muted(): string {
  return property("--muted");
}

function property(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
