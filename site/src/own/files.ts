/** Which of the files that were handed over is what. Names are all there is to go by; the core looks inside. */
import type { Table } from "../generated/wire.ts";

/** The largest file that is read, in bytes; sim/dataset.MaxFile. */
export const maxFile = 256 * 2 ** 20;
/** The largest table of text; sim/dataset.MaxRows, MaxColumns and MaxCells. */
export const tableLimits = { rows: 200_000, columns: 2_000, cells: 10_000_000 } as const;

/** The parts of a table. */
export interface Parts {
  train: File;
  labels: File | null;
  test: File | null;
  testLabels: File | null;
}

const isLabels = (f: File): boolean => /(^|[^a-z])(labels?|idx1|y)([^a-z]|$)/i.test(f.name);
const isTest = (f: File): boolean => /(^|[^a-z])(test|t10k|val|valid|validation)([^a-z]|$)/i.test(f.name);

/** Sorts files into the parts of a table; null where none could be the training file. */
export function partsOf(files: File[]): Parts | null {
  if (files.length === 1) return { train: files[0]!, labels: null, test: null, testLabels: null };
  const find = (labels: boolean, test: boolean) => files.find((f) => isLabels(f) === labels && isTest(f) === test) ?? null;
  const train = find(false, false) ?? files.find((f) => !isLabels(f)) ?? null;
  if (!train) return null;
  const test = find(false, true);
  return { train, labels: find(true, false), test: test === train ? null : test, testLabels: find(true, true) };
}

/** The table as the core is told of it, and its files by the names used there. */
export function handOver(p: Parts): { table: Table; files: Record<string, Blob> } {
  const files: Record<string, Blob> = {};
  const put = (name: string, f: File | null): string => {
    if (f) files[name] = f;
    return f ? name : "";
  };
  const table: Table = {
    name: p.train.name, train: put("own/train", p.train), labels: put("own/labels", p.labels),
    test: put("own/test", p.test), testLabels: put("own/testLabels", p.testLabels),
  };
  return { table, files };
}

/** Whether the text of a .json file is a table: a list, or one object after the other. */
export function isTable(text: string): boolean {
  const start = text.trimStart();
  if (start.startsWith("[")) return true;
  const [first = "", ...rest] = start.split(/\r?\n/);
  if (!rest.some((line) => line.trim() !== "")) return false;
  try {
    return typeof JSON.parse(first) === "object";
  } catch {
    return false;
  }
}
