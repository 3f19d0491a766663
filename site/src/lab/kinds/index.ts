/** The kinds of study, by the name of sim/scenario.StudyKind. */
import type { Kind } from "../types.ts";
import { divide } from "./divide.ts";
import { race } from "./race.ts";
import { sweep } from "./sweep.ts";

import { theorem } from "./theorem.ts";

export const kinds: Record<string, Kind> = { divide, race, sweep, theorem };
