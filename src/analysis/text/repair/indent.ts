import { type Draft, DraftBuilder, type Repaired, type RepairStep } from './draft.ts';
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
  if (text.startsWith('\tpanic: ') && /(?:^|\n)panic: /.test(texts[i - 1] ?? '')) return undefined;
  const shape = shapeOf(bare);
  if (shape !== undefined && AT_MARGIN.has(shape))
    return isChainLink(texts, i, bare) ? undefined : text.slice(0, width);
  if (shape === 'call' && !isRaceFrame(text) && isPlaceBelow(texts, i, width)) return text.slice(0, width);
  return undefined;
}

/** `<tab>panic: …` below another `panic: …` is a link of the chain as the runtime prints it. */
function isChainLink(texts: readonly string[], i: number, bare: string): boolean {
  if (!bare.startsWith('panic: ') || !(texts[i] ?? '').startsWith('\t')) return false;
  for (let j = i - 1; j >= Math.max(0, i - 200); j--) {
    const above = texts[j] ?? '';
    if (above.startsWith('panic: ')) return true;
    if (isBlankText(above)) return false;
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
 * back. Two kinds of damage, one cure.
 */
export const restoreTabs: RepairStep = (draft) => {
  const spaces = new DraftBuilder(draft);
  let lost = 0;
  for (let i = 0; i < draft.texts.length; i++) {
    const text = draft.texts[i] ?? '';
    if (text.charCodeAt(0) === 9 || !isOwnerOfPlace(draft.texts, i - 1) || !isBarePlace(text)) {
      if (isIndentedLink(draft.texts, i)) spaces.replace(i, `\t${text.trimStart()}`);
      else spaces.keep(i);
      continue;
    }
    const blanks = leadingBlanks(text);
    if (blanks === 0) lost++;
    spaces.replace(i, `\t${text.slice(blanks)}`);
  }
  return spaces.done(lost > 0 && lost * 2 > spaces.touched ? 'left-trim' : 'spaces-for-tabs');
};

function isOwnerOfPlace(texts: readonly string[], above: number): boolean {
  const shape = shapeOf(texts[above] ?? '');
  if (shape === 'call' || shape === 'created') return true;
  return /^(?:non-Go function|[A-Za-z_]\w{0,80})$/.test(texts[above] ?? '');
}

/** `        panic: second` right below `panic: first [recovered]`: its tab became blanks. */
function isIndentedLink(texts: readonly string[], i: number): boolean {
  return /^ {1,8}panic: /.test(texts[i] ?? '') && /^\t?panic: .* \[recovered\]$/.test(texts[i - 1] ?? '');
}

/** A place that stands on the line of its call: `main.run(0x1) /app/main.go:9 +0x18`. */
export function touchesTabs(draft: Draft): Repaired | undefined {
  return restoreTabs(draft);
}
