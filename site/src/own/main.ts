/**
 * The part about tables of the user's own, loaded when it is first asked for (ui/own.ts,
 * lab/own.ts): a dialog for both pages, and for the page of one run the ranked rows.
 */
import type { App } from "../app.ts";
import type { LabOwn, LabPage } from "../lab/own.ts";
import type { OwnPage } from "../ui/own.ts";
import { offer } from "./handover.ts";
import { hostOf } from "./host.ts";
import { spoken } from "../messages/said.ts";
import { ownInLab } from "./lab.ts";
import { Own } from "./own.ts";
import { Rows } from "./rows.ts";

/** On the page of one run. */
export class PageOwn extends Own implements OwnPage {
  private readonly review = new Rows(this);

  constructor(readonly app: App) {
    super(hostOf(app));
  }

  rows(): void {
    void this.review.open();
  }

  told(): string[] {
    return this.opened?.summary.warnings.map((w) => spoken(w.text)) ?? [];
  }

  /** Opens the lab beside this page and hands the table over. */
  lab(): void {
    if (!this.opened) return;
    const { parts, choices, tuned } = this.opened;
    const { seed, fit, influence, purify } = this.host.scenario();
    offer({ parts, choices, tuned, seed, fit, influence, rule: purify.rule });
  }
}

/** What this script leaves behind. */
export interface OwnMakers {
  page(app: App): OwnPage;
  lab(page: LabPage): LabOwn;
}

(globalThis as unknown as { untangleOwn: OwnMakers }).untangleOwn = { page: (app) => new PageOwn(app), lab: ownInLab };
