import type { Diagnostic } from './diagnostic.ts';
import type { EvidenceBase } from './evidence.ts';
import type { Ledger } from './ledger.ts';
import type { Lines } from './lines.ts';

/** What the caller knows about the learner's program. */
export interface ReadOptions {
  /** The learner's module path, as in go.mod. */
  readonly module?: string;
  /** The folder of the learner's module, as paths print it. */
  readonly dir?: string;
}

/** What readers share during one analysis. */
export interface ReadContext {
  readonly lines: Lines;
  readonly ledger: Ledger;
  readonly options: ReadOptions;
  /** Readers push what the person should know; lines in them are pasted lines (`lines.at(i)`). */
  readonly diagnostics: Diagnostic[];
}

/** What one reader made of the lines from where it started. `next` is the first line that it leaves to others. */
export interface Reading<E extends EvidenceBase> {
  /** Usually one; a reader may find several things in one stretch, or none after all. */
  readonly evidence: readonly E[];
  /** Must be greater than the line it started at. */
  readonly next: number;
}

/**
 * One kind of evidence that can be told by its lines.
 *
 * `startsAt` is asked for each line outside evidence, so it looks at a few characters and at most a few lines ahead.
 * `read` marks in the ledger what it understood (`read`) and what lies inside its evidence but is strange (`unread`).
 */
export interface Reader<E extends EvidenceBase> {
  readonly name: string;
  startsAt(lines: Lines, i: number): boolean;
  read(context: ReadContext, i: number): Reading<E>;
}
