import { describe, expect, it } from 'vitest';
import { buildFlags, parseFlags, toBuildFlags, toTags, UsageError } from '../../../src/toolchain/go/flags.ts';
import { parseTestFlags } from '../../../src/toolchain/go/test-flags.ts';

const set = { command: 'build', usage: '[packages]', flags: { ...buildFlags, o: 'value' } } as const;

describe('flags of the go command', () => {
  it('end at the first word that is none', () => {
    const parsed = parseFlags(['-o', 'x', '--race=true', '-tags=a,b', './...', '-v'], set);
    expect(parsed.values.get('o')).toBe('x');
    expect(parsed.words).toEqual(['./...', '-v']);
    expect(toTags(parsed)).toEqual(['a', 'b', 'race']);
  });

  it('split quoted values as the go command does', () => {
    const parsed = parseFlags(['-gcflags=all=-N -l', "-ldflags=-X 'main.v=a b'", '-gcflags', '-m'], set);
    expect(toBuildFlags(parsed)).toEqual({
      race: false,
      compilerFlags: [
        { pattern: 'all', flags: ['-N', '-l'] },
        { pattern: '', flags: ['-m'] },
      ],
      linkerFlags: ['-X', 'main.v=a b'],
    });
  });

  it('that are unknown, open or unavailable are refused with the usage', () => {
    expect(() => parseFlags(['-zz'], set)).toThrow('flag provided but not defined: -zz\nusage: go build [packages]');
    expect(() => parseFlags(['-o'], set)).toThrow(UsageError);
    expect(() => toBuildFlags(parseFlags(['-cover'], set))).toThrow('coverage');
  });
});

describe('flags of go test', () => {
  it('go to the test binary wherever they stand', () => {
    const flags = parseTestFlags(['-run', 'A|B', './...', '-v', '-count=1']);
    expect(flags.packages).toEqual(['./...']);
    expect(flags.testArgs).toEqual(['-test.run=A|B', '-test.v=true', '-test.count=1', '-test.timeout=10m0s']);
    expect(flags).toMatchObject({ verbose: true, showPass: true, streams: false, json: false });
  });

  it('keep files together as one package', () => {
    expect(parseTestFlags(['a_test.go', 'a.go']).packages).toEqual(['a_test.go', 'a.go']);
  });

  it('leave what the go command does not know to the test', () => {
    expect(parseTestFlags(['.', '-update', 'x']).testArgs).toEqual(['-test.timeout=10m0s', '-update', 'x']);
    expect(parseTestFlags(['.', '-args', '-v']).testArgs).toEqual(['-test.timeout=10m0s', '-v']);
  });

  it('ask for marked output with -json', () => {
    expect(parseTestFlags(['-json']).testArgs).toContain('-test.v=test2json');
  });

  it('let benchmarks stream', () => {
    expect(parseTestFlags(['-bench=.', '.'])).toMatchObject({ streams: true, showPass: true });
  });
});
