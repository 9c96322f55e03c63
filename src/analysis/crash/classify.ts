import type { ErrorClass, FatalClass, Operands } from './model.ts';

/** A class told by the words alone, with the numbers that the words hold. */
export interface Classified {
  readonly errorClass: ErrorClass;
  readonly operands?: Operands;
}

type Rule = readonly [prefix: string, errorClass: ErrorClass, operands?: (rest: string) => Operands | undefined];

/**
 * The runtime's own texts, each by how it starts.
 * @see runtime/error.go (boundsErrorFmts, TypeAssertionError), runtime/panic.go, runtime/{chan,slice,map,unsafe}.go
 */
const RUNTIME_RULES: readonly Rule[] = [
  ['index out of range', 'index-out-of-range', indexOperands],
  ['slice bounds out of range', 'slice-bounds', sliceOperands],
  ['cannot convert slice with length', 'slice-to-array', conversionOperands],
  ['invalid memory address or nil pointer dereference', 'nil-dereference'],
  ['integer divide by zero', 'integer-divide'],
  ['integer overflow', 'integer-divide'],
  ['negative shift amount', 'negative-shift'],
  ['makeslice: ', 'makeslice'],
  ['growslice: ', 'makeslice'],
  ['makechan: ', 'makechan'],
  ['unsafe.Slice', 'unsafe-slice'],
  ['unsafe.String', 'unsafe-slice'],
  ['hash of unhashable type ', 'unhashable', typeOperand],
  ['comparing uncomparable type ', 'uncomparable', typeOperand],
  ['range function continued iteration', 'range-func'],
  ['iterator call did not preserve panic', 'range-func'],
  ['cgo argument has Go pointer to', 'cgo-check'],
  ['cgo result has Go pointer', 'cgo-check'],
  ['cgo result is unpinned Go pointer', 'cgo-check'],
  ['panic called with nil argument', 'nil-panic'],
];

const BARE_RULES: readonly Rule[] = [
  ['assignment to entry in nil map', 'nil-map-write'],
  ['send on closed channel', 'send-on-closed-channel'],
  ['close of closed channel', 'close-closed-channel'],
  ['close of nil channel', 'close-nil-channel'],
  ['makechan: size out of range', 'makechan'],
  ['interface conversion: ', 'type-assertion', assertionOperands],
  ['panic called with nil argument', 'nil-panic'],
  ['sync: negative WaitGroup counter', 'negative-waitgroup'],
  ['test timed out after ', 'test-timeout'],
  ['deadlock: all goroutines in bubble are blocked', 'synctest-deadlock'],
  ['deadlock: main bubble goroutine has exited but blocked goroutines remain', 'synctest-deadlock'],
];

const PREFIX = 'runtime error: ';

/**
 * The class and operands that the words of a panic value prove; undefined for a value of the program's own.
 * @example classifyValue('runtime error: index out of range [5] with length 3')?.operands // { index: 5, length: 3 }
 */
export function classifyValue(value: string): Classified | undefined {
  if (value.startsWith(PREFIX)) return byRules(RUNTIME_RULES, value.slice(PREFIX.length));
  const bare = byRules(BARE_RULES, value);
  if (bare !== undefined) return bare;
  return /^value method \S+ called using nil \*\S+ pointer$/.test(value)
    ? { errorClass: 'nil-value-method' }
    : undefined;
}

function byRules(rules: readonly Rule[], text: string): Classified | undefined {
  const rule = rules.find(([prefix]) => text.startsWith(prefix));
  if (rule === undefined) return undefined;
  const operands = rule[2]?.(text.slice(rule[0].length));
  return operands === undefined ? { errorClass: rule[1] } : { errorClass: rule[1], operands };
}

/** ` [5] with length 3`, ` [-1]`. */
function indexOperands(rest: string): Operands | undefined {
  const words = /^ \[(-?\d{1,20})\](?: with length (\d{1,20}))?/.exec(rest);
  if (words === null) return undefined;
  return { index: Number(words[1]), ...(words[2] === undefined ? {} : { length: Number(words[2]) }) };
}

/** ` [:5] with capacity 2`, ` [5:3]`, ` [-1:]`, ` [::9] with length 4`, ` [:3:2]`, ` [4:3:]`. */
function sliceOperands(rest: string): Operands | undefined {
  const words = /^ \[(-?\d{0,20}):(-?\d{0,20})(?::(-?\d{0,20}))?\](?: with (length|capacity) (\d{1,20}))?/.exec(rest);
  if (words === null) return undefined;
  const [, low, high, max, measure, size] = words;
  return {
    ...numbered('low', low),
    ...numbered('high', high),
    ...numbered('max', max),
    ...(measure === 'length' ? { length: Number(size) } : {}),
    ...(measure === 'capacity' ? { capacity: Number(size) } : {}),
  };
}

function numbered(name: 'low' | 'high' | 'max', digits: string | undefined): Operands {
  return digits === undefined || digits === '' ? {} : { [name]: Number(digits) };
}

/** ` 2 to array or pointer to array with length 4`. */
function conversionOperands(rest: string): Operands | undefined {
  const words = /^ (\d{1,20}) to (?:array or )?pointer to array with length (\d{1,20})/.exec(rest);
  return words === null ? undefined : { have: Number(words[1]), want: Number(words[2]) };
}

function typeOperand(rest: string): Operands {
  return { type: rest.split('\n', 1)[0] ?? rest };
}

/** `interface {} is string, not int`; `main.T is not main.I: missing method M`; `interface is nil, not main.I`. */
function assertionOperands(rest: string): Operands | undefined {
  const missing = rest.indexOf(': missing method ');
  if (missing > 0) {
    const [have = '', want = ''] = rest.slice(0, missing).split(' is not ', 2);
    return { have, want, missing: rest.slice(missing + 17) };
  }
  const is = rest.indexOf(' is ');
  const not = rest.indexOf(', not ', is);
  if (is < 0 || not < 0) return undefined;
  const want = (rest.slice(not + 6).split(' (types from ', 1)[0] ?? '').trimEnd();
  return { interface: rest.slice(0, is), have: rest.slice(is + 4, not), want };
}

const FATAL_RULES: readonly (readonly [RegExp, FatalClass])[] = [
  [/^all goroutines are asleep - deadlock!/, 'deadlock'],
  [/^no goroutines \(main called runtime\.Goexit\) - deadlock!/, 'goexit-deadlock'],
  [/^concurrent map read and map write/, 'concurrent-map-read-write'],
  [/^concurrent map iteration and map write/, 'concurrent-map-iteration'],
  [/^concurrent map clone and map write/, 'concurrent-map-clone'],
  [/concurrent map writes/, 'concurrent-map-writes'],
  [/^stack overflow|^stack exceeds|^stack size exceeds/, 'stack-overflow'],
  [/out of memory|^cannot allocate memory|^runtime: cannot allocate/, 'out-of-memory'],
  [/^(?:internal\/)?sync: [Rr]?[Uu]nlock of unlocked/, 'unlock-of-unlocked'],
  [/^unexpected signal during runtime execution/, 'unexpected-fault'],
  [/^fault$|^unexpected fault/, 'unexpected-fault'],
  [/^checkptr: /, 'checkptr'],
  [/^panic while printing panic value/, 'panic-while-printing'],
  [/^thread exhaustion|^runtime: program exceeds/, 'thread-exhaustion'],
  [/synctest|bubble/, 'synctest-misuse'],
];

/** The class of a fatal error's message; `runtime-throw` for the hundreds of others that the runtime has. */
export function classifyFatal(message: string): FatalClass {
  const first = message.split('\n', 1)[0] ?? message;
  return FATAL_RULES.find(([pattern]) => pattern.test(first))?.[1] ?? 'runtime-throw';
}

const NAMED_BASIC = /^([\p{L}_][\p{L}\p{N}_./%-]*\.[\p{L}_][\p{L}\p{N}_]*)\((?:-?[\d+.]|"|true|false|\()/u;
const POINTER_VALUE = /^\(([^\n]{1,500})\) (?:0x[0-9a-f]{1,16}|\(0x[0-9a-f]{1,16},0x[0-9a-f]{1,16}\))$/;

/** The type that the runtime prints with values that it cannot print plainly: `(main.T) 0xc…`, `main.ID(7)`. */
export function valueTypeOf(value: string): string | undefined {
  return POINTER_VALUE.exec(value)?.[1] ?? NAMED_BASIC.exec(value.slice(0, 1000))?.[1];
}

/** A guess at what sort of value the program raised, as the text of a string and of an error look the same. */
export function guessCustomClass(value: string): ErrorClass {
  if (value === 'nil') return 'nil-panic';
  if (valueTypeOf(value) !== undefined || /^(?:[-+]?\d[\d.e+-]*|true|false|\([-+][\d.e+-]+i\))$/.test(value)) {
    return 'custom-value';
  }
  return /: (?:no such file or directory|permission denied|EOF|invalid syntax|connection refused|file exists)$/.test(
    value,
  )
    ? 'custom-error'
    : 'custom-string';
}
