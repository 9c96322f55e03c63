import { buildFlags, splitFlag, UsageError } from './flags.ts';
import type { ParsedFlags } from './flags.ts';

/** Flags of test binaries that the go command passes on with `test.` in front. */
const passed: Readonly<Record<string, 'switch' | 'value'>> = {
  bench: 'value',
  benchmem: 'switch',
  benchtime: 'value',
  blockprofile: 'value',
  blockprofilerate: 'value',
  count: 'value',
  coverprofile: 'value',
  cpu: 'value',
  cpuprofile: 'value',
  failfast: 'switch',
  fullpath: 'switch',
  fuzz: 'value',
  fuzzminimizetime: 'value',
  fuzztime: 'value',
  list: 'value',
  memprofile: 'value',
  memprofilerate: 'value',
  mutexprofile: 'value',
  mutexprofilefraction: 'value',
  outputdir: 'value',
  parallel: 'value',
  run: 'value',
  short: 'switch',
  shuffle: 'value',
  skip: 'value',
  timeout: 'value',
  trace: 'value',
  v: 'switch',
};

/** Flags of the go command itself. */
const own: Readonly<Record<string, 'switch' | 'value'>> = {
  ...buildFlags,
  args: 'switch',
  c: 'switch',
  exec: 'value',
  i: 'switch',
  json: 'switch',
  o: 'value',
  vet: 'value',
};

/** A `go test` command line. */
export interface TestFlags {
  readonly build: ParsedFlags;
  /** The words that name packages. */
  readonly packages: readonly string[];
  /** What the test binary gets. */
  readonly testArgs: readonly string[];
  readonly verbose: boolean;
  readonly json: boolean;
  /** Whether output of packages that pass is shown: with -v, -json, -list, -bench and -fuzz. */
  readonly showPass: boolean;
  /** Whether output goes by as it comes and is never looked at: with -bench and -fuzz. */
  readonly streams: boolean;
  readonly vet: string | undefined;
  /** -c: only compile, to this file or the usual name. */
  readonly compileOnly: boolean;
  readonly output: string | undefined;
}

const defaultTimeout = '10m0s';

/**
 * Returns a `go test` command line: flags of the go command and of the test binary in any order, packages among them;
 * what the go command does not know goes to the test binary with all that follows it.
 *
 * @throws UsageError when a flag lacks its value.
 * @example parseTestFlags(['-run', 'X', './...']).testArgs // ['-test.timeout=10m0s', '-test.run=X']
 */
export function parseTestFlags(args: readonly string[]): TestFlags {
  const build: (readonly [string, string])[] = [];
  const testFlags = new Map<string, string>();
  const packages: string[] = [];
  const rest: string[] = [];
  let at = 0;
  for (; at < args.length; at++) {
    const word = args[at] ?? '';
    if (!word.startsWith('-') || word === '-') {
      if (packages.length > 0 && !isPackageWord(args, at)) break;
      packages.push(word);
      continue;
    }
    const [name, given] = splitFlag(word);
    if (name === 'args') {
      at++;
      break;
    }
    const plain = name.startsWith('test.') ? name.slice('test.'.length) : name;
    const kind = name === plain ? (passed[plain] ?? own[plain]) : passed[plain];
    if (kind === undefined) break;
    if (kind === 'value' && given === undefined) at++;
    const value = given ?? (kind === 'switch' ? 'true' : args[at]);
    if (value === undefined) throw new UsageError(`flag needs an argument: -${name}`);
    if (passed[plain] !== undefined) testFlags.set(plain, value);
    if (own[plain] !== undefined) build.push([plain, value]);
  }
  rest.push(...args.slice(at));
  return assemble(build, testFlags, packages, rest);
}

/** Packages stand together: one after a flag in the middle is an argument of the test. */
function isPackageWord(args: readonly string[], at: number): boolean {
  return !args[at - 1]?.startsWith('-');
}

function assemble(
  all: readonly (readonly [string, string])[],
  testFlags: ReadonlyMap<string, string>,
  packages: readonly string[],
  rest: readonly string[],
): TestFlags {
  const values = new Map(all);
  const json = values.get('json') === 'true';
  const flags = new Map(testFlags);
  const verbose = isOn(flags.get('v'));
  if (json) flags.set('v', 'test2json');
  if (!flags.has('timeout')) flags.set('timeout', defaultTimeout);
  const isGiven = (name: string): boolean => (flags.get(name) ?? '') !== '';
  const streams = isGiven('bench') || isGiven('fuzz');
  return {
    build: { values, all, words: packages },
    packages,
    testArgs: [...[...flags].map(([name, value]) => `-test.${name}=${value}`), ...rest],
    verbose,
    json,
    showPass: verbose || json || streams || isGiven('list'),
    streams,
    vet: values.get('vet'),
    compileOnly: values.get('c') === 'true',
    output: values.get('o'),
  };
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== 'false' && value !== '0';
}
