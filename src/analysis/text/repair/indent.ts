import { type Draft, DraftBuilder, GUESS, type RepairStep } from './draft.ts';
import { isBarePlace, isBlankText, leadingBlanks, type Shape, shapeOf } from './shape.ts';

/** Lines that stand at column 0 when nothing indented them: an indented one tells by how much a block was indented. */
const AT_MARGIN: ReadonlySet<Shape> = new Set(['header', 'message', 'signal', 'race-head', 'created']);

/**
 * Blocks that an editor, a list or `t.Errorf` indented: from a line that belongs at column 0 up and down, as long as
 * lines are blank or start with the same blanks, those blanks are taken off.
 */
export const dedent: RepairStep = (draft) => {
  const cut = new Map<number, number>();
  for (let i = 0; i < draft.texts.length; i++) {
    const text = draft.texts[i] ?? '';
    const code = text.charCodeAt(0);
    if ((code !== 32 && code !== 9) || cut.has(i)) continue;
    const margin = marginOf(draft.texts, i);
    if (margin !== undefined) markBlock(draft.texts, i, margin, cut);
  }
  if (cut.size === 0) return undefined;
  const builder = new DraftBuilder(draft);
  draft.texts.forEach((text, i) => {
    const width = cut.get(i);
    if (width === undefined || width === 0) builder.keep(i);
    else builder.replace(i, text.slice(Math.min(width, leadingBlanks(text))));
  });
  return builder.done(isListed(draft, cut) ? 'list-indent' : 'indent');
};

/** The blanks before a line that belongs at column 0; for a stack without any such line, those before a call. */
function marginOf(texts: readonly string[], i: number): string | undefined {
  const text = texts[i] ?? '';
  const width = leadingBlanks(text);
  const bare = text.slice(width);
  const shape = shapeOf(bare);
  const isMargin = shape !== undefined && AT_MARGIN.has(shape);
  const isCall = shape === 'call' && !isRaceFrame(text) && isPlaceBelow(texts, i, width);
  return (isMargin || isCall) && !isContinuation(texts, i, bare) ? text.slice(0, width) : undefined;
}

const MAX_MESSAGE = 200;

/**
 * A line inside a message at column 0: since Go 1.23 the runtime indents a value's further lines by a tab, whatever
 * they look like, and every further link of the chain has one. Its tab may have become blanks.
 */
function isContinuation(texts: readonly string[], i: number, bare: string): boolean {
  const isLink = bare.startsWith('panic: ');
  if (!/^(?:\t| {1,8}(?=\S))/.test(texts[i] ?? '')) return false;
  for (let j = i - 1; j >= Math.max(0, i - MAX_MESSAGE); j--) {
    const above = texts[j] ?? '';
    if (above.startsWith('panic: ') || above.startsWith('fatal error: ')) return true;
    if (above === '' || (!isLink && above[0] !== '\t' && above[0] !== ' ')) return false;
  }
  return false;
}

function isRaceFrame(text: string): boolean {
  return text.startsWith('  ') && text[2] !== ' ' && text[2] !== '\t' && text.trimEnd().endsWith('()');
}

/** The line below is a place that is indented further. */
function isPlaceBelow(texts: readonly string[], i: number, width: number): boolean {
  const below = texts[i + 1] ?? '';
  return leadingBlanks(below) > width && below.startsWith((texts[i] ?? '').slice(0, width)) && isBarePlace(below);
}

function markBlock(texts: readonly string[], i: number, margin: string, cut: Map<number, number>): void {
  mark(texts, i, margin, cut, 1);
  mark(texts, i - 1, margin, cut, -1);
}

function mark(texts: readonly string[], from: number, margin: string, cut: Map<number, number>, step: 1 | -1): void {
  for (let i = from; i >= 0 && i < texts.length && !cut.has(i); i += step) {
    const text = texts[i] ?? '';
    if (!text.startsWith(margin) && !isBlankText(text)) return;
    cut.set(i, margin.length);
  }
}

/** The block stands below items of a list. */
function isListed({ texts }: Draft, cut: ReadonlyMap<number, number>): boolean {
  const [first = 0] = cut.keys();
  const top = Math.min(first, ...[...cut.keys()].slice(0, 1));
  return texts.slice(Math.max(0, top - 4), top).some((text) => /^\s{0,8}(?:\d{1,3}[.)]|[-*+])\s/.test(text));
}

/**
 * Places whose tab was turned into blanks, or lost: below a call or `created by` at column 0, the place gets its tab
 * back. Two kinds of damage, one cure. Where places lost theirs, the lines of a panic's message did, too.
 */
export const restoreTabs: RepairStep = (draft) => {
  const builder = new DraftBuilder(draft);
  const message = new MessageLines(draft.texts);
  const width = tabWidth(draft.texts);
  let lost = 0;
  for (let i = 0; i < draft.texts.length; i++) {
    const text = draft.texts[i] ?? '';
    const isInMessage = message.holds(i);
    if (text.charCodeAt(0) !== 9 && isOwnerOfPlace(draft.texts, i - 1) && isBarePlace(text)) {
      const blanks = leadingBlanks(text);
      if (blanks === 0) lost++;
      builder.replace(i, `\t${text.slice(blanks)}`);
    } else if (isInMessage && width !== undefined && text.charCodeAt(0) !== 9) {
      restoreMessageLine(builder, i, text, width);
    } else builder.keep(i);
  }
  return builder.done(lost > 0 && lost * 2 > builder.touched ? 'left-trim' : 'spaces-for-tabs');
};

/** The blanks that stand for a tab before places: 0 where it was lost, undefined where places have their tab. */
function tabWidth(texts: readonly string[]): number | undefined {
  for (let i = 1; i < texts.length; i++) {
    const text = texts[i] ?? '';
    if (text.charCodeAt(0) === 9 || !isBarePlace(text) || !isOwnerOfPlace(texts, i - 1)) continue;
    return leadingBlanks(text);
  }
  return undefined;
}

/** A further line of a panic's message: another link of the chain, or a line of the value, whose blanks are a guess. */
function restoreMessageLine(builder: DraftBuilder, i: number, text: string, width: number): void {
  const blanks = leadingBlanks(text);
  if (text.startsWith('panic: ', blanks) && (blanks === width || width === 0))
    builder.replace(i, `\t${text.slice(blanks)}`);
  else if (width > 0 && blanks >= width) builder.replace(i, `\t${text.slice(width)}`, GUESS);
  else builder.replace(i, text, GUESS);
}

/** Tells which lines lie inside a panic's message: behind its first line, before a blank line or a header. */
class MessageLines {
  readonly #texts: readonly string[];
  #isInside = false;

  constructor(texts: readonly string[]) {
    this.#texts = texts;
  }

  /** Asked for each line in turn. */
  holds(i: number): boolean {
    const text = this.#texts[i] ?? '';
    const wasInside = this.#isInside;
    if (text === '') this.#isInside = false;
    else if (text.startsWith('panic: ')) this.#isInside = true;
    else if (this.#isInside) this.#isInside = shapeOf(text) === undefined || shapeOf(text) === 'message';
    return wasInside && this.#isInside;
  }
}

function isOwnerOfPlace(texts: readonly string[], above: number): boolean {
  const shape = shapeOf(texts[above] ?? '');
  if (shape === 'call' || shape === 'created') return true;
  return /^(?:non-Go function|[A-Za-z_]\w{0,80})$/.test(texts[above] ?? '');
}
