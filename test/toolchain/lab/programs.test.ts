import { describe, expect, it } from 'vitest';
import { compareProgram, programNames, programsLab, withTemporaryFolder } from '../../../scripts/labs/programs.ts';

/** A sample across the kinds; `npm run suite:programs` runs all. */
const sample = ['channels-select', 'deadlock', 'errors-chain', 'files', 'formatting', 'panics-recover'];

describe('programs in the page and natively', { timeout: 120_000 }, () => {
  it('are sixty or more', async () => {
    expect((await programNames()).length).toBeGreaterThanOrEqual(60);
  });

  it.each(sample)('print the same and exit the same: %s', async (name) => {
    const { page, native } = await withTemporaryFolder(async (folder) =>
      compareProgram(await programsLab(), name, folder),
    );
    expect({ stdout: page.stdout, status: page.status }).toEqual({ stdout: native.stdout, status: native.status });
  });
});
