import { describe, expect, it } from 'vitest';
import { constraintHolds, nameMatches, tagMatcher } from '../../../src/toolchain/go/constraint.ts';

describe('build constraints', () => {
  const hasTag = tagMatcher(26, ['race', 'mine']);

  it.each([
    ['wasip1', true],
    ['wasm && !js', true],
    ['linux || darwin', false],
    ['unix', false],
    ['!(linux || windows) && gc', true],
    ['go1.21', true],
    ['go1.27', false],
    ['race && (mine || other)', true],
    ['ignore', false],
    ['wasm &&', false],
    ['(wasm', false],
    ['wasm wasm', false],
    ['', false],
  ])('take %j as %s', (expression, expected) => {
    expect(constraintHolds(expression, hasTag)).toBe(expected);
  });

  it.each([
    ['main.go', true],
    ['net_linux.go', false],
    ['net_wasip1.go', true],
    ['net_wasm.go', true],
    ['net_wasip1_wasm.go', true],
    ['net_js_wasm.go', false],
    ['net_linux_test.go', false],
    ['x_amd64.go', false],
    ['linux.go', true],
    ['a_b.go', true],
    ['wasm_test.go', true],
  ])('take the name %s as %s', (name, expected) => {
    expect(nameMatches(name)).toBe(expected);
  });
});
