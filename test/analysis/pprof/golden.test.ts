import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtures, recordedCases, runOver } from './fixtures.ts';

/** Messages that are pprof's own words; help texts and hints are ours. */
const sameWords = /^(?!Some binar|Try setting|Set PPROF|usage)/;

describe('pprof prints what go tool pprof prints', () => {
  for (const { id, args, inputs, stdin, golden, exit, stderr } of recordedCases()) {
    it(`${id}: ${[...args, ...inputs].join(' ')}`, async () => {
      const ran = await runOver([...args, ...inputs], stdin === undefined ? {} : { stdin });
      expect(ran.stdout.toString()).toBe(readFileSync(join(fixtures, golden), 'utf8'));
      expect(ran.exit).toBe(exit);
      const [first = ''] = (stderr ?? '').split('\n').filter((line) => sameWords.test(line));
      expect(ran.stderr).toContain(first);
    });
  }
});
