import type { Config } from './config.ts';
import type { ReportFormat } from './report.ts';

/** A report that can be asked for by flag and in the shell. */
export interface Command {
  readonly format: ReportFormat;
  /** It takes an expression: `-list=main`. */
  readonly hasParameter: boolean;
  /** Where there is a terminal it goes to a file with this ending. */
  readonly fileSuffix?: string;
  /** It needs Graphviz or another program, which there is none of. */
  readonly needs?: 'graphviz' | 'viewer';
  /** One line for the list of commands. */
  readonly summary: string;
  /** How to use it, line by line. */
  readonly usage: readonly string[];
}

const GRAPH_USAGE = [
  '[n] [name]* [-name]* [-cum] [>file]',
  'n: how many nodes at most; name: only samples that pass it; -name: none of those',
];
const LIST_USAGE = [
  '<name|address> [name]* [-name]*',
  'shows functions whose name matches; further names filter samples',
];

const graph = (format: ReportFormat, summary: string): Command => ({
  format,
  hasParameter: false,
  summary,
  usage: GRAPH_USAGE,
});
const plain = (format: ReportFormat, summary: string): Command => ({ format, hasParameter: false, summary, usage: [] });
const drawn = (suffix: string): Command => ({
  ...graph('dot', `Draw the call graph as ${suffix} (needs Graphviz)`),
  fileSuffix: suffix,
  needs: 'graphviz',
});
const shown = (program: string): Command => ({
  ...graph('dot', `Draw the call graph and open it with ${program}`),
  needs: 'graphviz',
});

/** Every report, by name. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'callgrind',
    { ...graph('callgrind', 'Write costs per line and call for KCachegrind'), fileSuffix: 'callgraph.out' },
  ],
  ['comments', plain('comments', 'Print what was noted in the profile')],
  [
    'disasm',
    { format: 'disasm', hasParameter: true, summary: 'Print assembly with what was measured', usage: LIST_USAGE },
  ],
  ['dot', graph('dot', 'Print the call graph for Graphviz')],
  ['eog', shown('eog')],
  ['evince', shown('evince')],
  ['gif', drawn('gif')],
  ['gv', shown('gv')],
  ['kcachegrind', { ...graph('callgrind', 'Open the costs with KCachegrind'), needs: 'viewer' }],
  [
    'list',
    { format: 'list', hasParameter: true, summary: 'Print source with what was measured per line', usage: LIST_USAGE },
  ],
  ['pdf', drawn('pdf')],
  [
    'peek',
    { format: 'tree', hasParameter: true, summary: 'Print callers and callees of some functions', usage: ['<name>'] },
  ],
  ['png', drawn('png')],
  ['proto', { ...plain('proto', 'Write the profile itself, filtered'), fileSuffix: 'pb.gz' }],
  ['ps', drawn('ps')],
  ['raw', plain('raw', 'Print the whole profile as text')],
  ['svg', drawn('svg')],
  ['tags', { ...plain('tags', 'Print the labels and their values'), usage: ['[tag]* [-tag]* [>file]'] }],
  ['text', graph('text', 'Print the largest nodes')],
  ['top', graph('text', 'Print the largest nodes')],
  ['topproto', { ...plain('topproto', 'Write the largest nodes as a profile'), fileSuffix: 'pb.gz' }],
  ['traces', plain('traces', 'Print every sample with its stack')],
  ['tree', graph('tree', 'Print each node between its callers and callees')],
  ['web', shown('the browser')],
  [
    'weblist',
    {
      format: 'weblist',
      hasParameter: true,
      summary: 'Show annotated source in the browser',
      usage: LIST_USAGE,
      needs: 'viewer',
    },
  ],
]);

/** How many nodes a picture has at most when nothing is said. */
const DEFAULT_NODE_COUNT = 80;

/** Settings as a report needs them: some reports must not leave anything out, some have a granularity of their own. */
export function reportConfig(name: string, format: ReportFormat, config: Config): Config {
  const own = { ...config };
  let trim = config.trim;
  if (name === 'disasm' || name === 'weblist') {
    trim = false;
    own.granularity = 'addresses';
    own.noinlines = name === 'disasm';
  } else if (name === 'peek') trim = false;
  else if (name === 'list') {
    trim = false;
    own.granularity = 'lines';
  } else if (own.nodecount === -1) own.nodecount = ['text', 'top', 'topproto'].includes(name) ? 0 : DEFAULT_NODE_COUNT;
  if (format === 'proto' || format === 'raw' || format === 'callgrind') {
    trim = false;
    own.granularity = 'addresses';
  }
  if (!trim) Object.assign(own, { nodecount: 0, nodefraction: 0, edgefraction: 0 });
  return own;
}
