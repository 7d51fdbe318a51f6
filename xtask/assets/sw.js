// Keeps one whole version of the page on the machine and answers from it. A newer version is fetched beside it, checked
// file by file, and waits until the user takes it or has closed every page of the old one.
const FILES = SITE_FILES;
const PREFIX = "policy-selfcheck-";
const NAME = `${PREFIX}SITE_VERSION`;
const home = new URL(registration.scope);
const isHashed = (name) => /-[0-9a-f]{16}\./.test(name);

async function fetchAll() {
  const cache = await caches.open(NAME);
  await Promise.all(FILES.map(async ([name, integrity]) => {
    const address = new URL(name, home);
    const answer = await fetch(address, { integrity, cache: isHashed(name) ? "default" : "no-cache" });
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    await cache.put(address, answer);
  }));
}

/** Forgets old versions but the last: pages of it may still be open and want their files. */
async function forget() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

async function answer(request, isPage) {
  const options = { ignoreSearch: true, ignoreVary: true };
  const kept = isPage ? await (await caches.open(NAME)).match(home, options) : await caches.match(request, options);
  return kept ?? fetch(request);
}

addEventListener("install", (event) => event.waitUntil(fetchAll()));
addEventListener("activate", (event) => event.waitUntil(forget()));
addEventListener("message", ({ data }) => data === "renew" && skipWaiting());
addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || !address.href.startsWith(home.href)) return;
  const name = address.pathname.slice(home.pathname.length);
  const isPage = name === "" || name === "index.html";
  if (isPage || isHashed(name) || FILES.some(([file]) => file === name)) event.respondWith(answer(request, isPage));
});
