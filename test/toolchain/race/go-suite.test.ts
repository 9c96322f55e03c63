import { describe, expect, it } from 'vitest';
import { runSuite } from '../../../scripts/race/go-suite.ts';

/** Some of each kind; `npm run suite:race` runs all. */
const sample =
  '^Test(No)?Race.*(Mutex|Chan|Map|Slice|Append|Atomic|WaitGroup|Once|Closure|Defer|Select|Finalizer|Pool)';

describe("Go's own tests of the race detector, in the page's mode", { timeout: 600_000 }, () => {
  it('are judged as their names say', async () => {
    const { verdicts, isWhole, output } = await runSuite(sample);
    expect(isWhole, output.slice(-2000)).toBe(true);
    expect(verdicts.length).toBeGreaterThan(150);
    const wrong = verdicts.filter(({ isExpected, isReported }) => isExpected !== isReported);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});
