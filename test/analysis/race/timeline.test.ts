import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, type RaceEvidence } from '../../../src/analysis/index.ts';
import { raceTimeline } from '../../../src/analysis/race/index.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/race');

async function raceOf(name: string): Promise<RaceEvidence> {
  const { evidence } = await analyze(readFileSync(join(FOLDER, name)));
  const race = evidence.find((one): one is RaceEvidence => one.kind === 'race');
  if (race === undefined) throw new Error(`${name} has no race`);
  return race;
}

describe('the timeline of a race', () => {
  it('starts goroutines before they do anything and ends those that had ended', async () => {
    const { lanes, events, text } = raceTimeline(await raceOf('read-main-go1.26.txt'));
    expect(lanes.map(({ name, startedBy, ended }) => [name, startedBy, ended])).toEqual([
      ['goroutine 7', 1, true],
      ['main goroutine', undefined, false],
    ]);
    expect(events.map(({ kind, lane, op }) => [kind, lane, op])).toEqual([
      ['start', 0, undefined],
      ['access', 0, 'write'],
      ['end', 0, undefined],
      ['access', 1, 'read'],
    ]);
    expect(text).toEqual([
      'goroutine 7 is started by the main goroutine at main.go:53 in main.readMain.',
      'goroutine 7 writes at main.go:21 in main.(*Counter).Inc.',
      'goroutine 7 ends.',
      'main goroutine reads at main.go:22 in main.(*Counter).Get. Nothing orders this after the other access.',
    ]);
  });

  it('does not say who started a goroutine where the report does not', async () => {
    const { lanes } = raceTimeline(await raceOf('nested-go1.26.txt'));
    expect(lanes[0]).toMatchObject({ name: 'goroutine 8', startedAt: { func: 'main.nested.func1' } });
    expect(lanes[0]?.startedBy).toBeUndefined();
  });

  it('keeps an access whose line is not printed', async () => {
    const { events, text } = raceTimeline(await raceOf('atomic-go1.26.txt'));
    expect(events.at(-1)).toMatchObject({ kind: 'access', order: 'current', op: 'read', at: 3 });
    expect(text.at(-1)).toContain('at a line that is not printed');
  });

  it('has a sentence for every event, in order', async () => {
    const { events, text } = raceTimeline(await raceOf('test-go1.26.txt'));
    expect(text).toHaveLength(events.length);
    expect(events.map(({ step }) => step)).toEqual(events.map((_, i) => i));
  });
});
