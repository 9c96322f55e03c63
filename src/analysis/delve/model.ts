import type { Confidence, EvidenceBase } from '../text/index.ts';
import type { Site } from '../trace/index.ts';

/** A command as typed. Sessions with piped input do not echo theirs. */
export interface DelveCommand {
  readonly command: string;
  readonly at: number;
}

/** One frame of a stack; `index` is Delve's own number. */
export interface DelveFrame extends Site {
  readonly index: number;
}

/** Where the program stopped: a `>` line. */
export interface DelveStop extends Site {
  /** `1`, or a name such as `unrecovered-panic`. */
  readonly breakpoint?: string;
  readonly goroutine?: number;
}

/** A place in a source file; the function is there only where a stack of the session names it. */
export interface DelvePlace {
  readonly func?: string;
  readonly file: string;
  readonly line: number;
  readonly at: number;
}

/** A frame that the learner went to: its `Frame N:` line. */
export interface DelveSelection {
  readonly goroutine?: number;
  readonly frame: number;
  readonly site: DelvePlace;
  readonly at: number;
}

/** A goroutine as `goroutines` or `goroutine` prints it. */
export interface DelveGoroutine {
  readonly id: number;
  /** The wait reason, in the words of the program's Go version. */
  readonly state?: string;
  /** The current one: marked with a star. */
  readonly selected?: boolean;
  readonly threadId?: number;
  /** The innermost frame outside the runtime. */
  readonly user?: Site;
  readonly runtime?: Site;
  /** The `go` statement that started it. */
  readonly createdBy?: Site;
  /** The function it was started with. */
  readonly start?: Site;
  readonly labels?: Readonly<Record<string, string>>;
  /** Its stack, where one was asked for (`goroutines -t`). */
  readonly frames?: readonly DelveFrame[];
  readonly at: number;
  readonly confidence?: Confidence;
}

/** A value that the session shows. */
export interface DelveVariable {
  /** The frame it was printed in; absent where the text does not say. */
  readonly frame?: number;
  readonly goroutine?: number;
  /** As typed or as `args` and `locals` name it; absent where piped input hides what was asked. */
  readonly expression?: string;
  readonly type?: string;
  /** As printed, type included; lines joined by \n. */
  readonly value: string;
  /** Whether it equals nil. An interface that holds a nil pointer does not. Absent where the text does not say. */
  readonly isNil?: boolean;
  /** The type inside an interface. */
  readonly dynamicType?: string;
  /** True for an interface that is not nil and holds a nil pointer. */
  readonly holdsNil?: boolean;
  /** Why Delve could not read it, mostly because the compiler optimised it away. Says nothing about nil. */
  readonly unreadable?: string;
  readonly at: number;
  readonly confidence?: Confidence;
}

/** A command that failed. With piped or transcribed output the message is missing: Delve writes it to standard error. */
export interface DelveError {
  readonly command?: string;
  readonly message?: string;
  readonly at: number;
  readonly confidence?: Confidence;
}

/** Where the goroutine that matters went wrong. */
export interface DelveCrash {
  readonly goroutine?: number;
  /** Index in the stack of the first own frame under the runtime's panic, throw or park. */
  readonly frame: number;
  readonly site: Site;
  /** `blocked` is no crash: the program was alive and this is where the goroutine waits. */
  readonly how: 'panic' | 'fatal' | 'blocked' | 'stop';
  /** The panic's value, where the session shows it. */
  readonly value?: string;
  readonly confidence?: Confidence;
}

/** How Delve got at the program. */
export type DelveTarget = 'core' | 'attach' | 'exec' | 'debug' | 'test' | 'connect';

/** How the transcript was made: with commands, or with piped input, whose commands are missing. */
export type DelveForm = 'echoed' | 'piped';

/** A session of the Delve debugger. */
export interface DelveEvidence extends EvidenceBase {
  readonly kind: 'delve';
  readonly form: DelveForm;
  readonly target?: DelveTarget;
  readonly commands: readonly DelveCommand[];
  readonly crash?: DelveCrash;
  /** Frames of the last `stack`. */
  readonly frames: readonly DelveFrame[];
  /** The last `stack` ended before the outermost frame: `(truncated)`. */
  readonly truncated?: boolean;
  readonly stops: readonly DelveStop[];
  readonly selections: readonly DelveSelection[];
  readonly goroutines: readonly DelveGoroutine[];
  readonly variables: readonly DelveVariable[];
  readonly errors: readonly DelveError[];
  /** Delve warned that it debugs optimised code: variables may be unreadable there. */
  readonly optimized?: boolean;
  /** The process ended with this status during the session. */
  readonly exitStatus?: number;
}
