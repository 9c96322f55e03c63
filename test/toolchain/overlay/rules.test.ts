import { describe, expect, it } from 'vitest';
import { readArchive, splitArchive, writeArchive } from '../../../scripts/toolchain/archive.ts';
import { applyRules } from '../../../scripts/toolchain/rules.ts';
import { RACE_RULES } from '../../../scripts/toolchain/race-rules.ts';
import { TOOL_RULES } from '../../../scripts/toolchain/tool-rules.ts';

const rule = { file: 'runtime/x.go', why: 'try it', find: 'old', replace: 'new' };

describe('an overlay rule', () => {
  it('replaces its text, or a passage up to another', () => {
    expect(applyRules('an old text', [rule])).toBe('an new text');
    expect(applyRules('keep <cut this> end', [{ ...rule, find: '<', upTo: ' end', replace: '' }])).toBe('keep  end');
  });

  it('fails by name when its text is missing or there twice', () => {
    expect(() => applyRules('nothing', [rule])).toThrow(
      'overlay rule for runtime/x.go (try it): "old" is there nowhere; it must match exactly once',
    );
    expect(() => applyRules('old old', [rule])).toThrow('more than once');
    expect(() => applyRules('oldold', [rule])).toThrow('more than once');
    expect(() => applyRules('b a', [{ ...rule, find: 'a', upTo: 'b' }])).toThrow('before the passage');
  });

  it('says what it is for', () => {
    for (const one of [...TOOL_RULES, ...RACE_RULES]) expect(one.why.length).toBeGreaterThan(8);
  });
});

describe('an object archive', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const archive = writeArchive([
    { name: '__.PKGDEF', data: bytes('go object wasip1 wasm go1.26.8\nbuild id "x"\n\n$$B\nexports\n$$\n') },
    { name: '_go_.o', data: bytes('odd') },
    { name: 'asm.o', data: bytes('code') },
  ]);

  it('is read as it was written', () => {
    expect(readArchive(archive).map((one) => [one.name, one.data.length])).toEqual([
      ['__.PKGDEF', 60],
      ['_go_.o', 3],
      ['asm.o', 4],
    ]);
    expect(() => readArchive(bytes('not one'))).toThrow('not a Go archive');
  });

  it('is split into what the compiler and what the linker reads', () => {
    const { exportData, object } = splitArchive(archive);
    expect(readArchive(exportData).map((one) => one.name)).toEqual(['__.PKGDEF']);
    const [header, ...code] = readArchive(object);
    expect(new TextDecoder().decode(header?.data)).toBe('go object wasip1 wasm go1.26.8\nbuild id "x"\n\n');
    expect(code.map((one) => one.name)).toEqual(['_go_.o', 'asm.o']);
  });
});
