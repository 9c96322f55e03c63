import { type CrashEvidence, crashReader } from './crash/index.ts';
import { type DelveEvidence, delveReader } from './delve/index.ts';
import { type RaceEvidence, raceReader } from './race/index.ts';
import type {
  Diagnostic,
  ForeignEvidence,
  LedgerSummary,
  Reader,
  Repair,
  ReadContext,
  ReadOptions,
} from './text/index.ts';
import { Ledger, repair } from './text/index.ts';

export type * from './crash/index.ts';
export type * from './delve/index.ts';
export type * from './race/index.ts';
export type {
  Confidence,
  Diagnostic,
  ForeignEvidence,
  GoRange,
  LedgerSummary,
  Parsed,
  Repair,
  Span,
} from './text/index.ts';
export type { Ancestor, Creation, Frame, FramesElided, Goroutine, Origin, Site } from './trace/index.ts';

/** Everything that `analyze` can find. Switch on `kind`. */
export type Evidence = CrashEvidence | DelveEvidence | RaceEvidence | ForeignEvidence;

/** What a paste or a file holds: schema `faultline.analysis/1`. */
export interface Analysis {
  readonly schema: 'faultline.analysis/1';
  /** The name given by the caller. */
  readonly source?: string;
  /** Lines of the input, as pasted. */
  readonly lines: number;
  readonly repairs: readonly Repair[];
  /** In the order of the input. */
  readonly evidence: readonly Evidence[];
  readonly ledger: LedgerSummary;
  readonly diagnostics: readonly Diagnostic[];
}

export interface AnalyzeOptions extends ReadOptions {
  /** Copied into the result: the file's name as the caller gave it. */
  readonly source?: string;
  /** Only evidence of this kind is kept. */
  readonly kind?: Evidence['kind'];
}

/** Every reader of text, asked in this order at each line that no evidence covers yet. */
const READERS: readonly Reader<Evidence>[] = [delveReader, raceReader, crashReader];

/**
 * What the input is and what it shows. Never rejects because of the input: what is wrong stands in `diagnostics`.
 * @example const { evidence } = await analyze('panic: boom\n\ngoroutine 1 [running]:\n')
 */
export async function analyze(input: Uint8Array | string, options: AnalyzeOptions = {}): Promise<Analysis> {
  const paste = typeof input === 'string' ? input : new TextDecoder().decode(input);
  const { lines, repairs } = repair(paste);
  const context: ReadContext = { lines, ledger: new Ledger(lines), options, diagnostics: [] };
  const evidence = readAll(context).filter((found) => options.kind === undefined || found.kind === options.kind);
  return {
    schema: 'faultline.analysis/1',
    ...(options.source === undefined ? {} : { source: options.source }),
    lines: lines.pastedCount,
    repairs,
    evidence,
    ledger: context.ledger.summary(),
    diagnostics: context.diagnostics,
  };
}

function readAll(context: ReadContext): Evidence[] {
  const found: Evidence[] = [];
  for (let i = 0; i < context.lines.count;) {
    const reader = READERS.find((candidate) => candidate.startsAt(context.lines, i));
    if (reader === undefined) {
      i++;
      continue;
    }
    const { evidence, next } = reader.read(context, i);
    found.push(...evidence);
    i = Math.max(i + 1, next);
  }
  return found;
}
