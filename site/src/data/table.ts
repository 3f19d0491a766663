/** A first look at the user's own CSV: enough to offer its columns. The core reads it in earnest. */
import { DataTable, type Scenario } from "../generated/scenario.ts";
import { limits } from "../scenario/limits.ts";

/** The largest file that is read, in bytes: a browser holds the text several times over. */
export const maxFile = 50_000_000;

/** The names of the header row (RFC 4180: quotes double, commas and line breaks within quotes). */
export function headerOf(text: string): string[] {
  const names: string[] = [];
  let name = "";
  let quoted = false;
  // A byte order mark is not part of the first name.
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const c = text[i]!;
    if (quoted) {
      if (c !== '"') name += c;
      else if (text[i + 1] === '"') name += text[i++];
      else quoted = false;
    } else if (c === '"' && name === "") quoted = true;
    else if (c === ",") names.push(name), (name = "");
    else if (c === "\n" || c === "\r") break;
    else name += c;
  }
  names.push(name);
  return names.map((n) => n.trim());
}

/** About how many rows a CSV has: its line breaks outside quotes, without the header. */
export function countRows(text: string): number {
  let rows = 0;
  let quoted = false;
  let blank = true;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 34) quoted = !quoted;
    if (c === 10 && !quoted) {
      if (!blank) rows++;
      blank = true;
    } else if (c > 32) blank = false;
  }
  return Math.max(0, rows + (blank ? 0 : 1) - 1);
}

/** A scenario for a table: the model and rule as they are set, steps that the rows allow. */
export function tableScenario(s: Scenario, name: string, text: string, label: string, scale: boolean): Scenario {
  const rows = countRows(text);
  const perStep = Math.max(1, Math.round(rows / 100));
  const room = Math.max(0, Math.floor((rows - limits.minRows) / perStep));
  return {
    version: s.version, id: "own-data", title: name.slice(0, 60), summary: "", seed: s.seed,
    data: { kind: DataTable, label, scale: scale ? "standard" : "none" },
    fit: s.fit, influence: s.influence,
    purify: { rule: s.purify.rule, perStep, steps: Math.min(24, room) },
  };
}
