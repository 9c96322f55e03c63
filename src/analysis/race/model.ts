import type { Confidence, EvidenceBase } from '../text/index.ts';
import type { Site } from '../trace/index.ts';

/** `main` is the goroutine of func main; others are known by their number, which may be used again after an exit. */
export type RaceGoroutine = number | 'main';

/** One of the two accesses. What a cut text no longer says is absent. */
export interface RaceAccess {
  readonly op?: 'read' | 'write';
  readonly goroutine?: RaceGoroutine;
  /**
   * The innermost frame of the learner's own code; runtime, library and generated frames are skipped. Absent where no
   * such frame is printed: a lost stack, or an atomic operation, whose wrapper hides the function that called it.
   */
  readonly site?: Site;
  /** Innermost frame first. */
  readonly stack: readonly Site[];
  /** False where the detector no longer had the stack: `[failed to restore the stack]`. */
  readonly restored: boolean;
  /** The caller of the function that made the access, where that function itself is not printed. */
  readonly calledFrom?: Site;
  /** The 1-based pasted line of its header. */
  readonly at: number;
  readonly confidence?: Confidence;
}

/** Where a goroutine of the report was started. The main goroutine has no such block. */
export interface RaceCreation {
  readonly goroutine?: number;
  readonly state?: 'running' | 'finished';
  /** The `go` statement: the innermost own frame, or the top frame where a library started it. */
  readonly site?: Site;
  readonly stack: readonly Site[];
  readonly restored: boolean;
  readonly at: number;
  readonly confidence?: Confidence;
}

/** What the memory is, where the report says so. */
export interface RaceLocation {
  readonly kind: 'heap' | 'global';
  readonly name?: string;
  readonly sizeBytes?: number;
  readonly address?: string;
  readonly site?: Site;
  readonly at: number;
}

/** What sort of race it is. */
export type RaceClass =
  | 'map'
  | 'counter'
  | 'struct-field'
  | 'global-var'
  | 'captured-variable'
  | 'loop-variable'
  | 'slice-element'
  | 'slice-header'
  | 'slice-append'
  | 'slice-copy'
  | 'channel-close'
  | 'atomic-plain-mix'
  | 'waitgroup-misuse'
  | 'library-call'
  | 'lazy-init'
  | 'unsafe-publication';

/** One report of Go's race detector. */
export interface RaceEvidence extends EvidenceBase {
  readonly kind: 'race';
  /** The current access first, then the previous one. */
  readonly accesses: readonly RaceAccess[];
  readonly created: readonly RaceCreation[];
  /** Named in `likely` unless the frames prove it. */
  readonly class?: RaceClass;
  /** The same for the same pair of sites, in any order, at any address. */
  readonly key: string;
  /** The address of the memory, as printed; Go 1.6 and older print none. */
  readonly address?: string;
  readonly location?: RaceLocation;
  /** The test, benchmark or fuzz target on whose stack an access or a creation lies. */
  readonly test?: string;
  /** N of the `Found N data race(s)` line that ends the run. */
  readonly found?: number;
}
