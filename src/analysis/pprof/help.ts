import { compareText } from './bytes.ts';
import { COMMANDS } from './commands.ts';
import { CHOICES, CONFIG_NAMES, settingCalled } from './config.ts';

/** What each setting does: a line for the list, then more for `help NAME`. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  output: ['File to write the report to'],
  drop_negative: ['Leave out what shrank', 'In a difference, nodes with a negative value are not shown.'],
  call_tree: [
    'Keep calling contexts apart',
    'A function reached in two ways is two nodes. Only in pictures and callgrind files.',
  ],
  relative_percentages: ['Take percentages of what the filters leave', 'Otherwise they are of the whole profile.'],
  unit: ['Unit of the values shown', 'As ms, s, kb, mb; auto chooses per value, minimum one for the report.'],
  compact_labels: ['Shorten the heading'],
  source_path: ['Where to look for source files, parted by colons'],
  trim_path: ['What to cut off source paths before looking, parted by colons'],
  intel_syntax: ["Assembly in Intel's syntax"],
  nodecount: ['How many nodes to show at most', 'Dotted edges of a picture stand for paths through the rest.'],
  nodefraction: ['Smallest share of the total that a node must have'],
  edgefraction: ['Smallest share of the total that an edge must have'],
  trim: ['Leave out small nodes and edges', 'Switched off, everything is shown.'],
  focus: ['Only samples that pass a match', 'Names of functions, files and binaries are matched.'],
  ignore: ['No samples that pass a match', 'Names of functions, files and binaries are matched.'],
  prune_from: ['Cut stacks beneath the innermost match', 'The matching frame itself stays.'],
  hide: ['Take matching frames out of stacks', 'What they cost goes to the next frame that is shown.'],
  show: ['Keep only matching frames of stacks'],
  show_from: ['Start stacks at the outermost match', 'Samples without one are left out.'],
  tagroot: ['Labels to show as outermost frames, by key', 'Keys are parted by commas; the first is the root.'],
  tagleaf: ['Labels to show as innermost frames, by key', 'Keys are parted by commas; the last is the leaf.'],
  tagfocus: [
    'Only samples with a matching label',
    'Numbers: 1kb, 1kb:10kb, 32mb:, bytes=1mb. Texts: an expression, or key=expression.',
  ],
  tagignore: [
    'No samples with a matching label',
    'Numbers: 1kb, 1kb:10kb, 32mb:, bytes=1mb. Texts: an expression, or key=expression.',
  ],
  tagshow: ['Keep only labels whose key matches'],
  taghide: ['Drop labels whose key matches'],
  divide_by: ['Divide all values by this'],
  mean: ['Show means', 'Each value is divided by the count that comes first in its sample.'],
  sample_index: ['Which of the values to show, by number or name'],
  normalize: ['Scale the profile to the total of its base'],
  flat: ["By a node's own value"],
  cum: ['By the value in a node and beneath it'],
  functions: ['One node per function'],
  filefunctions: ['One node per function and file'],
  files: ['One node per file'],
  lines: ['One node per source line'],
  addresses: ['One node per address'],
  noinlines: ['Count inlined calls for the function they were inlined into'],
  showcolumns: ['Show columns with lines'],
};

const SOURCE_FLAGS: readonly (readonly [string, string])[] = [
  ['-base FILE', 'Take this profile away'],
  ['-diff_base FILE', 'Take this profile away and let its total be 100 %'],
  ['-seconds N', 'How long a server is to measure'],
  ['-timeout N', 'How long to wait for a server, in seconds'],
  ['-buildid ID', 'Build id of the program, where the profile has none'],
  ['-add_comment TEXT', 'A note to keep in the profile'],
  ['-symbolize MODE', 'none, local, remote, force, demangle=none'],
  ['-http HOST:PORT', 'Open the viewer'],
  ['-no_browser', 'With -http: do not open a browser'],
];

const SHORTHANDS: readonly (readonly [string, string])[] = [
  ['-inuse_space, -inuse_objects, -alloc_space, -alloc_objects', 'That value of a heap profile'],
  ['-contentions, -total_delay, -mean_delay', 'That value of a contention profile'],
];

const row = (name: string, text: string): string => `    ${name.padEnd(16)} ${text}`;

/** Reports, settings and groups of settings, each with a line. */
function listing(prefix: string): readonly string[] {
  const reports = [...COMMANDS].map(([name, { summary }]) => row(prefix + name, summary)).sort(compareText);
  const single = CONFIG_NAMES.filter((name) => CHOICES[name] === undefined);
  const settings = single.map((name) => row(prefix + name, SETTINGS[name]?.[0] ?? '')).sort(compareText);
  const groups = CONFIG_NAMES.flatMap((name) => {
    const words = CHOICES[name]?.map((word) => `  ${row(prefix + word, SETTINGS[word]?.[0] ?? '')}`) ?? [];
    return words.length === 0 ? [] : [row(name, ''), ...words];
  });
  return [
    '  Reports (one at a time):',
    ...reports,
    '',
    '  Settings:',
    ...settings,
    '',
    '  One of each group:',
    ...groups,
  ];
}

/** What the command line takes. */
export function usageText(): string {
  return [
    'usage: pprof [report] [settings] [program] profile...',
    '',
    'Prints a report on one or more profiles, added up. Without a report it is a shell;',
    'with -http HOST:PORT it opens the viewer. A profile is a file or an http address.',
    '',
    ...listing('-'),
    '',
    '  Profiles:',
    ...SOURCE_FLAGS.map(([name, text]) => row(name, text)),
    '',
    '  In short:',
    ...SHORTHANDS.map(([name, text]) => row(name, text)),
    '',
    '  Environment: PPROF_TMPDIR (where profiles from servers are kept), TZ',
  ].join('\n');
}

/** What the shell takes. */
export function shellHelp(): string {
  return [
    ...listing(''),
    '',
    row('o, options', 'Show the settings'),
    row(':', 'Clear focus, ignore, hide, tagfocus, tagignore'),
    row('q, quit, exit', 'Leave'),
    '',
    '  A setting is changed with NAME=VALUE; "help NAME" says more about a report or setting.',
  ].join('\n');
}

/** True for a setting or a word of a group of settings. */
export function isSetting(name: string): boolean {
  return Object.hasOwn(SETTINGS, name) || settingCalled(name) !== undefined;
}

/** More about a report or setting, or nothing. */
export function helpOn(topic: string, sampleTypes: readonly string[]): string | undefined {
  const command = COMMANDS.get(topic);
  if (command)
    return [
      command.summary,
      ...command.usage.map((line, i) => (i === 0 ? `  ${topic} ${line}` : `  ${line}`)),
      '',
    ].join('\n');
  if (!Object.hasOwn(SETTINGS, topic)) return undefined;
  const more = topic === 'sample_index' ? [`One of ${sampleTypes.join(', ')}.`] : [];
  return [...(SETTINGS[topic] ?? []), ...more, ''].join('\n');
}
