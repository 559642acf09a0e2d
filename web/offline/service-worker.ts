// Keeps every file of one build on the device and serves them from there. A new build waits until the person asks for it.

/// Written by file-list.ts when the page is built. CACHES: what the names of its caches begin with.
declare const CACHES: string;
declare const BUILD: string;
declare const FILES: { path: string; integrity: string }[];

const scope = self as unknown as ServiceWorkerGlobalScope;
const cacheName = CACHES + BUILD;
const urlOf = (path: string): string => new URL(path, scope.registration.scope).href;

/// A file that is not byte for byte the one that was built (a log-in page of a hotel, half a file) fails the whole installation.
async function keep(cache: Cache, { path, integrity }: (typeof FILES)[number]): Promise<void> {
  const request = new Request(urlOf(path), { integrity, cache: path.startsWith("assets/") ? "default" : "no-cache" });
  const response = await fetch(request);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  await cache.put(urlOf(path), response);
}

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await Promise.all(FILES.map((file) => keep(cache, file)));
}

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(CACHES) && name !== cacheName).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function serve(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const wanted = request.mode === "navigate" ? urlOf("index.html") : new URL(request.url).href.split(/[?#]/)[0]!;
  const kept = await cache.match(wanted);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && wanted.startsWith(urlOf("assets/"))) await cache.put(wanted, response.clone());
  return response;
}

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
/// The team's pages and the hub's interface are never kept on a device; the fieldwork page has a service worker of its own.
const isOurs = ({ method, url }: Request): boolean => {
  const path = url.startsWith(scope.registration.scope) ? url.slice(scope.registration.scope.length) : "team/";
  return method === "GET" && !/^(team|field|results|api|sync)\//.test(path);
};
scope.addEventListener("fetch", (event) => {
  if (isOurs(event.request)) event.respondWith(serve(event.request));
});
scope.addEventListener("message", (event) => {
  if (event.data === "take-over") void scope.skipWaiting();
});

/// There is signal again: the page sends, because it has the answers open. Without a page nothing can be sent, and the next visit does it.
async function wakePages(): Promise<void> {
  for (const client of await scope.clients.matchAll()) client.postMessage("send");
}
scope.addEventListener("sync" as "message", (event) => event.waitUntil(wakePages()));
