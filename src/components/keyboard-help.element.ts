/**
 * `<keyboard-help>`: `?` shows the keys; `[` and `]` turn the page. Single keys never act while one types, and those that
 * turn pages can be switched off.
 */
import { keepSetting, readSetting } from './kept-setting.ts';

const setting = 'page-keys';

const keys: readonly (readonly [key: string, meaning: string])[] = [
  ['?', 'this list'],
  ['[', 'the lesson before'],
  [']', 'the lesson after'],
  ['Tab', 'on through the page'],
  ['Arrows', 'from frame to frame within a trace'],
  ['Escape, Tab', 'out of a terminal or an editor'],
];

class KeyboardHelp extends HTMLElement {
  #dialog: HTMLDialogElement | undefined;

  connectedCallback(): void {
    document.addEventListener('keydown', (event) => this.#pressed(event));
  }

  #pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return;
    if (event.key === '?') this.#open();
    else if (readSetting(setting) === 'off') return;
    else if (event.key === '[') turnTo('prev');
    else if (event.key === ']') turnTo('next');
  }

  #open(): void {
    this.#dialog ??= this.#build();
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  #build(): HTMLDialogElement {
    const dialog = document.createElement('dialog');
    const heading = Object.assign(document.createElement('h2'), { textContent: 'Keys', id: 'keys' });
    dialog.setAttribute('aria-labelledby', heading.id);
    const close = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Close' });
    close.addEventListener('click', () => dialog.close());
    dialog.append(heading, keyList(), pageKeySwitch(), close);
    this.append(dialog);
    return dialog;
  }
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  const typing = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]';
  return target instanceof Element && target.closest(typing) !== null;
}

function turnTo(rel: 'prev' | 'next'): void {
  const url = document.querySelector<HTMLLinkElement>(`link[rel=${rel}]`)?.href;
  if (url !== undefined) location.assign(url);
}

function keyList(): HTMLElement {
  const list = document.createElement('dl');
  for (const [key, meaning] of keys) {
    const term = document.createElement('dt');
    term.append(Object.assign(document.createElement('kbd'), { textContent: key }));
    list.append(term, Object.assign(document.createElement('dd'), { textContent: meaning }));
  }
  return list;
}

function pageKeySwitch(): HTMLElement {
  const label = document.createElement('label');
  const box = Object.assign(document.createElement('input'), {
    type: 'checkbox',
    checked: readSetting(setting) !== 'off',
  });
  box.addEventListener('change', () => keepSetting(setting, box.checked ? 'on' : 'off'));
  label.append(box, ' [ and ] turn the page');
  return label;
}

customElements.define('keyboard-help', KeyboardHelp);
