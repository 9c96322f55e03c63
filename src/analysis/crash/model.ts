import type { Confidence, EvidenceBase } from '../text/index.ts';
import type { Creation, Goroutine, Site } from '../trace/index.ts';

/** One line of the `panic:` chain, in the order raised. */
export interface ChainLink {
  /** The value as the program gave it: lines joined by \n, the runtime's indenting tab removed. */
  readonly value: string;
  /** The type the runtime prints before values of types that it cannot print: `main.T`, `*errors.errorString`. */
  readonly valueType?: string;
  readonly recovered?: boolean;
  /** Recovered and raised again with the same value (`[recovered, repanicked]`, since Go 1.25). */
  readonly repanicked?: boolean;
  /** `runtime.Goexit` was running when it was raised. */
  readonly goexit?: boolean;
  /** The 1-based pasted line where the value starts. */
  readonly at: number;
  readonly confidence?: Confidence;
}

/** What sort of panic it is; `custom-…` are values of the program's own. */
export type ErrorClass =
  | 'index-out-of-range'
  | 'slice-bounds'
  | 'slice-to-array'
  | 'nil-dereference'
  | 'nil-map-write'
  | 'type-assertion'
  | 'integer-divide'
  | 'negative-shift'
  | 'send-on-closed-channel'
  | 'close-closed-channel'
  | 'close-nil-channel'
  | 'makeslice'
  | 'makechan'
  | 'unsafe-slice'
  | 'unhashable'
  | 'uncomparable'
  | 'nil-panic'
  | 'nil-value-method'
  | 'range-func'
  | 'negative-waitgroup'
  | 'cgo-check'
  | 'std-panic'
  | 'dependency-panic'
  | 'test-timeout'
  | 'synctest-deadlock'
  | 'custom-string'
  | 'custom-error'
  | 'custom-stringer'
  | 'custom-value';

/** Numbers and types of a runtime error's text. Addresses are printed hex strings. */
export interface Operands {
  readonly index?: number;
  readonly low?: number;
  readonly high?: number;
  readonly max?: number;
  readonly length?: number;
  readonly capacity?: number;
  readonly have?: number | string;
  readonly want?: number | string;
  readonly missing?: string;
  readonly interface?: string;
  readonly type?: string;
  readonly address?: string;
}

/** The signal that the text names. `code` and the addresses are as printed. */
export interface Signal {
  readonly name: string;
  readonly code?: string;
  readonly address?: string;
  readonly pc?: string;
}

/** Goroutines in the same state at the same place, started at the same place. */
export interface GoroutineGroup {
  readonly state: string;
  readonly count: number;
  readonly maxWaitMinutes?: number;
  /** The first frame of the learner's own. */
  readonly blockedAt?: Site;
  readonly createdAt?: Site;
  /** Ids of the first goroutines of the group, at most 100. */
  readonly goroutines: readonly number[];
}

/** A group worth looking at first, and why. `group` indexes `groups`. */
export interface Suspect {
  readonly group: number;
  readonly why: string;
  readonly confidence?: Confidence;
}

/** An uncaught or printed panic. */
export interface PanicEvidence extends EvidenceBase {
  readonly kind: 'panic';
  readonly chain: readonly ChainLink[];
  readonly errorClass?: ErrorClass;
  readonly operands?: Operands;
  readonly signal?: Signal;
  /** The id of the goroutine that crashed. */
  readonly goroutine?: number;
  /** The frame that panicked first, library frames included. */
  readonly raisedAt?: Site;
  /** The first frame of the learner's own module at or below `raisedAt`. */
  readonly fault?: Site;
  /** The top frame of the learner's module as printed, where it is not the fault. */
  readonly topUserFrame?: Site;
  /** Where recovered panics were raised again, newest first. */
  readonly rethrownAt?: readonly Site[];
  readonly createdBy?: Creation;
  /** Who printed it, where that was not the dying program: `net/http`, `testing`, a logger. */
  readonly handledBy?: string;
  readonly processSurvived?: boolean;
  readonly goroutines: readonly Goroutine[];
  readonly groups?: readonly GoroutineGroup[];
  readonly suspects?: readonly Suspect[];
}

/** What sort of fatal error it is; other throws of the runtime are `runtime-throw`. */
export type FatalClass =
  | 'deadlock'
  | 'goexit-deadlock'
  | 'concurrent-map-writes'
  | 'concurrent-map-read-write'
  | 'concurrent-map-iteration'
  | 'concurrent-map-clone'
  | 'stack-overflow'
  | 'out-of-memory'
  | 'unlock-of-unlocked'
  | 'unexpected-fault'
  | 'cgo-signal'
  | 'checkptr'
  | 'panic-while-printing'
  | 'thread-exhaustion'
  | 'synctest-misuse'
  | 'signal'
  | 'runtime-throw';

/** An error that no `recover` can stop. */
export interface FatalEvidence extends EvidenceBase {
  readonly kind: 'fatal';
  readonly message: string;
  readonly class: FatalClass;
  readonly goroutine?: number;
  readonly raisedAt?: Site;
  /** The top own Go frame of the crashed goroutine; for a deadlock that of the first goroutine listed. */
  readonly fault?: Site;
  readonly signal?: Signal;
  readonly goroutines: readonly Goroutine[];
  readonly groups: readonly GoroutineGroup[];
  readonly suspects: readonly Suspect[];
}

/** How a dump of goroutines came to be. */
export type DumpSource = 'sigquit' | 'pprof-debug2' | 'debug-stack' | 'runtime-stack';

/** Goroutines printed without a crash. */
export interface DumpEvidence extends EvidenceBase {
  readonly kind: 'dump';
  readonly how?: DumpSource;
  readonly goroutines: readonly Goroutine[];
  readonly groups: readonly GoroutineGroup[];
  readonly suspects: readonly Suspect[];
}

export type CrashEvidence = PanicEvidence | FatalEvidence | DumpEvidence;
