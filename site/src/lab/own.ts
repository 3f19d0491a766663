/**
 * A table of the user's own in the lab: opened here, or handed over by the page that opened
 * the lab. What reads it (site/src/own) is loaded when it is asked for; the files go to the
 * workers of the pool and nowhere else.
 */
import type { Own as OwnFiles } from "../engine/client.ts";
import type { Scenario, Study } from "../generated/scenario.ts";
import { say } from "../messages/en/page.ts";
import { byId, h, setText } from "../ui/dom.ts";
import { loadOwn } from "../ui/load.ts";
import type { Tell } from "./lab.ts";
import { words } from "../messages/en/lab.ts";
import { ownStudies, roomForNets } from "./ownstudies.ts";

/** What own.js does for the lab. */
export interface LabOwn {
  /** Opens the dialog: to choose a table, or for the settings of the one that is open. */
  show(): void;
  take(files: File[]): Promise<void>;
  /** Waits for the table of the page that opened this one. */
  receive(): void;
}

/** What the lab does for own.js. */
export interface LabPage {
  build: string;
  tell: Tell;
  cancel(): void;
  /** Takes a table with its settings; its studies can be chosen from now on. */
  run(name: string, base: Scenario, own: OwnFiles): void;
}

/** The fragment with which another page of this site opens the lab to hand over its table. */
export const handoverHash = "#own";

export class OwnTable {
  files: OwnFiles | null = null;
  private studies: Study[] = [];
  private coming: Promise<LabOwn> | null = null;

  /** @param chosen called when the studies of a table can be shown, with the first of them */
  constructor(private readonly page: Omit<LabPage, "run">, private readonly chosen: (id: string) => void) {
    const open = byId("own-open");
    open.onclick = () => this.go((own) => own.show());
    document.addEventListener("dragover", (e) => { if (e.dataTransfer?.types.includes("Files")) e.preventDefault(); });
    document.addEventListener("drop", (e) => {
      const files = [...(e.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      e.preventDefault();
      this.go((own) => void own.take(files));
    });
  }

  /** A study of the table that is open; a fresh copy each time. */
  study(id: string): Study | null {
    const found = this.studies.find((s) => s.id === id);
    return found ? structuredClone(found) : null;
  }

  receive(): void {
    this.go((own) => own.receive());
  }

  private go(act: (own: LabOwn) => void): void {
    this.coming ??= loadOwn().then((makers) => makers.lab({ ...this.page, run: (...a) => this.run(...a) }));
    this.coming.then(act, () => {
      this.coming = null;
      this.page.tell("error", say.own.noPart);
    });
  }

  private run(name: string, base: Scenario, files: OwnFiles): void {
    this.files = files;
    this.studies = ownStudies(name, base);
    const select = byId<HTMLSelectElement>("study");
    select.querySelector("optgroup")?.remove();
    const group = h("optgroup", { label: name }, ...this.studies.map((s) => h("option", { value: s.id }, s.title)));
    select.prepend(group);
    setText(byId("own-open"), words.own.again);
    if (!roomForNets(base)) this.page.tell("info", words.own.noNets);
    const now = this.studies.find((s) => s.id === select.value) ?? this.studies[0]!;
    this.chosen(now.id);
  }
}
