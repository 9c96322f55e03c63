import { CHOICES, CONFIG_NAMES, defaultConfig, kindOf, parseBool, parseNumber } from './config.ts';
import type { Config } from './config.ts';
import { COMMANDS } from './commands.ts';
import { parseGoInteger } from './legacy-counts.ts';

/** What a command line asks for. */
export interface CommandLine {
  readonly config: Config;
  /** The report and its expression; nothing for the shell. */
  readonly command: readonly string[] | undefined;
  readonly sources: readonly string[];
  readonly base: readonly string[];
  readonly isDiffBase: boolean;
  readonly symbolize: string;
  readonly seconds: number;
  readonly buildId: string;
  readonly comment: string;
  readonly http: string;
  /** For standard error, before anything else. */
  readonly messages: readonly string[];
}

/** A command line, or a complaint; `usage` where pprof explains its flags as well, `status` where it stops. */
export type ParsedFlags = CommandLine | { readonly error: string; readonly usage: boolean; readonly status: number };

type Kind = 'boolean' | 'integer' | 'number' | 'text';

const VALUE_SWITCHES: readonly (readonly [flag: string, sampleIndex: string])[] = [
  ['total_delay', 'delay'],
  ['mean_delay', 'delay'],
  ['contentions', 'contentions'],
  ['inuse_space', 'inuse_space'],
  ['inuse_objects', 'inuse_objects'],
  ['alloc_space', 'alloc_space'],
  ['alloc_objects', 'alloc_objects'],
];

function flagKinds(): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const name of ['diff_base', 'base', 'symbolize', 'buildid', 'add_comment', 'tools', 'http'])
    kinds.set(name, 'text');
  for (const name of ['tls_cert', 'tls_key', 'tls_ca']) kinds.set(name, 'text');
  for (const name of ['timeout', 'seconds']) kinds.set(name, 'integer');
  for (const [name] of [...VALUE_SWITCHES, ['no_browser']] as const) kinds.set(name ?? '', 'boolean');
  for (const name of CONFIG_NAMES) {
    const choices = CHOICES[name];
    if (choices) for (const choice of choices) kinds.set(choice, 'boolean');
    else kinds.set(name, kindOf(name));
  }
  for (const [name, { hasParameter }] of COMMANDS) kinds.set(name, hasParameter ? 'text' : 'boolean');
  return kinds;
}

interface Scanned {
  readonly values: Map<string, string>;
  readonly rest: readonly string[];
}

/** Reads flags as Go's `flag` package does: up to the first argument that is none. */
function scanFlags(args: readonly string[]): Scanned | { readonly error: string; readonly status: number } {
  const kinds = flagKinds();
  const values = new Map<string, string>();
  let i = 0;
  while (i < args.length) {
    const arg = args[i] ?? '';
    if (arg.length < 2 || !arg.startsWith('-')) break;
    i++;
    if (arg === '--') break;
    const body = arg.slice(arg.startsWith('--') ? 2 : 1);
    if (body === '' || body.startsWith('-') || body.startsWith('='))
      return { error: `bad flag syntax: ${arg}`, status: 2 };
    const equals = body.indexOf('=', 1);
    const name = equals < 0 ? body : body.slice(0, equals);
    let value = equals < 0 ? undefined : body.slice(equals + 1);
    const kind = kinds.get(name);
    if (kind === undefined) {
      if (name === 'help' || name === 'h') return { error: '', status: 0 };
      return { error: `flag provided but not defined: -${name}`, status: 2 };
    }
    if (kind === 'boolean') value ??= 'true';
    else if (value === undefined && i < args.length) value = args[i++];
    if (value === undefined) return { error: `flag needs an argument: -${name}`, status: 2 };
    const error = badValue(kind, name, value);
    if (error !== undefined) return { error, status: 2 };
    values.set(name, value);
  }
  return { values, rest: args.slice(i) };
}

function badValue(kind: Kind, name: string, value: string): string | undefined {
  const quoted = JSON.stringify(value);
  if (kind === 'boolean') {
    return parseBool(value) === undefined ? `invalid boolean value ${quoted} for -${name}: parse error` : undefined;
  }
  const bad =
    (kind === 'integer' && parseGoInteger(value) === undefined) ||
    (kind === 'number' && parseNumber(value) === undefined);
  return bad ? `invalid value ${quoted} for flag -${name}: parse error` : undefined;
}

/**
 * The command line of `go tool pprof`.
 *
 * @see https://github.com/google/pprof/blob/main/internal/driver/cli.go
 * @example parseFlags(['-top', '-cum', 'heap.pb.gz'])
 */
export function parseFlags(args: readonly string[]): ParsedFlags {
  const scanned = scanFlags(args);
  if ('error' in scanned) return { ...scanned, usage: true };
  const { values, rest } = scanned;
  const refuse = (error: string) => ({ error, usage: false, status: 2 });
  if (rest.length === 0) return { error: 'no profile source specified', usage: true, status: 2 };
  const config = defaultConfig();
  const conflict = applySettings(config, values);
  if (conflict !== undefined) return refuse(conflict);
  const commands = chosenCommands(values);
  if (commands.length > 1) return refuse('must set at most one output format');
  const text = (name: string) => values.get(name) ?? '';
  const isOn = (name: string) => parseBool(values.get(name) ?? 'false') === true;
  const [command] = commands;
  if (command && text('http') !== '')
    return refuse('-http is not compatible with an output format on the command line');
  if (isOn('no_browser') && text('http') === '') return refuse('-no_browser only makes sense with -http');
  const messages = applyValueSwitches(config, isOn);
  if (text('base') !== '' && text('diff_base') !== '')
    return refuse('-base and -diff_base flags cannot both be specified');
  const base = text('diff_base') || text('base');
  if (config.normalize && base === '') return refuse('must have base profile to normalize by');
  return {
    config,
    command,
    sources: rest,
    base: base === '' ? [] : [base],
    isDiffBase: text('diff_base') !== '',
    symbolize: text('symbolize'),
    seconds: Number(parseGoInteger(values.get('seconds') ?? '-1') ?? -1),
    buildId: text('buildid'),
    comment: text('add_comment'),
    http: text('http'),
    messages,
  };
}

function applySettings(config: Config, values: ReadonlyMap<string, string>): string | undefined {
  for (const name of CONFIG_NAMES) {
    const choices = CHOICES[name];
    const set = choices?.filter((choice) => parseBool(values.get(choice) ?? 'false') === true) ?? [];
    if (set.length > 1) return `conflicting options set: [${set.join(' ')}]`;
    const [choice] = set;
    if (choice !== undefined) Object.assign(config, { [name]: choice });
    const value = choices ? undefined : values.get(name);
    if (value !== undefined) Object.assign(config, { [name]: typedValue(kindOf(name), value) });
  }
  return undefined;
}

function typedValue(kind: Kind, value: string): string | number | boolean {
  if (kind === 'boolean') return parseBool(value) ?? false;
  if (kind === 'integer') return Number(parseGoInteger(value) ?? 0);
  return kind === 'number' ? (parseNumber(value) ?? 0) : value;
}

function chosenCommands(values: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const chosen: (readonly string[])[] = [];
  for (const [name, { hasParameter }] of COMMANDS) {
    const value = values.get(name) ?? '';
    if (hasParameter && value !== '') chosen.push([name, value]);
    else if (!hasParameter && parseBool(value) === true) chosen.push([name]);
  }
  return chosen;
}

function applyValueSwitches(config: Config, isOn: (name: string) => boolean): readonly string[] {
  const messages: string[] = [];
  for (const [flag, sampleIndex] of VALUE_SWITCHES) {
    if (!isOn(flag)) continue;
    if (config.sample_index === '') config.sample_index = sampleIndex;
    else messages.push(`Multiple value selections, ignoring -${flag}`);
  }
  if (isOn('mean_delay')) config.mean = true;
  return messages;
}
