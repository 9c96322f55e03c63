import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Detector, RaceExit, formatRace, parseGorace, type DataRace } from '../../../src/toolchain/race/index.ts';

/** Where the program keeps what each goroutine is doing: a record of 64 bytes each, their calls behind all of them. */
const recordBytes = 64;
const callsAt = 64 * 1024;
const callsBytes = 1024;
const word = { depth: 3, least: 4, calls: 6 };

/** A detector with main and two goroutines running; accesses are calls as the program would make them. */
function start(gorace = '') {
  const races: DataRace[] = [];
  const printed: string[] = [];
  const memory = new Int32Array(64 * 1024);
  const detector = new Detector({
    memory: () => memory.buffer,
    options: parseGorace(gorace),
    write: (text) => printed.push(text),
    onRace: (race) => races.push(race),
  });
  const hooks = detector.imports();
  const call = (name: string, ...words: number[]) => hooks[name]!(...words);
  const records: number[] = [];
  const go = (parent: number, pc: number): number => {
    const record = records.length * recordBytes;
    const context = call('gostart', parent, pc, record)!;
    memory[record / 4 + word.calls] = callsAt + records.length * callsBytes;
    records.push(context);
    return context;
  };
  const recordOf = (context: number) => (records.indexOf(context) * recordBytes) / 4;
  /** What the program does at the entry and the exit of a function, without telling the detector. */
  const enter = (context: number, pc: number): void => {
    const at = recordOf(context);
    memory[memory[at + word.calls]! / 4 + memory[at + word.depth]!++] = pc;
  };
  const leave = (context: number): void => {
    const at = recordOf(context);
    memory[at + word.least] = Math.min(memory[at + word.least]!, --memory[at + word.depth]!);
  };
  const root = go(0, 0);
  const main = go(root, 1);
  const first = go(main, 2);
  const second = go(main, 3);
  return { call, go, enter, leave, detector, races, printed, main, first, second };
}

const x = 0x1000;
const lock = 0x2000;
const [load, store, update] = [0, 1, 2];

describe('the race detector', () => {
  it('reports two unordered writes once, the later access first', () => {
    const { call, races, first, second } = start();
    call('write', first, x, 10);
    call('write', second, x, 20);
    call('write', first, x, 10);
    call('write', second, x, 20);
    expect(races).toHaveLength(1);
    expect(races[0]?.current).toMatchObject({ op: 'write', goroutine: 3, address: x });
    expect(races[0]?.previous).toMatchObject({ op: 'write', goroutine: 2, address: x });
    expect(races[0]?.created.map((creation) => creation.state)).toEqual(['running', 'running']);
  });

  it.each([
    ['two reads', 'read', 'read', 0],
    ['a write after a read', 'read', 'write', 1],
    ['a read after a write', 'write', 'read', 1],
  ])('counts %s as it should', (_, earlier, later, expected) => {
    const { call, detector, first, second } = start();
    call(earlier, first, x, 10);
    call(later, second, x, 20);
    expect(detector.raceCount).toBe(expected);
  });

  it('is silent when a release and an acquire stand between', () => {
    const { call, detector, first, second } = start();
    call('write', first, x, 10);
    call('release', first, lock, 0, 0);
    call('acquire', second, lock, 0, 0);
    call('write', second, x, 20);
    expect(detector.raceCount).toBe(0);
  });

  it('is not fooled by a release that came before the write', () => {
    const { call, detector, first, second } = start();
    call('release', first, lock, 0, 0);
    call('write', first, x, 10);
    call('acquire', second, lock, 0, 0);
    call('read', second, x, 20);
    expect(detector.raceCount).toBe(1);
  });

  it('orders what the creator did before the go statement, not after it', () => {
    const { call, go, detector, main } = start();
    call('write', main, x, 10);
    const late = go(main, 4);
    call('write', late, x, 20);
    expect(detector.raceCount).toBe(0);
    call('write', main, x, 30);
    expect(detector.raceCount).toBe(1);
  });

  it('tells neighbouring bytes of one word apart', () => {
    const { call, detector, first, second } = start();
    call('write', first, x, 10);
    call('write', second, x + 1, 20);
    expect(detector.raceCount).toBe(0);
    call('writerange', second, x, 2, 30);
    expect(detector.raceCount).toBe(1);
  });

  it('lets atomics order each other, and finds them mixed with plain accesses', () => {
    const { call, detector, first, second } = start();
    call('atomic', first, x, store, 8, 10);
    call('atomic', second, x, update, 8, 20);
    call('atomic', first, x, load, 8, 30);
    expect(detector.raceCount).toBe(0);
    call('write', second, x, 40);
    call('atomic', first, x, load, 8, 50);
    expect(detector.raceCount).toBe(1);
  });

  it('forgets memory that is allocated anew', () => {
    const { call, detector, first, second } = start();
    call('write', first, x, 10);
    call('malloc', x, 16);
    call('write', second, x, 20);
    expect(detector.raceCount).toBe(0);
  });

  it('names a finished goroutine as finished after its number in clocks was given away', () => {
    const { call, go, races, main, first, second } = start();
    call('write', first, x, 10);
    call('goend', first);
    for (let i = 0; i < 200; i++) call('goend', go(main, 5));
    call('write', second, x, 20);
    expect(races[0]?.previous.goroutine).toBe(2);
    expect(races[0]?.created.map(({ goroutine, state }) => [goroutine, state])).toEqual([
      [3, 'running'],
      [2, 'finished'],
    ]);
  });

  it('keeps the whole stack of the previous access', () => {
    const { call, enter, leave, printed, detector, first, second } = start();
    for (let depth = 1; depth <= 100; depth++) enter(first, depth);
    call('write', first, x, 10);
    for (let depth = 1; depth <= 100; depth++) leave(first);
    call('write', second, x, 20);
    expect(detector.raceCount).toBe(1);
    expect(printed.join('')).toContain('WARNING: DATA RACE');
    expect(detector.usage.stacks).toBeGreaterThan(100);
  });

  it('tells two stacks apart that share only their outer calls', () => {
    const { call, enter, leave, races, first, second } = start();
    const steps = [
      ['enter', 1],
      ['enter', 2],
      ['write', x],
      ['leave', 0],
      ['enter', 3],
      ['write', x + 8],
    ] as const;
    for (const [what, value] of steps) {
      if (what === 'enter') enter(first, value);
      else if (what === 'leave') leave(first);
      else call('write', first, value, 10);
    }
    call('write', second, x, 20);
    call('write', second, x + 8, 20);
    expect(races).toHaveLength(2);
  });

  it('ends the run at the first race when GORACE says so', () => {
    const { call, first, second } = start('halt_on_error=1 exitcode=7');
    call('write', first, x, 10);
    expect(() => call('write', second, x, 20)).toThrow(RaceExit);
  });

  it('ends with the exit code of GORACE when there were races, and with 0 otherwise', () => {
    const clean = start();
    expect(clean.call('fini')).toBe(0);
    const racy = start('exitcode=13');
    racy.call('write', racy.first, x, 10);
    racy.call('write', racy.second, x, 20);
    expect(racy.call('fini')).toBe(13);
    expect(racy.printed.at(-1)).toBe('Found 1 data race(s)\n');
  });

  it('finds a race exactly where no chain of releases and acquires orders two accesses', () => {
    const step = fc.record({
      who: fc.integer({ min: 0, max: 2 }),
      what: fc.constantFrom('write', 'release', 'acquire'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { call, detector, main, first, second } = start();
        const contexts = [main, first, second];
        for (const { who, what } of steps) {
          const context = contexts[who]!;
          if (what === 'write') call('write', context, x, 10 + who);
          else call(what, context, lock, 0, 0);
        }
        expect(detector.raceCount > 0).toBe(hasUnorderedWrites(steps));
      }),
    );
  });
});

/** The definition, word for word: each step knows the steps that happen before it. */
function hasUnorderedWrites(steps: readonly { readonly who: number; readonly what: string }[]): boolean {
  const known = [new Set<number>(), new Set<number>(), new Set<number>()];
  let released = new Set<number>();
  let lastWrite: { readonly at: number; readonly who: number } | undefined;
  for (const [at, { who, what }] of steps.entries()) {
    const mine = known[who]!;
    if (what === 'acquire') released.forEach((step) => mine.add(step));
    if (what === 'release') released = new Set(mine);
    if (what !== 'write') continue;
    if (lastWrite !== undefined && lastWrite.who !== who && !mine.has(lastWrite.at)) return true;
    lastWrite = { at, who };
    mine.add(at);
  }
  return false;
}

describe('the report', () => {
  const frame = { func: 'main.(*counter).inc', file: '/home/dev/app/main.go', line: 7, offset: 0x7d };
  const race: DataRace = {
    current: { op: 'read', isAtomic: false, address: 0xc0000180e8, goroutine: 8, stack: [frame] },
    previous: { op: 'write', isAtomic: false, address: 0xc0000180e8, goroutine: 1, stack: [{ ...frame, line: 9 }] },
    created: [{ goroutine: 8, state: 'running', stack: [{ ...frame, func: 'main.main', line: 14, offset: 0x99 }] }],
  };

  it('has the form of the native one', () => {
    expect(formatRace(race)).toBe(`==================
WARNING: DATA RACE
Read at 0x00c0000180e8 by goroutine 8:
  main.(*counter).inc()
      /home/dev/app/main.go:7 +0x7d

Previous write at 0x00c0000180e8 by main goroutine:
  main.(*counter).inc()
      /home/dev/app/main.go:9 +0x7d

Goroutine 8 (running) created at:
  main.main()
      /home/dev/app/main.go:14 +0x99
==================
`);
  });

  it('cuts paths as strip_path_prefix asks', () => {
    expect(formatRace(race, parseGorace('strip_path_prefix=/home/dev/').stripPathPrefix)).toContain(
      '      app/main.go:7 ',
    );
  });
});

describe('GORACE', () => {
  it('accepts what the native runtime knows and ignores what has no meaning here', () => {
    const options = parseGorace('halt_on_error=1 history_size=7,exitcode=3 log_path="race.log" strip_path_prefix=/x/');
    expect(options).toEqual({
      haltOnError: true,
      exitCode: 3,
      logPath: 'race.log',
      stripPathPrefix: '/x/',
      isDeduplicated: true,
    });
  });

  it('is what the native runtime does by default when unset', () => {
    expect(parseGorace(undefined)).toMatchObject({ haltOnError: false, exitCode: 66, logPath: 'stderr' });
  });
});
