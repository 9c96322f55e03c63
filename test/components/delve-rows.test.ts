import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { describeStack, stackRows, type StackRow } from '../../src/components/delve-rows.ts';

const recording = join(import.meta.dirname, '../../content/lessons/11-delve-root-cause/recordings/session-go1.26.txt');

async function rowsOf(session: string): Promise<readonly StackRow[]> {
  const { evidence } = await analyze(session);
  return evidence.flatMap((one) => (one.kind === 'delve' ? stackRows(one) : []));
}

describe('stackRows', () => {
  it('tells own frames from the runtime, and marks a name with another value in another frame', async () => {
    const rows = await rowsOf(readFileSync(recording, 'utf8'));
    const own = rows.filter(({ origin }) => origin === 'own');
    expect(own.map(({ index, place }) => [index, place])).toEqual([
      [10, 'main.go:53'],
      [11, 'main.go:70'],
    ]);
    const ids = own.map(({ variables }) => variables.find(({ name }) => name === 'id'));
    expect(ids.map((id) => [id?.value, id?.differs])).toEqual([
      ['15', true],
      ['16', true],
    ]);
    expect(describeStack(rows)).toMatch(/^13 frames, 2 of own code; .*\bid\b.* differs? from frame to frame\.$/);
  });

  it('has no rows before a stack was asked for, and says what to type', async () => {
    const rows = await rowsOf("Type 'help' for list of commands.\n(dlv) ");
    expect(rows).toEqual([]);
    expect(describeStack(rows)).toContain('type stack');
  });
});
