/** The page's colors as values, for canvases and saved pictures, which know no custom properties. */
export type PageColors = Readonly<
  Record<'page' | 'well' | 'ink' | 'quiet' | 'faint' | 'edge' | 'fault' | 'mark', string>
>;

/** The colors as the page has them now, or those of the paper theme. */
export function pageColors(scheme?: 'light'): PageColors {
  const probe = document.createElement('span');
  probe.hidden = true;
  if (scheme !== undefined) probe.style.colorScheme = scheme;
  document.body.append(probe);
  const resolve = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colors = {
    page: resolve('page'),
    well: resolve('well'),
    ink: resolve('ink'),
    quiet: resolve('quiet'),
    faint: resolve('faint'),
    edge: resolve('edge'),
    fault: resolve('fault'),
    mark: resolve('mark'),
  };
  probe.remove();
  return colors;
}

/** Calls whenever the page changes between light and dark; returns how to stop. */
export function onThemeChange(call: () => void): () => void {
  const observer = new MutationObserver(call);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', call);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', call);
  };
}
