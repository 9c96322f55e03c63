/** One line of a stack as a race report prints it: an inlined call has a frame of its own. */
export interface SymbolFrame {
  readonly func: string;
  readonly file: string;
  readonly line: number;
  /** Bytes from the function's entry; printed as `+0x…`. */
  readonly offset: number;
}

/** One of the two accesses of a race. */
export interface RaceAccess {
  readonly op: 'read' | 'write';
  readonly isAtomic: boolean;
  readonly address: number;
  readonly goroutine: number;
  /** Innermost first. */
  readonly stack: readonly SymbolFrame[];
}

/** Where a goroutine of a race was started. The main goroutine has none. */
export interface RaceCreation {
  readonly goroutine: number;
  readonly state: 'running' | 'finished';
  readonly stack: readonly SymbolFrame[];
}

/** Two accesses to one address that nothing orders: the later one first, as in Go's report. */
export interface DataRace {
  readonly current: RaceAccess;
  readonly previous: RaceAccess;
  readonly created: readonly RaceCreation[];
}

/**
 * One step of the detector's view, for the happens-before picture; `exchange` acquires and releases at once, as sending on
 * a channel does. `clock` is the goroutine's vector clock after it.
 */
export interface RaceEvent {
  readonly kind: 'read' | 'write' | 'atomic read' | 'atomic write' | 'acquire' | 'release' | 'exchange' | 'start';
  readonly goroutine: number;
  readonly address: number;
  /** The goroutine's own entry in clocks. */
  readonly own: number;
  readonly clock: readonly number[];
  /** The goroutine that did it for this one, which slept: `site` is a line of its own. */
  readonly by?: number;
  /** The innermost frame that `isTraced` of the options accepts. */
  readonly site: SymbolFrame;
}

/** The main goroutine's number in reports. */
export const mainGoroutine = 1;
