import { compareText, padLeft } from './bytes.ts';
import { makeNodeTable } from './graph-build.ts';
import { labelOf } from './graph-model.ts';
import { add, divide, formatHex } from './int64.ts';
import type { Int64 } from './int64.ts';
import type { Location, Mapping, NumberLabels, Profile, Sample, StringLabels } from './model.ts';
import { formatterOf, profileLabels } from './report.ts';
import type { Format, Printed, Report } from './report.ts';
import { alignRight } from './tab-columns.ts';
import { formatPercent, formatScaled, formatValue } from './units.ts';

const TRACE_SEPARATOR = `${'-'.repeat(11)}+${'-'.repeat(55)}`;

/** `-traces`: every sample with its labels, value and stack. */
export function printTraces(report: Report): Printed {
  const { profile } = report;
  const format = formatterOf(report);
  const table = makeNodeTable(profile, false);
  const labels = table.infos.map(labelOf);
  const rows = [profileLabels(report, format).join('\n')];
  for (const sample of profile.samples) {
    if (sample.stack.length === 0) continue;
    rows.push(TRACE_SEPARATOR, ...labelRows(sample, report), ...stackRows(sample, report, format, table, labels));
  }
  rows.push(TRACE_SEPARATOR);
  return { text: `${rows.join('\n')}\n` };
}

function labelRows(sample: Sample, { options }: Report): readonly string[] {
  const row = (key: string, values: readonly string[]) => `${padLeft(key, 10)}:  ${values.join(' ')}`;
  const texts = [...sample.labels].map(([key, values]) => row(key, values));
  const numbers = [...sample.numberLabels].map(([key, { values }]) => {
    const unit = options.labelUnits.get(key) ?? '';
    return row(
      key,
      values.map((value) => formatValue(value, unit)),
    );
  });
  return [...texts.sort(compareText), ...numbers.sort(compareText)];
}

type Table = ReturnType<typeof makeNodeTable>;

function stackRows(
  sample: Sample,
  { options }: Report,
  format: Format,
  table: Table,
  labels: readonly string[],
): string[] {
  const value = sample.values[options.valueIndex] ?? 0;
  const divisor = options.mean ? (sample.values[0] ?? 0) : 0;
  const shown = format(divisor === 0 ? value : divide(value, divisor));
  const rows: string[] = [];
  for (const location of sample.stack) {
    const last = (table.starts[location + 1] ?? 0) - 1;
    for (let at = table.starts[location] ?? 0; at <= last; at++) {
      const label = labels[table.nodes[at] ?? -1] ?? '';
      rows.push(`${padLeft(rows.length === 0 ? shown : '', 10)}   ${label}${at === last ? '' : ' (inline)'}`);
    }
  }
  return rows;
}

/** `-raw`: the whole profile as text. */
export function printRaw({ profile }: Report, formatTime: (nanos: Int64) => string): Printed {
  const rows = profile.comments.map((comment) => `Comment: ${comment}`);
  if (profile.docUrl !== '') rows.push(`Doc: ${profile.docUrl}`);
  rows.push(`PeriodType: ${profile.periodType.type} ${profile.periodType.unit}`, `Period: ${profile.period}`);
  if (profile.timeNanos !== 0) rows.push(`Time: ${formatTime(profile.timeNanos)}`);
  if (profile.durationNanos !== 0) rows.push(`Duration: ${formatDuration(profile.durationNanos).slice(0, 4)}`);
  rows.push('Samples:', sampleTypes(profile));
  for (const sample of profile.samples) rows.push(...rawSample(profile, sample));
  rows.push('Locations');
  for (const location of profile.locations) rows.push(...rawLocation(profile, location));
  rows.push('Mappings', ...profile.mappings.map(rawMapping));
  return { text: `${rows.join('\n')}\n` };
}

function sampleTypes({ sampleTypes: types, defaultSampleType }: Profile): string {
  return types
    .map(({ type, unit }) => `${type}/${unit}${type === defaultSampleType ? '[dflt]' : ''}`)
    .join(' ')
    .trim();
}

const LABEL_INDENT = ' '.repeat(16);

function rawSample(profile: Profile, { stack, values, labels, numberLabels }: Sample): readonly string[] {
  const counts = values.map((value) => ` ${String(value).padStart(10)}`).join('');
  const rows = [`${counts}: ${stack.map((index) => `${profile.locations[index]?.id} `).join('')}`];
  if (labels.size > 0) rows.push(LABEL_INDENT + rawLabels(labels));
  if (numberLabels.size > 0) rows.push(LABEL_INDENT + rawNumbers(numberLabels));
  return rows;
}

function rawLabels(labels: StringLabels): string {
  const texts = [...labels].map(([key, values]) => `${key}:[${values.join(' ')}]`);
  return texts.sort(compareText).join(' ');
}

function rawNumbers(labels: NumberLabels): string {
  const texts = [...labels].map(([key, { values, units }]) => {
    const withUnits = units.length === values.length;
    return `${key}:[${values.map((value, i) => (withUnits ? `${value} ${units[i]}` : `${value}`)).join(' ')}]`;
  });
  return texts.sort(compareText).join(' ');
}

function rawLocation(profile: Profile, location: Location): readonly string[] {
  const mapping = profile.mappings[location.mapping];
  const place = `${String(location.id).padStart(6)}: ${formatHex(location.address)} `;
  const head = `${place}${mapping ? `M=${mapping.id} ` : ''}${location.isFolded ? '[F] ' : ''}`;
  if (location.lines.length === 0) return [head];
  return location.lines.map(({ func, line, column }, i) => {
    const named = profile.functions[func];
    const start = i === 0 ? head : ' '.repeat(13);
    if (named === undefined) return `${start}??`;
    const system = named.name === named.systemName ? '' : `(${named.systemName})`;
    return `${start}${named.name} ${named.filename}:${line}:${column} s=${named.startLine}${system}`;
  });
}

function rawMapping(mapping: Mapping): string {
  const { id, start, limit, offset, file, buildId } = mapping;
  const flags = [
    mapping.hasFunctions ? '[FN]' : '',
    mapping.hasFilenames ? '[FL]' : '',
    mapping.hasLineNumbers ? '[LN]' : '',
    mapping.hasInlineFrames ? '[IN]' : '',
  ];
  return `${id}: ${formatHex(start)}/${formatHex(limit)}/${formatHex(offset)} ${file} ${buildId} ${flags.join('')}`;
}

/** A duration as Go prints it: `5.213456789s`, `1m30s`, `150ms`. */
export function formatDuration(nanos: Int64): string {
  const value = BigInt(nanos);
  const sign = value < 0n ? '-' : '';
  const size = value < 0n ? -value : value;
  if (size === 0n) return '0s';
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${withFraction(size, 1_000n)}µs`;
  if (size < 1_000_000_000n) return `${sign}${withFraction(size, 1_000_000n)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${withFraction(size % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return `${sign}${hours > 0n ? `${hours}h` : ''}${minutes % 60n}m${seconds}`;
}

function withFraction(value: bigint, unit: bigint): string {
  const digits = String(value % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '');
  return `${value / unit}${digits === '' ? '' : `.${digits}`}`;
}

/** `-tags`: what labels there are, with the value of each. */
export function printTags(report: Report): Printed {
  const { total } = report;
  const format = formatterOf(report);
  const labels = sumLabels(report);
  const share = (value: Int64) => (total > 0 ? ` (${formatPercent(value, total)})` : '');
  const lines: string[] = [];
  for (const key of [...labels.keys()].sort(compareText)) {
    const values = labels.get(key) ?? new Map<string, Int64>();
    const keyTotal = [...values.values()].reduce<Int64>((sum, value) => add(sum, value), 0);
    lines.push(`${key}:\t Total ${format(keyTotal)} of ${format(total)}${share(keyTotal)}`);
    for (const [name, value] of [...values].sort(byValue)) lines.push(` \t${format(value)}${share(value)}:\t ${name}`);
    lines.push('');
  }
  return { text: alignRight(lines) };
}

const magnitude = (value: Int64): Int64 => (value < 0 ? -value : value);

function byValue([a, left]: readonly [string, Int64], [b, right]: readonly [string, Int64]): number {
  if (left !== right) return magnitude(left) > magnitude(right) ? -1 : magnitude(left) < magnitude(right) ? 1 : 0;
  return compareText(a, b);
}

function sumLabels({ profile, options }: Report): Map<string, Map<string, Int64>> {
  const labels = new Map<string, Map<string, Int64>>();
  const note = (key: string, name: string, value: Int64) => {
    let values = labels.get(key);
    if (values === undefined) labels.set(key, (values = new Map()));
    values.set(name, add(values.get(name) ?? 0, value));
  };
  for (const sample of profile.samples) {
    const value = sample.values[options.valueIndex] ?? 0;
    for (const [key, texts] of sample.labels) for (const text of texts) note(key, text, value);
    for (const [key, { values }] of sample.numberLabels) {
      const unit = options.labelUnits.get(key) ?? '';
      for (const number of values) note(key, formatScaled(number, unit, options.outputUnit), value);
    }
  }
  return labels;
}

/** `-comments`: what was noted in the profile. */
export function printComments({ profile }: Report): Printed {
  return { text: profile.comments.map((comment) => `${comment}\n`).join('') };
}
