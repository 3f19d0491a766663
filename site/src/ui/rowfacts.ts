/** What is measured of a row in a frame, by name: for the line beside the pointer, and for the inspector. */
import { say } from "../messages/en/page.ts";
import { short } from "../text/format.ts";
import type { Frame, Run } from "../trace/run.ts";

const words = say.inspector;

/** What the score of a run's removal is called. */
export function scoreName(run: Run): string {
  return words.scores[run.header.scenario.purify.rule] ?? words.score;
}

/** Score, self-influence and loss are values of the last frame the row was part of. */
export function liveFacts(run: Run, frame: Frame, row: number): [string, string][] {
  const { score, selfInfluence, pointLoss } = frame;
  if (!score || !selfInfluence || !pointLoss) return [];
  return [[words.selfInfluence, short(selfInfluence[row]!)], [words.loss, short(pointLoss[row]!)], [scoreName(run), short(score[row]!)]];
}
