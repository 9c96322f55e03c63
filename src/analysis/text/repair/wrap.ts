import { type Draft, DraftBuilder, GUESS, type Repaired, type RepairStep } from './draft.ts';
import { isBarePlace, isBlankText, shapeOf } from './shape.ts';

const MAX_PIECES = 12;
const LONG = 40;

/**
 * Lines that a terminal cut at its width, or a mail program at a blank. A break is undone where the pieces make a
 * line of a known shape and the first alone makes none, or leaves a rest that makes none. The lengths at which the
 * sure breaks fell then tell about the others: values, which have no shape of their own.
 */
export const unwrap: RepairStep = (draft) => {
  const joins = findJoins(draft);
  if (joins.size === 0) addWidest(draft, joins);
  if (joins.size === 0) return undefined;
  const widths = widthsOf(draft, joins);
  const mail = [...joins.values()].filter((join) => join === ' ').length * 2 > joins.size;
  addByWidth(draft, joins, widths, mail);
  const builder = new DraftBuilder(draft);
  draft.texts.forEach((_, i) => {
    const glue = joins.get(i);
    if (glue === undefined) builder.keep(i);
    else builder.join(i, glue, GUESS);
  });
  return builder.done(mail ? 'mail-wrap' : 'wrap');
};

type Glue = '' | ' ';

/** The lines that go on the line above, with what the break swallowed. */
function findJoins(draft: Draft): Map<number, Glue> {
  const joins = new Map<number, Glue>();
  for (let i = 0; i < draft.texts.length;) {
    const pieces = joinedFrom(draft, i);
    for (const [j, glue] of pieces) joins.set(j, glue);
    i += pieces.length + 1;
  }
  return joins;
}

/** The pieces below line `i` that complete it; none when it is whole or nothing completes it. */
function joinedFrom(draft: Draft, i: number): [number, Glue][] {
  const { texts } = draft;
  const first = texts[i] ?? '';
  if (!mayBeCut(first, texts[i + 1])) return [];
  let text = first;
  const pieces: [number, Glue][] = [];
  for (let j = i + 1; j < texts.length && pieces.length < MAX_PIECES; j++) {
    const rest = texts[j] ?? '';
    if (rest === '' || isBlankText(rest)) return [];
    const glue = glueBetween(text, rest, pastedWidth(draft, j - 1));
    if (glue === undefined) return [];
    text += glue + rest;
    pieces.push([j, glue]);
    if (isWhole(text) && !continues(texts[j + 1])) return pieces;
  }
  return [];
}

/** A start of something that the next line seems to go on with. */
function mayBeCut(text: string, below: string | undefined): boolean {
  if (text.length < 8 || below === undefined || isBlankText(below)) return false;
  const shape = shapeOf(text);
  if (shape === undefined) return isBarePlace(text) ? continues(below) : isStart(text);
  if (shape === 'signal') return !text.endsWith(']');
  return (
    (shape === 'place' || shape === 'created' || shape === 'race-place' || shape === 'message') && continues(below)
  );
}

/** A text that starts as evidence does and is not whole. */
function isStart(text: string): boolean {
  if (/^goroutine \d{1,12}(?: |$)/.test(text) || text.startsWith('created by ')) return true;
  if (/^(?:\t| +)(?:[/A-Za-z_<]|[A-Z]:)\S{0,500}[/.]/.test(text) && !text.includes('(')) return true;
  if (/^[\w./%@~+()*[\]·-]{4,300}\([^()]{0,4000}$/.test(text)) return true;
  if (/^(?:Previous |Read|Write|Goroutine \d| {2}\S+[^)]$)/.test(text)) return true;
  return /^[\w./%@~+()*-]+\.[\w.()*-]*$/.test(text) && text.length >= LONG;
}

/** True for a line that cannot stand by itself: the rest of a place, of an argument list, of a header. */
function continues(text: string | undefined): boolean {
  if (text === undefined || isBlankText(text) || shapeOf(text) !== undefined) return false;
  return /^(?: ?\+0x[0-9a-f]+|[0-9a-f?x]{0,20}(?: (?:fp|sp|pc)=0x|\)$|[,?}]| \+0x)|(?:[fs]?p|c|=0x)[=0-9a-fx]|:?\d{1,6}(?: \+0x[0-9a-f]+|$)|0?x?[0-9a-f]{1,16}(?:$| [fsp]{1,2}[cp]=)|\]?:$|[a-z]{0,12} ?\d{1,12}$|[a-z, -]{0,30}\]:?$|\.{1,3}\)$|[a-z]{1,14}\]$)/.test(
    text,
  );
}

/** Widths of terminals and of tools that cut: there a break swallows nothing. */
const HARD_WIDTHS: ReadonlySet<number> = new Set([60, 64, 72, 76, 78, 79, 80, 100, 120, 132, 160, 200]);

/** What the break swallowed: where both would do, a line that is not as long as a terminal is wide was cut at a blank. */
function glueBetween(text: string, rest: string, length: number): Glue | undefined {
  const isHard = HARD_WIDTHS.has(length) && !text.endsWith(',');
  const glues: readonly Glue[] = isHard || text.endsWith(' ') || rest.startsWith(' ') ? ['', ' '] : [' ', ''];
  return glues.find((glue) => isWhole(text + glue + rest)) ?? glues.find((glue) => isStart(text + glue + rest));
}

function isWhole(text: string): boolean {
  const shape = shapeOf(text);
  if (shape === 'message' || shape === 'tail')
    return /\[recovered(?:, repanicked)?\]$/.test(text) || !/^\t?panic: /.test(text);
  if (shape === 'signal') return text.endsWith(']');
  if (shape !== undefined) return true;
  return text.startsWith(' ') && isBarePlace(text);
}

/** The lengths at which sure breaks fell, as pasted: with colours and prefixes. */
function widthsOf(draft: Draft, joins: ReadonlyMap<number, Glue>): ReadonlySet<number> {
  const widths = new Set<number>();
  for (const i of joins.keys()) widths.add(pastedWidth(draft, i - 1));
  return widths;
}

function pastedWidth({ froms, tos }: Draft, i: number): number {
  return (tos[i] ?? 0) - (froms[i] ?? 0);
}

/** Breaks inside values: at a hard width every cut line is equally long; a mail's next word would not have fitted. */
function addByWidth(draft: Draft, joins: Map<number, Glue>, widths: ReadonlySet<number>, mail: boolean): void {
  const widest = Math.max(...widths);
  for (let i = 0; i + 1 < draft.texts.length; i++) {
    const below = draft.texts[i + 1] ?? '';
    if (joins.has(i + 1) || isBlankText(below) || shapeOf(below) !== undefined || !isMessageLine(draft.texts, joins, i))
      continue;
    const width = pastedWidth(draft, i);
    const word = below.split(' ', 1)[0] ?? '';
    const isCut = mail
      ? width + 1 + word.length > widest && width >= LONG
      : widths.has(width) && HARD_WIDTHS.has(width);
    if (isCut || width === widest) joins.set(i + 1, mail ? ' ' : '');
  }
}

/** Without any sure break: a message exactly as wide as a terminal, and as the widest line of the paste, was cut there. */
function addWidest(draft: Draft, joins: Map<number, Glue>): void {
  const messages = draft.texts.map((text, i) => (shapeOf(text) === 'message' ? i : -1)).filter((i) => i >= 0);
  for (const i of messages) {
    const width = pastedWidth(draft, i);
    const below = draft.texts[i + 1] ?? '';
    if (!HARD_WIDTHS.has(width) || isBlankText(below) || /^\s/.test(below) || shapeOf(below) !== undefined) continue;
    if (draft.froms.every((_, j) => pastedWidth(draft, j) <= width)) joins.set(i + 1, '');
  }
}

/** The line belongs to a message: it starts one, or was joined to one. */
function isMessageLine(texts: readonly string[], joins: ReadonlyMap<number, Glue>, i: number): boolean {
  let at = i;
  while (joins.has(at)) at--;
  return shapeOf(texts[at] ?? '') === 'message';
}

export type { Repaired };
