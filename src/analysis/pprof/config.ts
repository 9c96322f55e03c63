import { GRANULARITIES } from './aggregate.ts';
import { formatFloat } from './number-format.ts';

/** What a user can set, on the command line or in the shell. */
export interface Config {
  output: string;
  call_tree: boolean;
  relative_percentages: boolean;
  unit: string;
  compact_labels: boolean;
  source_path: string;
  trim_path: string;
  intel_syntax: boolean;
  mean: boolean;
  sample_index: string;
  divide_by: number;
  normalize: boolean;
  sort: string;
  tagroot: string;
  tagleaf: string;
  drop_negative: boolean;
  nodecount: number;
  nodefraction: number;
  edgefraction: number;
  trim: boolean;
  focus: string;
  ignore: string;
  prune_from: string;
  hide: string;
  show: string;
  show_from: string;
  tagfocus: string;
  tagignore: string;
  tagshow: string;
  taghide: string;
  noinlines: boolean;
  showcolumns: boolean;
  granularity: string;
}

/** The name of a setting, as users write it. */
export type ConfigName = keyof Config;

/** A fresh set of settings, as pprof starts with them. */
export function defaultConfig(): Config {
  return {
    output: '',
    call_tree: false,
    relative_percentages: false,
    unit: 'minimum',
    compact_labels: false,
    source_path: '',
    trim_path: '',
    intel_syntax: false,
    mean: false,
    sample_index: '',
    divide_by: 1,
    normalize: false,
    sort: 'flat',
    tagroot: '',
    tagleaf: '',
    drop_negative: false,
    nodecount: -1,
    nodefraction: 0.005,
    edgefraction: 0.001,
    trim: true,
    focus: '',
    ignore: '',
    prune_from: '',
    hide: '',
    show: '',
    show_from: '',
    tagfocus: '',
    tagignore: '',
    tagshow: '',
    taghide: '',
    noinlines: false,
    showcolumns: false,
    granularity: '',
  };
}

/** Settings that take one of a few words; on the command line each word is a flag of its own. */
export const CHOICES: Readonly<Partial<Record<ConfigName, readonly string[]>>> = {
  sort: ['cum', 'flat'],
  granularity: GRANULARITIES,
};

/** Every setting, in the order in which pprof handles them. */
export const CONFIG_NAMES = Object.keys(defaultConfig()) as readonly ConfigName[];

/** What values a setting takes. */
export type SettingKind = 'boolean' | 'integer' | 'number' | 'text';

/** The kind of a setting, told by its default. */
export function kindOf(name: ConfigName): SettingKind {
  const value = defaultConfig()[name];
  if (typeof value === 'number') return name === 'nodecount' ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}

/** The setting that a name or one of its words belongs to. */
export function settingCalled(name: string): ConfigName | undefined {
  const direct = CONFIG_NAMES.find((known) => known === name);
  return direct ?? CONFIG_NAMES.find((known) => CHOICES[known]?.includes(name));
}

/** True for what may be set without a value: switches, and words such as `lines`. */
export function isSwitch(name: string): boolean {
  const setting = settingCalled(name);
  return setting !== undefined && (setting !== name || kindOf(setting) === 'boolean');
}

/** Sets `name` to a value as typed in the shell; returns pprof's complaint when it will not do. */
export function configure(config: Config, name: string, value: string): string | undefined {
  const setting = settingCalled(name);
  if (setting === undefined) return `unknown config field ${JSON.stringify(name)}`;
  if (setting === name) return assign(config, setting, value);
  return isTrue(value) ? assign(config, setting, name) : `unknown config field ${JSON.stringify(name)}`;
}

function assign(config: Config, name: ConfigName, value: string): string | undefined {
  const choices = CHOICES[name];
  if (choices && !choices.includes(value)) return `invalid ${JSON.stringify(name)} value ${JSON.stringify(value)}`;
  const kind = kindOf(name);
  if (kind === 'text') return put(config, name, value);
  if (kind === 'boolean') {
    const flag = parseSwitch(value);
    return flag === undefined ? `illegal value "${value}" for bool variable` : put(config, name, flag);
  }
  const number = kind === 'integer' ? parseInteger(value) : parseNumber(value);
  const parser = kind === 'integer' ? 'Atoi' : 'ParseFloat';
  return number === undefined
    ? `strconv.${parser}: parsing ${JSON.stringify(value)}: invalid syntax`
    : put(config, name, number);
}

function put(config: Config, name: ConfigName, value: string | number | boolean): undefined {
  Object.assign(config, { [name]: value });
}

/** Go's `strconv.ParseBool`. */
export function parseBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text) ? false : undefined;
}

const isTrue = (text: string): boolean => parseBool(text) === true;

/** In the shell a bare name switches on, and `yes` will do. */
function parseSwitch(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  if (['true', 't', 'yes', 'y', '1', ''].includes(lower)) return true;
  return ['false', 'f', 'no', 'n', '0'].includes(lower) ? false : undefined;
}

/** Go's `strconv.Atoi`; nothing for what is no whole number. */
export function parseInteger(text: string): number | undefined {
  return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}

/** Go's `strconv.ParseFloat`, without hexadecimal. */
export function parseNumber(text: string): number | undefined {
  if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** A setting's value as the shell shows it. */
export function showSetting(config: Config, name: ConfigName): string {
  const value = config[name];
  return typeof value === 'number' ? formatFloat(value) : String(value);
}
