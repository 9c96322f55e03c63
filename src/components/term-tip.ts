/**
 * What a word of the glossary means, beside the word: shown on hover, focus and tap. It stays while the pointer is on the
 * word or on the tip, until the focus moves on, and goes on Escape (WCAG 1.4.13).
 */
import { element } from './element.ts';
import { inlineCode } from './inline-code.ts';

const graceMillis = 200;
const gapPixels = 6;

let tip: HTMLElement | undefined;
let shown: HTMLElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows the definition of a term. */
export function showTip(term: HTMLElement): void {
  clearTimeout(timer);
  if (shown === term) return;
  hide();
  shown = term;
  tip ??= build();
  tip.replaceChildren(...inlineCode(term.dataset['definition'] ?? ''));
  term.setAttribute('aria-describedby', tip.id);
  tip.showPopover();
  place(tip, term);
}

function hide(): void {
  clearTimeout(timer);
  shown?.removeAttribute('aria-describedby');
  shown = undefined;
  tip?.hidePopover();
}

function hideSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(hide, graceMillis);
}

function build(): HTMLElement {
  const made = Object.assign(element('div', 'term-tip small'), { id: 'term-tip', popover: 'manual' });
  made.setAttribute('role', 'tooltip');
  document.querySelector('main')?.append(made);
  document.addEventListener('pointerover', ({ target, pointerType }) => {
    if (!shown || pointerType === 'touch') return;
    if (isOn(target)) clearTimeout(timer);
    else if (shown !== document.activeElement) hideSoon();
  });
  document.addEventListener('focusout', ({ target }) => target === shown && hide());
  document.addEventListener('pointerdown', ({ target, pointerType }) => {
    if (!isOn(target) || (pointerType === 'touch' && target === made)) hide();
  });
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && hide());
  return made;
}

function isOn(target: EventTarget | null): boolean {
  return target instanceof Node && (shown?.contains(target) === true || tip?.contains(target) === true);
}

/** Below the line on which the word begins, within the window; it scrolls with the text. */
function place(made: HTMLElement, term: HTMLElement): void {
  const [first] = term.getClientRects();
  if (!first) return;
  const rightmost = document.documentElement.clientWidth - made.offsetWidth - gapPixels;
  const fitsBelow = first.bottom + gapPixels + made.offsetHeight < innerHeight;
  const top = fitsBelow ? first.bottom + gapPixels : first.top - gapPixels - made.offsetHeight;
  made.style.left = `${Math.max(gapPixels, Math.min(first.left, rightmost)) + scrollX}px`;
  made.style.top = `${top + scrollY}px`;
}
