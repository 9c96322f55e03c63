import { describe, expect, it } from 'vitest';
import { analyze, type Analysis, type RaceEvidence } from '../../../src/analysis/index.ts';

const FENCE = '==================';
const REPORT = [
  FENCE,
  'WARNING: DATA RACE',
  'Write at 0x00c00001a0f8 by goroutine 7:',
  '  main.store()',
  '      /app/main.go:14 +0x3c',
  '',
  'Previous read at 0x00c00001a0f8 by goroutine 8:',
  '  main.load()',
  '      /app/main.go:21 +0x18',
  '',
  'Goroutine 7 (running) created at:',
  '  main.main()',
  '      /app/main.go:30 +0x7b',
  '',
  'Goroutine 8 (finished) created at:',
  '  main.main()',
  '      /app/main.go:31 +0x8c',
  FENCE,
];

async function read(lines: readonly string[]): Promise<{ races: readonly RaceEvidence[]; analysis: Analysis }> {
  const analysis = await analyze(`${lines.join('\n')}\n`);
  return { races: analysis.evidence.filter((one): one is RaceEvidence => one.kind === 'race'), analysis };
}

/** The report with line `from` and those up to `to` replaced. */
function changed(from: number, to: number, ...lines: string[]): string[] {
  return [...REPORT.slice(0, from), ...lines, ...REPORT.slice(to)];
}

describe('a race report', () => {
  it('reads whole: accesses, creations, spans and every line accounted for', async () => {
    const { races, analysis } = await read(REPORT);
    expect(analysis.ledger).toMatchObject({ read: 15, blank: 3, other: 0, unread: 0 });
    expect(races).toHaveLength(1);
    expect(races[0]).toMatchObject({
      span: { from: 1, to: 18 },
      complete: true,
      address: '0x00c00001a0f8',
      key: 'main/main.go:14 | main/main.go:21',
      accesses: [
        {
          op: 'write',
          goroutine: 7,
          restored: true,
          at: 3,
          site: { func: 'main.store', file: '/app/main.go', line: 14, at: 5 },
        },
        { op: 'read', goroutine: 8, restored: true, at: 7, site: { func: 'main.load', line: 21, at: 9 } },
      ],
      created: [
        { goroutine: 7, state: 'running', site: { line: 30, at: 13 } },
        { goroutine: 8, state: 'finished', site: { line: 31, at: 17 } },
      ],
    });
  });

  it('needs no address: Go 1.6 and older print none (runtime/race/output_test.go of go1.6)', async () => {
    const { races } = await read(
      changed(2, 7, 'Write by goroutine 7:', ...REPORT.slice(3, 6), 'Previous read by goroutine 8:'),
    );
    expect(races[0]).toMatchObject({ complete: true, go: { max: '1.6' }, accesses: [{ op: 'write' }, { op: 'read' }] });
    expect(races[0]?.address).toBeUndefined();
  });

  it('keeps unsymbolized frames without a place (runtime/race.go, raceSymbolizeCode)', async () => {
    const { races } = await read(changed(3, 5, '  ??()', '      -:0 +0xffffffffffffffff'));
    expect(races[0]?.accesses[0]).toMatchObject({ restored: true, stack: [{ func: '??', at: 4 }] });
    expect(races[0]?.accesses[0]?.site).toBeUndefined();
    expect(races[0]?.complete).toBe(true);
  });

  it('keeps a goroutine that came from C (runtime/race/output_test.go, external_cgo_thread)', async () => {
    const { races } = await read(
      changed(11, 13, '  runtime.newextram()', '      /usr/local/go/src/runtime/proc.go:2400 +0x1a'),
    );
    expect(races[0]?.created[0]?.site).toMatchObject({ func: 'runtime.newextram' });
  });

  it('reads a heap block (tsan_report.cpp, PrintLocation)', async () => {
    const block = [
      'Heap block of size 8 at 0x00c00001a0f8 allocated by main goroutine:',
      '  main.newStore()',
      '      /app/main.go:9 +0x2a',
      '',
    ];
    const { races } = await read(changed(10, 10, ...block));
    expect(races[0]?.location).toMatchObject({
      kind: 'heap',
      sizeBytes: 8,
      address: '0x00c00001a0f8',
      site: { line: 9 },
    });
    expect(races[0]?.complete).toBe(true);
  });

  it('reads a global variable, which proves the class (tsan_report.cpp, PrintLocation)', async () => {
    const line = 'Global var main.total of size 8 at 0x0000005dc680 declared at /app/main.go:4';
    const { races } = await read(changed(10, 10, line, ''));
    expect(races[0]).toMatchObject({
      class: 'global-var',
      location: { kind: 'global', name: 'main.total', site: { line: 4 } },
    });
    expect(races[0]?.likely).toBeUndefined();
  });

  it('allows one number for two goroutines, one after the other', async () => {
    const { races } = await read(
      changed(6, 7, 'Previous read at 0x00c00001a0f8 by goroutine 7:').map((line) =>
        line.replace('Goroutine 8', 'Goroutine 7'),
      ),
    );
    expect(races[0]?.accesses.map(({ goroutine }) => goroutine)).toEqual([7, 7]);
    expect(races[0]).toMatchObject({ complete: true });
  });

  it('keeps creations in the order printed, whichever side they are of', async () => {
    const { races } = await read([...REPORT.slice(0, 10), ...REPORT.slice(14, 17), '', ...REPORT.slice(10, 13), FENCE]);
    expect(races[0]?.created.map(({ goroutine }) => goroutine)).toEqual([8, 7]);
    expect(races[0]?.complete).toBe(true);
  });

  it('skips runtime, library and generated frames for the site and keeps them in the stack', async () => {
    const { races } = await read(
      changed(
        3,
        5,
        '  runtime.mapassign_faststr()',
        '      /usr/local/go/src/runtime/map_faststr.go:203 +0x0',
        '  reflect.Value.SetMapIndex()',
        '      /usr/local/go/src/reflect/value.go:2239 +0x1',
        '  main.(*T).Set-fm()',
        '      <autogenerated>:1 +0x4',
        ...REPORT.slice(3, 5),
      ),
    );
    expect(races[0]?.accesses[0]?.site?.func).toBe('main.store');
    expect(races[0]?.accesses[0]?.stack).toHaveLength(4);
  });

  it("has no site where every frame is a library's", async () => {
    const { races } = await read(
      changed(3, 5, '  net/http.(*conn).serve()', '      /usr/local/go/src/net/http/server.go:1995 +0x1'),
    );
    expect(races[0]?.accesses[0]?.site).toBeUndefined();
    expect(races[0]?.complete).toBe(true);
  });

  it("knows the learner's module by its path", async () => {
    const lines = changed(
      3,
      5,
      '  example.com/lib.Put()',
      '      /src/lib/put.go:3 +0x1',
      '  example.com/app.Run()',
      '      /src/app/run.go:8 +0x1',
    );
    const analysis = await analyze(lines.join('\n'), { module: 'example.com/app' });
    const [race] = analysis.evidence as readonly RaceEvidence[];
    expect(race?.accesses[0]?.site).toMatchObject({ func: 'example.com/app.Run', line: 8 });
  });

  it('never hears of atomic reads: they are frames', async () => {
    const { races } = await read(changed(2, 3, 'Previous atomic write at 0x00c00001a0f8 by goroutine 7:'));
    expect(races[0]?.accesses.map(({ op }) => op)).toEqual(['read']);
    expect(races[0]?.complete).toBe(false);
  });
});

describe('several reports and their summary', () => {
  it('gives each report its own evidence, repeats included', async () => {
    const { races, analysis } = await read([...REPORT, ...REPORT, 'Found 2 data race(s)', 'exit status 66']);
    expect(races).toHaveLength(2);
    expect(races.map(({ found }) => found)).toEqual([2, 2]);
    expect(races[0]?.key).toBe(races[1]?.key);
    expect(analysis.diagnostics).toEqual([]);
    expect(analysis.ledger.other).toBe(0);
  });

  it('says once how many reports are missing', async () => {
    const { analysis } = await read([...REPORT, 'Found 3 data race(s)']);
    expect(analysis.diagnostics).toHaveLength(1);
    expect(analysis.diagnostics[0]).toMatchObject({
      line: 19,
      message: 'The run found 3 data races; 1 of the reports is here.',
    });
  });

  it('says that a summary alone is no report', async () => {
    const { analysis, races } = await read(['PASS', 'Found 1 data race(s)', 'FAIL\tapp\t0.1s']);
    expect(races).toEqual([]);
    expect(analysis.diagnostics[0]?.hint).toContain('log_path');
  });

  it('reads the verdict of go test inside and outside of tests', async () => {
    const tail = [
      '--- FAIL: TestX (0.02s)',
      '    testing.go:1712: race detected during execution of test',
      'testing: race detected outside of test execution',
      'FAIL',
    ];
    const { analysis } = await read([...REPORT, ...tail]);
    expect(analysis.ledger.read).toBe(17);
  });
});

describe('a damaged race report', () => {
  it.each([
    ['without fences', REPORT.slice(1, -1)],
    ['without indentation', REPORT.map((line) => line.trimStart())],
    ['indented as by t.Log', REPORT.map((line) => `        ${line}`)],
    ['without blank lines', REPORT.filter((line) => line !== '')],
    ['with double line spacing', REPORT.flatMap((line) => [line, ''])],
    ['behind a prefix', REPORT.map((line) => `api-1  | ${line}`)],
    ["with the program's output between its lines", changed(4, 4, 'served 12 requests', 'queue is empty')],
  ])('reads whole %s', async (_, lines) => {
    const { races } = await read(lines);
    expect(races).toHaveLength(1);
    expect(races[0]?.accesses.map(({ site }) => site?.line)).toEqual([14, 21]);
    expect(races[0]?.created.map(({ site }) => site?.line)).toEqual([30, 31]);
    expect(races[0]?.complete).toBe(true);
  });

  it.each(Array.from({ length: 16 }, (_, i) => i + 2))(
    'is incomplete when only its first %i lines are left, and invents nothing',
    async (count) => {
      const { races } = await read(REPORT.slice(0, count));
      for (const race of races) {
        expect(race.complete).toBe(false);
        const lines = race.accesses.flatMap(({ site }) => site?.line ?? []);
        expect([14, 21]).toEqual(expect.arrayContaining(lines));
      }
    },
  );

  it('is incomplete without its head, and keeps what is left', async () => {
    const { races } = await read(REPORT.slice(6));
    expect(races[0]).toMatchObject({ complete: false, accesses: [{ op: 'read', goroutine: 8, site: { line: 21 } }] });
  });

  it('still knows a goroutine by the end of its header', async () => {
    const { races } = await read(['utine 8:', ...REPORT.slice(7)]);
    expect(races[0]?.accesses[0]).toMatchObject({ goroutine: 8, site: { line: 21 } });
    expect(races[0]?.accesses[0]?.op).toBeUndefined();
  });

  it('does not trust a line number at the very end that may be cut short', async () => {
    const analysis = await analyze(REPORT.slice(0, 5).join('\n').replace('main.go:14 +0x3c', 'main.go:1'));
    const [race] = analysis.evidence as readonly RaceEvidence[];
    expect(race?.accesses[0]?.site).toMatchObject({ func: 'main.store' });
    expect(race?.accesses[0]?.site?.line).toBeUndefined();
  });

  it('calls its sites likely when a header between two stacks is lost', async () => {
    const { races } = await read([...REPORT.slice(0, 3), ...REPORT.slice(7)]);
    expect(races[0]).toMatchObject({
      complete: false,
      accesses: [{ confidence: 'likely', site: { confidence: 'likely' } }],
    });
  });

  it('leaves a panic behind it to its own reader', async () => {
    const trace = ['panic: boom', '', 'goroutine 1 [running]:', 'main.main()', '\t/app/main.go:40 +0x1d'];
    const { analysis } = await read([...REPORT.slice(0, -1), '', ...trace]);
    expect(analysis.evidence.map(({ kind }) => kind)).toEqual(['race', 'panic']);
  });
});
