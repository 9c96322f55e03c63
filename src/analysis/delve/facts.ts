import type { Lines } from '../text/index.ts';
import type {
  DelveCommand,
  DelveError,
  DelveForm,
  DelveFrame,
  DelveGoroutine,
  DelveSelection,
  DelveStop,
  DelveVariable,
} from './model.ts';
import type { Row } from './rows.ts';

/** A stack that was printed, and the epoch in which: between two switches the current goroutine stays the same. */
export interface PrintedStack {
  readonly frames: DelveFrame[];
  truncated: boolean;
  readonly epoch: number;
  readonly goroutine?: number;
}

/** The same object while it is being put together. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What the session says, gathered segment by segment. */
export class SessionFacts {
  readonly commands: DelveCommand[] = [];
  readonly stacks: PrintedStack[] = [];
  readonly stops: DelveStop[] = [];
  readonly selections: (Mutable<DelveSelection> & { epoch: number })[] = [];
  readonly goroutines = new Map<number, Mutable<DelveGoroutine>>();
  readonly variables: (Mutable<DelveVariable> & { epoch?: number })[] = [];
  readonly errors: DelveError[] = [];
  /** The goroutine that was current in each epoch, where the session tells. */
  readonly current = new Map<number, number>();
  /** Indexes of rows that were not understood although their command's output is. */
  readonly strange: Row[] = [];
  optimized = false;
  exitStatus: number | undefined;
  /** A stack or list of goroutines broke off. */
  cutAt: number | undefined;
  /** Values of panics that the runtime's own variables show, with the frame they were read in. */
  readonly panicValues: { readonly frame: number | undefined; readonly value: string }[] = [];
  /** The last place where the program stopped before the runtime took over. */
  readonly #lines: Lines;
  readonly #form: DelveForm;
  #epoch = 0;
  #frame: number | undefined;
  #frameIsSure: boolean;

  constructor(lines: Lines, form: DelveForm, fromStart: boolean) {
    this.#lines = lines;
    this.#form = form;
    this.#frame = form === 'echoed' ? 0 : undefined;
    this.#frameIsSure = form === 'echoed' && fromStart;
  }

  /** Notes a command that was typed. */
  addCommand(command: string, line: number): void {
    this.commands.push({ command, at: this.#lines.at(line) });
  }

  /** True for the last row of a paste that ends without a line end: its own end may be missing. */
  mayBeCut(row: Row): boolean {
    return row.last === this.#lines.count - 1 && !this.#lines.paste.endsWith('\n');
  }

  get form(): DelveForm {
    return this.#form;
  }

  at(row: Row): number {
    return this.#lines.at(row.first);
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** The frame that commands without one of their own work in. */
  get frame(): number | undefined {
    return this.#frame;
  }

  get frameIsSure(): boolean {
    return this.#frameIsSure;
  }

  select(frame: number): void {
    this.#frame = frame;
    this.#frameIsSure = this.#form === 'echoed';
  }

  isCurrent(goroutine: number): void {
    if (!this.current.has(this.#epoch)) this.current.set(this.#epoch, goroutine);
  }

  /** Another goroutine, or none that is known, is current from here on, in its frame 0. */
  move(goroutine?: number): void {
    this.#epoch++;
    if (goroutine !== undefined) this.current.set(this.#epoch, goroutine);
    this.select(0);
  }
}
