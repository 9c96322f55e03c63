// @ts-check
/**
 * Keeps the Go tools for visits without a network. Their names carry the hash of their content, so a kept file is never
 * stale. It answers from the network (mostly the browser's own cache) first: an answer of its own would cost the browser's
 * cache of compiled code, and with it a second on the first build of each visit.
 */
const prefix = 'faultline-';
const cacheName = `${prefix}1`;
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const root = new URL('./', worker.location.href).pathname;
/** Pages, their scripts and data are kept as they were last seen; only files of this site. */
const hashed = /\/(?:_astro|toolchain)\/.*[.-][\w-]{8,}\.\w+(?:\.gz)?$/;

worker.addEventListener('install', () => void worker.skipWaiting());

worker.addEventListener('activate', (event) => {
  const removeOld = async () => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)),
    );
    await worker.clients.claim();
  };
  event.waitUntil(removeOld());
});

worker.addEventListener('fetch', (event) => {
  const { method, url, headers } = event.request;
  if (isOurs(url) && method === 'GET' && !headers.has('range')) event.respondWith(answer(event));
});

// A page tells what it loaded before this worker was there.
worker.addEventListener('message', (event) => {
  const urls = /** @type {{ keep?: readonly string[] }} */ (event.data).keep ?? [];
  event.waitUntil(Promise.all(urls.filter(isOurs).map(keepUrl)));
});

/** @param {string} url */
function isOurs(url) {
  const { origin, pathname } = new URL(url);
  return origin === worker.location.origin && pathname.startsWith(root);
}

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function answer(event) {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (response.ok)
      event.waitUntil(hashed.test(request.url) ? keepUrl(request.url) : put(request.url, response.clone()));
    return response;
  } catch (error) {
    // Whatever stands behind a question mark, it is the same file.
    const kept = await caches.match(request.url, { ignoreVary: true, ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

/**
 * Keeps a file that is not kept yet. It is asked for again, from the browser's cache: a copy of the answer that a page is
 * reading would cost the cache of compiled code.
 *
 * @param {string} url
 */
async function keepUrl(url) {
  const cache = await caches.open(cacheName);
  if (hashed.test(url) && (await cache.match(url, { ignoreVary: true }))) return;
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok) await put(url, response);
}

/**
 * @param {string} url
 * @param {Response} response
 */
async function put(url, response) {
  const cache = await caches.open(cacheName);
  // A full disk keeps nothing more; the page works on.
  await cache.put(url, response).catch(() => undefined);
}
