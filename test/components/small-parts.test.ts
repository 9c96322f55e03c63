import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAnswer } from '../../src/components/answer-controls.ts';
import { formatSize } from '../../src/components/evidence-box.ts';
import { fromFragment, toFragment } from '../../src/components/paste-link.ts';
import { seismogram } from '../../src/components/seismogram.ts';

describe('toFragment', () => {
  it('gives a link from which any text comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), async (text) => {
        const fragment = await toFragment(text);
        expect(fragment).toMatch(/^#text=[\w-]*$/);
        expect(await fromFragment(fragment)).toBe(text);
      }),
    );
  });

  it('gives nothing for a fragment of another kind or a damaged one', async () => {
    expect(await fromFragment('#L12')).toBeUndefined();
    expect(await fromFragment('#text=%%%')).toBeUndefined();
    expect(await fromFragment('#text=AAAA')).toBeUndefined();
  });
});

describe('seismogram', () => {
  it('draws the same line for the same seed, and another for another', () => {
    expect(seismogram('a', 3, 300)).toEqual(seismogram('a', 3, 300));
    expect(seismogram('a', 3, 300)).not.toEqual(seismogram('b', 3, 300));
  });

  it('gives each strike a stretch of its own, in order', () => {
    const quakes = seismogram('a', 5, 300).flatMap(({ quake }) => quake ?? []);
    expect(quakes).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('formatAnswer', () => {
  it('gives the value alone where there is one field, and all as JSON where there are more', () => {
    expect(formatAnswer({})).toBe('');
    expect(formatAnswer({ line: 'main.go:7' })).toBe('main.go:7');
    expect(formatAnswer({ first: 'a.go:1', second: '@9' })).toBe('{"first":"a.go:1","second":"@9"}');
  });
});

describe('formatSize', () => {
  it.each([
    [999, '999 bytes'],
    [34_200, '34 kB'],
    [1_250_000, '1.3 MB'],
    [100_000_000, '100.0 MB'],
  ])('says %i as people do', (bytes, words) => {
    expect(formatSize(bytes)).toBe(words);
  });
});
