/**
 * Every script of a page begins here: the language first, then the rest. build.mjs makes of
 * the rest, bundled, a function, so that no module with texts is evaluated before the
 * language is there; and texts may be taken from messages anywhere.
 */
import { inLanguage } from "./messages/language.ts";

/** The page this is: build.mjs says. */
declare const pageName: "page" | "lab";

inLanguage(pageName, (arrived) => (globalThis as unknown as { untangleStart(languageArrived: boolean): void }).untangleStart(arrived));
