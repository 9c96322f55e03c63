import { NO_LABELS, NO_NUMBER_LABELS } from './model.ts';
import type { Func, Line, Location, Mapping, NumberLabel, Profile, Sample, ValueType } from './model.ts';
import type { Int64 } from './int64.ts';
import { BYTES, WireError, WireReader } from './wire.ts';

/**
 * Grammar of profile.proto, by field number:
 *
 *   Profile    1 ValueType* · 2 Sample* · 3 Mapping* · 4 Location* · 5 Function* · 6 string* · 7 drop_frames · 8 keep_frames
 *              9 time_nanos · 10 duration_nanos · 11 ValueType period_type · 12 period · 13 comment* · 14 default_sample_type · 15 doc_url
 *   ValueType  1 type · 2 unit                      Sample    1 location_id* · 2 value* · 3 Label*
 *   Label      1 key · 2 str · 3 num · 4 num_unit   Mapping   1 id · 2 start · 3 limit · 4 offset · 5 file · 6 build_id · 7-10 has_*
 *   Location   1 id · 2 mapping_id · 3 address · 4 Line* · 5 is_folded
 *   Line       1 function_id · 2 line · 3 column    Function  1 id · 2 name · 3 system_name · 4 filename · 5 start_line
 *
 * Texts are indexes into the string table (6), whose first entry is empty; ids of locations, functions and mappings are
 * any 64-bit numbers but 0. Unknown fields are skipped.
 */

/** More samples, locations or functions than this are refused: a few bytes of gzip can ask for any number of them. */
const MAX_MESSAGES = 4_000_000;

/** A decoded profile, or what is wrong with the bytes and at which offset. */
export type Decoded =
  { readonly profile: Profile } | { readonly error: string; readonly offset: number; readonly concatenated: boolean };

const CONCATENATED = 'concatenated profiles detected';

/**
 * The profile in uncompressed profile.proto bytes, every 64-bit value exact.
 * Cut, glued or malformed bytes give an error with the offset at which they stop making sense; nothing is guessed.
 *
 * @see https://github.com/google/pprof/blob/main/proto/profile.proto
 * @example decodeProfile(bytes)
 */
export function decodeProfile(bytes: Uint8Array): Decoded {
  try {
    return { profile: new Decoder(bytes).profile() };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { error: error.message, offset: error.offset, concatenated: error.message === CONCATENATED };
  }
}

interface RawLabel {
  key: Int64;
  str: Int64;
  num: Int64;
  unit: Int64;
}

type RawSample = { readonly ids: Int64[]; readonly values: Int64[]; readonly labels: readonly RawLabel[] };

/** Ids to indexes: an array while ids are small and dense, a map for the rest. */
class Ids {
  readonly #dense: Int32Array;
  readonly #sparse = new Map<Int64, number>();

  constructor(items: readonly { readonly id: Int64 }[]) {
    this.#dense = new Int32Array(items.length + 1).fill(-1);
    items.forEach(({ id }, index) => {
      if (typeof id === 'number' && id < this.#dense.length) this.#dense[id] = index;
      else this.#sparse.set(id, index);
    });
  }

  indexOf(id: Int64): number {
    if (typeof id === 'number' && id < this.#dense.length) return this.#dense[id] ?? -1;
    return this.#sparse.get(id) ?? -1;
  }
}

class Decoder {
  readonly #in: WireReader;
  readonly #sampleTypes: { type: Int64; unit: Int64 }[] = [];
  readonly #samples: RawSample[] = [];
  readonly #mappings: { id: Int64; numbers: Int64[]; flags: boolean[] }[] = [];
  readonly #locations: { id: Int64; mapping: Int64; address: Int64; lines: Int64[][]; folded: boolean }[] = [];
  readonly #functions: { id: Int64; numbers: Int64[] }[] = [];
  readonly #strings: string[] = [];
  readonly #comments: Int64[] = [];
  /** Fields 7 to 15 that hold one number. */
  readonly #numbers: Int64[] = Array.from({ length: 16 }, () => 0);
  #periodType: { type: Int64; unit: Int64 } = { type: 0, unit: 0 };

  constructor(bytes: Uint8Array) {
    this.#in = new WireReader(bytes);
  }

  profile(): Profile {
    while (this.#in.next()) this.#field();
    return this.#resolve();
  }

  #field(): void {
    const input = this.#in;
    switch (input.field) {
      case 1:
        this.#sampleTypes.push(this.#valueType());
        return;
      case 2:
        this.#count(this.#samples);
        this.#samples.push(this.#sample());
        return;
      case 3:
        this.#count(this.#mappings);
        this.#mappings.push(this.#mapping());
        return;
      case 4:
        this.#count(this.#locations);
        this.#locations.push(this.#location());
        return;
      case 5:
        this.#count(this.#functions);
        this.#functions.push(this.#function());
        return;
      case 6:
        this.#string();
        return;
      case 11:
        this.#periodType = this.#valueType();
        return;
      case 13:
        this.#repeated(this.#comments);
        return;
      default:
        this.#single();
    }
  }

  #single(): void {
    const { field } = this.#in;
    if (field < 7 || field > 15) return this.#in.skip();
    if (field === 9 && this.#numbers[9] !== 0) throw new WireError(CONCATENATED, this.#in.fieldStart);
    this.#numbers[field] = this.#in.signed();
  }

  #string(): void {
    const at = this.#in.fieldStart;
    this.#strings.push(this.#in.text());
    if (this.#strings[0] !== '') throw new WireError('the first entry of the string table is not empty', at);
  }

  #count(list: readonly unknown[]): void {
    if (list.length >= MAX_MESSAGES) throw new WireError(`more than ${MAX_MESSAGES} entries`, this.#in.fieldStart);
  }

  /** Reads the fields of an embedded message. */
  #message(field: (number: number) => void): void {
    const input = this.#in;
    const outer = input.end;
    input.end = input.enter();
    while (input.next()) field(input.field);
    input.end = outer;
  }

  #valueType(): { type: Int64; unit: Int64 } {
    const value: { type: Int64; unit: Int64 } = { type: 0, unit: 0 };
    this.#message((field) => {
      if (field === 1) value.type = this.#in.signed();
      else if (field === 2) value.unit = this.#in.signed();
      else this.#in.skip();
    });
    return value;
  }

  #sample(): RawSample {
    const input = this.#in;
    const at = input.fieldStart;
    const ids: Int64[] = [];
    const values: Int64[] = [];
    let labels: RawLabel[] | undefined;
    const outer = input.end;
    input.end = input.enter();
    while (input.next()) {
      if (input.field === 1) this.#repeatedIds(ids);
      else if (input.field === 2) this.#repeated(values);
      else if (input.field === 3) (labels ??= []).push(this.#label());
      else input.skip();
    }
    input.end = outer;
    if (values.length === 0) throw new WireError('a sample has no values', at);
    return { ids, values, labels: labels ?? [] };
  }

  #label(): RawLabel {
    const label: RawLabel = { key: 0, str: 0, num: 0, unit: 0 };
    this.#message((field) => {
      if (field === 1) label.key = this.#in.signed();
      else if (field === 2) label.str = this.#in.signed();
      else if (field === 3) label.num = this.#in.signed();
      else if (field === 4) label.unit = this.#in.signed();
      else this.#in.skip();
    });
    return label;
  }

  #mapping(): { id: Int64; numbers: Int64[]; flags: boolean[] } {
    const numbers: Int64[] = [0, 0, 0, 0, 0, 0, 0];
    const flags = [false, false, false, false];
    this.#message((field) => {
      if (field >= 1 && field <= 4) numbers[field] = this.#in.unsigned();
      else if (field <= 6) numbers[field] = this.#in.signed();
      else if (field <= 10) flags[field - 7] = this.#in.bool();
      else this.#in.skip();
    });
    return { id: numbers[1] ?? 0, numbers, flags };
  }

  #location(): { id: Int64; mapping: Int64; address: Int64; lines: Int64[][]; folded: boolean } {
    const location = {
      id: 0 as Int64,
      mapping: 0 as Int64,
      address: 0 as Int64,
      lines: [] as Int64[][],
      folded: false,
    };
    this.#message((field) => {
      if (field === 1) location.id = this.#in.unsigned();
      else if (field === 2) location.mapping = this.#in.unsigned();
      else if (field === 3) location.address = this.#in.unsigned();
      else if (field === 4) location.lines.push(this.#line());
      else if (field === 5) location.folded = this.#in.bool();
      else this.#in.skip();
    });
    return location;
  }

  /** Function id, line, column. */
  #line(): Int64[] {
    const line: Int64[] = [0, 0, 0];
    this.#message((field) => {
      if (field === 1) line[0] = this.#in.unsigned();
      else if (field === 2 || field === 3) line[field - 1] = this.#in.signed();
      else this.#in.skip();
    });
    return line;
  }

  #function(): { id: Int64; numbers: Int64[] } {
    const numbers: Int64[] = [0, 0, 0, 0, 0, 0];
    this.#message((field) => {
      if (field === 1) numbers[1] = this.#in.unsigned();
      else if (field >= 2 && field <= 5) numbers[field] = this.#in.signed();
      else this.#in.skip();
    });
    return { id: numbers[1] ?? 0, numbers };
  }

  #repeated(into: Int64[]): void {
    const input = this.#in;
    if (input.type !== BYTES) {
      into.push(input.signed());
      return;
    }
    const outer = input.end;
    input.end = input.enter();
    while (input.position < input.end) into.push(input.packedSigned());
    input.end = outer;
  }

  #repeatedIds(into: Int64[]): void {
    const input = this.#in;
    if (input.type !== BYTES) {
      into.push(input.unsigned());
      return;
    }
    const outer = input.end;
    input.end = input.enter();
    while (input.position < input.end) into.push(input.packedUnsigned());
    input.end = outer;
  }

  #text(index: Int64 | undefined): string {
    const text = index === undefined ? undefined : this.#strings[Number(index)];
    if (text !== undefined) return text;
    throw new WireError(`string ${index} of ${this.#strings.length} is used`, this.#in.position);
  }

  #resolve(): Profile {
    const mappingIds = new Ids(this.#mappings);
    const functionIds = new Ids(this.#functions);
    const locationIds = new Ids(this.#locations);
    const [numbers, type] = [this.#numbers, (raw: { type: Int64; unit: Int64 }) => this.#resolveType(raw)];
    const mappings = this.#mappings.map((raw) => this.#resolveMapping(raw.numbers, raw.flags));
    const functions = this.#functions.map((raw) => this.#resolveFunction(raw.numbers));
    return {
      sampleTypes: this.#sampleTypes.map(type),
      mappings,
      functions,
      locations: this.#locations.map((raw) => resolveLocation(raw, mappingIds, functionIds)),
      samples: this.#samples.map((raw) => this.#resolveSample(raw, locationIds)),
      dropFrames: this.#text(numbers[7]),
      keepFrames: this.#text(numbers[8]),
      timeNanos: numbers[9] ?? 0,
      durationNanos: numbers[10] ?? 0,
      periodType: type(this.#periodType),
      period: numbers[12] ?? 0,
      comments: this.#comments.map((index) => this.#text(index)),
      defaultSampleType: this.#text(numbers[14]),
      docUrl: this.#text(numbers[15]),
    };
  }

  #resolveType(raw: { type: Int64; unit: Int64 }): ValueType {
    return { type: this.#text(raw.type), unit: this.#text(raw.unit) };
  }

  #resolveMapping(numbers: readonly Int64[], flags: readonly boolean[]): Mapping {
    const [, id = 0, start = 0, limit = 0, offset = 0, file, buildId] = numbers;
    const [hasFunctions = false, hasFilenames = false, hasLineNumbers = false, hasInlineFrames = false] = flags;
    const names = { file: this.#text(file), buildId: this.#text(buildId) };
    return { id, start, limit, offset, ...names, hasFunctions, hasFilenames, hasLineNumbers, hasInlineFrames };
  }

  #resolveFunction(numbers: readonly Int64[]): Func {
    const [, id = 0, name, systemName, filename, startLine = 0] = numbers;
    return {
      id,
      name: this.#text(name),
      systemName: this.#text(systemName),
      filename: this.#text(filename),
      startLine,
    };
  }

  #resolveSample(raw: RawSample, locationIds: Ids): Sample {
    const stack = raw.ids as number[];
    for (let i = 0; i < stack.length; i++) stack[i] = locationIds.indexOf(raw.ids[i] ?? 0);
    if (raw.labels.length === 0)
      return { stack, values: raw.values, labels: NO_LABELS, numberLabels: NO_NUMBER_LABELS };
    return { stack, values: raw.values, ...this.#resolveLabels(raw.labels) };
  }

  /** A label with a string is text; one with a number or a unit is a number; one with neither does not count. */
  #resolveLabels(raw: readonly RawLabel[]): Pick<Sample, 'labels' | 'numberLabels'> {
    const labels = new Map<string, string[]>();
    const numbers = new Map<string, { values: Int64[]; units: string[] }>();
    for (const { key, str, num, unit } of raw) {
      const name = this.#text(key);
      if (str !== 0) entry(labels, name, () => []).push(this.#text(str));
      else if (num !== 0 || unit !== 0) {
        const label = entry(numbers, name, () => ({ values: [], units: [] }));
        if (unit !== 0) {
          while (label.units.length < label.values.length) label.units.push('');
          label.units.push(this.#text(unit));
        }
        label.values.push(num);
      }
    }
    for (const label of numbers.values()) padUnits(label);
    return {
      labels: labels.size > 0 ? labels : NO_LABELS,
      numberLabels: numbers.size > 0 ? (numbers as Map<string, NumberLabel>) : NO_NUMBER_LABELS,
    };
  }
}

function padUnits(label: { values: Int64[]; units: string[] }): void {
  while (label.units.length > 0 && label.units.length < label.values.length) label.units.push('');
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function resolveLocation(
  raw: { id: Int64; mapping: Int64; address: Int64; lines: Int64[][]; folded: boolean },
  mappingIds: Ids,
  functionIds: Ids,
): Location {
  const lines = raw.lines.map(([func = 0, line = 0, column = 0]): Line => {
    return { func: func === 0 ? -1 : functionIds.indexOf(func), line, column };
  });
  const mapping = mappingIds.indexOf(raw.mapping);
  return { id: raw.id, mapping, address: raw.address, lines, isFolded: raw.folded };
}
