import { addAddress, parseHex } from './int64.ts';
import type { Int64 } from './int64.ts';
import { isLowerHexCode, skipWhile } from './line-scanner.ts';
import type { LineScanner } from './line-scanner.ts';
import { EMPTY_PROFILE, NO_LABELS, NO_NUMBER_LABELS } from './model.ts';
import type { Mapping, NumberLabels, Profile, Sample, ValueType } from './model.ts';

/** A profile from a legacy text, or pprof's complaint. `unrecognized` lets the next format have a try. */
export type Legacy = { readonly profile: Profile } | { readonly error: string };

/** The text is of another format: the next one is tried. */
export const UNRECOGNIZED: Legacy = { error: 'unrecognized profile format' };
/** The text is of this format and damaged. */
export const MALFORMED: Legacy = { error: 'malformed profile format' };
/** A line is longer than Go's scanner takes. */
export const LINE_TOO_LONG: Legacy = { error: 'bufio.Scanner: token too long' };

/** Collects samples by address: one location per address, numbered as they come. */
export class LegacyBuilder {
  readonly samples: Sample[] = [];
  readonly addresses: Int64[] = [];
  readonly #indexes = new Map<Int64, number>();

  /** The location of an address, made when it is new. */
  locationAt(address: Int64): number {
    let index = this.#indexes.get(address);
    if (index === undefined) {
      index = this.addresses.length;
      this.#indexes.set(address, index);
      this.addresses.push(address);
    }
    return index;
  }

  /** Adds a sample. `returned` addresses point after a call and are moved onto it. */
  sample(values: readonly Int64[], stack: readonly number[], numberLabels: NumberLabels = NO_NUMBER_LABELS): void {
    this.samples.push({ values, stack, labels: NO_LABELS, numberLabels });
  }

  /** Locations for return addresses, each moved back onto its call. */
  callers(addresses: readonly Int64[]): number[] {
    return addresses.map((address) => this.locationAt(addAddress(address, -1)));
  }

  build(
    head: Partial<Profile> & { readonly sampleTypes: readonly ValueType[] },
    mappings: readonly Mapping[],
  ): Profile {
    const locations = this.addresses.map((address, i) => {
      return { id: i + 1, mapping: -1, address, lines: [], isFolded: false };
    });
    return { ...EMPTY_PROFILE, ...head, samples: this.samples, locations, mappings };
  }
}

/** The `0x…` numbers in a text, or the one that is too large. */
export function hexAddresses(text: string): { readonly addresses: readonly Int64[]; readonly bad?: string } {
  const addresses: Int64[] = [];
  let at = text.indexOf('0x');
  while (at >= 0) {
    const to = skipWhile(text, at + 2, isLowerHexCode);
    if (to > at + 2) {
      const address = parseHex(text.slice(at + 2, to));
      if (address === undefined) return { addresses, bad: text.slice(at, to) };
      addresses.push(address);
    }
    at = text.indexOf('0x', to);
  }
  return { addresses };
}

const SENTINELS = ['--- Memory map: ---', 'MAPPED_LIBRARIES:'];

/** True for the line before the mapped files. */
export function isMemoryMapSentinel(line: string): boolean {
  return SENTINELS.some((sentinel) => line.includes(sentinel));
}

/** Goes on to the memory map; what lies between is not looked at. */
export function skipToMemoryMap(scanner: LineScanner): void {
  while (!isMemoryMapSentinel(scanner.line) && scanner.next());
}
