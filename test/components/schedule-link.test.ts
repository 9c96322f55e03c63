import { describe, expect, it } from 'vitest';
import { fromRaceFragment, toRaceFragment } from '../../src/components/schedule-link.ts';
import { toFragment } from '../../src/components/paste-link.ts';

const shared = { source: 'package main // größe\n', seed: 4_294_967_295, isStressed: true };

describe('a race as a link', () => {
  it('holds its source, seed and stress, in characters that mail leaves alone', async () => {
    const fragment = await toRaceFragment(shared);
    expect(fragment).toMatch(/^#race=[\w-]+$/);
    expect(await fromRaceFragment(fragment ?? '')).toEqual(shared);
  });

  it('is not made of a program that is too long for a link', async () => {
    const noise = Array.from({ length: 60_000 }, (_, i) =>
      String.fromCharCode(33 + (((i * i * 7919) % 9311) % 90)),
    ).join('');
    expect(await toRaceFragment({ ...shared, source: `${noise}${'x'.repeat(10_000)}` })).toBeUndefined();
  });

  it.each(['#race=', '#race=AAAA', '#race=%%%', `#race=${'A'.repeat(30_000)}`])(
    'says that %.12s… is damaged',
    async (link) => {
      expect(await fromRaceFragment(link)).toBeInstanceOf(Error);
    },
  );

  it.each([
    [{ v: 1, source: 1, seed: 1, stress: false }, 'damaged'],
    [{ v: 1, source: '', seed: -1, stress: false }, 'damaged'],
    [{ v: 1, source: '', seed: 1.5, stress: false }, 'damaged'],
    [{ v: 2, source: '' }, 'newer version'],
    [null, 'damaged'],
  ])('says what is wrong with %j', async (value, message) => {
    const link = (await toFragment(JSON.stringify(value))).replace('#text=', '#race=');
    expect(String(await fromRaceFragment(link))).toContain(message);
  });

  it('is nothing where the fragment is of another kind', async () => {
    expect(await fromRaceFragment('')).toBeUndefined();
    expect(await fromRaceFragment('#L12')).toBeUndefined();
  });
});
