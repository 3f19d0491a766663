// What the core says, in other languages: every sentence is known, has all its arguments, and is
// written as the language writes numbers and quotes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
// @ts-expect-error a script of the build
import { allForms, formsFile, formsPath } from "../../site/build/forms.mjs";
import { argument, said, sentence } from "../../site/src/messages/de/said.ts";
import { numbered, spoken, translated } from "../../site/src/messages/said.ts";

const page = globalThis as { untangleLanguage?: unknown };
const german = { locale: "de", title: "", body: "", texts: {}, told: (t: string) => t, said: { sentence, argument } };
afterEach(() => { delete page.untangleLanguage; });

test("the list of sentences is that of the core's sources", () => {
  assert.equal(readFileSync(formsPath as string, "utf8"), formsFile(), "run ./build.sh generate");
});

test("German has every argument of every sentence, and nothing English", () => {
  for (const form of allForms() as string[]) {
    const places = (text: string) => [...new Set(text.match(/\$\d/g))].sort();
    const own = (said as Record<string, string>)[form];
    assert.ok(own, `no German for “${form}”`);
    // A form without arguments has no verbs, whatever percent signs it has.
    assert.deepEqual(places(own), places(numbered(form)), form);
    assert.doesNotMatch(own.replace(/„[^“]*“/g, ""), /\b(the|is|are|has|with|give|use|rows?|of)\b/, form);
  }
});

test("a sentence in English and in German", () => {
  const noise = { form: "%s, %.0f%% %s noise", args: [{ form: "softmax regression", args: [] }, "30", { form: "chance", args: [] }] };
  const error = { form: "%d removals of %d would leave %d of %d rows", args: ["99", "10", "10", "1000"] };
  const figure = { form: "%s [%s, %s]", args: ["0.434", "−0.418", "1e-05"] };
  const column = { form: "Column %q has %d categories; it is left out.", args: ["\"a \\\"b\\\"\"", "300"] };
  assert.equal(spoken(noise), "softmax regression, 30% chance noise");
  assert.equal(spoken(error), "99 removals of 10 would leave 10 of 1000 rows");
  assert.equal(spoken(column), "Column \"a \\\"b\\\"\" has 300 categories; it is left out.");
  assert.equal(spoken(""), "");
  assert.equal(spoken({ form: "%s", args: ["$1 and 100% d"] }), "$1 and 100% d");
  page.untangleLanguage = german;
  assert.equal(spoken(noise), "Softmax-Regression, 30\u00a0% Zufall Rauschen");
  assert.equal(spoken(error), "99-mal 10 zu entfernen ließe 10 von 1000 Zeilen übrig");
  assert.equal(spoken(figure), "0,434 [−0,418; 1e-05]");
  assert.equal(spoken(column), "Spalte „a \"b\"“ hat 300 Kategorien; sie bleibt weg.");
  assert.equal(spoken("is missing"), "fehlt");
  const text = (form: string, ...args: (string | { form: string; args: string[] })[]) => ({ form, args });
  const work = text("needs %.2g floating-point operations, and the limit is %.2g", "3e+13", "5e+11");
  assert.equal(spoken(work), "braucht 3e+13 Gleitkommaoperationen, und die Grenze ist 5e+11");
  const outcome = text("%g leaves a fit with the outcome “%s” at gradient %.2g", "1e-06", { form: "no further progress", args: [] }, "0.2");
  assert.equal(spoken(outcome), "1e-06 lässt einen Fit mit dem Ausgang „kein weiterer Fortschritt“ bei Gradient 0,2");
  assert.equal(spoken(text("%s, row %d", { form: "test file", args: [] }, "3")), "Testdatei, Zeile 3");
  assert.equal(spoken("never heard of"), "never heard of");
});

test("a message of the core is translated as far as it says what it is made of", () => {
  const m = { place: "purify.steps", problem: "is 5000", remedy: "use 0 to 1000" };
  assert.equal(translated(m), m);
  page.untangleLanguage = german;
  const told = translated({ ...m, said: { place: { form: "%s", args: ["purify.steps"] }, problem: { form: "is %d", args: ["5000"] }, remedy: { form: "use %d to %d", args: ["0", "1000"] } } });
  assert.deepEqual([told.place, told.problem, told.remedy], ["purify.steps", "ist 5000", "nehmen Sie 0 bis 1000"]);
});
