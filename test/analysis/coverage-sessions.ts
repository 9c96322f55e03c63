import type { CoverageRow } from './coverage.ts';

const RACES = 'race reports';
const DELVE = 'Delve text';
const LOOK_ALIKES = 'look-alikes';
const SHELL = 'terminal sessions about cores';

/** Races, Delve, look-alikes and shells. Recordings are named with their folder. */
export const SESSION_ROWS: readonly CoverageRow[] = [
  { section: RACES, row: 'fences and title', fixtures: ['race/counter'], tests: ['without fences'] },
  {
    section: RACES,
    row: 'first and second access, read and write',
    fixtures: ['race/read-main', 'race/captured', 'race/close-send'],
  },
  { section: RACES, row: 'main goroutine on either side', fixtures: ['race/counter', 'race/loop-variable'] },
  { section: RACES, row: 'no address up to Go 1.6', tests: ['needs no address'] },
  {
    section: RACES,
    row: 'no "Atomic read" in Go output',
    fixtures: ['race/atomic'],
    tests: ['never hears of atomic reads'],
  },
  {
    section: RACES,
    row: 'frames, inlined ones expanded, generics',
    fixtures: ['race/counter', 'race/generic', 'race/trimpath'],
  },
  {
    section: RACES,
    row: 'runtime, reflect and library top frames',
    fixtures: ['race/map', 'race/append', 'race/copy', 'race/buffer'],
    tests: ['skips runtime, library and generated frames'],
  },
  {
    section: RACES,
    row: 'atomic top frame without the calling function',
    fixtures: ['race/atomic', 'race/flag-atomic'],
  },
  { section: RACES, row: 'WaitGroup with and without its caller', fixtures: ['race/add-wait', 'race/flag-waitgroup'] },
  { section: RACES, row: 'lost stack', fixtures: ['race/lost-stack'] },
  { section: RACES, row: 'unsymbolized code', tests: ['keeps unsymbolized frames'] },
  {
    section: RACES,
    row: 'creation, running and finished, in either order',
    fixtures: ['race/nested', 'race/field'],
    tests: ['keeps creations in the order printed'],
  },
  {
    section: RACES,
    row: 'thread that C started',
    fixtures: ['race/c-thread'],
    tests: ['keeps a goroutine that came from C'],
  },
  { section: RACES, row: 'heap block, global variable', tests: ['reads a heap block', 'reads a global variable'] },
  { section: RACES, row: 'one number for two goroutines', tests: ['allows one number for two goroutines'] },
  {
    section: RACES,
    row: 'several reports, repeats, Found N',
    fixtures: ['race/twice'],
    tests: ['gives each report its own evidence', 'how many reports are missing'],
  },
  {
    section: RACES,
    row: 'verdicts of go test, inside, outside, benchmark, subtest, JSON',
    fixtures: ['race/test-', 'race/bench'],
    tests: ['reads the verdict of go test'],
  },
  {
    section: RACES,
    row: 'GORACE: strip_path_prefix, exitcode, log_path, halt_on_error',
    fixtures: ['race/strip-prefix', 'race/exitcode', 'race/halt-on-error'],
    tests: ['says that a summary alone is no report'],
  },
  {
    section: RACES,
    row: 'death of the detector',
    fixtures: ['foreign/race-detector-death'],
    tests: ['ThreadSanitizer: CHECK failed'],
  },
  {
    section: RACES,
    row: 'prefixed, indented, cut',
    tests: ['behind a prefix', 'indented as by t.Log', 'is incomplete when only its first'],
  },
  {
    section: DELVE,
    row: 'prompt: echoed, piped, merged, bytes of a terminal',
    fixtures: ['delve/nil-core-terminal', 'delve/nil-core-piped', 'delve/nil-core-merged', 'delve/nil-core-bytes'],
  },
  {
    section: DELVE,
    row: 'stop line, breakpoint, runtime breakpoints, optimized warning',
    fixtures: ['delve/exec-break', 'delve/exec-panic'],
    tests: ['reads a stop at a breakpoint with arguments', 'reads a stop of older Delve'],
  },
  {
    section: DELVE,
    row: 'goroutines, -s, -t, -group, footer',
    fixtures: ['delve/goroutine-core', 'delve/fatal-core'],
    tests: ['leaves the raw wait time out of the state'],
  },
  {
    section: DELVE,
    row: 'goroutine: switched, long form, labels',
    fixtures: ['delve/goroutine-core'],
    tests: ['reads labels and the four places', 'follows `goroutine N`'],
  },
  { section: DELVE, row: 'stack: truncated, index width', fixtures: ['delve/deep-core'] },
  {
    section: DELVE,
    row: 'core of a panic, of a panic while panicking, of a fatal error',
    fixtures: ['delve/index-core', 'delve/deferred-core', 'delve/guard-core', 'delve/fatal-core', 'delve/library-core'],
  },
  {
    section: DELVE,
    row: 'stack -full, -offsets, -defer',
    fixtures: ['delve/custom-core', 'delve/guard-core'],
    tests: ['reads `stack -offsets` and `-defer`', "the compiler's own variables"],
  },
  {
    section: DELVE,
    row: 'frame N: the stop line of frame 0 first',
    fixtures: ['delve/typed-nil-core'],
    tests: ['takes the place from `Frame N:`', 'stays in its frame'],
  },
  {
    section: DELVE,
    row: 'args, locals, -v, unreadable',
    fixtures: ['delve/optimised-core', 'delve/custom-core'],
    tests: ['reads `args -v`', 'unreadable could not find'],
  },
  {
    section: DELVE,
    row: 'print: pointers, slices, maps, interfaces, strings, channels',
    fixtures: ['delve/nil-core-terminal'],
    tests: ['says what its type and nil-ness are'],
  },
  {
    section: DELVE,
    row: 'errors, and their empty slots',
    fixtures: ['delve/nil-core-merged'],
    tests: ['notes the empty slot'],
  },
  { section: DELVE, row: 'long output in a pager', fixtures: ['delve/deep-core', 'delve/goroutine-core'] },
  { section: DELVE, row: 'wrapped, indented, quoted', tests: ['wrapped at ${width} columns'] },
  { section: LOOK_ALIKES, row: 'zap and pkg/errors stacks', fixtures: ['foreign/error-stack'] },
  {
    section: LOOK_ALIKES,
    row: 'gin recovery, chi pretty stack',
    fixtures: ['foreign/recovery-middleware', 'foreign/pretty-panic'],
  },
  { section: LOOK_ALIKES, row: 'goleak', fixtures: ['foreign/goleak'] },
  {
    section: LOOK_ALIKES,
    row: 'C and C++ sanitizers',
    fixtures: ['foreign/sanitizer'],
    tests: ['LeakSanitizer', 'does not take a Go race report'],
  },
  { section: LOOK_ALIKES, row: 'libFuzzer', tests: ['libFuzzer: deadly signal'] },
  { section: LOOK_ALIKES, row: 'gdb, lldb', fixtures: ['foreign/gdb'], tests: ['* thread #1'] },
  {
    section: LOOK_ALIKES,
    row: 'other languages',
    fixtures: ['foreign/java', 'foreign/python', 'foreign/javascript', 'foreign/rust'],
    tests: ['NoMethodError', 'NullReferenceException', 'PHP Fatal error'],
  },
  {
    section: LOOK_ALIKES,
    row: 'kernel and OOM killer',
    fixtures: ['foreign/killed'],
    tests: ['invoked oom-killer', 'BUG: kernel NULL'],
  },
  {
    section: LOOK_ALIKES,
    row: 'logs, sources, web pages, compiler messages',
    fixtures: ['foreign/json-log', 'foreign/go-source', 'foreign/web-page', 'foreign/go-compiler'],
  },
  {
    section: SHELL,
    row: 'a core by crash, by gcore, and none',
    fixtures: ['shell/crash-bash', 'shell/gcore-bash', 'shell/limit-zero', 'shell/no-crash'],
  },
  {
    section: SHELL,
    row: 'prompts of shells and containers',
    fixtures: ['shell/single-frame'],
    tests: ['is read with the prompt of'],
  },
  {
    section: SHELL,
    row: 'core_pattern, pipes, coredumpctl',
    tests: ['has no name for a core that went into a pipe', 'takes the file that coredumpctl writes'],
  },
];
