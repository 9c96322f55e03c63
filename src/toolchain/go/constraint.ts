/**
 * Build constraints.
 *
 *     expr = and { "||" and }   and = not { "&&" not }   not = "!" not | "(" expr ")" | tag
 */

const knownSystems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(
    ' ',
  ),
);
const knownArchitectures = new Set(
  '386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'.split(
    ' ',
  ),
);

/** The system and architecture that the page compiles for. */
export const targetSystem = 'wasip1';
export const targetArchitecture = 'wasm';

/**
 * Returns whether a tag holds: the target, the compiler, releases up to `minor`, and those given with `-tags`.
 *
 * @example tagMatcher(26, [])('go1.21') // true
 */
export function tagMatcher(minor: number, extra: readonly string[]): (tag: string) => boolean {
  const fixed = new Set([targetSystem, targetArchitecture, 'gc', ...extra]);
  return (tag) => {
    const release = /^go1\.(\d+)$/.exec(tag)?.[1];
    return release === undefined ? fixed.has(tag) : Number(release) <= minor;
  };
}

/**
 * Returns whether a file's name allows it here: `_wasip1`, `_wasm` and both do, other known systems and architectures
 * do not; `_test` at the end does not count.
 *
 * @see https://pkg.go.dev/cmd/go#hdr-Build_constraints
 * @example nameMatches('net_linux.go') // false
 */
export function nameMatches(name: string): boolean {
  const parts = name.replace(/\.[^.]*$/, '').split('_');
  if (parts.at(-1) === 'test') parts.pop();
  // What stands before the first underscore is never a constraint.
  const [first, second] = [parts.length > 2 ? parts.at(-2) : undefined, parts.length > 1 ? parts.at(-1) : undefined];
  if (second === undefined) return true;
  if (knownArchitectures.has(second)) {
    const system = first !== undefined && knownSystems.has(first) ? first : targetSystem;
    return second === targetArchitecture && system === targetSystem;
  }
  return !knownSystems.has(second) || second === targetSystem;
}

/**
 * Returns whether a `//go:build` expression holds. One that does not parse holds not, as in the go command.
 *
 * @example constraintHolds('wasip1 && !race', tagMatcher(26, [])) // true
 */
export function constraintHolds(expression: string, hasTag: (tag: string) => boolean): boolean {
  const tokens = expression.match(/&&|\|\||[!()]|[^\s!()&|]+/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    let holds = both();
    while (tokens[at] === '||') {
      at++;
      const right = both();
      holds ||= right;
    }
    return holds;
  };
  const both = (): boolean => {
    let holds = not();
    while (tokens[at] === '&&') {
      at++;
      const right = not();
      holds &&= right;
    }
    return holds;
  };
  const not = (): boolean => {
    const token = tokens[at++];
    if (token === '!') return !not();
    if (token !== '(') return token !== undefined && hasTag(token);
    const inner = either();
    at++;
    return inner;
  };
  const holds = either();
  return holds && at === tokens.length;
}
