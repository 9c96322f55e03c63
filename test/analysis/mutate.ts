import { analyzeText, type Analysis } from '../../src/analysis/index.ts';
import { DAMAGES } from '../../scripts/score/damage.ts';

type Random = () => number;

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[below(random, choices.length)] as T;
}

const FRAGMENTS = [
  'panic: ',
  '\tpanic: ',
  ' [recovered]',
  'goroutine 7 [running]:\n',
  '\n\n',
  '\n',
  '\r',
  '\t',
  'created by main.main in goroutine 1\n',
  '...12 frames elided...\n',
  '[originating from goroutine 3]:\n',
  'fatal error: ',
  'runtime stack:\n',
  '[signal SIGSEGV: x code=0x1 addr=0x0 pc=0x1]\n',
  'main.f(0x1)\n\t/a/b.go:1 +0x1\n',
  '==================\nWARNING: DATA RACE\n',
  '(dlv) ',
  '\u001b[31m',
  '\u001b[',
  '> ',
  '{"log":"',
  '\\n',
  '\u200b',
  '\u00a0',
  '&lt;',
  '```\n',
  '…\n',
  '(',
  ')',
  '[',
  ']:',
  '\ud800',
  '\u0000',
];

/** One small change: bytes flipped, pieces cut, moved, doubled, lines shuffled, fragments of evidence put in, damage done. */
export function mutate(text: string, other: string, random: Random): string {
  const at = below(random, text.length + 1);
  const to = Math.min(text.length, at + below(random, 200));
  switch (below(random, 10)) {
    case 0:
      return text.slice(0, at) + String.fromCharCode(below(random, 256)) + text.slice(at + 1);
    case 1:
      return text.slice(0, at);
    case 2:
      return text.slice(at);
    case 3:
      return text.slice(0, at) + text.slice(to);
    case 4:
      return text.slice(0, at) + pick(random, FRAGMENTS) + text.slice(at);
    case 5:
      return text.slice(0, at) + other.slice(below(random, other.length + 1));
    case 6:
      return text.slice(0, to) + text.slice(at);
    case 7:
      return shuffled(text, random);
    case 8:
      return pick(random, Object.values(DAMAGES))(text, random);
    default:
      return text.slice(0, at) + text.slice(at, to).split('').reverse().join('') + text.slice(to);
  }
}

function shuffled(text: string, random: Random): string {
  const lines = text.split('\n');
  for (let swaps = 1 + below(random, 6); swaps > 0; swaps--) {
    const a = below(random, lines.length);
    const b = below(random, lines.length);
    [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
  }
  return lines.join('\n');
}

/** What holds for the analysis of any text; a message when something does not. */
export function brokenPromise(text: string): string | undefined {
  let analysis: Analysis;
  try {
    analysis = analyzeText(text);
  } catch (error) {
    return `it throws: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  const lines = text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const { read, blank, other, unread } = analysis.ledger;
  if (analysis.lines !== lines) return `it counts ${analysis.lines} lines of ${lines}`;
  if (read + blank + other + unread !== lines) return `its ledger sums to ${read + blank + other + unread} of ${lines}`;
  return outOfRange(analysis.evidence, lines) ?? outOfRange(analysis.diagnostics, lines);
}

/** Every `at`, `line` of a diagnostic, `from` and `to` lies inside the paste. */
function outOfRange(value: unknown, lines: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'at' && !isLine(inner, lines)) return `it points at line ${String(inner)} of ${lines}`;
    if (key === 'span' && !isSpan(inner, lines)) return `it spans ${JSON.stringify(inner)} of ${lines} lines`;
    const found = outOfRange(inner, lines);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isLine(value: unknown, lines: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= lines;
}

function isSpan(value: unknown, lines: number): boolean {
  const { from, to } = value as { from: number; to: number };
  return isLine(from, lines) && isLine(to, lines) && from <= to;
}
