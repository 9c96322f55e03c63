import { describe, expect, it } from 'vitest';
import { limitMemory } from '../../../src/toolchain/wasi/index.ts';

const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const page = 65_536;

/** A module with one exported memory and a custom section on each side. */
function moduleWithMemory(limits: readonly number[]): Uint8Array<ArrayBuffer> {
  const custom = [0, 3, 1, 0x78, 7];
  const memory = [5, limits.length + 1, 1, ...limits];
  const exported = [7, 5, 1, 1, 0x6d, 2, 0];
  return new Uint8Array([...magic, ...custom, ...memory, ...exported, ...custom]);
}

function memoryOf(module: Uint8Array): WebAssembly.Memory {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(module)));
  return exports['m'] as WebAssembly.Memory;
}

describe('the memory limit', () => {
  it('stops growth at the limit and leaves the rest of the module alone', () => {
    const limited = limitMemory(moduleWithMemory([0, 2]), 300 * page);
    const memory = memoryOf(limited);
    expect(memory.buffer.byteLength).toBe(2 * page);
    memory.grow(298);
    expect(() => memory.grow(1)).toThrow(RangeError);
    expect(WebAssembly.Module.customSections(new WebAssembly.Module(new Uint8Array(limited)), 'x')).toHaveLength(2);
  });

  it('is never under what the module starts with', () => {
    expect(memoryOf(limitMemory(moduleWithMemory([0, 5]), page)).buffer.byteLength).toBe(5 * page);
  });

  it('keeps a lower limit of the module', () => {
    const module = moduleWithMemory([1, 1, 3]);
    expect(limitMemory(module, 100 * page)).toBe(module);
    expect(() => memoryOf(limitMemory(module, 2 * page)).grow(2)).toThrow(RangeError);
  });

  it('leaves a module without memory as it is', () => {
    const module = new Uint8Array(magic);
    expect(limitMemory(module, page)).toBe(module);
  });
});
