/**
 * `<keyboard-help>`: single keys, and what opens over a page: `?` the keys, `/` the search, `n` the notebook; `[` and `]`
 * turn the page. Single keys never act while one types, and can be switched off. What they open loads when it is opened,
 * and each can be opened by a button or a link with `data-open` as well. Terms show what they mean.
 */
import { readSetting } from './kept-setting.ts';

const opens: Readonly<Record<string, string>> = { '?': 'keys', '/': 'search', n: 'notebook' };
const turnsTo: Readonly<Record<string, string>> = { '[': 'prev', ']': 'next' };

class KeyboardHelp extends HTMLElement {
  connectedCallback(): void {
    for (const button of this.children) (button as HTMLElement).hidden = false;
    document.addEventListener('keydown', pressed);
    document.addEventListener('click', clicked);
    document.addEventListener('pointerover', met);
    document.addEventListener('focusin', met);
    addEventListener('beforeprint', markRepeated);
  }
}

function pressed(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event) || readSetting('page-keys') === 'off') return;
  if (document.querySelector(':modal')) return;
  const name = opens[event.key];
  const url = document.querySelector<HTMLLinkElement>(`link[rel=${turnsTo[event.key] ?? 'none'}]`)?.href;
  // The key must not be typed into the box that it opens.
  if (name !== undefined) event.preventDefault();
  if (name !== undefined) void open(name);
  else if (url !== undefined) location.assign(url);
}

/** A link leads to its page where the script does not load, and when it is opened in another tab; a term, but for taps. */
function clicked(event: PointerEvent): void {
  const by = (event.target as Element).closest<HTMLAnchorElement>('[data-open], .term');
  const name = by?.dataset['open'] ?? (event.pointerType === 'touch' ? 'term' : undefined);
  if (!by || name === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(name, by).catch(() => by.href && location.assign(by.href));
}

function met({ target }: Event): void {
  const term = (target as Element).closest<HTMLElement>('.term');
  if (term) void open('term', term);
}

/** On paper a recording that several exercises ask about stands once. */
function markRepeated(): void {
  const seen = new Set<string | undefined>();
  for (const part of document.querySelectorAll<HTMLElement>('[data-recording]')) {
    part.classList.toggle('again', seen.has(part.dataset['recording']));
    seen.add(part.dataset['recording']);
  }
}

async function open(name: string, by?: HTMLElement): Promise<void> {
  await (await import('./page-openers.ts')).open(name, by);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  const typing = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]';
  return target instanceof Element && target.closest(typing) !== null;
}

customElements.define('keyboard-help', KeyboardHelp);
