/** Rows of text as CSV: cells with a comma, a quote or a line end are quoted. */
export function csv(rows: string[][]): string {
  return rows.map((r) => r.map(cell).join(",")).join("\n") + "\n";
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
