/** Problems and remedies as sentences; the core writes them as parts of one. */

/** A text with a full stop at its end. */
export function ended(text: string): string {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A text that begins with a capital and ends with a full stop. */
export function sentence(text: string): string {
  return ended(text.charAt(0).toUpperCase() + text.slice(1));
}
