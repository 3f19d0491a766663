/** What likelihood says of the starts of a method, and of the numbers of blocks. */
import type { DivideCell, DivideChoice } from "../../generated/study.ts";
import { fixed, short } from "../../text/format.ts";
import { words } from "../../messages/en/lab.ts";

const w = words.divide;

/** Digits of a likelihood per row, and at most this many where two would read alike. */
const digits = 3;
const most = 6;

/**
 * Which start likelihood chooses, and whether that is the one with most rows in the right
 * block: only the truth, which a user does not have, could choose that.
 */
export function startsNote(shown: DivideCell, starts: DivideCell[]): string {
  const likely = starts.filter((c) => c.logLikelihood !== null);
  if (likely.length < 2) return w.shownStart(shown.start + 1);
  const best = (of: (c: DivideCell) => number) => likely.reduce((m, c) => (of(c) > of(m) ? c : m));
  const [chosen, right] = [best((c) => c.logLikelihood!), best((c) => c.right ?? 0)];
  const [high, low] = [chosen.logLikelihood!, Math.min(...likely.map((c) => c.logLikelihood!))];
  const said = fixed(high, digits) === fixed(low, digits) ? w.alike(fixed(high, digits))
    : (chosen.right ?? 0) >= (right.right ?? 0) ? w.choosesRight(chosen.start + 1, fixed(high, digits))
    : w.choosesWrong(chosen.start + 1, right.start + 1, ...apart(high, right.logLikelihood!));
  return `${w.shownStart(shown.start + 1)} ${said}`;
}

/** Two values in as many digits as tell them apart. */
function apart(a: number, b: number): [string, string] {
  let d = digits;
  while (d < most && fixed(a, d) === fixed(b, d)) d++;
  return [fixed(a, d), fixed(b, d)];
}

/** How far the held-out curve rises and falls, in ln p of all rows: below 1, it chooses nothing. */
export function flatNote(curve: DivideChoice[], rows: number): string {
  const held = curve.map((c) => c.heldOut).filter((v): v is number => v !== null);
  if (held.length < 2) return "";
  const range = rows * (Math.max(...held) - Math.min(...held));
  return range < 1 ? w.flat(short(range)) : "";
}
