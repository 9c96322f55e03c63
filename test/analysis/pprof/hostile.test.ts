import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/index.ts';
import { crc32, packGzip, unpackGzip } from '../../../src/analysis/pprof/gzip.ts';
import { encodeProfile } from '../../../src/analysis/pprof/encode.ts';
import { EMPTY_PROFILE, type Profile } from '../../../src/analysis/pprof/model.ts';
import { parseProfile } from '../../../src/analysis/pprof/parse.ts';
import { profileBytes, runOver } from './fixtures.ts';

const heap = profileBytes('go1.26.8/after.heap.pb.gz');

function errorOf(bytes: Uint8Array, maxBytes?: number): string {
  const result = parseProfile(bytes, maxBytes);
  return 'error' in result ? result.error : 'no error';
}

describe('damaged gzip', () => {
  it('is told by its length, checksum and header', () => {
    expect(errorOf(heap.slice(0, -1))).toMatch(/decompressing profile/);
    expect(errorOf(heap.slice(0, 5))).toBe('decompressing profile: unexpected EOF');
    expect(errorOf(heap.slice(0, heap.length / 2))).toBe('decompressing profile: unexpected EOF');
    const badSum = heap.slice();
    badSum[badSum.length - 6]! ^= 1;
    expect(errorOf(badSum)).toBe('decompressing profile: gzip: invalid checksum');
    expect(errorOf(new Uint8Array([...heap, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))).toMatch(/^decompressing profile: gzip/);
  });

  it('may have several members, each of which is checked', () => {
    const [a, b] = [gzipSync('first '), gzipSync('second')];
    expect(unpackGzip(new Uint8Array(Buffer.concat([a, b])))).toEqual({
      bytes: new Uint8Array(Buffer.from('first second')),
    });
    const damaged = Buffer.from(a);
    damaged[damaged.length - 6]! ^= 1;
    expect(unpackGzip(new Uint8Array(Buffer.concat([damaged, b])))).toEqual({ error: 'gzip: invalid checksum' });
    expect(errorOf(new Uint8Array(Buffer.concat([heap, heap])))).toBe(
      'parsing profile: concatenated profiles detected',
    );
  });

  it('stops at a cap instead of filling memory', () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    expect(errorOf(bomb, 1 << 20)).toBe('decompressing profile: more than 1048576 bytes of content');
  });

  it('has the checksum of everyone else', () => {
    const bytes = Buffer.from('123456789');
    expect(crc32(bytes)).toBe(0xcbf43926);
    expect(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4)))).toBe(0xcbf43926);
    expect(unpackGzip(packGzip(bytes))).toEqual({ bytes: new Uint8Array(bytes) });
  });
});

/** A profile of `count` locations in one stack. */
function tower(count: number): Profile {
  const locations = Array.from({ length: count }, (_, i) => {
    return { id: i + 1, mapping: -1, address: i + 1, lines: [{ func: i % 10, line: 1, column: 0 }], isFolded: false };
  });
  const functions = Array.from({ length: 10 }, (_, i) => ({
    id: i + 1,
    name: `f${i}`,
    systemName: `f${i}`,
    filename: 'f.go',
    startLine: 0,
  }));
  const sample = { stack: locations.map((_, i) => i), values: [1], labels: new Map(), numberLabels: new Map() };
  return {
    ...EMPTY_PROFILE,
    sampleTypes: [{ type: 'cpu', unit: 'nanoseconds' }],
    functions,
    locations,
    samples: [sample],
  };
}

describe('hostile profiles', () => {
  it('may have a million locations', async () => {
    const bytes = encodeProfile(tower(1_000_000));
    const { stdout, exit } = await runOver(['-top', 'big'], { files: new Map([['big', bytes]]) });
    expect(exit).toBe(0);
    expect(stdout.toString()).toContain('1ns   100%   100%        1ns   100%  f0');
  }, 180_000);

  it('cannot ask for any number of samples', () => {
    const sample = [0x12, 0x02, 0x10, 0x01];
    const bytes = new Uint8Array(4_000_001 * sample.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = sample[i % sample.length]!;
    expect(parseProfile(bytes)).toMatchObject({ detail: { message: 'more than 4000000 entries', offset: 16_000_000 } });
  }, 180_000);

  it('may hold the largest values without losing a digit', async () => {
    const max = 2n ** 63n - 1n;
    const profile = tower(3);
    const [sample] = profile.samples;
    const wide = {
      ...profile,
      samples: [
        { ...sample!, values: [max] },
        { ...sample!, values: [-(2n ** 63n)] },
      ],
    };
    const files = new Map([['wide', encodeProfile(wide)]]);
    const { stdout } = await runOver(['-raw', 'wide'], { files });
    expect(stdout.toString()).toContain('9223372036854775807: 1 2 3 ');
    expect(stdout.toString()).toContain('-9223372036854775808: 1 2 3 ');
  });

  it('are refused when tables contradict each other', () => {
    const profile = tower(2);
    const twice = { ...profile, locations: profile.locations.map((location) => ({ ...location, id: 1 })), samples: [] };
    expect(errorOf(encodeProfile(twice))).toBe('malformed profile: multiple locations with same id: 1');
    const nameless = { ...profile, sampleTypes: [] };
    expect(errorOf(encodeProfile(nameless))).toBe('malformed profile: missing sample type information');
    const lost = { ...profile, samples: profile.samples.map((sample) => ({ ...sample, stack: [7] })) };
    expect(errorOf(encodeProfile(lost))).toBe('malformed profile: sample has nil location');
  });

  it('give an error with the byte and what to do', async () => {
    const { evidence, diagnostics } = await analyze(heap.slice(0, 300));
    expect(evidence).toEqual([]);
    expect(diagnostics[0]).toMatchObject({ severity: 'error', hint: expect.stringContaining('cut off') as string });
  });
});
