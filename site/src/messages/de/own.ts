/** The part about the reader's own table in German. */
import { count, percent } from "../../text/format.ts";
import { tableLimits } from "../../own/files.ts";
import type * as english from "../en/own.ts";
import type { Texts } from "../localize.ts";

const zeilen = (n: number) => `${count(n)} ${n === 1 ? "Zeile" : "Zeilen"}`;

export const ownText: Texts<typeof english.ownText> = {
  title: "Ihre eigene Tabelle",
  rowsTitle: "Zeilen, die vielleicht nicht dazugehören",
  close: "Schließen",
  privacy: "Die Datei wird in diesem Tab gelesen und nirgendwohin geschickt.",
  choose: "Dateien wählen …",
  drop: "oder irgendwo auf der Seite ablegen. CSV, TSV und Ähnliches, JSON-Zeilen, NPZ; IDX und NPY mit ihren Labels; auch mit gzip gepackt. Eine Datei mit „test“ im Namen neben einer anderen ist deren Testteil.",
  limit: (mb) => `Eine Datei darf bis zu ${mb} groß sein, eine Texttabelle bis zu ${zeilen(tableLimits.rows)}, ${count(tableLimits.columns)} Spalten und ${tableLimits.cells / 1e6} Millionen Zellen.`,
  paste: "Oder Zeilen einfügen, zuerst die Namen der Spalten",
  usePasted: "Diese Zeilen nehmen",
  examples: "Oder eine von diesen versuchen",
  withNoise: (share) => `mit ${percent(share)} vertauschten Labels, damit die Wahrheit bekannt ist`,
  asIs: "ohne vertauschte Labels", finds: "Was ohne vertauschte Labels zuerst kommt",
  terms: (source, terms) => `${source}. Bedingungen: ${terms}.`,
  exampleRows: (n) => zeilen(n),
  exampleRidge: "Ihre Ridge wird auf Ihrem Rechner durch Kreuzvalidierung gewählt; sie sieht die Labels, wie sie gegeben sind, und keine Wahrheit.",
  adamOrder: "Adam, wie im Paper, geht die Zeilen in der Reihenfolge der Datei durch, in jeder Epoche gleich: Eine nach Label sortierte Datei gibt ein anderes Modell als dieselben Zeilen gemischt. Der exakte Fit hängt nicht von der Reihenfolge ab.",
  noExamples: "Die Beispiele ließen sich nicht laden.",

  reading: (name) => `${name} wird gelesen …`,
  bytes: (done, all) => `${done} von ${all}`,
  stop: "Anhalten",
  shape: (rows, exact, columns, format, charset) => `${exact ? "" : "etwa "}${zeilen(rows)}, ${count(columns)} Spalten, ${format.toUpperCase()}${charset ? `, ${charset}` : ""}`,
  looked: (n) => `Was folgt, gilt für die ersten ${zeilen(n)}.`,
  arrays: (rows, features, shape, format) => `${zeilen(rows)} mit je ${count(features)} Zahlen${shape ? ` (${shape})` : ""}, ${format.toUpperCase()}`,
  testRows: (n) => `mit ${count(n)} Testzeilen`,
  column: "Spalte", kind: "Art", kinds: { numeric: "Zahlen", category: "Kategorie", identifier: "Kennung", constant: "konstant", text: "Text", date: "Datum" }, distinct: "verschieden", missing: "fehlt", samples: "zum Beispiel", use: "nutzen",
  useColumn: (name) => `${name} als Merkmal nutzen`,
  label: "Label-Spalte", truth: "Spalte mit der Wahrheit", noTruth: "keine",
  missingValues: "Fehlende Werte", refuse: "ablehnen", dropRows: "diese Zeilen weglassen", fill: "füllen",
  scale: "Zahlen", standard: "Mittel 0, Varianz 1", unit: "durch die größte teilen", asGiven: "wie gegeben",
  test: "Testzeilen", testFile: "Testdatei …", noTest: "keine", hold: (share) => `${percent(share)} zurückhalten`, fromFile: (name) => name, inFile: "in der Datei",
  sample: "Höchstens nutzen", allRows: "alle Zeilen", someRows: (n) => zeilen(n),
  noise: "Zuerst Labels vertauschen", noNoise: "nein", someNoise: (share) => percent(share),
  leave: "Zeilen, die gehen dürfen", leaveShare: (share) => percent(share),
  ridge: "Ridge λr", tune: "durch Kreuzvalidierung", asSet: (v) => `wie eingestellt, ${v}`,
  tuned: (ridge, loss, was) => `Die Kreuzvalidierung wählte ${ridge}: mittlerer Verlust ${loss} auf zurückgehaltenen Zeilen${was}. Sie passt zu den Labels, wie sie gegeben sind; sind falsche gegangen, sagt eine kleinere Ridge vielleicht besser voraus: im Labor durchfahren.`,
  tunedWas: (ridge, loss) => `, gegen ${loss} bei ${ridge}`,
  classes: "Labels",
  size: (rows, features, spread, exact) => `${exact ? "" : "Etwa "}${zeilen(rows)} × ${count(features)} Merkmale${spread ? ", wenn Kategorien aufgefächert sind" : ""}.`,
  timing: "Ein Schritt wird auf einem Teil der Zeilen gemessen …", instant: "weniger als 0,1 s",
  advice: "Was für diese Daten einzustellen ist",
  plan: (perStep, steps) => `${count(steps)} Schritte, je ${zeilen(perStep)}.`,
  time: "Wie lange ein Lauf dauert, wird am ersten Schritt gemessen und von da an gezeigt.",
  lastTime: (s) => `Der letzte Lauf dieser Tabelle brauchte ${s} je Schritt.`,
  another: "Andere Datei …",
  run: "Los", choosing: (share) => `Ridge wird gewählt, ${percent(share)} …`,
  readingTable: (share) => `Wird gelesen, ${percent(share)} …`,
  cancel: "Abbrechen",
  noLabel: "wählen Sie die Spalte mit dem Label",
  noFeatures: "nutzen Sie mindestens eine Spalte als Merkmal",
  file: (name, problem, remedy) => ({ place: name, problem, remedy }),
  tooLarge: (size, limit) => [`sie hat ${size}; eine Datei darf ${limit} haben`, "Wählen Sie eine kleinere, zum Beispiel eine Stichprobe der Zeilen."],
  unreadable: (why) => [`sie ließ sich nicht lesen (${why})`, "Wählen Sie sie noch einmal."],
  noTrain: ["keine davon könnte die Trainingsdatei sein", "Wählen Sie eine, die weder Labels noch ein Testteil ist."],
  setup: (name, field) => `${name}, ${field}`,
};

export const ownAdvice: Texts<typeof english.ownAdvice> = {
  cost: (whole, step, basis, tune, memory) => `Ein Lauf dauert etwa ${whole}${tune ? `, die Wahl der Ridge davor ${tune}` : ""} (${step} je Schritt, ${basis}), und braucht etwa ${memory} Speicher.`,
  exact: "eben gemessen", sample: (rows, features) => `hochgerechnet aus ${rows} Zeilen${features ? ` mit ${features} Merkmalen` : ""}, eben gemessen`,
  untimed: (memory) => `So viele Gewichte werden schrittweise gelöst, und wie oft, hängt an den Daten: Die Zeit lässt sich nicht voraussagen, es können Minuten je Schritt sein. Eine Stichprobe, weniger Spalten oder weniger Klassen machen es kurz. Höchstens ${memory} Speicher.`,
  chosen: "sie wird durch Kreuzvalidierung gewählt, wie es hier sein soll", set: (ridge) => `sie steht auf ${ridge}; lassen Sie die Kreuzvalidierung wählen`,
  wide: (weights, rows, ridge) => `Breite Daten: ${weights} Gewichte für ${rows} Zeilen, ein Modell kann also fast jedes Label auswendig lernen, und falsche sehen ihm richtig aus. Die Ridge entscheidet; ${ridge}.`,
  separable: (ridge) => `Fast trennbar: Das Modell hat fast jede Zeile richtig, die Werte hängen also an der Ridge; ${ridge}. Ohne eine Ridge, die es hält, biegt sich das Modell nach einzelnen Zeilen.`,
  leverage: "Einzelne Zeilen halten viel vom Modell (Hebel über 50 %), δ extrapoliert also für sie. Stellen Sie die Regel „δ, durch neue Fits verfeinert“ ein, die für die ersten Zeilen neu trainiert, oder sehen Sie sich den Hebel in der Liste an.",
  damping: (now) => `Die Dämpfung λd = ${now} überwiegt die Daten, V ändert sich mit ihr also so sehr wie mit den Zeilen. Stellen Sie sie zehnmal kleiner, oder nutzen Sie weniger Spalten.`,
  condition: "Einige Spalten sagen fast dasselbe, H ist also fast singulär. Lassen Sie eine davon weg, oder stellen Sie eine größere Dämpfung ein.",
  tiny: (names) => `Winzige Klassen: ${names.join(", ")} Zeilen. Das Modell lernt wenig aus so wenigen und hält sie für Rauschen: Lesen Sie die Funde darunter mit Vorsicht, oder lassen Sie die Klasse aus der Datei.`,
  lopsided: (name) => `Fast alle Zeilen sind „${name}“. Zeilen der seltenen Labels stehen vorn in der Liste, weil sie selten sind; filtern Sie nach gegebenem Label, um jedes für sich anzusehen.`,
};

export const ownLab: Texts<typeof english.ownLab> = {
  noSetups: { place: "Einstellung", problem: "das Labor führt Studien aus, keine Einstellungen eines Laufs", remedy: "Öffnen Sie sie auf der ersten Seite." },
};

export const ownRows: Texts<typeof english.ownRows> = {
  lab: "Weiter im Labor", labNote: "In Blöcke teilen, Regeln um die Wette laufen lassen, λ durchlaufen: mit dieser Tabelle, auf einer Seite daneben.",

  working: (phase, share) => `${phase === "suggest" ? "Labels werden vorgeschlagen" : "Zeilen werden bewertet"}, ${percent(share)} …`,
  again: "Zeilen neu ordnen",
  show: "Zeigen", shows: { all: "alle Zeilen", removed: "Zeilen, die gehen", kept: "Zeilen, die bleiben", differs: "Label weicht vom Vorschlag ab", hand: "von Hand entschieden", warned: "Zeilen mit Warnung" },
  given: "gegeben", anyLabel: "alle", find: "Suchen", sort: "Ordnung", sorts: { rank: "wer zuerst geht", row: "wie in der Datei", score: "Wert", given: "gegebenes Label", suggested: "vorgeschlagenes Label", confidence: "Sicherheit", leverage: "Hebel, größte zuerst" },
  reverse: "umgekehrt",
  filters: "Filter und Ordnung",
  head: { rank: "Rang", image: "Bild", row: "Zeile", line: "Dateizeile", score: "Wert", given: "gegeben", suggested: "vorgeschlagen", leverage: "Hebel", fate: "was aus ihr wird" },
  left: (step) => `ging in Schritt ${step + 1}`,
  leverageUnknown: "–",
  keep: "Behalten", drop: "Verwerfen", keepRow: (row) => `Zeile ${row} behalten`, dropRow: (row) => `Zeile ${row} verwerfen`,
  undo: "Rückgängig", redo: "Wiederholen",
  dropShown: (n) => `Die ${count(n)} gezeigten verwerfen`, keepShown: (n) => `Die ${count(n)} gezeigten behalten`,
  page: (from, to, all) => (all === 0 ? "keine Zeilen" : `${count(from)}–${count(to)} von ${count(all)}`), before: "Seite zurück", after: "Seite weiter",
  sum: (gone, all, byHand) => `${count(gone)} von ${zeilen(all)} gehen${byHand > 0 ? `, ${count(byHand)} von Hand entschieden` : ""}.`,
  judged: (wrong, hits, share, auc) => `Wahrheit bekannt: ${zeilen(wrong)} gehören nicht dazu. Von den ersten ${count(wrong)} in dieser Ordnung sind es ${count(hits)} (${percent(share)}); ROC-AUC ${auc}.`,
  warned: (n) => (n === 0 ? "" : `${count(n)} ${n === 1 ? "Zeile trägt" : "Zeilen tragen"} eine Warnung: Das Modell biegt sich nach so einer Zeile (Hebel über 50 %), ihr Wert ist also mit Vorsicht zu nehmen.`),
  fates: { kept: "bleibt", removed: "geht" },
  hand: "von Hand",
  onMap: "Auf der Karte zeigen",
  keys: "↑ ↓ gehen durch die Zeilen, K behält, D verwirft, Strg Z macht rückgängig, Enter zeigt die Zeile auf der Karte.",
  take: "Mitnehmen",
  files: { kept: "Bereinigte Tabelle", removed: "Entfernte Zeilen", ranked: "Geordnete Liste (CSV)", traceCSV: "Verlauf (CSV)", traceJSON: "Verlauf (JSON)", report: "Bericht (HTML)", stage: "Karte (PNG)", charts: "Kurven (PNG)" },
  command: "Kommandozeile", copy: "Kopieren", copied: "Kopiert", notCopied: "Nicht kopiert", link: "Link der Einstellungen kopieren", linkNote: "Der Link enthält die Einstellungen von Modell und Regel, nie die Daten.",
  caveat: (names) => `Die Kommandozeile trennt Spaltennamen an Kommas, kann also ${names.map((n) => `„${n}“`).join(", ")} nicht nennen.`,
  byHandCaveat: (n) => `${count(n)} ${n === 1 ? "Zeile wurde" : "Zeilen wurden"} von Hand entschieden; der Befehl wiederholt das nicht.`,
};

export const ownReport: Texts<typeof english.ownReport> = {
  title: (name) => `${name}: Zeilen, die vielleicht nicht dazugehören`,
  made: (date, build) => `Von Untangle am ${date} erstellt, Build ${build}. Nichts verließ den Tab, in dem gerechnet wurde.`,
  data: "Daten", model: "Modell und Regel", result: "Ergebnis", care: "Mit Vorsicht", again: "Noch einmal berechnen",
  againNote: "Mit dem Kommandozeilenprogramm desselben Builds, im Ordner der Datei:",
  first: (n, all) => `Die ersten ${count(n)} von ${zeilen(all)}, die zweifelhaftesten zuerst`,
  how: "Wert: wie sehr die Varianz des Einflusses V[X] fällt, wenn die Zeile geht, oder was die oben genannte Regel sagt. Vorgeschlagenes Label: das wahrscheinlichste in den Augen eines Modells, das die Zeile nicht gesehen hat. Eine Zeile auf der Liste ist eine zum Ansehen, kein Fehler.",
  file: "Datei", rows: "Trainingszeilen", testRows: "Testzeilen", features: "Merkmale", label: "Label-Spalte", noise: "absichtlich vertauschte Labels", rule: "Regel", fit: "Fit", ridge: "Ridge λr", damping: "Dämpfung λd", seed: "Startwert", steps: "Schritte", removed: "Zeilen, die gehen", byHand: "davon oder sonst von Hand entschieden", variance: "V[X], zuerst und zuletzt", accuracy: "Testgenauigkeit, zuerst und zuletzt", truth: "Wahrheit",
  stage: "Einflusskarte", charts: { variance: "Einflussvarianz V[X]", accuracy: "Genauigkeit" },
};
