import { aggregate } from './aggregate.ts';
import type { Granularity } from './aggregate.ts';
import { encodeText, toOutput } from './bytes.ts';
import { COMMANDS, reportConfig } from './commands.ts';
import type { Command } from './commands.ts';
import type { Config } from './config.ts';
import { freePath } from './fetch.ts';
import { applyFilters, filterSources } from './focus.ts';
import { messageOf, PprofError, say } from './io.ts';
import type { PprofIO } from './io.ts';
import type { Profile } from './model.ts';
import { baseName } from './paths.ts';
import { printReport } from './print.ts';
import { loadCompiler } from './regexp.ts';
import type { Compiler } from './regexp.ts';

import { totalOf } from './totals.ts';
import type { Printed, Report, ReportOptions } from './report.ts';
import { findSampleIndex } from './sample-types.ts';
import { addTagFrames, findLabelUnits } from './tags.ts';
import { formatTime } from './times.ts';

/** Prints one report to standard output, or where the settings say. */
export async function generateReport(
  profile: Profile,
  command: readonly string[],
  config: Config,
  io: PprofIO,
  isShell = false,
): Promise<void> {
  const [name = '', expression] = command;
  const entry = COMMANDS.get(name);
  if (entry === undefined) throw new PprofError(`unrecognized command: ${JSON.stringify(name)}`);
  const settings = reportConfig(name, entry.format, config);
  const compile = await loadCompiler([...filterSources(settings), expression ?? '']);
  const report = makeReport(profile, entry, expression, settings, compile, io);
  const printed = await printReport(report, io);
  if ('error' in printed) throw new PprofError(printed.error);
  if (entry.needs) throw new PprofError(missingProgram(name, entry));
  await deliver(printed, entry, settings.output, io, isShell);
}

function missingProgram(name: string, { needs }: Command): string {
  if (needs === 'graphviz')
    return 'failed to execute dot. Is Graphviz installed? Error: exec: "dot": executable file not found in $PATH';
  const program = name === 'kcachegrind' ? 'kcachegrind' : 'sensible-browser';
  return `exec: "${program}": executable file not found in $PATH`;
}

async function deliver(
  printed: Exclude<Printed, { error: string }>,
  entry: Command,
  output: string,
  io: PprofIO,
  isShell: boolean,
): Promise<void> {
  const content = 'bytes' in printed ? printed.bytes : toOutput(printed.text);
  const away = entry.fileSuffix !== undefined && (isShell || io.isTerminal === true);
  if (output === '' && !away) return io.stdout(content);
  const path = output === '' ? await freePath(io, 'profile', `.${entry.fileSuffix}`) : output;
  say(io, `Generating report in ${path}`);
  try {
    await io.writeFile(path, typeof content === 'string' ? encodeText(content) : content);
  } catch (error) {
    throw new PprofError(messageOf(error));
  }
}

/** The report that settings describe: labels made frames, samples filtered, frames merged, and the total taken. */
export function makeReport(
  profile: Profile,
  entry: Command,
  expression: string | undefined,
  config: Config,
  compile: Compiler,
  io: PprofIO,
): Report {
  const { units, ignored } = findLabelUnits(profile);
  for (const [key, others] of ignored) {
    say(io, `For tag ${key} used unit ${units.get(key)}, also encountered unit(s) ${others.join(', ')}`);
  }
  const tagged = withTagFrames(profile, config, io);
  const filter = (from: Profile) => applyFilters(from, config, units, compile, (message) => say(io, message));
  const counted = config.relative_percentages ? filter(tagged) : tagged;
  const base = baseOptions(counted, config, units, io);
  const options: ReportOptions = { ...base, format: entry.format, symbol: compileSymbol(expression, compile) };
  const total = totalOf(counted, options.valueIndex, options.mean);
  const shown = config.relative_percentages ? counted : filter(tagged);
  const granularity = (config.granularity || 'functions') as Granularity;
  const merged = aggregate(shown, granularity, { noInlines: config.noinlines, columns: config.showcolumns });
  return { profile: merged, options, total };
}

function compileSymbol(expression: string | undefined, compile: Compiler): ReportOptions['symbol'] {
  if (expression === undefined) return undefined;
  const compiled = compile(expression);
  if ('error' in compiled) throw new PprofError(`parsing argument regexp ${expression}: ${compiled.error}`);
  return compiled.pattern;
}

function withTagFrames(profile: Profile, config: Config, io: PprofIO): Profile {
  const keys = (list: string) => list.split(',').filter((key) => key !== '');
  const added = addTagFrames(profile, { root: keys(config.tagroot), leaf: keys(config.tagleaf) }, config.unit);
  if (config.tagroot !== '' && !added.matches.root) say(io, 'TagRoot expression matched no samples');
  if (config.tagleaf !== '' && !added.matches.leaf) say(io, 'TagLeaf expression matched no samples');
  return added.profile;
}

const FILTERS = [
  'focus',
  'ignore',
  'hide',
  'show',
  'show_from',
  'tagfocus',
  'tagignore',
  'tagshow',
  'taghide',
] as const;

/** What a report shows, for the settings as they are. */
export function baseOptions(
  profile: Profile,
  config: Config,
  units: ReadonlyMap<string, string>,
  io: PprofIO,
): Omit<ReportOptions, 'format' | 'symbol'> {
  if (profile.sampleTypes.length === 0) throw new PprofError('profile has no samples');
  const index = findSampleIndex(profile, config.sample_index);
  if ('error' in index) throw new PprofError(index.error);
  if (config.divide_by === 0) throw new PprofError('zero divisor specified');
  const sampleType = profile.sampleTypes[index.value] ?? { type: '', unit: '' };
  const [main] = profile.mappings;
  return {
    sortByCum: config.sort === 'cum',
    callTree: config.call_tree,
    dropNegative: config.drop_negative,
    compactLabels: config.compact_labels,
    ratio: 1 / config.divide_by,
    nodeCount: config.nodecount,
    nodeFraction: config.nodefraction,
    edgeFraction: config.edgefraction,
    activeFilters: FILTERS.filter((name) => config[name] !== '').map((name) => `${name}=${config[name]}`),
    labelUnits: units,
    valueIndex: index.value,
    mean: config.mean,
    sampleType: config.mean ? { ...sampleType, type: `mean_${sampleType.type}` } : sampleType,
    outputUnit: config.unit,
    sourcePath: config.source_path,
    trimPath: config.trim_path,
    title: main && main.file !== '' ? baseName(main.file) : '',
    formatTime: (nanos) => formatTime(nanos, io.env['TZ']),
  };
}
