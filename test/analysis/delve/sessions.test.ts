import { describe, expect, it } from 'vitest';
import { analyze, type DelveEvidence } from '../../../src/analysis/index.ts';

const STACK = [
  '0  0x000000000044f4a4 in runtime.fatalpanic',
  '   at /usr/local/go/src/runtime/panic.go:1456',
  '1  0x0000000000484485 in runtime.gopanic',
  '   at /usr/local/go/src/runtime/panic.go:879',
  '2  0x00000000004bc83c in main.verify',
  '   at ./main.go:18',
  '3  0x0000000000452567 in runtime.main',
  '   at /usr/local/go/src/runtime/proc.go:290',
];

async function session(...lines: string[]): Promise<DelveEvidence> {
  const { evidence } = await analyze(`${lines.join('\n')}\n`);
  const [delve] = evidence;
  if (delve?.kind !== 'delve') throw new Error(`not a Delve session but ${delve?.kind ?? 'nothing'}`);
  return delve;
}

describe('a Delve session', () => {
  it('ends at its quit, and another one starts a new piece of evidence', async () => {
    const one = ["Type 'help' for list of commands.", '(dlv) bt', ...STACK, '(dlv) quit'];
    const { evidence } = await analyze([...one, '', 'and then', '', ...one].join('\n'));
    expect(evidence.map(({ kind, span }) => [kind, span.from, span.to])).toEqual([
      ['delve', 1, 11],
      ['delve', 15, 25],
    ]);
  });

  it('reads `stack -offsets` and `-defer` (service/api/prettyprint.go, PrintStack)', async () => {
    const delve = await session(
      '(dlv) stack -defer',
      '0  0x000000000044f4a4 in main.f',
      '   at ./main.go:12',
      '   frame: -0x28 frame pointer -0x10',
      '       defer 1: 0x000000000044f4a9 in main.f.func1',
      '                at ./main.go:9',
      '                deferred by main.f at ./main.go:8',
      '',
      '(truncated)',
      '(dlv) quit',
    );
    expect(delve.frames).toHaveLength(1);
    expect(delve.frames[0]).toMatchObject({ index: 0, func: 'main.f', line: 12 });
    expect(delve.truncated).toBe(true);
  });

  it('reads labels and the four places of a goroutine (terminal.writeGoroutineLong)', async () => {
    const delve = await session(
      '(dlv) goroutine',
      'Thread 868 at /usr/local/go/src/runtime/proc.go:463',
      'Goroutine 18:',
      '\tRuntime: /usr/local/go/src/runtime/proc.go:463 runtime.gopark (0x484b31)',
      '\tUser: ./main.go:32 main.worker (0x49b4d2)',
      '\tGo: ./main.go:41 main.main (0x4bd1a5)',
      '\tStart: ./main.go:28 main.worker (0x4bcc80)',
      '\tLabels: "job":"ingest", "shard":"2"',
      '(dlv) quit',
    );
    expect(delve.goroutines).toEqual([
      {
        id: 18,
        at: 3,
        runtime: { func: 'runtime.gopark', file: '/usr/local/go/src/runtime/proc.go', line: 463, at: 4 },
        user: { func: 'main.worker', file: './main.go', line: 32, at: 5 },
        createdBy: { func: 'main.main', file: './main.go', line: 41, at: 6 },
        start: { func: 'main.worker', file: './main.go', line: 28, at: 7 },
        labels: { job: 'ingest', shard: '2' },
      },
    ]);
  });

  it('leaves the raw wait time out of the state (terminal.(*Term).formatGoroutine)', async () => {
    const delve = await session(
      '(dlv) goroutines',
      '  Goroutine 8 - User: ./main.go:9 main.f (0x4d36f4) [chan send 123456]',
      '[1 goroutines]',
      '(dlv) quit',
    );
    expect(delve.goroutines[0]?.state).toBe('chan send');
  });

  it('keeps a goroutine that could not be read as a line it understands', async () => {
    const { evidence, ledger } = await analyze(
      '(dlv) goroutines\n  Goroutine (unreadable could not read)\n[1 goroutines]\n(dlv) quit\n',
    );
    expect(evidence).toHaveLength(1);
    expect(ledger.read + ledger.unread).toBe(4);
  });

  it('follows `goroutine N`, whose stack then belongs to N', async () => {
    const parked = [
      '0  0x0000000000484fd1 in runtime.gopark',
      '   at /usr/local/go/src/runtime/proc.go:463',
      '1  0x00000000004d36f4 in main.transfer',
      '   at ./main.go:22',
    ];
    const delve = await session(
      '(dlv) goroutine 20',
      'Switched from 0 to 20 (thread 9138)',
      '(dlv) bt',
      ...parked,
      '(dlv) p to.id',
      '2',
      '(dlv) quit',
    );
    expect(delve.crash).toMatchObject({
      goroutine: 20,
      frame: 1,
      how: 'blocked',
      confidence: 'likely',
      site: { line: 22 },
    });
    expect(delve.variables[0]).toMatchObject({ goroutine: 20, frame: 0, expression: 'to.id', value: '2' });
  });

  it('reads `frame N COMMAND`, which does not move', async () => {
    const delve = await session(
      "Type 'help' for list of commands.",
      '(dlv) frame 2 print got',
      '"sale"',
      '(dlv) p 1+1',
      '2',
      '(dlv) quit',
    );
    expect(delve.variables.map(({ frame, expression }) => [frame, expression])).toEqual([
      [2, 'got'],
      [0, '1+1'],
    ]);
  });

  it('stays in its frame when the next one does not exist', async () => {
    const frame = ['> main.f() ./main.go:1 (PC: 0x1)', 'Frame 2: ./main.go:18 (PC: 4bc83c)', '=>  18:\tpanic(x)'];
    const delve = await session(
      "Type 'help' for list of commands.",
      '(dlv) frame 2',
      ...frame,
      '(dlv) frame 99',
      'Command failed: Invalid frame 99',
      '(dlv) p got',
      '"sale"',
      '(dlv) quit',
    );
    expect(delve.variables[0]?.frame).toBe(2);
    expect(delve.errors).toEqual([{ command: 'frame 99', message: 'Invalid frame 99', at: 7 }]);
  });

  it('reads a stop at a breakpoint with arguments (terminal.printcontextThread, since delve#3675)', async () => {
    const delve = await session(
      '(dlv) c',
      '> [Breakpoint 1] main.(*T).f(21, "a (b) c") ./my dir/main.go:28 (hits goroutine(7):1 total:3) (PC: 0x49b343)',
      '(dlv) quit',
    );
    expect(delve.stops).toEqual([
      { breakpoint: '1', func: 'main.(*T).f', file: './my dir/main.go', line: 28, goroutine: 7, at: 2 },
    ]);
  });

  it("reads a stop of older Delve without the breakpoint's name", async () => {
    const delve = await session(
      '(dlv) c',
      '> main.f() ./main.go:28 (hits goroutine(1):1 total:1) (PC: 0x49b343)',
      '(dlv) quit',
    );
    expect(delve.stops[0]).toMatchObject({ func: 'main.f', line: 28, goroutine: 1 });
  });

  it("calls the last own stop before the runtime's own breakpoint likely the place", async () => {
    const delve = await session(
      '(dlv) c',
      '> [Breakpoint 1] main.f() ./main.go:28 (hits goroutine(1):1 total:1) (PC: 0x49b343)',
      '(dlv) next',
      '> [unrecovered-panic] runtime.fatalpanic() /usr/local/go/src/runtime/panic.go:1188 (hits goroutine(1):1 total:1) (PC: 0x437fa4)',
      '\truntime.curg._panic.arg: interface {}(string) "boom"',
      '(dlv) quit',
    );
    expect(delve.crash).toMatchObject({
      how: 'stop',
      frame: 0,
      goroutine: 1,
      confidence: 'likely',
      site: { line: 28 },
    });
    expect(delve.crash?.value).toContain('boom');
  });

  it('reads values of an expression shown at each stop (`display -a`)', async () => {
    const delve = await session(
      '(dlv) n',
      '> main.f() ./main.go:28 (PC: 0x49b343)',
      '=>  28:\tx++',
      '0: x = 4',
      '(dlv) quit',
    );
    expect(delve.variables[0]).toMatchObject({ expression: 'x', value: '4', frame: 0 });
  });

  it('reads `args -v` with values of several lines', async () => {
    const delve = await session(
      '(dlv) args -v',
      'u = (*main.user)(0x1742b2ace2e0)',
      '*main.user {',
      '\tid: 2,',
      '\tname: "Bob",}',
      'n = 3',
      '(dlv) quit',
    );
    expect(delve.variables.map(({ expression, value }) => [expression, value.split('\n').length])).toEqual([
      ['u', 4],
      ['n', 1],
    ]);
  });

  it('takes piped output that has no command for what it is', async () => {
    const delve = await session(
      '(dlv) [2 goroutines]',
      '(dlv) (dlv) *main.T nil',
      '(dlv) error',
      'Concrete type: *main.E',
      '(dlv) ',
    );
    expect(delve.form).toBe('piped');
    expect(delve.variables).toEqual([{ value: '*main.T nil', type: '*main.T', isNil: true, at: 2 }]);
    expect(delve.errors).toEqual([{ at: 2, confidence: 'likely' }]);
  });

  it('joins lines that a narrow terminal wrapped', async () => {
    const lines = [
      '(dlv) goroutines',
      '  Goroutine 1 - User: /usr/local/go/src/runtime/sema.go:114 sync.runtime_Sem',
      'acquireWaitGroup (0x48624e) [sync.WaitGroup.Wait]',
      '  Goroutine 19 - User: ./main.go:29 main.ticker (0x4d38c5) [chan receive]',
      '[2 goroutines]',
      '(dlv) quit',
    ];
    const delve = await session(...lines);
    expect(delve.goroutines.map(({ state, user }) => [state, user?.func])).toEqual([
      ['sync.WaitGroup.Wait', 'sync.runtime_SemacquireWaitGroup'],
      ['chan receive', 'main.ticker'],
    ]);
  });

  it('is incomplete when a frame or a value breaks off', async () => {
    expect((await session('(dlv) bt', ...STACK.slice(0, 5))).complete).toBe(false);
    expect((await session('(dlv) p m', 'map[string]int [', '\t"a": 1, ')).complete).toBe(false);
  });

  it('is incomplete when it starts in the middle of a stack', async () => {
    const delve = await session(...STACK.slice(2), '(dlv) quit');
    expect(delve).toMatchObject({ complete: false, crash: { frame: 2, site: { line: 18 } } });
  });

  it('has no crash where no stack and no stop shows one', async () => {
    const delve = await session('(dlv) help', 'The following commands are available:', '(dlv) quit');
    expect(delve.crash).toBeUndefined();
  });
});
