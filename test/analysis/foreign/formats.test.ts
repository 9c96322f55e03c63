import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foreignReader, type ForeignText } from '../../../src/analysis/foreign/index.ts';
import { analyze, analyzeText, type Evidence } from '../../../src/analysis/index.ts';
import { fixtureNames } from '../golden.ts';
import { brokenPromise } from '../mutate.ts';
import { mutated } from '../mutations.ts';
import { visitsOf } from '../visits.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/foreign');
const TEXTS = fixtureNames(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'));

function isForeign(one: Evidence): one is ForeignText {
  return one.kind === 'foreign';
}

function formatsOf(text: string): string[] {
  return analyzeText(text)
    .evidence.filter(isForeign)
    .map(({ format }) => format);
}

describe('recorded text of other tools', () => {
  it.each(fixtureNames(FOLDER))('%s is told as what its name begins with', async (name) => {
    const { evidence } = await analyze(readFileSync(join(FOLDER, name)));
    const foreign = evidence.filter(isForeign);
    expect(foreign.length).toBeGreaterThan(0);
    for (const { format, what, instead, span } of foreign) {
      expect(name.startsWith(format)).toBe(true);
      expect(what).toMatch(/^(?:a|an|the|messages|structured|Go) /);
      expect(instead).toMatch(/\.$/);
      expect(span.from).toBeGreaterThan(0);
    }
  });
});

/** Formats that no tool here prints, each with the program or document that fixes its words. */
const ELSEWHERE: readonly (readonly [string, string, string])[] = [
  [
    'lldb',
    'lldb, `thread backtrace`',
    "* thread #1, name = 'shop', stop reason = signal SIGABRT\n  * frame #0: 0x000000000048f181 shop`runtime.raise at sys_linux_amd64.s:154\n    frame #1: 0x000000000046b025 shop`runtime.dieFromSignal(sig=6) at signal_unix.go:973",
  ],
  [
    'dotnet',
    'dotnet/runtime, ExceptionHandling.cs',
    'Unhandled exception. System.NullReferenceException: Object reference not set to an instance of an object.\n   at Shop.Cart.Total() in /src/Cart.cs:line 12\n   at Shop.Program.Main() in /src/Program.cs:line 5',
  ],
  [
    'ruby',
    'ruby/ruby, eval_error.c',
    "shop.rb:3:in 'total': undefined method 'price' for nil (NoMethodError)\n\tfrom shop.rb:7:in '<main>'",
  ],
  [
    'php',
    'php/php-src, zend_exceptions.c',
    'PHP Fatal error:  Uncaught TypeError: Unsupported operand types in /srv/shop.php:3\nStack trace:\n#0 /srv/shop.php(7): total()\n#1 {main}\n  thrown in /srv/shop.php on line 3',
  ],
  ['lua', 'lua/lua, lauxlib.c', "stack traceback:\n\t[C]: in function 'error'\n\tshop.lua:3: in function 'total'"],
  [
    'elixir',
    'elixir-lang/elixir, exception.ex',
    '** (KeyError) key :price not found\n    (shop 0.1.0) lib/shop.ex:3: Shop.total/1',
  ],
  [
    'libfuzzer',
    'llvm/llvm-project, FuzzerLoop.cpp',
    "==1== ERROR: libFuzzer: deadly signal\nMS: 0 ; base unit: 0000\nartifact_prefix='./'; Test unit written to ./crash-da39a3ee",
  ],
  [
    'kernel-oops',
    'torvalds/linux, arch/x86/mm/fault.c',
    'BUG: kernel NULL pointer dereference, address: 0000000000000010\n#PF: supervisor read access in kernel mode\nRIP: 0010:ext4_map_blocks+0x1c/0x6c0\nCall Trace:',
  ],
  [
    'kernel-oops',
    'torvalds/linux, arch/x86/mm/fault.c, show_signal_msg',
    'shop[4711]: segfault at 10 ip 000000000051164c sp 000000c000123cb0 error 4 in shop[400000+20c000]',
  ],
  [
    'oom-killer',
    'torvalds/linux, mm/oom_kill.c',
    'shop invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\nOut of memory: Killed process 4711 (shop) total-vm:9000000kB, anon-rss:8000000kB',
  ],
  [
    'sanitizer',
    'llvm/llvm-project, sanitizer_common',
    '==4711==ERROR: LeakSanitizer: detected memory leaks\n\nDirect leak of 4 byte(s) in 1 object(s) allocated from:\n    #0 0x4a8f2c in malloc\nSUMMARY: LeakSanitizer: 4 byte(s) leaked in 1 allocation(s).',
  ],
  [
    'race-detector-death',
    'llvm/llvm-project, sanitizer_common',
    'ThreadSanitizer: CHECK failed: tsan_rtl.cpp:241 "((0)) != (0)" (0x0, 0x0)',
  ],
  [
    'python',
    'python/cpython, faulthandler.c',
    'Fatal Python error: Segmentation fault\n\nCurrent thread 0x00007f1 (most recent call first):\n  File "shop.py", line 3 in total',
  ],
  [
    'java',
    'openjdk/jdk, jstack',
    'Full thread dump OpenJDK 64-Bit Server VM (17.0.1+12 mixed mode):\n\n"main" #1 prio=5 os_prio=0 cpu=80.00ms tid=0x1 nid=0x2 runnable\n   java.lang.Thread.State: RUNNABLE\n\tat Shop.total(Shop.java:3)',
  ],
  [
    'killed',
    'kubernetes, kubectl describe pod',
    '    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137',
  ],
];

describe('text of tools that are not at hand', () => {
  it.each(ELSEWHERE)('%s is told by the words of %s', (format, _source, text) => {
    expect(formatsOf(text)).toEqual([format]);
  });
});

describe('foreign text beside Go evidence', () => {
  const PANIC = 'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:40 +0x1d\nexit status 2\n';

  it('leaves the Go evidence to its reader', () => {
    const text = `Traceback (most recent call last):\n  File "run.py", line 3, in <module>\nRuntimeError: the server died\n\n${PANIC}`;
    expect(analyzeText(text).evidence.map(({ kind }) => kind)).toEqual(['foreign', 'panic']);
  });

  it('does not speak of logs, sources or compilers around it', () => {
    expect(formatsOf(`{"level":"info","msg":"started"}\n{"level":"info","msg":"ready"}\n${PANIC}`)).toEqual([]);
    expect(formatsOf(`package main\n\nfunc main() { panic("boom") }\n\n${PANIC}`)).toEqual([]);
    expect(formatsOf(`# example.com/app\nvet: ./main.go:3:1: declared\n${PANIC}`)).toEqual([]);
  });

  it('does not take a Go race report for that of a C sanitizer', () => {
    const race =
      '==================\nWARNING: DATA RACE\nRead at 0x00c000 by goroutine 7:\n  main.f()\n      /app/main.go:3 +0x1\n';
    expect(formatsOf(race)).toEqual([]);
  });

  it('says nothing of plain prose', () => {
    expect(analyzeText('Hello,\nmy program is slow.\nWhat can I do?\n').evidence).toEqual([]);
  });

  it('never throws, and nothing points outside the paste', () => {
    fc.assert(
      fc.property(mutated(TEXTS), (paste) => {
        expect(brokenPromise(paste)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('takes work in proportion to its size', () => {
    const text = TEXTS.join('');
    expect(visitsOf(foreignReader, text.repeat(8)) / visitsOf(foreignReader, text.repeat(2))).toBeLessThan(4.5);
  });
});
