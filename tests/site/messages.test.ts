// Every language says all that English says, and the languages made for tests change it all.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import * as english from "../../site/src/messages/en/index.ts";
import { locales, standardLocale } from "../../site/src/messages/locales.ts";
import { changed, longer, mirrored } from "../../site/src/messages/pseudo.ts";

const folder = fileURLToPath(new URL("../../site/src/messages", import.meta.url));

type Group = Record<string, unknown>;

/** Keys down to the texts, with what stands there. */
function paths(v: unknown, at = ""): string[] {
  if (Array.isArray(v)) return [`${at}[${v.length}]`];
  if (typeof v === "object" && v !== null) return Object.entries(v).flatMap(([k, x]) => paths(x, `${at}.${k}`)).sort();
  return [`${at}: ${typeof v}`];
}

const spoken = Object.entries(locales).filter(([id, l]) => l.name !== "" && id !== standardLocale).map(([id]) => id);

test("each language of the menu has all texts, also those of tables without fixed keys", async () => {
  for (const id of spoken) {
    const other = (await import(`../../site/src/messages/${id}/index.ts`)) as Group;
    for (const part of Object.keys(english) as (keyof typeof english)[]) assert.deepEqual(paths(other[part]), paths(english[part]), `${id}, ${part}`);
  }
});

test("the folders of messages are the languages", () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name);
  assert.deepEqual(folders.sort(), [standardLocale, ...spoken].sort());
  for (const id of spoken) assert.ok(existsSync(`${folder}/${id}/told.ts`), id);
});

test("texts are changed as they are read, markup is not", () => {
  assert.equal(longer("Play"), "Þļåý·\u200b·\u200b");
  assert.equal(longer("ridge λ<sub>r</sub> &amp; <kbd>Esc</kbd>"), "ŕîđĝé λ·\u200b·\u200b<sub>r</sub> &amp; <kbd>Esc</kbd>");
  assert.equal(mirrored("two rules"), "\u202etwo\u202c \u202erules\u202c");
});

test("languages for tests leave keys and shapes alone, and are the same twice", () => {
  const texts = { a: "one", b: (n: number) => ({ place: `two ${n}` }), c: ["three"] };
  for (const change of [longer, mirrored]) {
    const once = changed(texts, change);
    assert.deepEqual(paths(once), paths(texts));
    assert.notEqual(once.b(1).place, texts.b(1).place);
    assert.equal(changed(once, change).a.replaceAll("·", ""), once.a.replaceAll("·", ""));
  }
});

test("examples and studies have their titles and summaries in each language", async () => {
  const documents = ["presets", "studies"].flatMap((name) => {
    const from = fileURLToPath(new URL(`../../sim/scenario/${name}`, import.meta.url));
    return readdirSync(from).filter((f) => f.endsWith(".json")).map((f) => JSON.parse(readFileSync(`${from}/${f}`, "utf8")) as { title: string; summary: string });
  });
  assert.ok(documents.length > 20);
  for (const id of spoken) {
    const { told } = (await import(`../../site/src/messages/${id}/told.ts`)) as { told(text: string): string };
    const plain = documents.flatMap((d) => [d.title, d.summary]).filter((text) => told(text) === text);
    assert.deepEqual(plain, [], `${id} lacks them in told.ts`);
  }
});
