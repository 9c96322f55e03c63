/** What opens over a page, by name. Each loads when it is opened. */
const openers: Readonly<Record<string, (by?: HTMLElement) => Promise<void>>> = {
  keys: async () => (await import('./keyboard-keys.ts')).openKeys(),
  search: async () => (await import('./search-dialog.ts')).openSearch(),
  notebook: async () => (await import('./notebook-drawer.ts')).openNotebook(),
  term: async (by) => {
    if (by) (await import('./term-tip.ts')).showTip(by);
  },
  pin: async (by) => (await import('./notebook-pin.ts')).pinGiven(by),
};

/** Opens it; `by` is the button or link that asks for it. Rejects where it does not load. */
export async function open(name: string, by?: HTMLElement): Promise<void> {
  await openers[name]?.(by);
}
