/** A part of the page: made once, then drawn from every state. */
import type { State } from "../state.ts";

/** Draws what has changed since prev (null: everything). It must not dispatch. */
export type Part = (s: State, prev: State | null) => void;

