/** All English texts, by the file of another language that has to say the same: the fixed texts of both pages, what the page says, what the lab says. */
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

export const fixedTexts = { page, lab: fixed };
export const pageTexts = { say, seen, ruleNames, own: ownText, ownAdvice, ownLab, ownRows, ownReport, rivals, share, compare, tour };
export const labTexts = { say, seen, ruleNames, lab, dilution: dilutionWords, claims: claimWords, nets: netsWords, sweep, own: ownText, ownAdvice, ownLab, ownRows, ownReport, rivals };
