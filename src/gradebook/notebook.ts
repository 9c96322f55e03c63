/** A learner's notebook: what was seen, what was thought of it, and what came of that. */
import type { Submission } from './submission.ts';

/** A piece of evidence, put aside as it was printed. */
export interface PinnedEvidence {
  /** `E1`, `E2`, … is how claims refer to it; never given twice in a page. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
  /** The command that printed it, where one is known. */
  readonly command?: string;
  /** Its exit status. */
  readonly status?: number;
  /** Where it comes from, such as `Terminal 1`, `pasted` or `a recording of go1.26.8 on linux/amd64`. */
  readonly source: string;
}

/** One step of a diagnosis, in the learner's own words. Each may be empty. */
export interface Claim {
  readonly hypothesis: string;
  /** What would show that it is so, or that it is not. */
  readonly test: string;
  readonly conclusion: string;
  /** What else cannot be the cause any more. */
  readonly rulesOut: string;
}

/** The notes on one lesson. */
export interface NotebookPage {
  /** The lesson's slug, or `analyze` for evidence from elsewhere. */
  readonly id: string;
  readonly title: string;
  readonly pins: readonly PinnedEvidence[];
  readonly claims: readonly Claim[];
  /** Milliseconds since 1970. */
  readonly updated: number;
}

/**
 * Returns notes as Markdown: evidence in fences that nothing in it can close, each with where and when it was taken, and
 * claims as quotations in which no HTML works. Pages and claims that hold nothing are left out.
 *
 * @see https://spec.commonmark.org/0.31.2/#fenced-code-blocks
 * @example notebookToMarkdown([]) // '# Notebook\n\nNothing is noted yet.\n'
 */
export function notebookToMarkdown(pages: readonly NotebookPage[]): string {
  const parts = pages.map(formatPage).filter((part) => part !== '');
  return `# Notebook\n\n${parts.length === 0 ? 'Nothing is noted yet.' : parts.join('\n\n')}\n`;
}

/** Longest note that a submission takes. */
const mostCharacters = 20_000;

/**
 * Returns what was written on some lessons, as a submission carries it: a note for each field that is not empty, in order,
 * with the time of the page's last change. Evidence is not repeated: attempts have their own.
 *
 * @example notesOf(pages, new Set(['what-grew'])) // [{ at, lesson: 'what-grew', kind: 'hypothesis', text }]
 */
export function notesOf(
  pages: readonly NotebookPage[],
  lessons: ReadonlySet<string>,
): NonNullable<Submission['notebook']> {
  return pages
    .filter(({ id, updated }) => lessons.has(id) && isTime(updated))
    .flatMap(({ id, claims, updated }) => {
      const at = new Date(updated).toISOString();
      return claims.flatMap((claim) =>
        claimFields
          .map(([field, name]) => ({ at, lesson: id, kind: name.toLowerCase(), text: claim[field].trim() }))
          .filter(({ text }) => text !== '')
          .map((note) => ({ ...note, text: note.text.slice(0, mostCharacters) })),
      );
    })
    .slice(0, 2000);
}

/** True where the learner wrote nothing into any field. */
function isEmptyClaim(claim: Claim): boolean {
  return claimFields.every(([field]) => claim[field].trim() === '');
}

const claimFields = [
  ['hypothesis', 'Hypothesis'],
  ['test', 'Test'],
  ['conclusion', 'Conclusion'],
  ['rulesOut', 'Ruled out'],
] as const;

function formatPage({ title, pins, claims }: NotebookPage): string {
  const written = claims.filter((claim) => !isEmptyClaim(claim));
  if (pins.length === 0 && written.length === 0) return '';
  return [`## ${inLine(title)}`, ...pins.map(formatPin), ...written.map(formatClaim)].join('\n\n');
}

function formatPin({ number, time, text, command, status, source }: PinnedEvidence): string {
  const made = [source, status === undefined ? '' : `exit status ${status}`, formatTime(time)];
  return [
    `### E${number}${command === undefined ? '' : `: ${codeSpan(command)}`}`,
    `${inLine(made.filter((part) => part !== '').join(', '))}`,
    fence(text),
  ].join('\n\n');
}

function formatClaim(claim: Claim, index: number): string {
  const said = claimFields.filter(([field]) => claim[field].trim() !== '');
  return [`### Step ${index + 1}`, ...said.map(([field, name]) => `**${name}**\n\n${quote(claim[field])}`)].join(
    '\n\n',
  );
}

/** To the minute; nothing for what is no time. */
function formatTime(time: number): string {
  return isTime(time) ? `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC` : '';
}

/** Within what a date can be, and with a year of four digits. */
function isTime(time: number): boolean {
  return time >= 0 && time < Date.UTC(10_000, 0);
}

function fence(text: string): string {
  const marks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${marks}text\n${plain(text).replace(/\n$/, '')}\n${marks}`;
}

/** Longer than any run of backticks within, as the specification of code spans has it. */
function codeSpan(text: string): string {
  const line = plain(text).replaceAll('\n', ' ').trim();
  const marks = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${marks}${pad}${line}${pad}${marks}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

function quote(text: string): string {
  return noHtml(plain(text).trim())
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

function inLine(text: string): string {
  return noHtml(plain(text).replaceAll(/\s+/g, ' ').trim()).replaceAll(/[\\`*_[\]#]/g, String.raw`\$&`);
}

function noHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Lines end in \n; other control characters are shown, not sent. */
function plain(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(/\p{Cc}/gu, (char) => {
    if (char === '\n' || char === '\t') return char;
    const code = char.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD';
  });
}
