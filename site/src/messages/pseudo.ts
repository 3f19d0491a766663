/**
 * Languages for tests, made from English: whatever text is forgotten stays plain. The same
 * function treats texts, functions that give texts, and groups of either.
 */

type Change = (text: string) => string;

/** All texts under a value, changed. */
export function changed<T>(value: T, change: Change): T {
  if (typeof value === "string") return change(value) as T;
  if (typeof value === "function") return ((...args: unknown[]) => changed((value as unknown as (...a: unknown[]) => unknown)(...args), change)) as T;
  if (Array.isArray(value)) return value.map((v) => changed(v, change)) as T;
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, changed(v, change)])) as T;
  return value;
}

const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const accented = "åƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ";
const marks = new Map([...plain].map((c, i) => [c, [...accented][i]!]));

/** Letters in accents and the text a third longer; markup, entities and keys stay. Twice is once. */
export const longer: Change = (text) => spoken(text, (words) => {
  const letters = words.match(/[a-zA-Z]/g)?.length ?? 0;
  const more = letters > 1 ? "·\u200b".repeat(Math.ceil(letters * 0.35)) : "";
  return [...words].map((c) => marks.get(c) ?? c).join("") + more;
});

/** Each word written from right to left, as Arabic or Hebrew would be. Twice is once. */
export const mirrored: Change = (text) => spoken(text, (words) => words.replace(/\u202e[^\u202c]*\u202c|[a-zA-Z][a-zA-Z’'-]*/g, (w) => (w.startsWith("\u202e") ? w : `\u202e${w}\u202c`)));

/** Changes what is read in a text that may hold markup. */
function spoken(text: string, change: Change): string {
  return text.replace(/(<kbd>[^<]*<\/kbd>|<(?:sub|var|sup)>[^<]*<\/\w+>|<[^>]*>|&\w+;)|([^<&]+)/g, (_, keep: string | undefined, words: string | undefined) => keep ?? (/[a-zA-Z]/.test(words!) ? padded(words!, change) : words!));
}

/** Space around a text stays around it. */
function padded(text: string, change: Change): string {
  const [, before, inner, after] = /^(\s*)([^]*?)(\s*)$/.exec(text)!;
  return before + change(inner!) + after;
}
