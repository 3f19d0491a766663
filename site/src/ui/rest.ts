/**
 * What is told at rest: who drags the scrubber, or watches a run that grows, passes many a step
 * that no one has time to hear of, and to put one in words takes longer than to draw it.
 */

/** How long the reader has rested before something is told, in milliseconds. */
export const restMillis = 250;

/**
 * Tells what it is asked for last, once nothing else has been asked for in a while, and nothing
 * twice in a row. It may be asked with every drawing; null: there is nothing to tell, for it moves.
 */
export function atRest<T extends readonly unknown[]>(tell: (...what: T) => void): (what: T | null) => void {
  let told: T | null = null;
  let next: T | null = null;
  let timer: ReturnType<typeof setTimeout>;
  const same = (a: T | null, b: T | null) => a === b || (a !== null && b !== null && a.every((v, i) => v === b[i]));
  return (what) => {
    if (same(what, next)) return;
    clearTimeout(timer);
    next = same(what, told) ? null : what;
    if (!next) return;
    timer = setTimeout(() => {
      told = next!;
      next = null;
      tell(...told);
    }, restMillis);
  };
}
