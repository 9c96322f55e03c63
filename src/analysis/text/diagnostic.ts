/** How much a diagnostic matters: an error means that facts are missing, a warning that some are doubtful. */
export type Severity = 'error' | 'warning' | 'info';

/** Something the reader should know about the input: what is wrong, and what to do next. `line` is a 1-based pasted line. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly line?: number;
}

/** The result of reading input that may be bad: always a value, with what was wrong beside it. Input never throws. */
export interface Parsed<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Present and `likely` on an object whose facts rest on a doubtful repair or a heuristic; absent means certain. */
export type Confidence = 'likely';
