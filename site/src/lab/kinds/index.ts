/** The kinds of study, by the name of sim/scenario.StudyKind. */
import type { Kind } from "../types.ts";
import { claims } from "./claims.ts";
import { dilution } from "./dilution.ts";
import { divide } from "./divide.ts";
import { nets } from "./nets.ts";
import { race } from "./race.ts";
import { sweep } from "./sweep.ts";
import { theorem } from "./theorem.ts";

export const kinds: Record<string, Kind> = { claims, dilution, divide, nets, race, sweep, theorem };
