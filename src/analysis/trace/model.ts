import type { Confidence } from '../text/index.ts';

/** A place in a program, as printed. What the text does not say is absent. */
export interface Site {
  /** The function as printed, its arguments cut off: `main.(*Server).handle`; '' where a cut took its line. */
  readonly func: string;
  /** The file as printed. */
  readonly file?: string;
  readonly line?: number;
  /** The 1-based pasted line that says so; absent for binary evidence. */
  readonly at?: number;
  readonly confidence?: Confidence;
}

/** One call of a goroutine's stack. */
export interface Frame extends Site {
  /** True where the compiler inlined the call: the runtime prints `(...)` for its arguments. */
  readonly inlined?: boolean;
  /** The text between the parentheses; absent for inlined frames and empty parentheses. */
  readonly args?: string;
}

/** Where a goroutine was started: the line of its `go` statement. */
export interface Creation extends Site {
  /** The goroutine that started it, printed since Go 1.21. */
  readonly goroutine?: number;
}

/** The runtime left frames out: `count` where it says how many, after the frame with index `after - 1`. */
export interface FramesElided {
  readonly after: number;
  readonly count?: number;
}

/** A goroutine that created, directly or not, the one printed (`GODEBUG=tracebackancestors=N`). */
export interface Ancestor {
  readonly id: number;
  readonly frames: readonly Frame[];
  readonly createdBy?: Creation;
}

/** One goroutine as a traceback prints it, innermost frame first. Without its header, id and state are absent. */
export interface Goroutine {
  readonly id?: number;
  /** The status or wait reason, without minutes, bubble, labels, `(durable)` or `locked to thread`. */
  readonly state?: string;
  readonly waitMinutes?: number;
  readonly lockedToThread?: boolean;
  /** The synctest bubble (1.24: group) it belongs to. */
  readonly bubble?: number;
  /** Durably blocked in its bubble. */
  readonly durable?: boolean;
  readonly frames: readonly Frame[];
  readonly framesElided?: FramesElided;
  readonly createdBy?: Creation;
  readonly ancestors?: readonly Ancestor[];
  /** pprof labels, values always text. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The 1-based pasted line of its header. */
  readonly at?: number;
  readonly confidence?: Confidence;
}
