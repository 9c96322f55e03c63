import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAMAGES } from '../../scripts/score/damage.ts';
import { ROWS, type CoverageRow } from './coverage.ts';
import { traceFixtures } from './fixtures.ts';

const HERE = import.meta.dirname;
const LIST = join(HERE, 'COVERAGE.md');
const NAMES = traceFixtures().map(({ name }) => name);
const TESTS = ['text', 'trace', 'crash'].flatMap((folder) =>
  readdirSync(join(HERE, folder)).map(
    (name) => [`${folder}/${name}`, readFileSync(join(HERE, folder, name), 'utf8')] as const,
  ),
);

/** What holds a row: recordings, and the files whose tests name it. */
function holdersOf({ fixtures = [], tests = [] }: CoverageRow): string[] {
  const recordings = fixtures.flatMap((start) => NAMES.filter((name) => name.startsWith(start)));
  const files = tests.flatMap((title) => {
    if (title.startsWith('damage:')) return title.slice(7) in DAMAGES ? ['text/repair.test.ts'] : [];
    return TESTS.filter(([, text]) => text.includes(title)).map(([name]) => name);
  });
  return [...new Set([...recordings, ...files])];
}

function list(): string {
  const sections = [...Map.groupBy(ROWS, ({ section }) => section)].map(([section, rows]) => {
    const lines = rows.map((row) => `| ${row.row} | ${holdersOf(row).join(', ')} |`);
    return `## ${section}\n\n| row | held by |\n| --- | --- |\n${lines.join('\n')}\n`;
  });
  return `# What holds that each form of a trace is read\n\nGenerated from coverage.ts by coverage.test.ts (\`UPDATE_GOLDEN=1\`).\n\n${sections.join('\n')}`;
}

describe('the list of forms', () => {
  it.each(ROWS.map((row) => [`${row.section}: ${row.row}`, row] as const))(
    'has a recording or a test for %s',
    (_, row) => {
      for (const start of row.fixtures ?? []) {
        expect(
          NAMES.filter((name) => name.startsWith(start)),
          start,
        ).not.toEqual([]);
      }
      for (const title of row.tests ?? [])
        expect(holdersOf({ ...row, fixtures: [], tests: [title] }), title).not.toEqual([]);
      expect(holdersOf(row)).not.toEqual([]);
    },
  );

  it('is the one written down', () => {
    if (process.env['UPDATE_GOLDEN'] && !process.env['CI']) writeFileSync(LIST, list());
    expect(list()).toBe(readFileSync(LIST, 'utf8'));
  });
});
