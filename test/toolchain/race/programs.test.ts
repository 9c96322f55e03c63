import { describe, expect, it } from 'vitest';
import { racesLab, runInPage } from '../../../scripts/race/programs.ts';
import {
  raceProgramNames,
  racesInPage,
  readDifferences,
  readRecordings,
  recordedRaces,
} from '../../../scripts/race/recordings.ts';
import { racesIn } from '../../../scripts/race/reports.ts';
import { schedulesFrom } from '../../../src/toolchain/wasi/index.ts';

const names = await raceProgramNames();
const recordings = await readRecordings();
const differences = await readDifferences();
// In the program's own time: the steps come in the order of their sleeps, however slow the machine is.
const [lab, stressed] = [await racesLab(schedulesFrom(1, 1, false)), await racesLab(schedulesFrom(1, 5, true))];

describe('programs with -race, in the page and natively', { timeout: 120_000 }, () => {
  it('are thirty or more, racy and clean, and all are recorded', () => {
    expect(names.length).toBeGreaterThanOrEqual(30);
    expect(new Set(names.map((name) => name.split('-')[0]))).toEqual(new Set(['racy', 'clean']));
    expect([...recordings.keys()]).toEqual(names);
  });

  it.each(names.filter((name) => name.startsWith('racy-')))(
    'have the same races, stacks and creations: %s',
    async (name) => {
      const native = await recordedRaces(recordings.get(name)!);
      const page = await runInPage(lab, name);
      expect(racesIn(page.stdout)).toEqual(racesInPage(name, native, differences));
      expect(page.status).toBe(recordings.get(name)!.exit);
    },
  );

  it.each(names.filter((name) => name.startsWith('clean-')))(
    'have no report under five stressed schedules: %s',
    async (name) => {
      const page = await runInPage(stressed, name);
      const { stdout, exit } = recordings.get(name)!;
      expect({ stdout: page.stdout, status: page.status }).toEqual({ stdout, status: exit });
    },
  );

  it('differ only where a recording holds what the list of differences says', async () => {
    for (const { program, native } of differences)
      expect(await recordedRaces(recordings.get(program)!)).toEqual(expect.arrayContaining([...native]));
  });
});
