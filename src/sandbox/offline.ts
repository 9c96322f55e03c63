/**
 * Lets the site be used without a network from now on, where the browser can: a service worker keeps these files, those
 * that this page has loaded, and what is loaded later.
 *
 * @param root absolute URL of the site's root
 */
export async function keepOffline(root: string, urls: readonly string[]): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(new URL('service-worker.js', root).href);
    const worker = registration.active ?? (await navigator.serviceWorker.ready).active;
    worker?.postMessage({ keep: [location.href.replace(/#.*/, ''), ...loadedUrls(), ...urls] });
  } catch {
    // In a private window or a sandboxed frame every visit needs the network, and that is all.
  }
}

/** What this page or worker has loaded so far, itself included; what was only asked for by its headers is not loaded. */
export function loadedUrls(): readonly string[] {
  const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  return entries
    .filter(({ name, decodedBodySize }) => !name.endsWith('.gz') || decodedBodySize > 0)
    .map(({ name }) => name);
}
