/** What one test of Go's own race suite was to show, and what it showed. */
export interface Verdict {
  /** Without `Test`, as `RaceIntRWClosures`. */
  readonly name: string;
  readonly isExpected: boolean;
  readonly isReported: boolean;
  /** A known weakness of the native detector too: its name holds `Failing`. */
  readonly isKnownToFail: boolean;
}

const testStart = '=== RUN   Test';

/**
 * Returns the verdicts in the output of `go test -race -v`, in its order. Tests whose names say nothing about races
 * and skipped ones have none. A map's own "concurrent map" error counts as a report.
 *
 * @see https://github.com/golang/go/blob/go1.26.0/src/runtime/race/race_test.go
 */
export function parseVerdicts(output: string): readonly Verdict[] {
  const [, ...tests] = `\n${output}`.split(`\n${testStart}`);
  return tests.flatMap((text) => {
    const name = text.slice(0, text.indexOf('\n'));
    if (!/^(No)?Race/.test(name)) return [];
    const isReported = /DATA RACE|fatal error: concurrent map/.test(text);
    if (!isReported && text.includes('--- SKIP:')) return [];
    return [{ name, isExpected: name.startsWith('Race'), isReported, isKnownToFail: name.includes('Failing') }];
  });
}
