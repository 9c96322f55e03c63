import { compareText } from './bytes.ts';
import type { Line, Profile, Sample, ValueType } from './model.ts';
import { WireWriter } from './wire.ts';

/**
 * The uncompressed profile.proto bytes of a profile; decoding them gives the same profile. Labels without a value, which
 * the format cannot hold, are lost.
 *
 * @see https://github.com/google/pprof/blob/main/proto/profile.proto
 * @example encodeProfile(profile)
 */
export function encodeProfile(profile: Profile): Uint8Array {
  const out = new WireWriter();
  const strings = new StringTable();
  for (const type of profile.sampleTypes) writeType(out, 1, type, strings);
  for (const sample of profile.samples) out.message(2, () => writeSample(out, profile, sample, strings));
  writeMappings(out, profile, strings);
  writeLocations(out, profile);
  writeFunctions(out, profile, strings);
  writeHeader(out, profile, strings);
  return out.finish();
}

class StringTable {
  readonly #indexes = new Map<string, number>([['', 0]]);

  indexOf(text: string): number {
    let index = this.#indexes.get(text);
    if (index === undefined) this.#indexes.set(text, (index = this.#indexes.size));
    return index;
  }

  all(): Iterable<string> {
    return this.#indexes.keys();
  }
}

function writeType(out: WireWriter, field: number, type: ValueType, strings: StringTable): void {
  out.message(field, () => {
    out.number(1, strings.indexOf(type.type));
    out.number(2, strings.indexOf(type.unit));
  });
}

function writeSample(out: WireWriter, profile: Profile, sample: Sample, strings: StringTable): void {
  const ids = sample.stack.map((index) => profile.locations[index]?.id ?? 0);
  out.numbers(1, ids);
  out.numbers(2, sample.values);
  for (const key of sortedKeys(sample.labels)) {
    for (const value of sample.labels.get(key) ?? []) writeLabel(out, { key, text: value }, strings);
  }
  for (const key of sortedKeys(sample.numberLabels)) {
    const label = sample.numberLabels.get(key);
    label?.values.forEach((number, i) => writeLabel(out, { key, number, unit: label.units[i] ?? '' }, strings));
  }
}

type LabelValue = { key: string; text?: string; number?: Sample['values'][number]; unit?: string };

function writeLabel(
  out: WireWriter,
  { key, text = '', number = 0, unit = '' }: LabelValue,
  strings: StringTable,
): void {
  out.message(3, () => {
    out.number(1, strings.indexOf(key));
    out.number(2, strings.indexOf(text));
    out.number(3, number);
    out.number(4, strings.indexOf(unit));
  });
}

/** The keys of labels in the order of their bytes. */
export function sortedKeys(labels: ReadonlyMap<string, unknown>): readonly string[] {
  return labels.size < 2 ? [...labels.keys()] : [...labels.keys()].sort(compareText);
}

function writeMappings(out: WireWriter, profile: Profile, strings: StringTable): void {
  for (const mapping of profile.mappings) {
    out.message(3, () => {
      out.number(1, mapping.id);
      out.number(2, mapping.start);
      out.number(3, mapping.limit);
      out.number(4, mapping.offset);
      out.number(5, strings.indexOf(mapping.file));
      out.number(6, strings.indexOf(mapping.buildId));
      out.bool(7, mapping.hasFunctions);
      out.bool(8, mapping.hasFilenames);
      out.bool(9, mapping.hasLineNumbers);
      out.bool(10, mapping.hasInlineFrames);
    });
  }
}

function writeLocations(out: WireWriter, profile: Profile): void {
  for (const location of profile.locations) {
    out.message(4, () => {
      out.number(1, location.id);
      out.number(2, profile.mappings[location.mapping]?.id ?? 0);
      out.number(3, location.address);
      for (const line of location.lines) out.message(4, () => writeLine(out, profile, line));
      out.bool(5, location.isFolded);
    });
  }
}

function writeLine(out: WireWriter, profile: Profile, line: Line): void {
  out.number(1, profile.functions[line.func]?.id ?? 0);
  out.number(2, line.line);
  out.number(3, line.column);
}

function writeFunctions(out: WireWriter, profile: Profile, strings: StringTable): void {
  for (const func of profile.functions) {
    out.message(5, () => {
      out.number(1, func.id);
      out.number(2, strings.indexOf(func.name));
      out.number(3, strings.indexOf(func.systemName));
      out.number(4, strings.indexOf(func.filename));
      out.number(5, func.startLine);
    });
  }
}

function writeHeader(out: WireWriter, profile: Profile, strings: StringTable): void {
  const dropFrames = strings.indexOf(profile.dropFrames);
  const keepFrames = strings.indexOf(profile.keepFrames);
  const periodType = [strings.indexOf(profile.periodType.type), strings.indexOf(profile.periodType.unit)];
  const comments = profile.comments.map((comment) => strings.indexOf(comment));
  const defaultType = strings.indexOf(profile.defaultSampleType);
  const docUrl = strings.indexOf(profile.docUrl);
  for (const text of strings.all()) out.text(6, text);
  out.number(7, dropFrames);
  out.number(8, keepFrames);
  out.number(9, profile.timeNanos);
  out.number(10, profile.durationNanos);
  if (periodType.some((index) => index !== 0)) writeType(out, 11, profile.periodType, strings);
  out.number(12, profile.period);
  out.numbers(13, comments);
  out.number(14, defaultType);
  out.number(15, docUrl);
}
