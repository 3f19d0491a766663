/** The kinds of study, by the name of sim/scenario.StudyKind. */
import type { Kind } from "../types.ts";
import { sweep } from "./sweep.ts";

export const kinds: Record<string, Kind> = { sweep };
