import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, type RaceEvidence } from '../../../src/analysis/index.ts';
import { expectGolden, fixtureNames } from '../golden.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/race');

async function racesOf(name: string): Promise<readonly RaceEvidence[]> {
  const { evidence } = await analyze(readFileSync(join(FOLDER, name)));
  return evidence.filter((one): one is RaceEvidence => one.kind === 'race');
}

/** The line of the program that holds the text; it must be the only one. */
function lineOf(file: string, text: string): string {
  const lines = readFileSync(join(FOLDER, file), 'utf8').split('\n');
  const at = lines.findIndex((line) => line.includes(text));
  if (at < 0 || lines.findLastIndex((line) => line.includes(text)) !== at)
    throw new Error(`${file} has not one "${text}"`);
  return `${file.split('/').at(-1)}:${at + 1}`;
}

const MAIN = 'program/main.go';

/** Fixture, what the two accesses are by the source, where the other goroutine starts, class and whether it is proven. */
const ROWS: readonly (readonly [string, string, string, string | undefined, string | undefined, boolean])[] = [
  [
    'counter-go1.26.txt',
    `read main ${lineOf(MAIN, '{ c.n++ }')}`,
    `write 7 ${lineOf(MAIN, '{ c.n++ }')}`,
    'finished main.go:46',
    'counter',
    false,
  ],
  [
    'read-main-go1.26.txt',
    `read main ${lineOf(MAIN, 'return c.n')}`,
    `write 7 ${lineOf(MAIN, '{ c.n++ }')}`,
    'finished main.go:53',
    'counter',
    false,
  ],
  [
    'map-go1.26.txt',
    `write main ${lineOf('program/store/store.go', 'delete(')}`,
    `write 7 ${lineOf('program/store/store.go', '= n }')}`,
    'finished main.go:62',
    'map',
    true,
  ],
  [
    'map-range-go1.26.txt',
    `read main ${lineOf('program/store/store.go', 'range s.m')}`,
    `write 7 ${lineOf('program/store/store.go', '= n }')}`,
    'finished main.go:70',
    'map',
    true,
  ],
  [
    'append-go1.26.txt',
    `read main ${lineOf(MAIN, 'append(names, "b")')}`,
    `write 7 ${lineOf(MAIN, 'append(names, "a")')}`,
    'finished main.go:77',
    'slice-append',
    false,
  ],
  [
    'copy-go1.26.txt',
    `read main ${lineOf(MAIN, 'copy(other')}`,
    `write 7 ${lineOf(MAIN, 'copy(buf')}`,
    'finished main.go:86',
    'slice-copy',
    true,
  ],
  [
    'atomic-go1.26.txt',
    'read main -',
    `write 7 ${lineOf(MAIN, 'total = 7')}`,
    'finished main.go:109',
    'atomic-plain-mix',
    true,
  ],
  [
    'close-send-go1.26.txt',
    `write main ${lineOf(MAIN, 'close(ch)')}`,
    `read 7 ${lineOf(MAIN, 'ch <- 1')}`,
    'finished main.go:118',
    'channel-close',
    true,
  ],
  ['add-wait-go1.26.txt', 'write main -', 'read 7 -', 'running main.go:127', 'waitgroup-misuse', false],
  [
    'add-wait-go1.18.txt',
    'write main main.go:133?',
    `read 7 main.go:128?`,
    'running main.go:127',
    'waitgroup-misuse',
    false,
  ],
  [
    'buffer-go1.26.txt',
    `write main ${lineOf(MAIN, '"from main"')}`,
    `write 7 ${lineOf(MAIN, '"from the goroutine"')}`,
    'finished main.go:138',
    'library-call',
    false,
  ],
  [
    'lazy-go1.26.txt',
    `read main ${lineOf(MAIN, 'instance == nil')}`,
    `write 7 ${lineOf(MAIN, 'instance = &conn')}`,
    'finished main.go:146',
    'lazy-init',
    false,
  ],
  [
    'captured-go1.26.txt',
    `write main ${lineOf(MAIN, '"second"')}`,
    `write 7 ${lineOf(MAIN, '"first"')}`,
    'finished main.go:153',
    'captured-variable',
    false,
  ],
  [
    'loop-variable-go1.26.txt',
    `read 9 ${lineOf(MAIN, '"job", i')}`,
    `write main ${lineOf(MAIN, 'for i := 0; i < 3; i++')}`,
    'running main.go:163',
    'loop-variable',
    false,
  ],
  [
    'field-go1.26.txt',
    `read main ${lineOf(MAIN, '{ return c.addr }')}`,
    `write 7 ${lineOf(MAIN, '{ c.addr = addr }')}`,
    'finished main.go:174',
    'struct-field',
    false,
  ],
  [
    'nested-go1.26.txt',
    `write main ${lineOf(MAIN, '{ c.addr = addr }')}`,
    `write 8 ${lineOf(MAIN, '{ c.addr = addr }')}`,
    'running main.go:183',
    'struct-field',
    false,
  ],
  [
    'generic-go1.18.txt',
    `write main ${lineOf(MAIN, '{ b.v = v }')}`,
    `write 7 ${lineOf(MAIN, '{ b.v = v }')}`,
    'finished main.go:201',
    'struct-field',
    false,
  ],
  [
    'flag-atomic-go1.12.txt',
    `read main ${lineOf('flag/main.go', 'LoadInt32')}`,
    `write 6 ${lineOf('flag/main.go', 'ready = 1 }')}`,
    'finished main.go:22',
    'atomic-plain-mix',
    true,
  ],
  [
    'flag-atomic-go1.20.txt',
    'read main -',
    `write 7 ${lineOf('flag/main.go', 'ready = 1 }')}`,
    'finished main.go:22',
    'atomic-plain-mix',
    true,
  ],
  [
    'flag-waitgroup-go1.12.txt',
    `write main ${lineOf('flag/main.go', '{ wg.Wait() }')}`,
    `read 6 ${lineOf('flag/main.go', 'wg.Add(1)')}`,
    'running main.go:28',
    'waitgroup-misuse',
    true,
  ],
  [
    'flag-waitgroup-go1.25.txt',
    `write main ${lineOf('flag/main.go', '{ wg.Wait() }')}?`,
    `read 7 ${lineOf('flag/main.go', 'wg.Add(1)')}?`,
    'running main.go:28',
    'waitgroup-misuse',
    false,
  ],
  ['flag-waitgroup-go1.26.txt', 'write main -', 'read 7 -', 'running main.go:28', 'waitgroup-misuse', false],
  [
    'c-thread-go1.26.txt',
    `read main ${lineOf('cthread/main.go', 'fmt.Println(calls)')}`,
    `write 2 ${lineOf('cthread/main.go', '{ calls++ }')}`,
    'running proc.go:2492',
    'global-var',
    false,
  ],
  [
    'lost-stack-go1.12.txt',
    `read main ${lineOf('lost/main.go', 'fmt.Println(o.total)')}`,
    'write 6 lost',
    'finished main.go:19',
    undefined,
    true,
  ],
  [
    'lost-stack-go1.18.txt',
    `read main ${lineOf('lost/main.go', 'fmt.Println(o.total)')}`,
    'write 7 lost',
    'finished main.go:19',
    undefined,
    true,
  ],
];

function describeAccess({ op, goroutine, site, restored }: RaceEvidence['accesses'][number]): string {
  const place =
    site === undefined
      ? restored
        ? '-'
        : 'lost'
      : `${site.file?.split('/').at(-1)}:${site.line}${site.confidence === 'likely' ? '?' : ''}`;
  return `${op} ${goroutine} ${place}`;
}

describe('recorded race reports', () => {
  it.each(ROWS)(
    '%s has the accesses that its source has',
    async (name, current, previous, created, raceClass, proven) => {
      const [race] = await racesOf(name);
      expect(race?.accesses.map(describeAccess)).toEqual([current, previous]);
      const creation = race?.created[0];
      expect(`${creation?.state} ${creation?.site?.file?.split('/').at(-1)}:${creation?.site?.line}`).toBe(created);
      expect(race?.class).toBe(raceClass);
      expect(race?.likely).toEqual(proven ? undefined : ['class']);
      expect(race?.complete).toBe(true);
    },
  );

  it.each(fixtureNames(FOLDER))('%s reads as its golden file says', async (name) => {
    const { evidence, ledger, diagnostics, repairs } = await analyze(readFileSync(join(FOLDER, name)));
    expectGolden(FOLDER, name, { repairs, ledger, diagnostics, evidence });
  });

  it('gives the same race the same key in every Go version and every order', async () => {
    const [a] = await racesOf('counter-go1.18.txt');
    const [b] = await racesOf('counter-go1.26.txt');
    const [c] = await racesOf('run-go1.26.txt');
    expect(new Set([a?.key, b?.key, c?.key]).size).toBe(1);
  });

  it('gives two objects of one race the same key, and other races another', async () => {
    const [first, second] = await racesOf('twice-go1.26.txt');
    const [other] = await racesOf('field-go1.26.txt');
    expect(first?.key).toBe(second?.key);
    expect(first?.address).not.toBe(second?.address);
    expect(first?.key).not.toBe(other?.key);
  });

  it('names the test, and the line in it that started a subtest', async () => {
    const races = await racesOf('test-go1.26.txt');
    expect(races.map(({ test }) => test)).toEqual(['TestDeposit', 'TestAccounts']);
    expect(races[1]?.created.map(({ site }) => site?.line)).toEqual([24, 20]);
    expect(races[0]?.created[0]?.site?.func).toBe('testing.(*T).Run');
  });

  it("takes frames of command-line-arguments as the learner's own", async () => {
    const [race] = await racesOf('test-file-go1.26.txt');
    expect(race?.accesses[1]?.site?.func).toBe('command-line-arguments.(*Counter).Inc');
  });
});
