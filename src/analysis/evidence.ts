import type { CrashEvidence } from './crash/index.ts';
import type { DelveEvidence } from './delve/index.ts';
import type { HeapdumpEvidence } from './heapdump/index.ts';
import type { ProfileEvidence, ReportEvidence } from './pprof/index.ts';
import type { RaceEvidence } from './race/index.ts';
import type { ShellEvidence } from './shell/index.ts';
import type { Diagnostic, ForeignEvidence, LedgerSummary, Repair } from './text/index.ts';

/** Everything that `analyze` can find. Switch on `kind`. */
export type Evidence = TextEvidence | HeapdumpEvidence;

/** What is told by its lines. */
export type TextEvidence =
  CrashEvidence | RaceEvidence | DelveEvidence | ShellEvidence | ProfileEvidence | ReportEvidence | ForeignEvidence;

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
