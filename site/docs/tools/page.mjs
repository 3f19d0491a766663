// The frame of a page of the notes: head, the list of pages, contents, the way on.
import { escape as plain, printed } from "./blocks.mjs";

const icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='5' cy='8' r='4' fill='%230072b2'/%3E%3Cpath d='M12 4l4 4-4 4-4-4z' fill='%23d55e00'/%3E%3C/svg%3E";

const escape = (text) => plain(printed(text));

/** The whole page; `pages` are all of them in order, `content` is what blocks made. */
export function page(current, pages, content) {
  const i = pages.indexOf(current);
  const list = pages.map((p) => `<li><a href="${p.name}.html"${p === current ? ' aria-current="page"' : ""}>${escape(p.short)}</a></li>`).join("\n");
  const contents = content.headings.map((h) => `<li><a href="#${h.id}">${h.html.replace(/<\/?a[^>]*>/g, "")}</a></li>`).join("\n");
  const step = (p, rel, word) => (p ? `<a rel="${rel}" href="${p.name}.html"><span>${word}</span> ${escape(p.title)}</a>` : "<span></span>");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'">
<title>${escape(current.title)} · Untangle lecture notes</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="description" content="${escape(current.lead)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="formulas.css">
<link rel="stylesheet" href="docs.css">${content.html.includes('<details class="live"') ? '\n<script src="live.js" defer></script>' : ""}
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header class="top">
<a class="brand" href="../index.html">Untangle</a>
<a class="all" href="#pages">All pages</a>
<a class="back" href="../index.html">Back to the page</a>
</header>
<div class="columns">
<main id="main" tabindex="-1">
<header class="title"><h1>${escape(current.title)}</h1><p class="lead">${escape(current.lead)}</p></header>
${content.headings.length > 2 ? `<nav class="contents" aria-labelledby="contents-title"><h2 id="contents-title">On this page</h2><ol>\n${contents}\n</ol></nav>` : ""}
${content.html}
<nav class="way" aria-label="Next and previous page">${step(pages[i - 1], "prev", "Before")}${step(pages[i + 1], "next", "Next")}</nav>
</main>
<nav class="pages" id="pages" aria-labelledby="pages-title">
<h2 id="pages-title">Lecture notes</h2>
<ol>
${list}
</ol>
</nav>
</div>
<footer class="foot"><p>Notes to Untangle, a laboratory for “Divide and Predict”, <a href="https://arxiv.org/abs/2603.08649">arXiv:2603.08649</a>. Apache License 2.0.</p></footer>
</body>
</html>
`;
}
