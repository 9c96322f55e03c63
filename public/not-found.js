// @ts-check
// The page for wrong addresses names this script once for every depth at which it may be shown. The one that loads knows
// where the site begins, and mends the links.
const found = /** @type {HTMLScriptElement} */ (document.currentScript).src;
const root = new URL('.', found).href;
if (document.documentElement.dataset['root'] !== root) {
  document.documentElement.dataset['root'] = root;
  for (const link of document.querySelectorAll('a[href^="./"]'))
    link.setAttribute('href', root + (link.getAttribute('href') ?? '').slice(2));
}
