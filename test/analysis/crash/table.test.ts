import { describe, expect, it } from 'vitest';
import { analyzeText, type DumpEvidence, type FatalEvidence, type PanicEvidence } from '../../../src/analysis/index.ts';
import { classifyFatal, classifyValue } from '../../../src/analysis/crash/classify.ts';

const FRAMES = 'main.run(0x1)\n\t/app/main.go:9 +0x18\nmain.main()\n\t/app/main.go:4 +0x1\n';
const STACK = `goroutine 1 [running]:\n${FRAMES}`;

function panicIn(text: string): PanicEvidence {
  const found = analyzeText(text).evidence.filter((one) => one.kind === 'panic');
  expect(found).toHaveLength(1);
  return found[0] as PanicEvidence;
}

function fatalIn(text: string): FatalEvidence {
  const found = analyzeText(text).evidence.filter((one) => one.kind === 'fatal');
  expect(found).toHaveLength(1);
  return found[0] as FatalEvidence;
}

describe('panic values that the runtime makes (runtime/error.go, panic.go, chan.go, slice.go, unsafe.go, iface.go)', () => {
  it.each([
    ['runtime error: index out of range [5] with length 3', 'index-out-of-range', { index: 5, length: 3 }],
    ['runtime error: index out of range [-1]', 'index-out-of-range', { index: -1 }],
    ['runtime error: index out of range', 'index-out-of-range', undefined],
    ['runtime error: slice bounds out of range [:5] with length 3', 'slice-bounds', { high: 5, length: 3 }],
    ['runtime error: slice bounds out of range [:5] with capacity 2', 'slice-bounds', { high: 5, capacity: 2 }],
    ['runtime error: slice bounds out of range [5:3]', 'slice-bounds', { low: 5, high: 3 }],
    ['runtime error: slice bounds out of range [-1:]', 'slice-bounds', { low: -1 }],
    ['runtime error: slice bounds out of range [:-1]', 'slice-bounds', { high: -1 }],
    ['runtime error: slice bounds out of range [::9] with length 4', 'slice-bounds', { max: 9, length: 4 }],
    ['runtime error: slice bounds out of range [::9] with capacity 4', 'slice-bounds', { max: 9, capacity: 4 }],
    ['runtime error: slice bounds out of range [:9:4]', 'slice-bounds', { high: 9, max: 4 }],
    ['runtime error: slice bounds out of range [9:4:]', 'slice-bounds', { low: 9, high: 4 }],
    ['runtime error: slice bounds out of range [::-1]', 'slice-bounds', { max: -1 }],
    ['runtime error: slice bounds out of range [:-1:]', 'slice-bounds', { high: -1 }],
    ['runtime error: slice bounds out of range [-1::]', 'slice-bounds', { low: -1 }],
    ['runtime error: slice bounds out of range', 'slice-bounds', undefined],
    [
      'runtime error: cannot convert slice with length 2 to array or pointer to array with length 4',
      'slice-to-array',
      { have: 2, want: 4 },
    ],
    [
      'runtime error: cannot convert slice with length 2 to pointer to array with length 4',
      'slice-to-array',
      { have: 2, want: 4 },
    ],
    ['runtime error: invalid memory address or nil pointer dereference', 'nil-dereference', undefined],
    ['runtime error: integer divide by zero', 'integer-divide', undefined],
    ['runtime error: negative shift amount', 'negative-shift', undefined],
    ['runtime error: makeslice: len out of range', 'makeslice', undefined],
    ['runtime error: growslice: len out of range', 'makeslice', undefined],
    ['makechan: size out of range', 'makechan', undefined],
    ['runtime error: hash of unhashable type []int', 'unhashable', { type: '[]int' }],
    ['runtime error: comparing uncomparable type []int', 'uncomparable', { type: '[]int' }],
    ['runtime error: unsafe.Slice: len out of range', 'unsafe-slice', undefined],
    ['runtime error: unsafe.String: ptr is nil and len is not zero', 'unsafe-slice', undefined],
    [
      'runtime error: range function continued iteration after function for loop body returned false',
      'range-func',
      undefined,
    ],
    ['runtime error: cgo argument has Go pointer to unpinned Go pointer', 'cgo-check', undefined],
    ['runtime error: panic called with nil argument (use GODEBUG=panicnil=1 to disable)', 'nil-panic', undefined],
    ['panic called with nil argument (use GODEBUG=panicnil=1 to disable)', 'nil-panic', undefined],
    ['assignment to entry in nil map', 'nil-map-write', undefined],
    ['send on closed channel', 'send-on-closed-channel', undefined],
    ['close of closed channel', 'close-closed-channel', undefined],
    ['close of nil channel', 'close-nil-channel', undefined],
    ['value method main.T.M called using nil *T pointer', 'nil-value-method', undefined],
    [
      'interface conversion: interface {} is string, not int',
      'type-assertion',
      { interface: 'interface {}', have: 'string', want: 'int' },
    ],
    [
      'interface conversion: interface is nil, not main.I',
      'type-assertion',
      { interface: 'interface', have: 'nil', want: 'main.I' },
    ],
    [
      'interface conversion: main.T is not main.I: missing method M',
      'type-assertion',
      { have: 'main.T', want: 'main.I', missing: 'M' },
    ],
    [
      'interface conversion: main.I is main.T, not main.T (types from different packages)',
      'type-assertion',
      { interface: 'main.I', have: 'main.T', want: 'main.T' },
    ],
    ['sync: negative WaitGroup counter', 'negative-waitgroup', undefined],
    ['deadlock: main bubble goroutine has exited but blocked goroutines remain', 'synctest-deadlock', undefined],
  ] as const)('%s is %s', (value, errorClass, operands) => {
    const classified = classifyValue(value);
    expect(classified?.errorClass).toBe(errorClass);
    expect(classified?.operands).toEqual(operands);
  });

  it.each([
    'boom',
    'runtime error',
    'Assignment to entry in nil map',
    'index out of range [5] with length 3',
    'sync: x',
  ])('%s is a value of somebody else', (value) => {
    expect(classifyValue(value)).toBeUndefined();
  });
});

describe('fatal errors (runtime/panic.go: throw, fatal; internal/sync; internal/runtime/maps)', () => {
  it.each([
    ['all goroutines are asleep - deadlock!', 'deadlock'],
    ['no goroutines (main called runtime.Goexit) - deadlock!', 'goexit-deadlock'],
    ['concurrent map writes', 'concurrent-map-writes'],
    ['small map with no empty slot (concurrent map writes?)', 'concurrent-map-writes'],
    ['concurrent map read and map write', 'concurrent-map-read-write'],
    ['concurrent map iteration and map write', 'concurrent-map-iteration'],
    ['concurrent map clone and map write', 'concurrent-map-clone'],
    ['stack overflow', 'stack-overflow'],
    ['runtime: out of memory', 'out-of-memory'],
    ['runtime: cannot allocate memory', 'out-of-memory'],
    ['out of memory (stackalloc)', 'out-of-memory'],
    ['out of memory allocating heap arena map', 'out-of-memory'],
    ['sync: unlock of unlocked mutex', 'unlock-of-unlocked'],
    ['sync: Unlock of unlocked RWMutex', 'unlock-of-unlocked'],
    ['sync: RUnlock of unlocked RWMutex', 'unlock-of-unlocked'],
    ['unexpected signal during runtime execution', 'unexpected-fault'],
    ['fault', 'unexpected-fault'],
    ['checkptr: misaligned pointer conversion', 'checkptr'],
    ['checkptr: pointer arithmetic result points to invalid allocation', 'checkptr'],
    ['panic while printing panic value: type main.T', 'panic-while-printing'],
    ['thread exhaustion', 'thread-exhaustion'],
    ['send on synctest channel from outside bubble', 'synctest-misuse'],
    ['schedule: holding locks', 'runtime-throw'],
  ])('%s is %s', (message, fatalClass) => {
    expect(classifyFatal(message)).toBe(fatalClass);
  });
});

describe('headers of a crash', () => {
  it('reads the signal line of a nil dereference, old and new (runtime.sigpanic, printpanics)', () => {
    const text = (line: string): string =>
      `panic: runtime error: invalid memory address or nil pointer dereference\n${line}\n\n${STACK}`;
    expect(panicIn(text('[signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x483378]'))).toMatchObject({
      signal: { name: 'SIGSEGV', code: '0x1', address: '0x18', pc: '0x483378' },
      operands: { address: '0x18' },
    });
    expect(panicIn(text('[signal 0xb code=0x0 addr=0x0 pc=0x0]')).signal).toMatchObject({
      name: 'SIGSEGV',
      address: '0x0',
    });
  });

  it('reads an exception of Windows (runtime/signal_windows.go: winthrow)', () => {
    const fatal = fatalIn(
      `Exception 0xc0000005 0x0 0x18 0x7ff6b3c41a5d\nPC=0x7ff6b3c41a5d\n\n${STACK}rax     0x0\nrip     0x7ff6b3c41a5d\n`,
    );
    expect(fatal).toMatchObject({
      class: 'signal',
      message: 'Exception 0xc0000005 0x0 0x18 0x7ff6b3c41a5d',
      fault: { line: 9 },
    });
  });

  it('reads paths of Windows', () => {
    const text =
      'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\tC:/Users/ann/My Code/app/main.go:9 +0x18\nexit status 2\n';
    expect(panicIn(text).fault).toMatchObject({ file: 'C:/Users/ann/My Code/app/main.go', line: 9 });
  });

  it('takes a panic that breaks again for one crash (runtime.dopanic_m, startpanic_m)', () => {
    expect(
      fatalIn(
        `panic: boom\nfatal error: panic on system stack\n\nruntime stack:\nruntime.throw({0x1, 0x2})\n\t/usr/local/go/src/runtime/panic.go:1101 +0x48\n\n${STACK}`,
      ),
    ).toMatchObject({
      message: 'panic on system stack',
      fault: { line: 9 },
    });
    expect(analyzeText(`panic: boom\npanic during panic\n\n${STACK}stack trace unavailable\n`).evidence).toHaveLength(
      1,
    );
  });

  it('reads a signal in C code (runtime.sighandler, badsignal)', () => {
    const fatal = fatalIn(
      'SIGSEGV: segmentation violation\nPC=0x4a1970 m=0 sigcode=1 addr=0x18\nsignal arrived during cgo execution\n\ngoroutine 1 [syscall]:\nruntime.cgocall(0x4a1970, 0xc00003ef20)\n\t/usr/local/go/src/runtime/cgocall.go:157 +0x5c\nmain._Cfunc_check(0x1)\n\t_cgo_gotypes.go:45 +0x45\nmain.main()\n\t/app/main.go:45 +0x18b\n',
    );
    expect(fatal).toMatchObject({
      class: 'cgo-signal',
      goroutine: 1,
      signal: { name: 'SIGSEGV', address: '0x18' },
      fault: { file: '/app/main.go' },
    });
  });

  it('takes a header and blank lines inside a value for the value (≤ 1.22: the text stands as the program gave it)', () => {
    const text = `panic: a\n\ngoroutine 99 [running]:\nfake\n\n${STACK}exit status 2\n`;
    expect(panicIn(text)).toMatchObject({ chain: [{ value: 'a\n\ngoroutine 99 [running]:\nfake' }], goroutine: 1 });
  });

  it('keeps a chain link apart from a value that looks like one, by the calls of panic on the stack', () => {
    const head = 'panic: a\n\tpanic: b\n\ngoroutine 1 [running]:\n';
    const rest = 'main.main()\n\t/app/main.go:4 +0x1\nexit status 2\n';
    expect(panicIn(head + rest).chain.map(({ value }) => value)).toEqual(['a\npanic: b']);
    const nested = `${head}main.main.func1()\n\t/app/main.go:6 +0x1\npanic({0x1, 0x2})\n\t/usr/local/go/src/runtime/panic.go:860 +0x1\n${rest}`;
    expect(panicIn(nested).chain.map(({ value }) => value)).toEqual(['a', 'b']);
  });

  it('reads a benchmark’s panic behind its name, where the output does not start at column 0', () => {
    expect(panicIn(`BenchmarkMedian-2   \tpanic: boom\n\n${STACK}`)).toMatchObject({
      chain: [{ value: 'boom' }],
      fault: { line: 9 },
    });
  });

  it('reads panics that others print: http2, testing', () => {
    expect(panicIn(`2026/03/01 10:00:00 http2: panic serving 1.2.3.4:5: boom\n${STACK}`)).toMatchObject({
      handledBy: 'net/http',
      chain: [{ value: 'boom' }],
    });
    expect(
      panicIn(
        `        testing.go:1349: panic: boom\n            ${STACK.replaceAll('\n', '\n            ').trimEnd()}\n`,
      ),
    ).toMatchObject({
      handledBy: 'testing',
      chain: [{ value: 'boom' }],
    });
  });

  it('finds two crashes in one paste', () => {
    const { evidence } = analyzeText(`panic: one\n\n${STACK}exit status 2\n\npanic: two\n\n${STACK}exit status 2\n`);
    expect(evidence.map((one) => (one.kind === 'panic' ? one.chain[0]?.value : one.kind))).toEqual(['one', 'two']);
  });

  it('reads what the shell and go test print behind it', () => {
    for (const tail of [
      'exit status 2',
      'FAIL\texample.com/x\t0.004s',
      'signal: killed',
      'Aborted (core dumped)',
      'FAIL',
    ]) {
      expect(analyzeText(`panic: boom\n\n${STACK}${tail}\n`).ledger).toMatchObject({ other: 0, unread: 0 });
    }
  });
});

describe('dumps', () => {
  it('groups by state, first own frame and creator, and names the leak first', () => {
    const blocked = (id: number): string =>
      `goroutine ${id} [chan send, 3 minutes]:\nmain.send(...)\n\t/app/main.go:20\ncreated by main.start in goroutine 1\n\t/app/main.go:12 +0x5d\n`;
    const text = `goroutine 1 [running]:\nruntime/pprof.writeGoroutineStacks({0x1, 0x2})\n\t/usr/local/go/src/runtime/pprof/pprof.go:703 +0x6a\nmain.main()\n\t/app/main.go:45 +0x1\n\n${[2, 3, 4].map(blocked).join('\n')}`;
    const [dump] = analyzeText(text).evidence as DumpEvidence[];
    expect(dump).toMatchObject({
      how: 'pprof-debug2',
      groups: [
        { state: 'chan send', count: 3, maxWaitMinutes: 3, blockedAt: { line: 20 }, createdAt: { line: 12 } },
        { state: 'running', count: 1 },
      ],
      suspects: [{ group: 0, confidence: 'likely' }],
    });
  });

  it('does not call a lone stack of a healthy program a crash', () => {
    expect(analyzeText(STACK).evidence[0]).toMatchObject({ kind: 'dump', likely: ['how'] });
  });
});

describe('cut texts', () => {
  const WHOLE = `panic: boom\n\n${STACK}exit status 2\n`;

  it('says that the head is missing, and keeps the fault as likely', () => {
    const { evidence, diagnostics } = analyzeText(FRAMES);
    expect(evidence[0]).toMatchObject({ kind: 'panic', complete: false, fault: { line: 9, confidence: 'likely' } });
    expect(diagnostics[0]?.message).toContain('head is missing');
  });

  it('never names a fault behind a mark that says lines are left out', () => {
    for (const mark of ['…', '...', '[...]', '<snip>', '--- truncated ---']) {
      const text = `panic: boom\n\ngoroutine 1 [running]:\n${mark}\nmain.main()\n\t/app/main.go:4 +0x1\nexit status 2\n`;
      const { complete, fault } = panicIn(text);
      expect({ mark, complete, fault }).toEqual({ mark, complete: false, fault: undefined });
    }
  });

  it('sees a cut in the middle of a line, a frame, a header', () => {
    for (const end of [WHOLE.indexOf('main.go:9') + 3, WHOLE.indexOf('main.run') + 5, WHOLE.indexOf('[running]') + 4]) {
      expect(panicIn(WHOLE.slice(0, end)).complete).toBe(false);
    }
  });

  it('says what to paste when there is nothing', () => {
    for (const text of ['', '\n\n', 'hello\nworld\n']) {
      expect(analyzeText(text)).toMatchObject({ evidence: [], diagnostics: [{ severity: 'error' }] });
    }
  });
});
