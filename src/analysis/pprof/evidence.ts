import type { EvidenceBase } from '../text/index.ts';
import type { ValueType } from './model.ts';

/** One of the largest functions of a profile. Exact decimal digits, in the unit of the profile's default type. */
export interface ProfileRow {
  readonly func: string;
  readonly flat: string;
  readonly cum: string;
}

/** A profile as evidence: profile.proto, packed or not, or one of the texts that `?debug=1` prints. */
export interface ProfileEvidence extends EvidenceBase {
  readonly kind: 'profile';
  readonly sampleTypes: readonly ValueType[];
  /** The type that pprof shows when it is not told which. */
  readonly defaultType: string;
  /** The sampling period: bytes for heaps, nanoseconds for CPU. */
  readonly period: number;
  /** When it was taken, in UTC. */
  readonly time?: string;
  readonly durationNanos?: number;
  /** What counts as 100 %, as decimal digits. */
  readonly total: string;
  /** How many functions are named. */
  readonly functions: number;
  /** True where samples of a base profile are inside, as `-diff_base -proto` writes them. */
  readonly base: boolean;
  /** The 20 largest by |flat|. */
  readonly top: readonly ProfileRow[];
}

/** Which of pprof's reports a text is. */
export type ReportKind = 'top' | 'tree' | 'peek' | 'list' | 'traces' | 'raw' | 'tags';

/** How a report was made a difference, as far as it tells. */
export type DiffKind = 'none' | 'base' | 'diff_base' | 'normalize';

/** A row of a report. Numbers as shown, in the unit of the report; shares in percent. */
export interface ReportRow {
  readonly func: string;
  readonly file?: string;
  readonly line?: number;
  readonly flat?: number;
  readonly cum?: number;
  readonly flatPercent?: number;
  readonly sumPercent?: number;
  readonly cumPercent?: number;
  readonly inlined?: 'all' | 'some';
  /** The 1-based pasted line that says so. */
  readonly at: number;
}

/** Something that a reader of the report may take for something else. */
export type Pitfall =
  | 'percent-over-100'
  | 'alloc-not-inuse'
  | 'objects-not-space'
  | 'dropped-nodes'
  | 'cut-off-not-as-printed'
  | 'normalized'
  | 'negative-values'
  | 'filtered'
  | 'unknown-functions'
  | 'mean-values';

/** Pasted text of a pprof report. */
export interface ReportEvidence extends EvidenceBase {
  readonly kind: 'report';
  readonly report: ReportKind;
  /** The type shown, as `inuse_space`; absent where the heading is missing. */
  readonly type?: string;
  /** The unit of the numbers, as `MB`; empty for counts, absent where no number has one. */
  readonly unit?: string;
  /** What counts as 100 %, in `unit`. */
  readonly total?: number;
  readonly diff: DiffKind;
  readonly rows: readonly ReportRow[];
  /** The program's file, as in the heading. */
  readonly file?: string;
  /** When the profile was taken, as printed. */
  readonly time?: string;
  /** How the time is printed: pprof wrote `Nov 23, 2026 at 12:10am (UTC)` until October 2024. */
  readonly era?: 'before-2024-10' | 'since-2024-10';
  readonly filters?: readonly string[];
  readonly droppedNodes?: number;
  readonly pitfalls: readonly Pitfall[];
}
