/** Something wrong with a lesson, and what to do about it. */
export interface Problem {
  /** Path within the lesson's folder. */
  readonly path: string;
  /** 1-based line, where one can be named. */
  readonly line?: number;
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
}

/**
 * Returns a problem as one line for a terminal.
 *
 * @example formatProblem('02-x', { path: 'lab/go.mod', message: 'it is missing', hint: 'run go mod init' })
 */
export function formatProblem(folder: string, { path, line, message, hint }: Problem): string {
  return `${folder}/${path}${line === undefined ? '' : `:${line}`}: ${message}; ${hint}`;
}
