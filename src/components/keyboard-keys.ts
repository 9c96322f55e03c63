/** The list of keys, and the switch for the single ones. */
import { element } from './element.ts';
import { keepSetting, readSetting } from './kept-setting.ts';

const setting = 'page-keys';

const keys: readonly (readonly [key: string, meaning: string])[] = [
  ['?', 'this list'],
  ['/', 'search'],
  ['n', 'your notebook, in a lesson or in Analyze'],
  ['[', 'the lesson before'],
  [']', 'the lesson after'],
  ['Tab', 'on through the page'],
  ['Arrows', 'from frame to frame within a trace, from result to result of a search'],
  ['Escape', 'closes what lies over the page'],
  ['Escape, Tab', 'out of a terminal or an editor'],
];

let dialog: HTMLDialogElement | undefined;

/** Shows the keys. */
export function openKeys(): void {
  dialog ??= build();
  if (!dialog.open) dialog.showModal();
}

function build(): HTMLDialogElement {
  const made = element('dialog', 'keys');
  const heading = Object.assign(element('h2', '', 'Keys'), { id: 'keys' });
  made.setAttribute('aria-labelledby', heading.id);
  const close = Object.assign(element('button', '', 'Close'), { type: 'button' });
  close.addEventListener('click', () => made.close());
  made.append(heading, keyList(), keySwitch(), close);
  document.body.append(made);
  return made;
}

function keyList(): HTMLElement {
  const list = element('dl');
  for (const [key, meaning] of keys) {
    const term = element('dt');
    term.append(element('kbd', '', key));
    list.append(term, element('dd', '', meaning));
  }
  return list;
}

function keySwitch(): HTMLElement {
  const label = element('label');
  const box = Object.assign(element('input'), { type: 'checkbox', checked: readSetting(setting) !== 'off' });
  box.addEventListener('change', () => keepSetting(setting, box.checked ? 'on' : 'off'));
  label.append(box, ' Single keys act. The button Keys at the foot of each page always opens this list.');
  return label;
}
