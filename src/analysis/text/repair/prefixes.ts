import { type Draft, DraftBuilder, GUESS, type Repaired, type RepairStep } from './draft.ts';
import { evidenceLines, isBlankText } from './shape.ts';

/** A prefix that something puts before every line. The pattern matches it at the start of a line, once. */
interface Prefix {
  readonly kind: string;
  readonly pattern: RegExp;
}

const STAMP = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?: ?Z| ?[+-]\\d\\d:?\\d\\d)?';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const END = '(?: |$)';

/** The likeliest layer first; a longer form stands before a shorter one that it contains. */
const PREFIXES: readonly Prefix[] = [
  { kind: 'cri', pattern: new RegExp(`^${STAMP} (?:stdout|stderr) [FP]${END}`) },
  { kind: 'github-actions', pattern: new RegExp(`^(?:[^\\t]{1,80}\\t[^\\t]{1,80}\\t)${STAMP}${END}`) },
  { kind: 'kubectl', pattern: /^\[pod\/[^\]\s]{1,200}\](?: |$)/ },
  { kind: 'compose', pattern: /^[\w.-]{1,80} {0,40}\| ?/ },
  {
    kind: 'journald',
    pattern: new RegExp(
      `^${MONTH} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})? [\\w.-]{1,80} [^\\s:\\[]{1,80}(?:\\[\\d{1,9}\\])?:${END}`,
    ),
  },
  { kind: 'journald', pattern: new RegExp(`^${STAMP} [\\w.-]{1,80} [^\\s:\\[]{1,80}\\[\\d{1,9}\\]:${END}`) },
  { kind: 'syslog', pattern: new RegExp(`^<\\d{1,3}>1 ${STAMP} (?:\\S{1,120} ){4}(?:-|\\[[^\\]]{0,400}\\])${END}`) },
  {
    kind: 'syslog',
    pattern: new RegExp(`^<\\d{1,3}>${MONTH} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d [\\w.-]{1,80} [^\\s:]{1,80}:${END}`),
  },
  { kind: 'timestamp', pattern: new RegExp(`^${STAMP} [\\w.-]{1,40}\\[[\\w.-]{1,60}\\]:${END}`) },
  { kind: 'timestamp', pattern: new RegExp(`^\\[${STAMP}\\]${END}`) },
  { kind: 'timestamp', pattern: new RegExp(`^${STAMP}(?:\\t|${END})`) },
  { kind: 'timestamp', pattern: /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: |$)/ },
  { kind: 'timestamp', pattern: /^\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?(?: |$)/ },
  { kind: 'timestamp', pattern: /^\[ {0,8}\d{1,8}\.\d{3,6}\](?: |$)/ },
  { kind: 'quote', pattern: /^ {0,3}>(?: ?>){0,8}/ },
  { kind: 'quote', pattern: /^ {0,3}[|│┃](?: |$)/ },
];

const SHARE = 0.6;

/** One layer of prefixes: the first kind that most lines of the evidence carry. */
export const stripPrefix: RepairStep = (draft) => {
  const sample = evidenceLines(draft.texts);
  if (sample.length === 0) return undefined;
  const prefix = PREFIXES.find(({ pattern }) => shareOf(draft, sample, pattern) >= SHARE);
  if (prefix === undefined) return stripCommonPrefix(draft, sample);
  return strip(draft, prefix.pattern.source.includes('>(?: ?>)') ? quoteOf(draft, sample) : prefix);
};

/** Quote marks with the blank behind them, where all lines have one; without, where some quoted text starts at once. */
function quoteOf({ texts }: Draft, sample: readonly number[]): Prefix {
  const spaced = /^ {0,3}>(?: ?>){0,8}(?: |$)/;
  const bare = /^ {0,3}>(?: ?>){0,8}/;
  const isSpaced = sample.every((i) => spaced.test(texts[i] ?? '') || !bare.test(texts[i] ?? ''));
  return { kind: 'quote', pattern: isSpaced ? spaced : bare };
}

/** The share of lines that carry the prefix; the rest of one that a terminal cut counts with it. */
function shareOf(draft: Draft, sample: readonly number[], pattern: RegExp): number {
  const { texts } = draft;
  const widest = widestOf(draft, sample);
  const matching = sample.filter((i) => pattern.test(texts[i] ?? '')).length;
  if (matching < 2 && sample.length > 1) return 0;
  const rests = sample.filter((i) => !pattern.test(texts[i] ?? '') && isRest(draft, i, widest)).length;
  return matching + rests < sample.length * SHARE || matching < sample.length * 0.2
    ? 0
    : (matching + rests) / sample.length;
}

function widestOf({ froms, tos }: Draft, sample: readonly number[]): number {
  return sample.reduce((widest, i) => Math.max(widest, (tos[i] ?? 0) - (froms[i] ?? 0)), 0);
}

/** The line above is as wide as lines get here, which a terminal or a tool decided. */
function isRest({ froms, tos }: Draft, i: number, widest: number): boolean {
  return widest >= 60 && (tos[i - 1] ?? 0) - (froms[i - 1] ?? 0) === widest;
}

function strip(draft: Draft, { kind, pattern }: Prefix): Repaired | undefined {
  const builder = new DraftBuilder(draft);
  const widest = widestOf(draft, evidenceLines(draft.texts));
  let isPartial = false;
  let isOpen = false;
  draft.texts.forEach((text, i) => {
    const found = pattern.exec(text)?.[0];
    if (found === undefined) {
      if (isOpen && isRest(draft, i, widest)) return builder.joinText(i, text, GUESS);
      isPartial = false;
      isOpen = false;
      return builder.keep(i);
    }
    const rest = text.slice(found.length);
    if (isPartial) builder.joinText(i, rest);
    else builder.replace(i, rest);
    isPartial = kind === 'cri' && found.trimEnd().endsWith(' P');
    isOpen = true;
  });
  return builder.done(kind === 'timestamp' && isActions(draft) ? 'github-actions' : kind);
}

/** The workflow commands of a GitHub Actions log. */
function isActions({ texts }: Draft): boolean {
  return texts.slice(0, 4000).some((text) => text.includes('##[group]') || text.includes('##[error]'));
}

/** Lines `   7  text` with numbers that go up by one. */
export const stripLineNumbers: RepairStep = (draft) => {
  const pattern = /^ {0,8}(\d{1,7})(?::|\t| \||\.)? ?/;
  const sample = evidenceLines(draft.texts);
  const rising = sample.filter((i) => isNextNumber(draft.texts, i, pattern)).length;
  if (sample.length < 2 || rising < SHARE * (sample.length - 1)) return undefined;
  const width = gapWidth(draft, sample);
  const strict = new RegExp(`^ {0,8}\\d{1,7}(?:${width}|$)`);
  const builder = new DraftBuilder(draft);
  draft.texts.forEach((text, i) => {
    if (strict.test(text)) builder.replace(i, text.replace(strict, ''));
    else builder.keep(i);
  });
  return builder.done('line-numbers');
};

function isNextNumber(texts: readonly string[], i: number, pattern: RegExp): boolean {
  const mine = pattern.exec(texts[i] ?? '')?.[1];
  const above = pattern.exec(texts[i - 1] ?? '')?.[1];
  const below = pattern.exec(texts[i + 1] ?? '')?.[1];
  if (mine === undefined) return false;
  return (
    (above !== undefined && Number(mine) === Number(above) + 1) ||
    (below !== undefined && Number(below) === Number(mine) + 1)
  );
}

/** What stands between number and text on every line: `cat -n` puts a tab, others blanks, a colon, a bar. */
function gapWidth({ texts }: Draft, sample: readonly number[]): string {
  const gaps = sample.map((i) => /^ {0,8}\d{1,7}((?::|\t| ?\||\.)? {0,8})/.exec(texts[i] ?? '')?.[1] ?? '');
  const shortest = gaps.reduce((least, gap) => (gap.length < least.length ? gap : least), gaps[0] ?? '');
  return shortest.replace(/[|.]/g, '\\$&');
}

/** A text that all lines of the evidence start with and that reads as a label: `api-7d9f app `, `web.1: `, `app> `. */
function stripCommonPrefix(draft: Draft, sample: readonly number[]): Repaired | undefined {
  if (sample.length < 4) return undefined;
  const [first = 0] = sample;
  let common = draft.texts[first] ?? '';
  for (const i of sample) common = commonStart(common, draft.texts[i] ?? '');
  const label = /^.{1,120}[\]|>:)] ?(?! )|^\S{2,80} {1,3}(?=\S|$)|^\S{2,80}\t/.exec(common)?.[0];
  if (label === undefined || label.trim() === '' || /^(?:\s|\/|goroutine )/.test(label)) return undefined;
  const builder = new DraftBuilder(draft);
  draft.texts.forEach((text, i) => {
    if (text.startsWith(label)) builder.replace(i, text.slice(label.length));
    else if (text === label.trimEnd()) builder.replace(i, '');
    else builder.keep(i);
  });
  return builder.done(label.includes('|') ? 'compose' : 'kubectl');
}

function commonStart(a: string, b: string): string {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return a.slice(0, at);
}

const FENCE = /^ {0,12}(?:`{3,}|~{3,})[\w+.#-]{0,20} *$/;

/** The marks of a code block. */
export const stripFences: RepairStep = (draft) => {
  if (!draft.texts.some((text) => FENCE.test(text))) return undefined;
  const builder = new DraftBuilder(draft);
  draft.texts.forEach((text, i) => {
    if (FENCE.test(text)) builder.replace(i, '');
    else if (/^`{3,}\S|^\S.*`{3,}$/.test(text) && !text.includes('``` '))
      builder.replace(i, text.replace(/^`{3,}(?=\S)|`{3,}$/g, ''));
    else builder.keep(i);
  });
  return builder.done('fence');
};

const PROMPT =
  /^(?:[\w.-]{1,40}@[\w.-]{1,60}:[^\s$#]{0,120}[$#]|(?:➜|❯|λ|»)[^$\n]{0,80}?|\[[\w.-]{1,40}@[\w.-]{1,60} [^\]]{0,80}\][$#]|PS [A-Z]:\\[^>]{0,120}>|[A-Z]:\\[^>]{0,120}>|[$%#]) (?:\S.{0,400})?$/;
const COMMAND =
  /\b(?:go (?:run|test|build|install|tool)|dlv |\.\/|make\b|docker|kubectl|clear|exit\b|GOTRACEBACK|kill )/;

/** True for a line of a shell: its prompt, alone or with a command. */
export function isPromptLine(text: string): boolean {
  if (!PROMPT.test(text)) return false;
  return COMMAND.test(text) || /[$#%>✗❯➜»λ] ?$/.test(text);
}

/** Prompts right before or behind the evidence. They are left as they are: no other line is changed by them. */
export const countPrompts: RepairStep = (draft) => {
  if (draft.texts.length > 20_000) return undefined;
  const prompts = draft.texts.filter((text) => !isBlankText(text) && isPromptLine(text)).length;
  return prompts === 0 ? undefined : { draft, kind: 'shell-prompt', touched: prompts };
};
