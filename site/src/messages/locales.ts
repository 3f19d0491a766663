/** The languages there are. */

export interface Locale {
  /** The language's name for itself; "" for one that is for tests and in no menu. */
  name: string;
  dir: "ltr" | "rtl";
  /** How numbers are written, as Intl names it; "" as English always was here (text/format.ts). */
  numbers: string;
}

export const standardLocale = "en";

export const locales: Record<string, Locale> = {
  en: { name: "English", dir: "ltr", numbers: "" },
  de: { name: "Deutsch", dir: "ltr", numbers: "de" },
  // English in accents and a third longer: what stays plain has been forgotten, what is cut off has no room.
  "en-XA": { name: "", dir: "ltr", numbers: "" },
  // English from right to left: what is not mirrored has been forgotten.
  "ar-XB": { name: "", dir: "rtl", numbers: "" },
};
