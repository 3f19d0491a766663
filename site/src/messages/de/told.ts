/**
 * Texts that come as data, in German: examples, studies, marks. What the core says in
 * sentences of its own is in said.ts.
 */
const titles: Record<string, string> = {
  "Networks: a convolutional net on threes and fives": "Netze: ein Faltungsnetz auf Dreien und Fünfen",
  "Networks: the paper’s perceptron on two rules": "Netze: das Perzeptron des Artikels auf zwei Regeln",
  "A sweep of your own": "Ein eigener Durchlauf",
  "Two rules, one training set": "Zwei Regeln, ein Trainingssatz",
  "Three rules, one training set": "Drei Regeln, ein Trainingssatz",
  "One rule, nothing to untangle": "Eine Regel, nichts zu entwirren",
  "One rule, trained a little or a lot": "Eine Regel, kurz oder lang trainiert",
  "Threes and fives, 20 % mislabeled": "Dreien und Fünfen, 20 % falsch beschriftet",
  "Threes and fives, 30 % mislabeled": "Dreien und Fünfen, 30 % falsch beschriftet",
  "Threes and fives, 40 % mislabeled": "Dreien und Fünfen, 40 % falsch beschriftet",
  "Fours and eights, 30 % mislabeled": "Vieren und Achten, 30 % falsch beschriftet",
  "Digits upright and upside down": "Ziffern aufrecht und kopfüber",
  "Two moons, 20 % mislabeled": "Zwei Monde, 20 % falsch beschriftet",
  "Two regions, two rules": "Zwei Gebiete, zwei Regeln",
  "The claims of dilution, measured": "Die Behauptungen der Verdünnung, gemessen",
  "Dilution: digits, 20 % noise": "Verdünnung: Ziffern, 20 % Rauschen",
  "Dilution: digits, 30 % noise": "Verdünnung: Ziffern, 30 % Rauschen",
  "Dilution: digits, 40 % noise": "Verdünnung: Ziffern, 40 % Rauschen",
  "Ablation: augmentation on or off": "Ablation: Zittern an oder aus",
  "Dilution: two moons": "Verdünnung: zwei Monde",
  "Ablation: confidence or loss": "Ablation: Sicherheit oder Verlust",
  "Ablation: static or dynamic α": "Ablation: festes oder bewegtes α",
  "Dilution: SD-2": "Verdünnung: SD-2",
  "Divide and predict: where routing works": "Teilen und vorhersagen: wo ein Router geht",
  "Divide: blocks and sub-models on two rules": "Teilen: Blöcke und Teilmodelle bei zwei Regeln",
  "Fig. 3: ten digits with wrong labels": "Abb. 3: zehn Ziffern mit falschen Labels",
  "Fig. 5: two rules in every proportion": "Abb. 5: zwei Regeln in jedem Verhältnis",
  "Fig. 7: three rules in every proportion": "Abb. 7: drei Regeln in jedem Verhältnis",
  "V falls on pure data while training goes on": "V fällt auf reinen Daten, solange trainiert wird",
  "The race: eight rules, the same data": "Der Wettlauf: acht Regeln, dieselben Daten",
  "Theorems 1 and 2, and a sign": "Die Sätze 1 und 2, und ein Vorzeichen",
};

const summaries: Record<string, string> = {
  "A net of two convolutions is trained on 200 threes and fives, 30 % of them with the wrong label. The same rules remove rows: where does influence help, and is it what retraining says?":
    "Ein Netz mit zwei Faltungen wird auf 200 Dreien und Fünfen trainiert, 30 % davon mit falschem Label. Dieselben Regeln entfernen Zeilen: Wo hilft Einfluss, und sagt er, was neues Training sagt?",
  "A perceptron of 40-128-64-16-4 units is trained on 140 + 60 rows of two rules. Rows leave by δ of Gauss–Newton influence, by retraining without them, by simpler rules and at random. Does influence help where the loss is not convex?":
    "Ein Perzeptron mit 40-128-64-16-4 Einheiten wird auf 140 + 60 Zeilen zweier Regeln trainiert. Zeilen gehen nach δ des Gauß-Newton-Einflusses, nach neuem Training ohne sie, nach einfacheren Regeln und zufällig. Hilft Einfluss, wo der Verlust nicht konvex ist?",
  "Take any preset, vary any of its settings, and see V, accuracy, E(Z), skewness and kurtosis over several seeds. It begins with wrong labels in data of one rule: V grows with them.":
    "Nehmen Sie ein Beispiel, ändern Sie eine seiner Einstellungen, und sehen Sie V, Genauigkeit, E(Z), Schiefe und Wölbung über mehrere Startwerte. Am Anfang stehen falsche Labels in Daten nach einer Regel: V wächst mit ihnen.",
  "1000 questionnaires, 700 graded by one rule and 300 by another; nothing in a row says which. Each step removes the 10 rows whose absence lowers the influence variance most.":
    "1000 Fragebögen, 700 nach einer Regel bewertet und 300 nach einer anderen; nichts in einer Zeile sagt, nach welcher. Jeder Schritt entfernt die 10 Zeilen, deren Fehlen die Einflussvarianz am meisten senkt.",
  "1000 questionnaires, 700 graded by one rule, 150 by a second and 150 by a third; nothing in a row says which. Each step removes the 10 rows whose absence lowers the influence variance most.":
    "1000 Fragebögen, 700 nach einer Regel bewertet, 150 nach einer zweiten und 150 nach einer dritten; nichts in einer Zeile sagt, nach welcher. Jeder Schritt entfernt die 10 Zeilen, deren Fehlen die Einflussvarianz am meisten senkt.",
  "1000 questionnaires graded by a single rule. The variance starts low, and removing rows can only cost accuracy: what purification does when there is nothing to purify.":
    "1000 Fragebögen, alle nach einer Regel bewertet. Die Varianz beginnt niedrig, und Entfernen kann nur Genauigkeit kosten: was Reinigung tut, wo es nichts zu reinigen gibt.",
  "The 1000 questionnaires of a single rule once more, trained for 500 epochs: V is 8.1. After 1000 epochs it is 4.9, after 2000 3.0, after 4000 1.9, though the data are as pure as ever. V tells of training as well as of mixture: move the dial of epochs and press Live.":
    "Noch einmal die 1000 Fragebögen nach einer Regel, 500 Epochen trainiert: V ist 8,1. Nach 1000 Epochen ist es 4,9, nach 2000 3,0, nach 4000 1,9, obwohl die Daten rein sind wie zuvor. V erzählt vom Training so gut wie von der Mischung: Stellen Sie die Epochen anders und drücken Sie Live.",
  "600 small handwritten threes and fives, 120 of them with the other label, known here so that the finds can be counted.":
    "600 kleine handgeschriebene Dreien und Fünfen, 120 davon mit dem anderen Label; hier ist bekannt, welche, damit sich die Funde zählen lassen.",
  "600 small handwritten threes and fives, 180 of them with the other label, known here so that the finds can be counted.":
    "600 kleine handgeschriebene Dreien und Fünfen, 180 davon mit dem anderen Label; hier ist bekannt, welche, damit sich die Funde zählen lassen.",
  "600 small handwritten threes and fives, 240 of them with the other label, known here so that the finds can be counted.":
    "600 kleine handgeschriebene Dreien und Fünfen, 240 davon mit dem anderen Label; hier ist bekannt, welche, damit sich die Funde zählen lassen.",
  "600 handwritten fours and eights, 180 of them with the other label. Each step removes the 10 images whose absence lowers the influence variance most. The paper's Fig. 4, on images of MNIST.":
    "600 handgeschriebene Vieren und Achten, 180 davon mit dem anderen Label. Jeder Schritt entfernt die 10 Bilder, deren Fehlen die Einflussvarianz am meisten senkt. Abb. 4 des Artikels, auf Bildern von MNIST.",
  "300 small threes and fives as they are and 300 upside down, with labels that mean the same. The image tells which way is up, so that a router can choose between two models.":
    "300 kleine Dreien und Fünfen, wie sie sind, und 300 kopfüber, mit Labels, die dasselbe meinen. Das Bild sagt, wo oben ist; ein Router kann also zwischen zwei Modellen wählen.",
  "400 points on two interleaved half circles, 80 of them with the other label. No linear model is right on all of them, so that some of what purification removes is not wrong.":
    "400 Punkte auf zwei verschränkten Halbkreisen, 80 davon mit dem anderen Label. Kein lineares Modell hat bei allen recht; manches, was die Reinigung entfernt, ist also nicht falsch.",
  "600 points in two regions of the plane, each with a rule of its own that contradicts the other's. The place of a point tells which rule holds, so that a router can choose between two models.":
    "600 Punkte in zwei Gebieten der Ebene, jedes mit einer eigenen Regel, die der anderen widerspricht. Der Ort eines Punktes sagt, welche Regel gilt; ein Router kann also zwischen zwei Modellen wählen.",
  "What the white paper on entropy reduction by dilution claims, and what we add, each held against runs over 20 seeds. The verdicts are computed from the runs by the rules stated.":
    "Was das White Paper über Entropieminderung durch Verdünnung behauptet und was wir hinzufügen, jedes an Läufen über 20 Startwerte gemessen. Die Urteile folgen aus den Läufen nach den angegebenen Regeln.",
  ...Object.fromEntries([20, 30, 40].map((n) => [
    `2,000 handwritten digits of 14×14 pixels, ${n} % of the labels flipped to another class at random. Batches are mixed from rows that look pure and from the rest, and trained against plain batches under the same seeds.`,
    `2000 handgeschriebene Ziffern mit 14×14 Pixeln, ${n} % der Labels zufällig vertauscht. Batches werden aus rein erscheinenden Zeilen und aus dem Rest gemischt und unter denselben Startwerten gegen einfache Batches trainiert.`])),
  "Digits with 30 % noise, with and without noise added to every pixel of a row each time it is drawn.":
    "Ziffern mit 30 % Rauschen, mit und ohne Zittern jedes Pixels, sooft eine Zeile gezogen wird.",
  "Two interleaved half circles, 30 % of the labels flipped, and a small neural network: does dilution keep it from learning the noise by heart?":
    "Zwei verschränkte Halbkreise, 30 % der Labels vertauscht, und ein kleines neuronales Netz: Hält Verdünnung es davon ab, das Rauschen auswendig zu lernen?",
  "Digits with 30 % noise, half of the rows in the pure pool each time: by the model’s confidence, as in the white paper, by its probability of the given label, by the fit of the losses, and by the truth, which no method knows.":
    "Ziffern mit 30 % Rauschen, jedes Mal die Hälfte der Zeilen im reinen Vorrat: nach der Sicherheit des Modells, wie im White Paper, nach seiner Wahrscheinlichkeit des gegebenen Labels, nach den Verlusten und nach der Wahrheit, die kein Verfahren kennt.",
  "The same digits with 30 % noise. The white paper wants α to fall during training; here it is held, and annealed by three schedules that the paper names.":
    "Dieselben Ziffern mit 30 % Rauschen. Das White Paper will, dass α beim Training fällt; hier bleibt es fest, oder es fällt nach drei Verläufen, die es nennt.",
  "No label is flipped here: 300 of the 1,000 rows follow another rule than the 700, and the test rows follow the first. Purity comes from δ, the drop in influence variance without the row.":
    "Hier ist kein Label vertauscht: 300 der 1000 Zeilen folgen einer anderen Regel als die 700, und die Testzeilen folgen der ersten. Die Reinheit kommt von δ, dem Fall der Einflussvarianz ohne die Zeile.",
  "Two regions of the plane, each with a rule of its own. Here x tells the block, and sub-models with a router beat one model for all.":
    "Zwei Gebiete der Ebene, jedes mit einer eigenen Regel. Hier sagt x den Block, und Teilmodelle mit Router schlagen ein Modell für alle.",
  "Six ways to find the blocks of a mixture; some come close to the truth, others do not. No router can tell the blocks apart: they differ only in y given x.":
    "Sechs Wege zu den Blöcken einer Mischung; manche kommen der Wahrheit nahe, andere nicht. Kein Router kann die Blöcke unterscheiden: Sie unterscheiden sich nur in y gegeben x.",
  "Ten handwritten digits, 600 rows of 14×14 pixels, with a growing share of wrong labels: V rises and accuracy falls. The rows, their number and the fit are ours, so V lies on another scale than in the paper's Fig. 3.":
    "Zehn handgeschriebene Ziffern, 600 Zeilen mit 14×14 Pixeln, mit wachsendem Anteil falscher Labels: V steigt, die Genauigkeit fällt. Zeilen, Anzahl und Fit sind unsere, V hat also einen anderen Maßstab als in Abb. 3 des Artikels.",
  "600 rows, from all of rule 1 to all of rule 2: V is largest where the mixture is evenest, and smallest where one rule is alone. Tested on rows of the same mixture.":
    "600 Zeilen, von allen nach Regel 1 bis zu allen nach Regel 2: V ist am größten, wo die Mischung am gleichmäßigsten ist, und am kleinsten, wo eine Regel allein ist. Getestet an Zeilen derselben Mischung.",
  "600 rows of three rules, over the whole triangle of compositions. Each corner is pure; V is largest in the middle. Tested on rows of the same mixture.":
    "600 Zeilen nach drei Regeln, über das ganze Dreieck der Mischungen. Jede Ecke ist rein; V ist in der Mitte am größten. Getestet an Zeilen derselben Mischung.",
  "1000 rows of one rule, nothing to untangle. V depends on how long the model has been trained, and on the damping, as much as on any mixture.":
    "1000 Zeilen nach einer Regel, nichts zu entwirren. V hängt davon ab, wie lange das Modell trainiert wurde, und von der Dämpfung, so sehr wie von jeder Mischung.",
  "Which rule finds the rows that do not belong? Every rule starts from the same 700 + 300 rows, removes ten per step and fits the model again.":
    "Welche Regel findet die Zeilen, die nicht dazugehören? Jede beginnt mit denselben 700 + 300 Zeilen, entfernt zehn je Schritt und passt das Modell neu an.",
  "How much V falls, on average, when points leave. The paper's theorems say by 2s/(n−2) of V; exact refits say that it rises by as much.":
    "Wie sehr V im Mittel fällt, wenn Punkte gehen. Die Sätze des Artikels sagen: um 2s/(n−2) von V; exakte neue Fits sagen: Es steigt um ebenso viel.",
};

const names: Record<string, string> = {
  "paper's start": "Artikel, Start", "paper's best": "Artikel, bester", published: "veröffentlicht", "published, pure": "veröffentlicht, rein",
  "share of wrong labels": "Anteil falscher Labels", "rows of rules 1, 2, 3": "Zeilen von Regel 1, 2, 3", "rows of rule 2, of 600": "Zeilen von Regel 2, von 600", "epochs of Adam": "Epochen von Adam",
  clean: "sauber", flipped: "vertauscht", region: "Gebiet", upright: "aufrecht",
  undiluted: "unverdünnt", diluted: "verdünnt", "undiluted, jitter": "unverdünnt, Zittern", "diluted, jitter": "verdünnt, Zittern", "clean labels": "saubere Labels", "first rule throughout": "nur erste Regel",
  truth: "Wahrheit", loss: "Verlust", confidence: "Sicherheit", "p(given label)": "p(gegebenes Label)", "linear, 1 to 0.5": "linear, 1 bis 0,5", "held at 0.9": "fest bei 0,9", "by gradient variance": "nach Gradientenvarianz",
  "0.9 e^(−t/10), floor 0.3": "0,9 e^(−t/10), mindestens 0,3", "λd": "λd", rule: "Regel", epochs: "Epochen", iterations: "Iterationen",
};

/** Where published values are from. */
const sources: Record<string, string> = Object.fromEntries([
  ...[6, 8].map((fig) => [`arXiv:2603.08649, Fig. ${fig} (the paper's own sample and protocol)`, `arXiv:2603.08649, Abb. ${fig} (Stichprobe und Protokoll des Artikels)`]),
  ["arXiv:2603.08649, Fig. 4 (other images, the paper's own protocol)", "arXiv:2603.08649, Abb. 4 (andere Bilder, Protokoll des Artikels)"],
  ...[3, 5, 7].map((fig) => [`Huang, Mortveit, Reidys, published results, Fig. ${fig}`, `Huang, Mortveit, Reidys, veröffentlichte Ergebnisse, Abb. ${fig}`]),
]);

/** Of the tables that come with the page: titles, terms, where they are from, and what to think of the finds. */
const tables: Record<string, string> = {
  "Palmer penguins": "Palmer-Pinguine",
  "Dr. Kristen Gorman and the Palmer Station Antarctica LTER; Horst, Hill and Gorman, palmerpenguins": "Dr. Kristen Gorman und die Palmer Station, Antarctica LTER; Horst, Hill und Gorman, palmerpenguins",
  "No label is known to be wrong. First come penguins of the island Dream whose beaks lie between Adelie and Chinstrap; a model that has not seen them mostly agrees with their label, and several have a high leverage. They are borderline, not mistaken.":
    "Von keinem Label ist bekannt, dass es falsch ist. Zuerst kommen Pinguine der Insel Dream, deren Schnäbel zwischen Adelie und Chinstrap liegen; ein Modell, das sie nicht gesehen hat, gibt ihrem Label meist recht, und einige haben einen großen Hebel. Es sind Grenzfälle, keine Fehler.",
  "Weather in Seattle, 2012–2015": "Wetter in Seattle, 2012–2015",
  "NOAA National Centers for Environmental Information; the label was put together by the vega-datasets project from several fields":
    "NOAA National Centers for Environmental Information; das Label hat das Projekt vega-datasets aus mehreren Feldern gebildet",
  "public domain (U.S. Government)": "gemeinfrei (Regierung der USA)",
  "First come dry days called fog or drizzle that look like sun, and rainy days called snow. The label was put together from several fields, and what makes fog is in none of these columns: such rows tell as much of what the columns leave out as of wrong labels. The largest class, rain or sun, is what the model suggests when it knows no better.":
    "Zuerst kommen trockene Tage, die fog oder drizzle heißen und nach sun aussehen, und Regentage, die snow heißen. Das Label ist aus mehreren Feldern gebildet, und was Nebel ausmacht, steht in keiner dieser Spalten: Solche Zeilen erzählen so viel von dem, was den Spalten fehlt, wie von falschen Labels. Die größte Klasse, rain oder sun, schlägt das Modell vor, wenn es nichts Besseres weiß.",
  "Handwritten threes and fives, 14×14 pixels": "Handgeschriebene Dreien und Fünfen, 14×14 Pixel",
  "MNIST by LeCun, Cortes and Burges, as in the package mnist 1.1.0": "MNIST von LeCun, Cortes und Burges, wie im Paket mnist 1.1.0",
  "see NOTICE": "siehe NOTICE",
  "First come digits that are written badly, of which some could be read either way. Look at their pictures before anything is dropped: a classifier for bad handwriting needs them.":
    "Zuerst kommen schlecht geschriebene Ziffern, von denen manche sich so oder so lesen lassen. Sehen Sie ihre Bilder an, bevor etwas wegfällt: Ein Klassifikator für schlechte Handschrift braucht sie.",
};

const known: Record<string, string> = { ...titles, ...summaries, ...names, ...sources, ...tables };

/** A text in German, with the number at its end, if it has one; as it is where it is not known. */
export function told(text: string): string {
  if (Object.hasOwn(known, text)) return known[text]!.replace(/(\d) %/g, "$1\u00a0%");
  const turn = /^turned (\d+)°$/.exec(text);
  if (turn) return `um ${turn[1]}° gedreht`;
  const [, words, number] = /^(.*\D) ([\d.]+)$/.exec(text) ?? [];
  return words !== undefined && Object.hasOwn(known, words) ? `${known[words]} ${number!.replace(/^\./, "0.").replace(".", ",")}` : text;
}
