/** The search box and what it finds, the same in the dialog and on the page. */
import '../styles/search.css';
import { element } from './element.ts';
import { search, type Findings } from './search-engine.ts';
import type { Piece, Place, Result } from './search-results.ts';

const typingDelayMillis = 150;

/** A box with its results below. */
export interface SearchPanel {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** Searches for what stands in the box. */
  readonly run: () => Promise<void>;
}

/** Makes a search box. `searched` hears of each text that was searched for. */
export function makeSearchPanel(searched: (words: string) => void = () => {}): SearchPanel {
  const panel = element('search', 'search');
  const input = Object.assign(element('input'), { type: 'search', id: 'search-words', autocomplete: 'off' });
  input.spellcheck = false;
  input.setAttribute('aria-describedby', 'search-how');
  const label = Object.assign(element('label', '', 'Search'), { htmlFor: input.id });
  const how = Object.assign(element('p', 'small quiet'), { id: 'search-how' });
  how.textContent =
    'Words of a lesson, of the glossary, or of a message that Go printed. Arrows go through what is found.';
  const status = element('p', 'small');
  status.setAttribute('role', 'status');
  const list = element('ol', 'search-results');
  panel.append(label, input, how, status, list);

  let turn = 0;
  const run = async (): Promise<void> => {
    const words = input.value.trim();
    const mine = ++turn;
    const isLatest = () => mine === turn;
    searched(words);
    if (words === '') return show(list, status, '', []);
    await search(words).then(
      ({ count, results }) => isLatest() && show(list, status, summarize(words, count), results),
      () => isLatest() && show(list, status, 'The index did not load. Check the network, then type on.', []),
    );
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), typingDelayMillis);
  });
  panel.addEventListener('keydown', (event) => move(event, input, list));
  return { element: panel, input, run };
}

function summarize(words: string, count: number): string {
  if (count === 0) return `Nothing holds “${words}”. Try fewer words, or one of the message itself.`;
  return `${count} ${count === 1 ? 'place holds' : 'places hold'} “${words}”.`;
}

function show(list: HTMLElement, status: HTMLElement, told: string, results: Findings['results']): void {
  status.textContent = told;
  list.replaceChildren(...results.map(renderResult));
}

function renderResult({ kind, parts, ...place }: Result): HTMLElement {
  const item = element('li');
  const link = linkTo(place);
  item.append(element('span', 'small quiet search-kind', kind), link, renderExcerpt(place.excerpt));
  if (parts.length === 0) return item;
  const list = element('ul');
  for (const part of parts) {
    const below = element('li');
    below.append(linkTo(part));
    list.append(below);
  }
  item.append(list);
  return item;
}

function linkTo({ title, url }: Place): HTMLAnchorElement {
  return Object.assign(element('a', '', title), { href: url });
}

function renderExcerpt(pieces: readonly Piece[]): HTMLElement {
  const excerpt = element('p', 'small');
  excerpt.append(...pieces.map(({ text, isMatch }) => (isMatch ? element('mark', '', text) : text)));
  return excerpt;
}

/** Up and down go from the box through the links and back; Enter in the box opens the first. */
function move(event: KeyboardEvent, input: HTMLInputElement, list: HTMLElement): void {
  const stops: readonly HTMLElement[] = [input, ...list.querySelectorAll<HTMLElement>('a')];
  const at = stops.indexOf(event.target as HTMLElement);
  if (at === -1) return;
  if (event.key === 'Enter' && at === 0) return stops[1]?.click();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  stops[at + step]?.focus();
}
