/** All German texts; the types see to it that none is missing. */
import type * as english from "../en/index.ts";
import type { Texts } from "../localize.ts";
import { texts as compare } from "./compare.ts";
import { claimWords, dilutionWords } from "./dilution.ts";
import { fixed, words as lab } from "./lab.ts";
import { netsWords } from "./nets.ts";
import { ownAdvice, ownLab, ownReport, ownRows, ownText } from "./own.ts";
import { page, ruleNames, say } from "./page.ts";
import { rivals } from "./rivals.ts";
import { seen } from "./seen.ts";
import { words as share } from "./share.ts";
import { ownWords as sweep } from "./sweep.ts";
import { texts as tour } from "./tour.ts";

const own = { own: ownText, ownAdvice, ownLab, ownRows, ownReport, rivals };

export const fixedTexts: Texts<typeof english.fixedTexts> = { page, lab: fixed };
export const pageTexts: Texts<typeof english.pageTexts> = { say, seen, ruleNames, ...own, share, compare, tour };
export const labTexts: Texts<typeof english.labTexts> = { say, seen, ruleNames, lab, dilution: dilutionWords, claims: claimWords, nets: netsWords, sweep, ...own };
