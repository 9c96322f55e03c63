import { type Draft, DraftBuilder, GUESS, type RepairStep } from './draft.ts';
import { anchorLines, evidenceLines, isBarePlace, isBlankText, type Shape, shapeOf } from './shape.ts';

/** Blanks at the ends of lines, where many lines of the evidence have them: a terminal's selection. */
export const trimEnds: RepairStep = (draft) => {
  const sample = evidenceLines(draft.texts);
  const padded = sample.filter((i) => /[ \t]$/.test(draft.texts[i] ?? '')).length;
  if (padded === 0 || padded < sample.length * 0.2) return undefined;
  const builder = new DraftBuilder(draft);
  draft.texts.forEach((text, i) => builder.replace(i, text.trimEnd()));
  return builder.done('trailing-space');
};

/** Every line twice. Only where nearly all lines come in pairs: a deep recursion repeats pairs of lines, not lines. */
export const undouble: RepairStep = (draft) => {
  let paired = 0;
  let total = 0;
  for (let i = 0; i < draft.texts.length;) {
    const length = runLength(draft.texts, i);
    if (!isBlankText(draft.texts[i] ?? '')) {
      total += length;
      if (length % 2 === 0) paired += length;
    }
    i += length;
  }
  if (total < 4 || paired < total * 0.9 || anchorLines(draft.texts, 1).length === 0) return undefined;
  const builder = new DraftBuilder(draft);
  for (let i = 0; i < draft.texts.length;) {
    const length = runLength(draft.texts, i);
    const kept = isBlankText(draft.texts[i] ?? '') ? length : Math.ceil(length / 2);
    for (let j = 0; j < length; j++) {
      if (j < kept) builder.replace(i + j, draft.texts[i + j] ?? '', GUESS);
      else builder.joinText(i + j, '', GUESS);
    }
    i += length;
  }
  return builder.done('doubled');
};

function runLength(texts: readonly string[], i: number): number {
  let end = i + 1;
  while (end < texts.length && texts[end] === texts[i]) end++;
  return end - i;
}

/** The last line first, as some log viewers export: headers stand below their frames. */
export const turnAround: RepairStep = (draft) => {
  let forward = 0;
  let backward = 0;
  const anchors = anchorLines(draft.texts, 4000);
  for (const i of anchors) {
    const shape = shapeOf(draft.texts[i] ?? '');
    if (shape !== 'header' && shape !== 'created' && shape !== 'race-head') continue;
    const above = frameBeside(draft.texts, i - 1, shape);
    const below = frameBeside(draft.texts, i + 1, shape);
    if (below && !above) forward++;
    if (above && !below && shape !== 'created') backward++;
  }
  if (backward === 0 || forward > 0) return undefined;
  return { draft: reversed(draft), kind: 'newest-first', touched: draft.texts.length };
};

/** What belongs below a header when the order is right: its first call, or the place of `created by`. */
function frameBeside(texts: readonly string[], i: number, owner: string): boolean {
  const text = texts[i] ?? '';
  const shape = shapeOf(text);
  if (owner === 'created') return shape === 'place' || (shape === undefined && isBarePlace(text));
  return owner === 'header' ? shape === 'call' : shape === 'race-call';
}

function reversed({ paste, texts, froms, tos }: Draft): Draft {
  return {
    paste,
    texts: texts.toReversed(),
    froms: froms.toReversed(),
    tos: tos.toReversed(),
    basis: new Array<number>(texts.length).fill(GUESS),
  };
}

/** A blank line between all lines, or inside frames. Where blanks part a call from its place, all between go. */
export const dropBlanks: RepairStep = (draft) => {
  const { texts } = draft;
  if (!texts.some((text, i) => text === '' && isParted(texts, i))) return undefined;
  const builder = new DraftBuilder(draft);
  let run = 0;
  texts.forEach((text, i) => {
    if (!isBlankText(text)) {
      run = 0;
      return builder.keep(i);
    }
    run++;
    if (run % 2 === 1) builder.drop(i);
    else builder.keep(i);
  });
  return builder.done('blank-lines');
};

/** A single blank line between a call and its place. */
function isParted(texts: readonly string[], i: number): boolean {
  const shape = shapeOf(texts[i - 1] ?? '');
  if (shape !== 'call' && shape !== 'created' && shape !== 'race-call') return false;
  const below = texts[i + 1] ?? '';
  return isBarePlace(below) || shapeOf(below) === 'race-place';
}

const LOG_LINE =
  /^(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]|\d\d:\d\d:\d\d|\[?(?:TRACE|DEBUG|INFO|WARN|WARNING(?!: DATA RACE)|ERROR|FATAL)\b|(?:level|time|ts|msg)=|\{"|\[GIN|\[\w{1,20}\] |[IWEF]\d{4} \d\d:|(?:time|level)="|\d{1,3}(?:\.\d{1,3}){3} - |<\d{1,3}>)/;

/**
 * Lines that another goroutine, or another process, logged in the middle of a stack: between a call and its place,
 * between frames, or right behind a message, when they look like a log's. They leave the evidence; nothing is joined.
 */
export const dropInterleaved: RepairStep = (draft) => {
  const { texts } = draft;
  const builder = new DraftBuilder(draft);
  let isAwaitingHeader = false;
  for (let i = 0; i < texts.length;) {
    const shape = shapeOf(texts[i] ?? '');
    if (shape === 'message') isAwaitingHeader = true;
    else if (shape !== undefined) isAwaitingHeader = false;
    const length = isAwaitingHeader && isLogLine(texts, i) && isHeaderAhead(texts, i) ? 1 : foreignRun(texts, i);
    if (length > 0 && isAwaitingHeader) builder.doubtLast();
    for (let j = 0; j < length; j++) builder.drop(i + j);
    if (length === 0) builder.keep(i);
    i += Math.max(1, length);
  }
  return builder.done('interleaved');
};

function isLogLine(texts: readonly string[], i: number): boolean {
  const text = texts[i] ?? '';
  return LOG_LINE.test(text.trimStart()) && shapeOf(text) === undefined;
}

/** A goroutine's header follows soon: the message above it is not over. */
function isHeaderAhead(texts: readonly string[], i: number): boolean {
  for (let j = i + 1; j < Math.min(texts.length, i + MAX_RUN); j++) {
    const shape = shapeOf(texts[j] ?? '');
    if (shape === 'header' || shape === 'signal') return true;
    if (shape !== undefined && shape !== 'message') return false;
  }
  return false;
}

const MAX_RUN = 20;

/** How many lines from `i` are somebody else's, with parts of one stack above and below them. */
function foreignRun(texts: readonly string[], i: number): number {
  const text = texts[i] ?? '';
  if (isBlankText(text) || !LOG_LINE.test(text) || shapeOf(text) !== undefined) return 0;
  let end = i;
  while (end < texts.length && end - i < MAX_RUN && LOG_LINE.test(texts[end] ?? '')) end++;
  const above = shapeAbove(texts, i);
  return above !== undefined && isStackBelow(texts, end, above) ? end - i : 0;
}

function shapeAbove(texts: readonly string[], i: number): Shape | undefined {
  let at = i - 1;
  while (at >= 0 && at > i - 4 && (isBlankText(texts[at] ?? '') || LOG_LINE.test(texts[at] ?? ''))) at--;
  const shape = shapeOf(texts[at] ?? '');
  return shape === 'tail' ? undefined : shape;
}

/** A message may follow only where one stands above: a chain, or the lines of a signal. */
function isStackBelow(texts: readonly string[], end: number, above: Shape): boolean {
  let at = end;
  while (at < texts.length && at < end + 3 && (isBlankText(texts[at] ?? '') || LOG_LINE.test(texts[at] ?? ''))) at++;
  const text = texts[at] ?? '';
  const shape = shapeOf(text);
  if (shape === 'message') return above === 'message' && !text.startsWith('panic: ');
  return (shape !== undefined && shape !== 'tail') || (shape === undefined && isBarePlace(text));
}
