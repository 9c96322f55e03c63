import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, type DelveEvidence } from '../../../src/analysis/index.ts';
import { frameTable } from '../../../src/analysis/delve/index.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/delve');

async function sessionOf(name: string): Promise<DelveEvidence> {
  const { evidence } = await analyze(readFileSync(join(FOLDER, name)));
  const delve = evidence.find((one): one is DelveEvidence => one.kind === 'delve');
  if (delve === undefined) throw new Error(`${name} has no session`);
  return delve;
}

describe('the table of a stack', () => {
  it('has every frame of the last stack, the crash and the visited ones marked', async () => {
    const table = frameTable(await sessionOf('typed-nil-core-terminal.txt'));
    expect(table.map(({ frame }) => frame.index)).toEqual(table.map((_, i) => i));
    expect(table.filter(({ isCrash }) => isCrash).map(({ frame }) => frame.func)).toEqual(['main.(*stockError).Error']);
    expect(table.filter(({ isVisited }) => isVisited).map(({ frame }) => frame.index)).toEqual([10, 11]);
    expect(table[11]?.variables.map(({ name, isNil }) => [name, isNil])).toContainEqual(['err', false]);
  });

  it('marks a name whose value differs between frames', async () => {
    const table = frameTable(await sessionOf('deep-core-terminal.txt'));
    expect(table[8]?.variables).toEqual([{ name: 'n', value: '0', differs: true, at: expect.any(Number) }]);
    expect(table[20]?.variables).toEqual([{ name: 'n', value: '12', differs: true, at: expect.any(Number) }]);
  });

  it('does not take an unreadable value for a different one', async () => {
    const table = frameTable(await sessionOf('custom-core-piped.txt'));
    const gp = table.flatMap(({ variables }) => variables).filter(({ name }) => name === 'gp');
    expect(gp.length).toBeGreaterThan(1);
    expect(gp.every(({ differs }) => !differs)).toBe(true);
  });

  it('is empty without a stack', async () => {
    expect(frameTable(await sessionOf('exec-break-terminal.txt'))).toEqual([]);
  });
});
