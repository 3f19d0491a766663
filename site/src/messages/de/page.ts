/** The page in German; messages/en/page.ts says what each text is for. */
import { count, fixed } from "../../text/format.ts";
import type * as english from "../en/page.ts";
import type { Texts } from "../localize.ts";

const zeilen = (n: number) => `${count(n)} ${n === 1 ? "Zeile" : "Zeilen"}`;

export const page: Texts<typeof english.page> = {
  title: "Untangle: ein gemischter Trainingssatz fällt auseinander",
  description: "Sehen Sie zu, wie ein Trainingssatz, der mehrere Regeln mischt, Zeile für Zeile auseinanderfällt, nach der Varianz des Einflusses. Alles wird in diesem Tab berechnet.",
  brand: "Untangle",
  skip: "Zum Bild springen",
  noscript: "Untangle zeichnet und rechnet in Ihrem Browser und braucht dafür JavaScript.",
  loading: "Der aufgezeichnete Lauf wird geladen …",
  preset: "Beispiel",
  settings: "Einstellungen",
  tour: "Rundgang",
  lab: "Labor",
  notes: "Skript (engl.)",
  compare: "Vergleichen",
  compareHint: "Den Lauf im Bild neben dem nächsten behalten (C)",
  share: "Link kopieren",
  embed: "Einbetten",
  colors: "Farben",
  colorsDefault: "System",
  colorsLight: "hell",
  colorsDark: "dunkel",
  colorsProjector: "Beamer",
  language: "Sprache",
  help: "Tasten und Hilfe",
  full: "Ganze Seite",
  close: "Schließen",

  data: "Daten",
  distributions: "Regeln",
  rows: "Zeilen",
  seed: "Startwert",
  noise: "falsche Labels",
  newSeed: "Andere Stichprobe: der nächste Startwert",
  model: "Modell",
  fit: "Fit",
  fitNewton: "exakt (Newton)",
  fitAdam: "Adam wie im Artikel",
  ridge: "Ridge λ<sub>r</sub>",
  damping: "Dämpfung λ<sub>d</sub>",
  epochs: "Epochen",
  epochsHint: "Epochen, höchstens",
  targetLoss: "Zielverlust",
  removal: "Entfernen",
  rule: "entfernen nach",
  perStep: "je Schritt",
  steps: "Schritte",
  own: "Ihre eigene Tabelle",
  ownOpen: "Ihre eigene Tabelle …",
  live: "Live",
  liveHint: "Diesen Lauf im Tab neu berechnen",

  main: "Der Lauf",
  stage: "Einflusskarte",
  side: "Messwerte",

  transport: "Wiedergabe",
  reset: "Zurück zum Beispiel",
  play: "Abspielen",
  back: "Schritt zurück",
  forward: "Schritt vor",
  scrubber: "Schritt",
  speed: "Tempo",
  messages: "Meldungen",

  aboutTitle: "Was Sie hier sehen",
  about: `
<p>Jedes Zeichen ist eine Zeile eines Trainingssatzes. Ein einziges Modell, eine Softmax-Regression, wurde an alle Zeilen zugleich angepasst. Wo das Beispiel mehrere Regeln mischt, hat eine davon jede Zeile beschriftet, und keine Zeile sagt, welche: Das Modell soll ihnen allen glauben.</p>
<p>Das Bild ist nach <em>Einfluss</em> geordnet. X(z,&thinsp;z′) sagt, wie sich der Verlust auf Zeile z′ ändert, wenn Zeile z etwas mehr Gewicht bekommt: Unter null hilft z der Zeile z′, über null schadet sie ihr. Zeilen, die vom Mittelpunkt aus in derselben Richtung liegen, helfen einander, Zeilen auf entgegengesetzten Seiten ziehen das Modell auseinander, und Zeilen nahe der Mitte zählen kaum. Die Karte zeigt die zwei Richtungen, in denen am meisten liegt; der ganze Raum hat viel mehr, so geht etwas Abstand verloren. Abstände vom Mittelpunkt sind gestaucht gezeichnet, damit man die Menge in der Mitte neben den Ausreißern sieht; die Ringe sagen, wie sehr. Das Quadrat des Abstands vom Mittelpunkt ist der <em>Selbsteinfluss</em> der Zeile, <var>q</var> = ∇<var>L</var><sup>⊤</sup> <var>H</var><sup>−1</sup> ∇<var>L</var>: wie stark die Zeile das Modell zu sich zieht.</p>
<p><strong>V[X]</strong> ist die Varianz von X über alle Paare von Zeilen, die noch im Training sind. Ein Satz, den eine Regel erklärt, hat wenig zu streiten, und V ist klein; eine Mischung hat viel. <strong>δ(z)</strong> ist, wie weit V fiele, wenn Zeile z fort wäre. Jeder Schritt umringt die Zeilen mit dem größten Wert, nimmt sie heraus, passt das Modell neu an und beginnt von vorn. Sie landen in der Ablage unter der Karte, eine Spalte je Schritt.</p>
<p data-own hidden>Das sind Ihre eigenen Zeilen, gelesen und berechnet in diesem Tab. Gibt es eine Spalte mit der Wahrheit, zeigen Farbe und Form sie; das Verfahren sieht sie nie.</p>
<p data-example>Farbe und Form zeigen, welche Regel eine Zeile beschriftet hat. Sie sind für Sie da. Das Verfahren sieht sie nie, und niemand sagt ihm, wie viele Regeln es gibt oder wo es gut wäre aufzuhören. Darum lohnt der Blick auf die Ablage: Sie zeigt, wie oft richtig geraten wurde.</p>`,
  marksTitle: "Was veröffentlicht ist und was von uns",
  marks: `
<p data-own hidden>Die Idee und die Definitionen stammen aus <em>Divide and Predict</em> von Huang, Mortveit und Reidys (<a data-link href="https://arxiv.org/abs/2603.08649">arXiv:2603.08649</a>). Diese Seite passt das Modell exakt an (Newton), wenn nichts anderes gesagt ist, und bewertet alle Zeilen auf einmal mit einer geschlossenen Form von δ. Über Ihre Zeilen ist nichts veröffentlicht.</p>
<p data-example>Die Idee, die Definitionen und die hohlen Vergleichszeichen in den Kurven stammen aus <em>Divide and Predict</em> von Huang, Mortveit und Reidys (<a data-link href="https://arxiv.org/abs/2603.08649">arXiv:2603.08649</a>). Die Zeichen sind an der Stichprobe der Autoren abgelesen, angepasst nach deren Protokoll. Diese Seite zieht eine eigene Stichprobe nach demselben Rezept, passt das Modell exakt an (Newton), wenn nichts anderes verlangt wird, und bewertet alle Zeilen zugleich mit einer geschlossenen Formel für δ, statt sie einzeln wegzulassen. Die Kurven müssen also nicht durch die Zeichen gehen. Übereinstimmen soll der Verlauf: V fällt, und die Genauigkeit steigt, solange Zeilen der anderen Regeln gehen; wer lange genug weitermacht, sieht sie wieder fallen, weil dann nur noch gute Zeilen übrig sind.</p>
<p data-example>Wo es aufgezeichnet ist, zeigt die gestrichelte Linie das veröffentlichte Protokoll auf der Stichprobe dieser Seite. Um es hier zu berechnen, wählen Sie den Fit <em>Adam wie im Artikel</em> und das Entfernen nach <em>einzeln weglassen, nach Einfluss</em>; rechnen Sie mit einigen Minuten.</p>`,
  careTitle: "Womit man vorsichtig sein sollte",
  care: `
<p>V hängt von der Dämpfung λ<sub>d</sub>, von der Ridge λ<sub>r</sub> und davon, wie weit der Fit konvergiert ist, mindestens so sehr ab wie von der Mischung. Drehen Sie an einem Regler und sehen Sie selbst. Vergleichen Sie Werte von V innerhalb eines Laufs, nicht zwischen Einstellungen.</p>
<p data-example>Manche Zeilen hat eine andere Regel beschriftet, die auf ihnen zufällig mit der ersten übereinstimmt. Nichts unterscheidet diese Zeilen, also kann sie kein Verfahren finden, und es schadet nicht, sie zu behalten.</p>
<p data-own hidden>Eine Zeile, die früh in der Liste steht, ist anzusehen, nicht schon falsch. Nichts, was Sie öffnen oder ändern, wird irgendwohin geschickt.</p>
<p data-example>Das erste Bild ist ein aufgezeichneter Lauf: dieselben Zahlen, die das Rechenwerk liefert, in einer Datei. <em>Live</em> berechnet ihn in diesem Tab neu. Nichts, was Sie öffnen oder ändern, wird irgendwohin geschickt.</p>`,

  helpTitle: "Tasten",
  helpBody: `
<dl class="keys">
<div><dt><kbd>Leertaste</kbd></dt><dd>abspielen, anhalten</dd></div>
<div><dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>einen Schritt zurück, vor</dd></div>
<div><dt><kbd>Pos1</kbd> <kbd>Ende</kbd></dt><dd>erster, letzter Schritt</dd></div>
<div><dt><kbd>[</kbd> <kbd>]</kbd></dt><dd>langsamer, schneller</dd></div>
<div><dt><kbd>C</kbd></dt><dd>vergleichen: diesen Lauf behalten oder loslassen</dd></div>
<div><dt><kbd>L</kbd></dt><dd>live berechnen</dd></div>
<div><dt><kbd>R</kbd></dt><dd>zurück zum Beispiel</dd></div>
<div><dt><kbd>Esc</kbd></dt><dd>gewählte Zeile loslassen, Feld schließen</dd></div>
<div><dt><kbd>?</kbd></dt><dd>diese Liste</dd></div>
</dl>
<p>Zeigen Sie auf ein Zeichen, um seine Zeile zu lesen; ein Klick hält sie fest. Ziehen Sie in einer Kurve, um durch den Lauf zu gehen.</p>`,
};

export const ruleNames: Texts<typeof english.ruleNames> = {
  "delta": "δ, geschlossene Formel",
  "delta-refine": "δ, durch neue Fits verfeinert",
  "loo-influence": "einzeln weglassen, nach Einfluss",
  "loo-refit": "einzeln weglassen, nach neuem Fit",
  "self-influence": "Selbsteinfluss",
  "loss": "eigener Verlust",
  "random": "zufällig",
};

const work: Record<string, string> = { fit: "Fit", variance: "V wird gemessen", score: "Zeilen werden bewertet", map: "Karte wird gezeichnet" };

export const say: Texts<typeof english.say> = {
  step: (k, end) => `Schritt ${k} von ${end}`,
  removedSoFar: (rows) => `${zeilen(rows)} entfernt`,
  pause: "Anhalten",
  play: "Abspielen",
  speed: (x) => `${fixed(x, x < 1 ? (x === 0.5 ? 1 : 2) : 0)}×`,
  rows: (n) => zeilen(n),

  recorded: "Aufzeichnung",
  plays: "Diese Datei spielt ihn ab; andere Einstellungen brauchen das Rechenwerk.",
  changeRuns: "Eine Änderung startet einen neuen Lauf.",
  tableReady: (name) => `${name} ist offen; Live berechnet sie`,
  computingTable: (name) => `${name}: `,
  slowLeaveOneOut: (rows) => `Einzeln weglassen berechnet V in jedem Schritt für jede von ${zeilen(rows)} neu.`,
  slowAdam: (epochs) => `Adam braucht für jeden Fit bis zu ${count(epochs)} Epochen.`,
  timeLeft: (time) => `Es dauert noch etwa ${time}.`,
  recordedChanged: "Aufgezeichneter Lauf des Beispiels; Ihre Einstellungen sind noch nicht darin",
  loadingRun: "Der aufgezeichnete Lauf wird geladen …",
  loadingEngine: (mb, total) => (total ? `Rechenwerk wird geladen, ${mb} von ${total}` : `Rechenwerk wird geladen, ${mb}`),
  starting: "Das Rechenwerk startet …",
  readingTable: (share) => `Tabelle wird gelesen, ${share}\u00a0% …`,
  working: (step, end, phase) => `Schritt ${step} von ${end}${work[phase] ? `, ${work[phase]}` : ""} …`,
  liveDone: (seconds) => `In diesem Tab in ${seconds} berechnet`,
  liveCanceled: (k) => `Nach Schritt ${k} abgebrochen`,
  liveFailed: "Der Lauf wurde nicht fertig",
  liveChanged: "Einstellungen geändert; Live berechnet sie",

  mixBoundary: (left, right) => `Grenze zwischen ${left} und ${right}`,
  mixValue: (left, a, right, b) => `${left} ${count(a)}, ${right} ${count(b)}`,
  previous: "voriger Lauf",
  previousTitle: "Im vorigen Lauf",
  testedOn: (origin) => `getestet an ${origin}`,
  scrubbed: (k, end, removed) => `Schritt ${k} von ${end}, ${zeilen(removed)} entfernt`,
  distribution: (k) => `Regel ${k + 1}`,

  chartTitles: { variance: "Einflussvarianz V[X]", accuracy: "Testgenauigkeit" },
  stepWord: "Schritt",
  chartMenu: (title) => `${title}: Tabelle und CSV`,
  tableOf: (title) => `${title}, Tabelle`,
  asTable: "Als Tabelle zeigen",
  asCSV: "CSV herunterladen",
  noTest: "Trainingsgenauigkeit",
  noTestNote: "keine Testdatei",
  published: "veröffentlicht",
  none: "–",
  tableStep: "Schritt", tableRemoved: "entfernt", tableValue: { variance: "V[X]", accuracy: "Genauigkeit" }, tablePublished: "veröffentlicht",
  backToChart: "Als Kurve zeigen",

  cancel: "Abbrechen",
  live: "Live",
  own: {
    columns: "Spalten …", rows: "Zeilen, die vielleicht nicht dazugehören …", cancel: "Zurück zum Beispiel", pasted: "eingefügt.csv",
    ready: (name) => ({ place: name, problem: "ihre Zeilen sind danach geordnet, wie wenig sie dazugehören", remedy: "Sehen Sie sie an, behalten oder verwerfen Sie, und nehmen Sie das Ergebnis mit." }),
    showRows: "Zeilen zeigen", lab: "Im Labor …", labHint: "Mit dieser Tabelle teilen, Regeln vergleichen und Werte durchlaufen, auf einer Seite daneben",
    noPart: { place: "eigene Tabelle", problem: "der Teil der Seite, der Tabellen liest, wurde nicht geladen", remedy: "Prüfen Sie die Verbindung und versuchen Sie es noch einmal." },
  },
  inspector: {
    inspect: "Zeile ansehen",
    range: (last) => `Zeilen sind 0 bis ${last}`,
    row: (i) => `Zeile ${i}`,
    given: "Label gegeben", predicted: "Label vorhergesagt", leaves: "geht",
    left: (k) => `ging in Schritt ${k}`, leavesAt: (k) => `in Schritt ${k}`, leavesNext: "als Nächste",
    stays: "bleibt bis zum Ende", staysSoFar: "noch nicht bekannt",
    selfInfluence: "Selbsteinfluss", loss: "Verlust", score: "Wert",
    scores: { delta: "δ", "delta-refine": "δ", "loo-influence": "δ", "loo-refit": "δ", "self-influence": "Wert", loss: "Wert", random: "Wert" },
    liveOnly: (score) => `Live zeigt auch ${score}, Selbsteinfluss und Verlust.`,
    fromZero: "Zeilen zählen ab 0",
    answers: "Ihre Antworten",
    image: "Das Bild dieser Zeile",
  },
  tip: (row, origin, given, predicted) => `Zeile ${row}${origin ? `, ${origin}` : ""}: gegeben ${given}, vorhergesagt ${predicted}`,
  tray: "entfernt, eine Spalte je Schritt",
  ring: (value) => `Selbsteinfluss ${value}`,
  ringTitle: "Selbsteinfluss q = ∇Lᵀ H⁻¹ ∇L einer Zeile: wie stark sie das Modell zu sich zieht. Er ist das Quadrat des Abstands vom Mittelpunkt, gestaucht gezeichnet.",

  edge: (state, hash) => ({
    unasked: "Das Beispiel steckt in der Seite.",
    absent: "Das Beispiel steckt in der Seite; unter dieser Adresse gibt es keinen Dienst für Beispiele.",
    late: "Der Dienst für Beispiele antwortete nicht rechtzeitig; gezeigt wird das Beispiel in der Seite.",
    same: `Beispiel vom Dienst, dieselben Bytes wie die Kopie in der Seite (SHA-256 ${hash}…).`,
    differs: "Das Beispiel steckt in der Seite; der Dienst hat eine andere Fassung.",
    newer: "Das Beispiel steckt in der Seite; der Dienst hat eines, das diese Seite nicht lesen kann.",
  })[state],
  renderer2d: (reason) => (reason ? `Punkte mit der einfachen 2-D-Leinwand gezeichnet: ${reason}.` : "Punkte mit der 2-D-Leinwand gezeichnet."),
  rendererEbiten: "Punkte mit WebGL gezeichnet.",
  build: (id) => `Build ${id}.`,

  expects: {
    flag: "1 oder 0",
    whole: (lo, hi) => `eine ganze Zahl von ${lo} bis ${hi}`,
    real: (lo, hi) => `eine Zahl von ${lo} bis ${hi}`,
    preset: "der Name eines Beispiels",
    mix: (groups, rows) => `1 bis ${groups} ganze Zahlen mit Kommas dazwischen, zusammen mindestens ${rows} Zeilen`,
    charts: "v, acc oder v,acc",
    compare: "none, paper oder ein Lauf wie preset:sd2;ridge:0.01",
    origins: "bis zu 8 Herkünfte wie https://example.org, mit Kommas dazwischen",
    once: "nur einmal",
    text: "Text, der sich entschlüsseln lässt",
    oneOf: (names) => `eines von ${names}`,
    hide: (names) => `eines von ${names} vor _hide`,
  },
  scenario: {
    tooLong: (n, limit) => [`hat ${n} Zeichen`, `eine Einstellung hat höchstens ${limit}`],
    notJSON: (why) => [`ist kein JSON: ${why}`, "dort verbessern"],
    notObject: ["ist kein Objekt", "ein JSON-Objekt angeben"],
    notName: ["ist kein Name", "1 bis 64 kleine Buchstaben, Ziffern und Bindestriche verwenden"],
    notText: ["ist kein Text", "einen Text angeben"],
    noObject: ["fehlt", "ein Objekt angeben"],
    unknownField: ["ist kein Feld einer Einstellung", "entfernen oder den Namen verbessern"],
    noVersion: (ours) => ["fehlt", `"version": ${ours} ergänzen`],
    newer: (v, ours) => [`${v} ist neuer, als diese Seite liest (${ours})`, "in einem neueren Untangle öffnen"],
    choice: (value, known) => [`${value} ist nicht bekannt`, `eines von ${known.join(", ")} verwenden`],
    tooManySteps: (steps, perStep, most, rows) => [`${steps} mal ${perStep} entfernen ist zu viel`, `höchstens ${most}, damit ${rows} Zeilen bleiben`],
    noCounts: (least, most) => [`ist keine Liste von ${least === most ? least : `${least} bis ${most}`} Zahlen`, "eine Zahl von Zeilen je Block angeben"],
    fewRows: (rows, least) => [`ergeben ${rows} Zeilen`, `${least} Zeilen oder mehr angeben`],
    noMarks: ["ist keine Liste", "eine Liste von Zeichen angeben"],
    badMark: ["ist unvollständig", "Kurve, Beschriftung, Quelle, endlichen Wert und removed ≥ −1 angeben"],
    value: (value, takes) => [`ist ${value}`, `${takes} verwenden`],
    object: "keine Zahl",
  },
  urlValue: (name, value, expects) => ({
    place: `Adresse, ${name}`, problem: `„${value}“ wurde nicht verstanden`, remedy: `Erwartet wird ${expects}. Alles andere in der Adresse gilt.`,
  }),
  urlName: (name, expects) => ({
    place: `Adresse, ${name}`, problem: `es gibt keinen Parameter „${name}“`, remedy: `Möglich ist ${expects}. Alles andere in der Adresse gilt.`,
  }),
  urlNewer: (v, ours) => ({
    place: "Adresse, v", problem: `dieser Link stammt von einem neueren Untangle (Version ${v}; diese Seite liest ${ours})`,
    remedy: "Gezeigt wird das Beispiel. Öffnen Sie den Link in einem neueren Untangle.",
  }),
  urlSteps: (asked, got) => ({ place: "Adresse, steps", problem: `${asked} Schritte würden die Zeilen aufbrauchen`, remedy: `Es werden ${got} Schritte.` }),
  urlTime: (asked, got) => ({ place: "Adresse, t", problem: `es gibt keinen Schritt ${asked}`, remedy: `Gezeigt wird Schritt ${got}.` }),
  urlNoise: (value) => ({
    place: "Adresse, noise", problem: `${value} wurde nicht verwendet`, remedy: "Dieses Beispiel hat keine falschen Labels, deren Anteil sich einstellen ließe.",
  }),
  unknownPreset: (id, known) => ({ place: "Adresse, preset", problem: `es gibt kein Beispiel „${id}“`, remedy: `Gezeigt wird das erste. Es gibt ${known}.` }),
  runMissing: (id, why) => ({ place: `aufgezeichneter Lauf ${id}`, problem: `er ließ sich nicht lesen (${why})`, remedy: "Live berechnet ihn hier." }),
  edgePreset: (id, field, problem) => ({ place: `Dienst für Beispiele, ${id}, ${field}`, problem, remedy: "Es gilt die Kopie in der Seite." }),
  edgeDiffers: (id) => ({
    place: `Dienst für Beispiele, ${id}`, problem: "seine Fassung dieses Beispiels weicht von der in der Seite ab",
    remedy: "Der aufgezeichnete Lauf zeigt die der Seite. Zur anderen gibt es keinen aufgezeichneten Lauf; berechnen Sie sie live.",
  }),
  runServed: "Die andere berechnen",
  crash: (why) => ({ place: "Rechenwerk", problem: `es brach unerwartet ab (${why})`, remedy: "Der Lauf im Bild spielt weiter. Starten Sie das Rechenwerk neu, um wieder zu rechnen." }),
  noEngine: (why) => ({ place: "Rechenwerk", problem: `es ließ sich nicht laden (${why})`, remedy: "Der aufgezeichnete Lauf spielt weiter. Prüfen Sie die Verbindung und starten Sie das Rechenwerk neu." }),
  noFile: (why) => ["Daten", `eine Datei ließ sich nicht laden (${why})`, "Prüfen Sie die Verbindung und drücken Sie noch einmal Live."],
  noAnswer: (why) => ["Rechenwerk", why ? `es brach ab, bevor es antwortete (${why})` : "die Frage wurde aufgegeben", "Versuchen Sie es noch einmal."],
  versions: (page, engine) => `die Seite spricht Version ${page} und das Rechenwerk Version ${engine}`,
  otherVersion: (why) => ({ place: "Rechenwerk", problem: why, remedy: "Der aufgezeichnete Lauf spielt weiter. Laden Sie die Seite neu, damit beide von einem Build sind." }),
  fault: (why) => ({ place: "Seite", problem: `etwas ging in ihr schief (${why})`, remedy: "Laden Sie die Seite neu, wenn es nicht weitergeht, und kopieren Sie den Bericht für jemanden, der es beheben kann." }),
  noShare: { place: "Einbetten", problem: "das Skript ließ sich nicht laden", remedy: "Prüfen Sie die Verbindung und versuchen Sie es noch einmal." },
  remote: {
    noTime: "seek: t ist keine Zahl",
    noState: "set: state ist weder Text noch Objekt",
    notAllowed: (origin) => `set: ${origin} ist nicht zugelassen; in allowOrigin eintragen`,
  },
  playsOnly: { place: "diese Datei", problem: "sie enthält einen Lauf und kein Rechenwerk", remedy: "Öffnen Sie die Seite selbst, um einen anderen zu berechnen." },
  noLater: { place: "Seite", problem: "ihr Teil mit Kurven, Inspektor und Tabellen wurde nicht geladen", remedy: "Prüfen Sie die Verbindung und laden Sie die Seite neu." },
  noReason: "ohne Angabe von Gründen",
  unreadable: "eine Nachricht ließ sich nicht lesen",
  badBytes: (why) => ({ place: "Rechenwerk", problem: `es schickte etwas, das diese Seite nicht lesen kann (${why})`, remedy: "Laden Sie die Seite neu, damit beide von einem Build sind." }),
  noImages: (why) => ({ place: "Bilder", problem: `die der Zeilen kamen nicht (${why})`, remedy: "Die Zeilen sind als Punkte gezeichnet; laden Sie die Seite neu, um es noch einmal zu versuchen." }),
  legendLabel: "gegebenes Label",
  oneColor: "alle Zeilen: keine Wahrheit bekannt",
  contextLost: (reason) => ({ place: "Bild", problem: `WebGL zeichnet hier nicht (${reason})`, remedy: "Die Punkte zeichnet eine einfache Leinwand; es fehlt nichts." }),
  field: (name, value, lo, hi, real) => ({
    place: name, problem: value.trim() === "" ? "hier fehlt eine Zahl" : `„${value}“ ist nicht brauchbar`, remedy: `Erwartet wird eine ${real ? "" : "ganze "}Zahl von ${lo} bis ${hi}. Die Einstellung ist, wie sie war.`,
  }),
  newBuild: { place: "diese Seite", problem: "eine neuere Fassung ist da", remedy: "Sie gilt ab dem nächsten Besuch, oder jetzt." },
  reload: "Jetzt laden",
  leaveTable: "Eine andere Sprache lädt die Seite neu, ohne Ihre Tabelle. Weiter?",
  noTour: { place: "Rundgang", problem: "das Skript ließ sich nicht laden", remedy: "Prüfen Sie die Verbindung und versuchen Sie es noch einmal." },
  noLanguage: { place: "Sprache", problem: "ihre Texte ließen sich nicht laden", remedy: "Die Seite ist englisch, bis sie neu geladen wird." },
  noCharts: { place: "Kurven", problem: "das Skript, das sie zeichnet, wurde nicht geladen", remedy: "Ihre Werte stehen als Tabellen da." },
  linkCopied: "Link kopiert",
  linkNotCopied: "Der Link ließ sich nicht kopieren; er steht in der Adresszeile",
  ownNoLink: "Eigene Daten stehen in keinem Link; er öffnet das Beispiel",
  reportCopied: "Bericht kopiert",
  copyReport: "Bericht kopieren",
  restart: "Rechenwerk neu starten",
  dismiss: "Schließen",
};
