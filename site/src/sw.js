// The service worker: after a first visit the page works without a network. Kept by hand:
// what it does is "the files of this build, from a cache named by this build", under 60 lines
// against the 25 kB and the configuration of a library. build.mjs puts in the name and files.
// A new build installs beside the old one and takes over when the page asks it to, or when
// the last tab of the old one is closed; so no page is ever of two builds.
const first = FIRST; // without these nothing starts
const later = LATER; // the engine and the runs: asked for one by one, and not fatal when missing

const scope = new URL(self.registration.scope);
const copy = `untangle ${scope.pathname} `; // several copies of the page may live on one host
const mine = copy + BUILD;

async function install() {
  const cache = await caches.open(mine);
  await Promise.all(first.map(async (file) => {
    const response = await fetch(file, { cache: "no-cache" });
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    await cache.put(file, plain(response));
  }));
  for (const file of later) {
    // A file the browser has from this visit is taken from its own cache.
    const response = await fetch(file).catch(() => null);
    if (response?.ok) await cache.put(file, plain(response));
  }
}

// Some hosts lead from index.html to ./ and from embed.html to embed; browsers open no page
// from an answer that remembers it, so it is kept without that, by one name.
const plain = (response) => (response.redirected ? new Response(response.body, response) : response);
const nameOf = (path) => (path.endsWith("/") ? `${path}index.html` : /\.[^/]*$/.test(path) ? path : `${path}.html`);

async function activate() {
  for (const key of await caches.keys()) if (key.startsWith(copy) && key !== mine) await caches.delete(key);
  await self.clients.claim();
}

/** From this build's cache, whatever the query; else from the network, and kept if it is ours. */
async function answer(request) {
  const cache = await caches.open(mine);
  const url = new URL(request.url);
  const key = nameOf(url.pathname);
  const kept = await cache.match(key, { ignoreSearch: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && response.status === 200 && url.search === "") await cache.put(key, plain(response.clone()));
  return response;
}

self.addEventListener("install", (e) => e.waitUntil(install()));
self.addEventListener("activate", (e) => e.waitUntil(activate()));
self.addEventListener("message", (e) => { if (e.data === "take over") void self.skipWaiting(); });
self.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  const ours = url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
  if (e.request.method === "GET" && ours && !url.pathname.slice(scope.pathname.length).startsWith("api/")) e.respondWith(answer(e.request));
});
