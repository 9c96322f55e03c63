import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAMAGES } from '../../scripts/score/damage.ts';
import { ROWS as CRASH_ROWS, type CoverageRow } from './coverage.ts';
import { SESSION_ROWS } from './coverage-sessions.ts';
import { traceFixtures } from './fixtures.ts';
import { fixtureNames } from './golden.ts';

const HERE = import.meta.dirname;
const LIST = join(HERE, 'COVERAGE.md');
const ROWS = [...CRASH_ROWS, ...SESSION_ROWS];
const SESSIONS = ['race', 'delve', 'shell', 'foreign'];
const NAMES = [
  ...traceFixtures().map(({ name }) => name),
  ...SESSIONS.flatMap((folder) => fixtureNames(join(HERE, '../fixtures', folder)).map((name) => `${folder}/${name}`)),
];
const TESTS = ['text', 'trace', 'crash', ...SESSIONS].flatMap((folder) =>
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
      const empty = (row.fixtures ?? []).filter((start) => !NAMES.some((name) => name.startsWith(start)));
      const unheld = (row.tests ?? []).filter(
        (title) => holdersOf({ ...row, fixtures: [], tests: [title] }).length === 0,
      );
      expect([...empty, ...unheld]).toEqual([]);
      expect(holdersOf(row)).not.toEqual([]);
    },
  );

  it('is the one written down', () => {
    if (process.env['UPDATE_GOLDEN'] && !process.env['CI']) writeFileSync(LIST, list());
    expect(list()).toBe(readFileSync(LIST, 'utf8'));
  });
});
