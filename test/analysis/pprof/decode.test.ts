import fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { Profile as FormatProfile } from 'pprof-format';
import { describe, expect, it } from 'vitest';
import { decodeProfile } from '../../../src/analysis/pprof/decode.ts';
import { encodeProfile } from '../../../src/analysis/pprof/encode.ts';
import { EMPTY_PROFILE, type Profile } from '../../../src/analysis/pprof/model.ts';
import { packedProfiles } from './fixtures.ts';
import { decodeByProtobufEs } from './protobuf-oracle.ts';

/** FAULTLINE_PROFILES=DIR compares the decoders on the profiles of that folder as well. */
const more = process.env['FAULTLINE_PROFILES'];
const profiles = new Map([...packedProfiles(), ...(more === undefined ? [] : packedProfiles(more))]);
const packed = [...profiles.keys()];
const raw = (path: string): Uint8Array => new Uint8Array(gunzipSync(profiles.get(path)!));

function decoded(bytes: Uint8Array): Profile {
  const result = decodeProfile(bytes);
  if ('error' in result) throw new Error(`${result.error} at ${result.offset}`);
  return result.profile;
}

/** A profile with one sample of these values. */
function withValues(values: readonly (number | bigint)[]): Profile {
  return {
    ...EMPTY_PROFILE,
    sampleTypes: values.map((_, i) => ({ type: `t${i}`, unit: 'count' })),
    functions: [{ id: 1, name: 'f', systemName: 'f', filename: 'f.go', startLine: 0 }],
    locations: [{ id: 1, mapping: -1, address: 0, lines: [{ func: 0, line: 1, column: 0 }], isFolded: false }],
    samples: [{ stack: [0], values, labels: new Map(), numberLabels: new Map() }],
  };
}

describe('decodeProfile', () => {
  it.each(packed)('reads %s as protobuf-es does', (path) => {
    const bytes = raw(path);
    const [ours, theirs] = [decoded(bytes), decodeByProtobufEs(bytes)];
    expect(ours.samples.map(({ values }) => values.map(BigInt))).toEqual(theirs.sample.map(({ value }) => [...value]));
    expect(ours.samples.map(({ stack }) => stack.map((i) => BigInt(ours.locations[i]?.id ?? 0)))).toEqual(
      theirs.sample.map(({ locationId }) => [...locationId]),
    );
    expect(ours.locations.map(({ address }) => BigInt(address))).toEqual(theirs.location.map(({ address }) => address));
    expect(ours.functions.map(({ name }) => name)).toEqual(
      theirs.function.map(({ name }) => theirs.stringTable[Number(name)]),
    );
    expect(ours.locations.map(({ lines }) => lines.map(({ line, column }) => [BigInt(line), BigInt(column)]))).toEqual(
      theirs.location.map((location) => location.line.map(({ line, column }) => [line, column])),
    );
    expect(ours.mappings.map(({ start, limit }) => [BigInt(start), BigInt(limit)])).toEqual(
      theirs.mapping.map(({ memoryStart, memoryLimit }) => [memoryStart, memoryLimit]),
    );
    expect([BigInt(ours.timeNanos), BigInt(ours.period)]).toEqual([theirs.timeNanos, theirs.period]);
  });

  it.each(packed)('reads %s as pprof-format does, whose values are never negative here', (path) => {
    const bytes = raw(path);
    const theirs = FormatProfile.decode(bytes);
    expect(decoded(bytes).samples.map(({ values }) => values.map(Number))).toEqual(
      theirs.sample.map(({ value }) => value.map(Number)),
    );
  });

  it('keeps negative values, which pprof-format reads as 2^64 less', () => {
    const bytes = encodeProfile(withValues([-5]));
    expect(decoded(bytes).samples[0]?.values).toEqual([-5]);
    expect(decodeByProtobufEs(bytes).sample[0]?.value).toEqual([-5n]);
    expect(FormatProfile.decode(bytes).sample[0]?.value.map(BigInt)).not.toEqual([-5n]);
  });

  it('refuses a cut file that pprof-format takes', () => {
    const bytes = encodeProfile(withValues([7]));
    const cut = bytes.subarray(0, bytes.length - 1);
    expect(decodeProfile(cut)).toHaveProperty('error');
    expect(() => FormatProfile.decode(cut)).not.toThrow();
  });

  it('keeps every 64-bit value whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 1, maxLength: 5 }),
        (wide) => {
          const values = wide.map((value) =>
            Number.isSafeInteger(Number(value)) && BigInt(Number(value)) === value ? Number(value) : value,
          );
          expect(decoded(encodeProfile(withValues(values))).samples[0]?.values).toEqual(values);
        },
      ),
    );
  });

  it.each(packed)('gives %s back after encoding', (path) => {
    const profile = decoded(raw(path));
    expect(decoded(encodeProfile(profile))).toEqual(profile);
  });

  it('says at which byte a file stops making sense', () => {
    const bytes = raw('go1.26.8/after.heap.pb.gz');
    const broken = bytes.slice(0, 202);
    const result = decodeProfile(broken);
    expect(result).toMatchObject({ error: 'a field is longer than what is left', concatenated: false });
    expect('offset' in result && result.offset).toBeGreaterThan(0);
  });

  it('tells two profiles in one file', () => {
    const bytes = raw('go1.26.8/after.heap.pb.gz');
    const glued = new Uint8Array([...bytes, ...bytes]);
    const result = decodeProfile(glued);
    expect(result).toMatchObject({ error: 'concatenated profiles detected', concatenated: true });
    expect('offset' in result && result.offset).toBeGreaterThan(bytes.length);
  });

  it('never throws, whatever the bytes are', () => {
    const bytes = raw('go1.26.8/cpu.pb.gz');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, length) => {
        const damaged = bytes.slice(0, length);
        if (at < damaged.length) damaged[at] = byte;
        expect(() => decodeProfile(damaged)).not.toThrow();
      }),
    );
  });

  it('keeps bytes that are no UTF-8', () => {
    const profile = { ...withValues([1]), comments: ['\udcff\udc80ok'] };
    expect(decoded(encodeProfile(profile)).comments).toEqual(['\udcff\udc80ok']);
  });
});
