/** What a profile viewer shows, and the command line that prints the same. */

export const profileViews = ['table', 'flame', 'graph', 'source', 'text', 'slopes'] as const;
export type ProfileView = (typeof profileViews)[number];

/** The base is not used, or taken away in one of pprof's three ways. */
export const compareModes = ['none', 'diff_base', 'base', 'normalize'] as const;
export type ProfileMode = (typeof compareModes)[number];

/** Reports that the Text view prints. */
export const textReports = ['top', 'tree', 'peek', 'traces'] as const;
export type TextReport = (typeof textReports)[number];

export interface ProfileSettings {
  readonly view: ProfileView;
  /** Names of files; the base is only used where `mode` is not `none`. */
  readonly file: string;
  readonly base: string;
  readonly mode: ProfileMode;
  /** The sample type, as `inuse_space`. */
  readonly type: string;
  readonly sort: 'flat' | 'cum';
  readonly granularity: 'functions' | 'lines';
  readonly report: TextReport;
  /** The expression of `list` and `peek`. */
  readonly pattern: string;
}

/** The flags that choose value and base; the default value needs none. */
function selection({ file, base, mode, type }: ProfileSettings, defaultType: string): readonly string[] {
  const baseFlag = mode === 'base' ? `-base=${base}` : `-diff_base=${base}`;
  return [
    ...(type === defaultType ? [] : [`-sample_index=${type}`]),
    ...(mode === 'normalize' ? ['-normalize'] : []),
    ...(mode === 'none' ? [] : [baseFlag]),
    file,
  ];
}

/** The report that a view corresponds to, without its files. */
function reportFlags(settings: ProfileSettings): readonly string[] {
  const { view, sort, granularity, report, pattern } = settings;
  switch (view) {
    case 'table':
      return ['-top', ...(sort === 'cum' ? ['-cum'] : []), ...(granularity === 'lines' ? ['-lines'] : [])];
    case 'graph':
      return ['-dot'];
    case 'source':
      return [`-list=${pattern}`];
    case 'text':
      return [report === 'peek' ? `-peek=${pattern}` : `-${report}`];
    case 'flame':
    case 'slopes':
      return ['-http=localhost:0'];
  }
}

/**
 * The arguments of pprof for what is shown. pprof has flame graphs only in its own viewer, and no slopes.
 *
 * @example pprofArguments(settings, 'inuse_space') // ['-top', '-diff_base=heap.old', 'heap.new']
 */
export function pprofArguments(settings: ProfileSettings, defaultType: string): readonly string[] {
  return [...reportFlags(settings), ...selection(settings, defaultType)];
}

/**
 * The same as a line for a shell.
 *
 * @example commandLine(settings, 'inuse_space') // 'go tool pprof -top heap.pb.gz'
 */
export function commandLine(settings: ProfileSettings, defaultType: string): string {
  const picture = settings.view === 'graph' ? '-svg' : undefined;
  const args = pprofArguments(settings, defaultType).map((arg) => (arg === '-dot' && picture ? picture : arg));
  return ['go', 'tool', 'pprof', ...args.map(quote)].join(' ');
}

function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The numbers that a sentence about the 100 % needs, as they are shown. */
export interface Totals {
  /** What they are of where no base was chosen: a file may itself hold a difference. */
  readonly denominator?: 'profile' | 'changes' | 'base';
  /** What the shares are of. */
  readonly total: string;
  readonly base?: string;
  readonly changes?: string;
}

/** What counts as 100 %, in words. */
export function denominatorWords(mode: ProfileMode, { total, base = '', changes = '', denominator }: Totals): string {
  switch (mode) {
    case 'none':
      if (denominator === 'base') return `This file holds a difference, new less old. 100 % is its base, ${total}.`;
      if (denominator === 'changes')
        return `This file holds changes: some values are below 0. 100 % is all changes together, ${total}.`;
      return `100 % is the whole profile, ${total}.`;
    case 'diff_base':
      return `Values are new less old. 100 % is the base, ${base}, so growth can pass 100 %. All changes together are ${changes}.`;
    case 'base':
      return `Values are new less old. 100 % is all changes together, increases and decreases alike, ${changes}. The base is ${base}.`;
    case 'normalize':
      return `The new profile was first scaled to the total of the base, ${base}, which is the 100 %: growth as a whole is gone from it, only shares can move. Not for leaks.`;
  }
}

const linked = ['view', 'type', 'mode', 'sort', 'granularity', 'report', 'pattern'] as const;

/** The address of the page with the settings of the view in it; of the data it says nothing. */
export function withSettings(address: string, settings: ProfileSettings): string {
  const url = new URL(address);
  for (const name of linked) {
    if (settings[name] === '') url.searchParams.delete(name);
    else url.searchParams.set(name, settings[name]);
  }
  return url.href;
}

/** The settings that an address carries; what it does not know stays out. */
export function settingsOf(address: string): Partial<ProfileSettings> {
  const query = new URL(address).searchParams;
  const oneOf = <Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined =>
    choices.find((choice) => choice === query.get(name));
  const found = {
    view: oneOf('view', profileViews),
    mode: oneOf('mode', compareModes),
    sort: oneOf('sort', ['flat', 'cum']),
    granularity: oneOf('granularity', ['functions', 'lines']),
    report: oneOf('report', textReports),
    type: query.get('type') ?? undefined,
    pattern: query.get('pattern') ?? undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
