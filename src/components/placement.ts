/** Where five traces place a reader. */

/** A trace, and the lessons that who reads it at once may skip. */
export interface PlacementTrace {
  readonly recording: string;
  readonly skips: readonly string[];
}

/** How one trace was read. A trace that was not answered has no result. */
export interface TraceResult {
  readonly source: string;
  /** At the first try and without a hint. */
  readonly isRight: boolean;
}

/** Where to start, and what may be skipped. */
export interface Placement {
  /** The slug of a lesson; undefined where there is none left. */
  readonly start?: string;
  readonly skips: readonly string[];
  readonly right: number;
  readonly asked: number;
}

/**
 * Returns where the results place a reader: what was read at once may be skipped, and the first lesson of the course that
 * may not is where to start.
 *
 * @param lessons slugs in the order of the course
 * @example placeBy(traces, [], ['first-crash', 'the-line-that-panicked']).start // 'first-crash'
 */
export function placeBy(
  traces: readonly PlacementTrace[],
  results: readonly TraceResult[],
  lessons: readonly string[],
): Placement {
  const right = new Set(results.filter(({ isRight }) => isRight).map(({ source }) => source));
  const read = traces.filter(({ recording }) => right.has(recording));
  const skips = lessons.filter((slug) => read.some((trace) => trace.skips.includes(slug)));
  const start = lessons.find((slug) => !skips.includes(slug));
  return { skips, right: read.length, asked: traces.length, ...(start === undefined ? {} : { start }) };
}
