// The files of other languages, locale/PAGE.LOCALE.js: what src/messages/localize.ts lays over
// the English texts. A language is src/messages/LOCALE/index.ts; two are made from English, for tests.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { module } from "./modules.mjs";

const site = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const pseudo = { "en-XA": "longer", "ar-XB": "mirrored" };

/** The pages that have texts, by the name their language file begins with. */
export const pages = { page: "index.html", lab: "lab.html" };

/** The languages besides English, with the fixed texts of each page. */
async function languages() {
  const { locales, standardLocale } = await module("src/messages/locales.ts");
  const { fixedTexts: english } = await module("src/messages/en/index.ts");
  const { changed, ...changes } = await module("src/messages/pseudo.ts");
  return Promise.all(Object.keys(locales).filter((id) => id !== standardLocale).map(async (id) => {
    if (pseudo[id]) return { id, source: "en", change: pseudo[id], fixed: changed(english, changes[pseudo[id]]) };
    if (!existsSync(path.join(site, "src", "messages", id, "index.ts"))) throw new Error(`src/messages/locales.ts names ${id}, and there is no src/messages/${id}/index.ts`);
    return { id, source: id, change: null, fixed: (await module(`src/messages/${id}/index.ts`)).fixedTexts };
  }));
}

/**
 * Makes the files: {name: bytes}. `html(file, texts)` fills in a page; `bundle` is esbuild with
 * the settings of the build.
 */
export async function localeFiles(html, bundle) {
  const made = {};
  for (const { id, source, change, fixed } of await languages()) {
    const sentences = change
      ? `import { numbered } from "./src/messages/said.ts"; import { ${change} as made } from "./src/messages/pseudo.ts"; const sentences = { sentence: (form) => made(numbered(form)), argument: (text) => text };`
      : `import { argument, sentence } from "./src/messages/${id}/said.ts"; const sentences = { sentence, argument };`;
    made[`locale/said.${id}.js`] = await bundle({ stdin: { contents: `${sentences} globalThis.untangleLanguage.said = sentences;`, resolveDir: site, loader: "ts", sourcefile: `said.${id}.ts` }, format: "iife" });
    // The texts write numbers as well, and have to know in which language before they are evaluated.
    const banner = { js: `self.untangleLanguage={locale:${JSON.stringify(id)},texts:{}};` };
    for (const [page, file] of Object.entries(pages)) {
      const whole = html(file, fixed[page]);
      const body = /<body>\n([^]*)<\/body>/.exec(whole)[1];
      const texts = change ? `changed(t.${page}Texts, ${change})` : `t.${page}Texts`;
      const contents = `
        import * as t from "./src/messages/${source}/index.ts";
        ${change ? `import { changed, ${change} } from "./src/messages/pseudo.ts";` : `import { told } from "./src/messages/${id}/told.ts";`}
        ${page === "lab" ? sentences : ""}
        globalThis.untangleLanguage = {
          ${page === "lab" ? "said: sentences, " : ""}locale: ${JSON.stringify(id)}, title: ${JSON.stringify(fixed[page].title)}, body: ${JSON.stringify(body)},
          texts: ${texts}, told: ${change ?? "told"},
        };`;
      made[`locale/${page}.${id}.js`] = await bundle({ stdin: { contents, resolveDir: site, loader: "ts", sourcefile: `${page}.${id}.ts` }, format: "iife", banner });
    }
  }
  return made;
}
