import { DraftBuilder, type Draft, eachLine, type Repaired } from './draft.ts';
import { shapeOf } from './shape.ts';

const ESCAPE = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
/** CSI sequences, OSC sequences to BEL or ST, and the two-character escapes. */
const ANSI = new RegExp(
  `${ESCAPE}(?:\\[[0-9;:?<=>]{0,40}[ -/]{0,2}[@-~]|\\][^${BELL}${ESCAPE}]{0,2000}(?:${BELL}|${ESCAPE}\\\\)?|[ -/][0-~]|[0-Z\\\\^-~])`,
  'g',
);
const OPEN_CSI = new RegExp(`${ESCAPE}\\[?[0-9;:?]{0,40}$`);
const REST_OF_CSI = /^[0-9;:?]{0,40}[@-~]/;
const REST_OF_ESCAPE = /^\[[0-9;:?]{0,40}[@-~]/;

/** Colours and cursor movements of a terminal; a sequence broken over two lines is found again. */
export function stripAnsi(draft: Draft): Repaired | undefined {
  if (!draft.paste.includes(ESCAPE) || !draft.texts.some((text) => text.includes(ESCAPE))) return undefined;
  const builder = new DraftBuilder(draft);
  let open = '';
  let isColoured = false;
  draft.texts.forEach((text, i) => {
    const rest = open === '' ? text : text.replace(open.length > 1 ? REST_OF_CSI : REST_OF_ESCAPE, '');
    const clean = rest.replace(ANSI, '');
    const isRemnant = (open !== '' || isColoured) && clean === '' && text !== '';
    isColoured = endsColoured(text) ?? isColoured;
    open = OPEN_CSI.exec(clean)?.[0] ?? '';
    if (isRemnant) builder.joinText(i, '');
    else builder.replace(i, open === '' ? clean : clean.slice(0, -open.length));
  });
  return builder.done('ansi');
}

/** True where a colour is still on behind the text, false where the text ends it; undefined where it says neither. */
function endsColoured(text: string): boolean | undefined {
  const last = text.lastIndexOf(`${ESCAPE}[`);
  if (last < 0) return undefined;
  return !/^\[0?m/.test(text.slice(last + 1, last + 5));
}

/** A byte order mark at the start of the paste, or of a line where files were joined. */
export function stripBom(draft: Draft): Repaired | undefined {
  if (!draft.paste.includes('\ufeff')) return undefined;
  return eachLine(draft, 'bom', (text) => (text.startsWith('\ufeff') ? text.slice(1) : undefined));
}

const WIDE_BLANKS = /[\u00a0\u2007\u202f\u2000-\u2006\u2008-\u200a\u3000]/g;

/** Blanks that are no blanks: pages and word processors put them in place of spaces. */
export function plainBlanks(draft: Draft): Repaired | undefined {
  if (!WIDE_BLANKS.test(draft.paste)) return undefined;
  WIDE_BLANKS.lastIndex = 0;
  return eachLine(draft, 'nbsp', (text) => text.replace(WIDE_BLANKS, ' '));
}

const INVISIBLE = /[\u200b-\u200f\u2060\u00ad\ufeff\u202a-\u202e]/g;

/** Characters without width inside names and paths. Those in values only may be the program's own: they stay. */
export function stripInvisible(draft: Draft): Repaired | undefined {
  if (!hasAny(draft.paste, INVISIBLE)) return undefined;
  const breaksShape = draft.texts.some((text) => hasAny(text, INVISIBLE) && isStructural(text.replace(INVISIBLE, '')));
  if (!breaksShape) return undefined;
  return eachLine(draft, 'zero-width', (text) => text.replace(INVISIBLE, ''));
}

const SMART = /[\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2212]/g;
const PLAIN: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '--',
  '\u2026': '...',
  '\u2212': '-',
};

/** Quotes, dashes and dots that an editor made pretty. A line of its own, `…`, says that lines are left out: it stays. */
export function plainPunctuation(draft: Draft): Repaired | undefined {
  if (!hasAny(draft.paste, SMART)) return undefined;
  const plain = (text: string): string =>
    text.replace(/\u2014-/g, '---').replace(SMART, (found) => PLAIN[found] ?? found);
  const breaksShape = draft.texts.some(
    (text) => hasAny(text, SMART) && shapeOf(text) === undefined && isStructural(plain(text)),
  );
  if (!breaksShape) return undefined;
  return eachLine(draft, 'smart-punctuation', (text) => (text.trim() === '\u2026' ? undefined : plain(text)), 2);
}

function isStructural(text: string): boolean {
  const shape = shapeOf(text.replace(/^ +(?=\S+:\d+(?: |$))/, '\t'));
  return shape !== undefined && shape !== 'message';
}

function hasAny(text: string, pattern: RegExp): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** Carriage returns that are no line ends: a progress display, or a terminal's log. Each starts a line of its own. */
export function splitLoneReturns(draft: Draft): Repaired | undefined {
  if (!draft.texts.some((text) => text.includes('\r'))) return undefined;
  const builder = new DraftBuilder(draft);
  draft.texts.forEach((text, i) => {
    if (!text.includes('\r')) return builder.keep(i);
    const parts = text.split('\r');
    while (parts.length > 1 && parts.at(-1) === '') parts.pop();
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) builder.replace(i, only);
    else builder.split(i, parts);
  });
  return builder.done('lone-cr');
}

const PAGE = new RegExp(`[\\f\\v\\b${BELL}]`, 'g');

/** Form feeds and bells, as `clear` leaves them in a terminal's log. */
export function stripFormFeeds(draft: Draft): Repaired | undefined {
  if (!hasAny(draft.paste, PAGE)) return undefined;
  return eachLine(draft, 'form-feed', (text) => text.replace(PAGE, ''));
}
