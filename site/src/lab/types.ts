/** What the lab knows of the study on screen, and what a kind of study brings to it. */
import type { Study } from "../generated/scenario.ts";
import type { Failed } from "../generated/wire.ts";

export type Phase = "idle" | "files" | "starting" | "running" | "done" | "canceled" | "failed";

export interface LabState {
  /** The study as it ships, and as the settings make it. */
  base: Study;
  doc: Study;
  /** Whether what is on screen was recorded; whether it belongs to other settings. */
  recorded: boolean;
  stale: boolean;
  phase: Phase;
  /** Results by cell (null: none yet), the last partial state of each, and what they come to. */
  results: unknown[];
  partials: Map<number, unknown>;
  /** How long the cells computed here took, in milliseconds; a recording has no times. */
  millis: Map<number, number>;
  summary: unknown;
  failed: Failed[];
  finished: number;
  /** Milliseconds since the study was started, and workers in use. */
  elapsed: number;
  workers: number;
  loaded: number;
  total: number;
  /** What the cells at hand report: cell, phase, share. */
  progress: { cell: number; phase: string; share: number } | null;
  profile: "light" | "dark" | "projector";
}

/** A setting of a study: a control in the rail and a parameter of the address. */
export interface Param {
  /** Its name in the address; letters only. */
  name: string;
  /** Its label; may hold markup of messages.ts. */
  label: string;
  get(doc: Study): number | string;
  /** Changes doc, which is the page's own copy. */
  set(doc: Study, value: never): void;
  /** Whether it matters under the other settings; it does where this is left out. */
  when?(doc: Study): boolean;
  /** A number: its bounds, whether it is whole, whether a slider on a logarithmic scale fits. */
  number?: { lo: number; hi: number; whole: boolean; dial?: boolean };
  /** Several of a list, with commas between in the address: values and their names. */
  list?: [value: string, name: string][];
  /** A choice: values and their names, which may depend on other settings. */
  choices?: [value: string, name: string][] | ((doc: Study) => [value: string, name: string][]);
  /** Free text: whether it can be used, and what it takes. */
  text?: { fits(doc: Study, text: string): boolean; takes(doc: Study): string };
}

/** Draws a study; made once per study shown. */
export interface StudyView {
  draw(s: LabState): void;
  /** Called when another study takes its place. */
  dispose?(): void;
}

export interface Kind {
  params(doc: Study): Param[];
  /** Names of data files the study needs. */
  files(doc: Study): string[];
  mount(host: HTMLElement, doc: Study): StudyView;
}
