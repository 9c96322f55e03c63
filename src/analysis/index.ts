import { crashReader } from './crash/index.ts';
import { delveReader } from './delve/index.ts';
import type { Analysis, Evidence, TextEvidence } from './evidence.ts';
import { foreignReader } from './foreign/index.ts';
import { profileReader, reportReader } from './pprof/index.ts';
import { raceReader } from './race/index.ts';
import { shellReader } from './shell/index.ts';
import {
  type Diagnostic,
  foreignFile,
  kindOfBytes,
  Ledger,
  type LedgerSummary,
  type ReadContext,
  type Reader,
  type ReadOptions,
  repair,
} from './text/index.ts';

export type { Analysis, Evidence, TextEvidence } from './evidence.ts';
export { explain } from './explain.ts';
export { toMarkdown } from './markdown.ts';
export { redact } from './redact.ts';
export type * from './crash/index.ts';
export type * from './delve/index.ts';
export type { HeapdumpEvidence } from './heapdump/index.ts';
export type { ProfileEvidence, ReportEvidence } from './pprof/index.ts';
export type * from './race/index.ts';
export type * from './shell/index.ts';
export type {
  Confidence,
  Diagnostic,
  Explanation,
  ForeignEvidence,
  GoRange,
  LedgerSummary,
  Parsed,
  Repair,
  Span,
  Statement,
} from './text/index.ts';
export type { Ancestor, Creation, Frame, FramesElided, Goroutine, Origin, Site } from './trace/index.ts';

export interface AnalyzeOptions extends ReadOptions {
  /** Copied into the result: the file's name as the caller gave it. */
  readonly source?: string;
  /** Only evidence of this kind is kept. */
  readonly kind?: string;
}

/** Every reader of text, asked in this order at each line that no evidence covers yet. */
const READERS: readonly Reader<TextEvidence>[] = [
  delveReader,
  shellReader,
  raceReader,
  crashReader,
  profileReader,
  reportReader,
  foreignReader,
];

const NO_LINES: LedgerSummary = { read: 0, blank: 0, other: 0, unread: 0, unreadLines: [] };

/**
 * What the input is and what it shows. Never rejects because of the input: what is wrong stands in `diagnostics`.
 * Bytes may be text in UTF-8 or UTF-16, or one of the binary kinds; a string is text.
 * @example const { evidence } = await analyze('panic: boom\n\ngoroutine 1 [running]:\n')
 */
export async function analyze(input: Uint8Array | string, options: AnalyzeOptions = {}): Promise<Analysis> {
  if (typeof input === 'string') return analyzeText(input, options);
  const found = kindOfBytes(input);
  if (found.kind === 'text') return analyzeText(new TextDecoder(found.encoding).decode(input), options);
  if (found.kind === 'foreign') return analysisOf(options, [foreignFile(found.what, found.instead)], []);
  return analyzeBinary(input, found.kind, options);
}

/** The same for text, at once. */
export function analyzeText(paste: string, options: AnalyzeOptions = {}): Analysis {
  const { lines, repairs } = repair(paste);
  const context: ReadContext = { lines, ledger: new Ledger(lines), options, diagnostics: [] };
  const evidence = readAll(context);
  if (evidence.length === 0) context.diagnostics.push(nothingFound(lines.pastedCount));
  return {
    ...analysisOf(options, evidence, context.diagnostics),
    lines: lines.pastedCount,
    repairs,
    ledger: context.ledger.summary(),
  };
}

function readAll(context: ReadContext): TextEvidence[] {
  const found: TextEvidence[] = [];
  for (let i = 0; i < context.lines.count;) {
    const reader = READERS.find((candidate) => candidate.startsAt(context.lines, i));
    if (reader === undefined) {
      i++;
      continue;
    }
    const { evidence, next } = reader.read(context, i);
    for (const one of evidence) found.push(withOrderedSpan(one));
    i = Math.max(i + 1, next);
  }
  return found.sort((a, b) => a.span.from - b.span.from);
}

/** Of lines that a repair turned around the last may stand first in the paste. */
function withOrderedSpan<E extends TextEvidence>(evidence: E): E {
  const { from, to } = evidence.span;
  return from <= to ? evidence : { ...evidence, span: { from: to, to: from } };
}

/** Binary kinds are loaded when they are met: a page that reads traces need not carry them. */
async function analyzeBinary(
  bytes: Uint8Array,
  kind: 'gzip' | 'heapdump' | 'binary',
  options: AnalyzeOptions,
): Promise<Analysis> {
  if (kind === 'heapdump') {
    const { readHeapdump } = await import('./heapdump/index.ts');
    const { value, diagnostics } = readHeapdump(bytes);
    return analysisOf(options, [value.evidence], diagnostics);
  }
  const { readProfileFile } = await import('./pprof/index.ts');
  const { value, diagnostics } = await readProfileFile(bytes);
  if (value !== undefined) return analysisOf(options, [value], diagnostics);
  return analysisOf(options, [], kind === 'binary' ? [unknownBytes(), ...diagnostics] : diagnostics);
}

function analysisOf(
  { source, kind }: AnalyzeOptions,
  evidence: readonly Evidence[],
  diagnostics: readonly Diagnostic[],
): Analysis {
  return {
    schema: 'faultline.analysis/1',
    ...(source === undefined ? {} : { source }),
    lines: 0,
    repairs: [],
    evidence: kind === undefined ? evidence : evidence.filter((one) => one.kind === kind),
    ledger: NO_LINES,
    diagnostics,
  };
}

function nothingFound(lines: number): Diagnostic {
  if (lines === 0) {
    return {
      severity: 'error',
      message: 'There is no text.',
      hint: 'Run the failing command again and copy all of its output; panics go to standard error (2>&1).',
    };
  }
  return {
    severity: 'error',
    message: 'Nothing here is evidence of a Go failure that this reader knows.',
    hint: 'Paste a panic, a fatal error, a goroutine dump, a race report or a Delve session, whole and as printed.',
    line: 1,
  };
}

function unknownBytes(): Diagnostic {
  return {
    severity: 'error',
    message: 'These bytes are neither text nor a profile or heap dump of Go.',
    hint: 'Give the text of a panic, race report or dump, a file made by runtime/pprof, or one by debug.WriteHeapDump.',
  };
}
