import { describe, expect, it } from 'vitest';
import { describeTrap } from '../../../src/toolchain/wasi/trap.ts';

describe('a trap of the host', () => {
  it('at the end of the stack is told as Go tells it, with names', () => {
    const error = new RangeError('Maximum call stack size exceeded');
    error.stack = [
      'RangeError: Maximum call stack size exceeded',
      '    at runtime.morestack (wasm://wasm/04a2:wasm-function[12]:0x1)',
      '    at main.f (wasm://wasm/04a2:wasm-function[1325]:0x8c26)',
      '    at main.main (wasm://wasm/04a2:wasm-function[1326]:0x8c27)',
      '    at runProgram (file:///x.ts:1:1)',
    ].join('\n');
    const lines = describeTrap(error).split('\n');
    expect(lines[0]).toBe('fatal error: stack overflow');
    expect(lines.slice(3)).toEqual(['main.f(...)', 'main.main(...)', '']);
  });

  it('of another kind says what the host says', () => {
    expect(describeTrap(new WebAssembly.RuntimeError('unreachable'))).toContain('fatal error: unreachable\n');
    expect(describeTrap('odd')).toContain('fatal error: odd\n');
  });
});
