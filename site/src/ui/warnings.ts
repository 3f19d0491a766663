/** Warnings of the core about a table, one for each kind: forty columns of one kind are one message. */
import { seen } from "../messages/en/seen.ts";

/** Names that are listed; the rest is counted. */
const listed = 6;
/** A name in quotes, as English or German has them. */
const name = /"((?:[^"\\]|\\.)*)"|„([^“]*)“/;

/**
 * Joins warnings that say the same of different columns, to the number: what is counted in one
 * column is not so of another. They are in the language of the page.
 */
export function merged(warnings: readonly string[]): string[] {
  const kinds = new Map<string, string[]>();
  for (const w of new Set(warnings)) {
    const kind = w.replace(name, "\"");
    kinds.set(kind, [...(kinds.get(kind) ?? []), w]);
  }
  return [...kinds.values()].map(([first, ...rest]) => {
    const others = rest.map((w) => name.exec(w)).map((m) => m?.[1] ?? m?.[2]).filter((n) => n !== undefined);
    return others.length === 0 ? first! : `${first!} ${seen.sameFor(others.slice(0, listed), Math.max(0, others.length - listed))}`;
  });
}
