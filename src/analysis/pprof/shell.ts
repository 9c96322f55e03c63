import { compareText } from './bytes.ts';
import { COMMANDS } from './commands.ts';
import { CHOICES, CONFIG_NAMES, configure, isSwitch, parseInteger, settingCalled, showSetting } from './config.ts';
import type { Config } from './config.ts';
import { decodeProfile } from './decode.ts';
import { baseOptions, generateReport } from './generate.ts';
import { encodeProfile } from './encode.ts';
import { helpOn, isSetting, shellHelp } from './help.ts';
import { PprofError, say } from './io.ts';
import type { PprofIO } from './io.ts';
import type { Profile } from './model.ts';
import { formatterOf, profileLabels } from './report.ts';
import { totalOf } from './totals.ts';
import { findSampleIndex } from './sample-types.ts';
import { findLabelUnits } from './tags.ts';

/** What a line of the shell asks for: a report with settings for this once. */
interface ShellCommand {
  readonly command: readonly string[];
  readonly config: Config;
}

/**
 * The interactive shell: reports by name, `name=value` settings that stay, and a few words about itself. Reads until `quit`
 * or the end of the input. A mistake is said and the shell goes on.
 *
 * @see https://github.com/google/pprof/blob/main/internal/driver/interactive.go
 */
export async function runShell(profile: Profile, start: Config, io: PprofIO): Promise<void> {
  const config = { ...start, compact_labels: true };
  greet(profile, config, io);
  const shortcuts = makeShortcuts(profile);
  const copied = decodeProfile(encodeProfile(profile));
  const copy = 'profile' in copied ? copied.profile : profile;
  for (;;) {
    const line = await io.readLine('(pprof) ');
    if (line === undefined) return;
    const input = line.trim();
    for (const step of shortcuts.get(input) ?? [input]) {
      if (isAssignment(step)) assign(step, profile, config, io);
      else if ((await obey(step, profile, copy, config, io)) === 'quit') return;
    }
  }
}

function greet(profile: Profile, config: Config, io: PprofIO): void {
  const { units, ignored } = findLabelUnits(profile);
  for (const [key, others] of ignored) {
    say(io, `For tag ${key} used unit ${units.get(key)}, also encountered unit(s) ${others.join(', ')}`);
  }
  try {
    const options = { ...baseOptions(profile, config, units, io), format: 'text' as const, symbol: undefined };
    const report = { profile, options, total: totalOf(profile, options.valueIndex, options.mean) };
    say(io, profileLabels(report, formatterOf(report)).join('\n'));
    if (report.total === 0 && profile.sampleTypes.length > 1) {
      say(io, 'This kind of value is 0 everywhere.\nAnother one is chosen with "sample_index".\n');
    }
  } catch (error) {
    if (!(error instanceof PprofError)) throw error;
  }
  say(io, 'Entering interactive mode (type "help" for commands, "o" for options)');
}

/** Words that stand for settings: `:` clears the filters, a sample type chooses it. */
function makeShortcuts(profile: Profile): ReadonlyMap<string, readonly string[]> {
  const shortcuts = new Map<string, readonly string[]>([
    [':', ['focus=', 'ignore=', 'hide=', 'tagfocus=', 'tagignore=']],
  ]);
  for (const { type } of profile.sampleTypes) {
    shortcuts.set(type, [`sample_index=${type}`]);
    shortcuts.set(`total_${type}`, ['mean=0', `sample_index=${type}`]);
    shortcuts.set(`mean_${type}`, ['mean=1', `sample_index=${type}`]);
  }
  return shortcuts;
}

function isAssignment(step: string): boolean {
  return settingCalled((step.split('=', 1)[0] ?? '').trim()) !== undefined;
}

const COMMENT = '//:';

function assign(step: string, profile: Profile, config: Config, io: PprofIO): void {
  const equals = step.indexOf('=');
  const name = (equals < 0 ? step : step.slice(0, equals)).trim();
  if (equals < 0 && !isSwitch(name)) return say(io, `please specify a value, e.g. ${name}=<val>`);
  const comment = step.lastIndexOf(COMMENT);
  let value = equals < 0 ? '' : step.slice(equals + 1, comment > equals ? comment : undefined).trim();
  if (name === 'sample_index') {
    const index = findSampleIndex(profile, value);
    if ('error' in index) return say(io, index.error);
    value = profile.sampleTypes[index.value]?.type ?? '';
  }
  const error = configure(config, name, value);
  if (error !== undefined) say(io, error);
}

async function obey(
  step: string,
  profile: Profile,
  copy: Profile,
  config: Config,
  io: PprofIO,
): Promise<'quit' | undefined> {
  const tokens = step.split(/\s+/).filter((token) => token !== '');
  const [word] = tokens;
  if (word === undefined) return undefined;
  if (word === 'exit' || word === 'quit' || word === 'q') return 'quit';
  if (word === 'o' || word === 'options') say(io, showOptions(profile, config));
  else if (word === 'help') help(tokens.slice(1).join(' '), profile, io);
  else {
    try {
      const parsed = parseCommand(tokens, config);
      await generateReport(copy, parsed.command, parsed.config, io, true);
    } catch (error) {
      if (!(error instanceof PprofError)) throw error;
      say(io, error.message);
    }
  }
  return undefined;
}

function help(topic: string, profile: Profile, io: PprofIO): void {
  const text =
    topic === ''
      ? shellHelp()
      : helpOn(
          topic,
          profile.sampleTypes.map(({ type }) => type),
        );
  say(io, text ?? `Unknown command: ${topic}`);
}

/** All settings with their values and choices. */
function showOptions(profile: Profile, config: Config): string {
  const types = profile.sampleTypes.map(({ type }) => type);
  const rows = CONFIG_NAMES.filter((name) => name !== 'source_path').map((name) => {
    const shown = showSetting(config, name);
    const choices = name === 'sample_index' ? types : CHOICES[name]?.toSorted(compareText);
    const isDefaultCount = name === 'nodecount' && shown === '-1';
    const comment = choices ? `${COMMENT} [${choices.join(' | ')}]` : isDefaultCount ? `${COMMENT} default` : '';
    return `  ${name.padEnd(25)} = ${shownValue(name, shown, types).padEnd(20)} ${comment}`;
  });
  return rows.sort(compareText).join('\n');
}

function shownValue(name: string, value: string, types: readonly string[]): string {
  if (value !== '') return value;
  if (name === 'sample_index') return types.at(-1) ?? '';
  return name === 'granularity' ? '(default)' : name === 'sort' ? '' : '""';
}

/** Reads `top10 -cum main -runtime >file` and the like. */
function parseCommand(tokens: readonly string[], config: Config): ShellCommand {
  let [name = '', ...args] = tokens;
  if (!COMMANDS.has(name)) {
    const digits = /[0-9]+$/.exec(name)?.[0] ?? '';
    if (digits !== '' && digits !== name) {
      name = name.slice(0, -digits.length);
      args = [digits, ...args];
    }
  }
  const entry = COMMANDS.get(name);
  if (entry === undefined) throw new PprofError(complaint(name, args));
  const command = [name];
  if (entry.hasParameter) {
    const [expression, ...rest] = args;
    if (expression === undefined) throw new PprofError(`command ${name} requires an argument`);
    command.push(expression);
    args = rest;
  }
  return { command, config: withArguments(name, args, config) };
}

function complaint(name: string, args: readonly string[]): string {
  return isSetting(name)
    ? `did you mean: ${name}=${args[0] ?? '<val>'}`
    : `unrecognized command: ${JSON.stringify(name)}`;
}

function withArguments(name: string, args: readonly string[], config: Config): Config {
  const own = { ...config };
  const focus: string[] = [];
  const ignore: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const count = parseInteger(arg);
    if (count !== undefined && Math.abs(count) < 2 ** 31) own.nodecount = count;
    else if (arg.startsWith('>')) {
      own.output = arg.slice(1) || (args[++i] ?? '');
      if (own.output === '') throw new PprofError('unexpected end of line after >');
    } else if (arg === '-cum' || arg === '--cum') own.sort = 'cum';
    else if (arg.startsWith('-')) ignore.push(arg.slice(1));
    else focus.push(arg);
  }
  const [focusName, ignoreName] =
    name === 'tags' ? (['tagfocus', 'tagignore'] as const) : (['focus', 'ignore'] as const);
  own[focusName] = joinExpressions(focus) || own[focusName];
  own[ignoreName] = joinExpressions(ignore) || own[ignoreName];
  if (own.nodecount === -1 && (name === 'text' || name === 'top')) own.nodecount = 10;
  return own;
}

const joinExpressions = (sources: readonly string[]): string => sources.filter((source) => source !== '').join('|');
