/** The texts of the tour: for each stop its name, one sentence, and one thing to do. */
import { localized } from "../localize.ts";

export const texts = localized("tour", {
  label: "Tour",
  place: (k: number, n: number, name: string) => `${k} of ${n}: ${name}`,
  done: "Done.",
  show: "Show me", back: "Back", next: "Next", end: "End the tour",
  stops: [
    { name: "the mix", text: "These rows carry labels from two rules, and nothing in a row says which.", todo: "Move the boundary in the mix, by dragging or with the arrow keys, until rule 2 has two fifths of the rows." },
    { name: "the muddle", text: "One model has to believe both rules, so V, the variance of influence between rows, starts high and accuracy low.", todo: "Go to the first step (Home) and read both numbers." },
    { name: "influence", text: "Rows far from the center pull hard on the model, and a ring marks those whose leaving would lower V the most.", todo: "Pick a ringed mark: click it, or type a row’s number into “Inspect row”." },
    { name: "removal", text: "Each step takes the ringed rows out and fits the model again; the tray below the map keeps them.", todo: "Step forward three times (→) and watch the tray fill." },
    { name: "recovery", text: "As rows of the other rule leave, V falls and accuracy rises, though no one told the procedure which they are.", todo: "Play (space) up to step 20." },
    { name: "limits", text: "Where there is only one rule, there is nothing to untangle, and every row that leaves is a good one.", todo: "Go to the last step (End) and see what that does to accuracy." },
  ],
});
