import { directoryOf, resolvePath } from '../files/index.ts';
import { commandNames } from './find-command.ts';
import type { ShellState } from './state.ts';

/** What Tab offers: texts that may stand from `from` up to the cursor. */
export interface Completion {
  readonly from: number;
  readonly candidates: readonly string[];
}

/** Words that follow a command, for commands with a small language of their own. */
const subcommands: Readonly<Record<string, readonly string[]>> = {
  go: ['build', 'env', 'fmt', 'help', 'run', 'test', 'tool pprof', 'version', 'vet'],
  dlv: ['core', 'version'],
  kill: ['-INT', '-KILL', '-QUIT', '-TERM'],
};

/**
 * Returns what the word before the cursor may become: a command in first place, a subcommand after `go` or `dlv`, else
 * a file; directories end with a slash. Blanks in names are escaped.
 */
export async function completeLine(state: ShellState, line: string, cursor: number): Promise<Completion> {
  const before = line.slice(0, cursor);
  const from = wordStart(before);
  const word = before.slice(from).replaceAll('\\ ', ' ');
  const previous = before.slice(0, from).trimEnd();
  const first = previous === '' || /[|;&]$/.test(previous) || /(^|[|;&]\s*)[A-Za-z_]\w*=\S*$/.test(previous);
  if (first && !word.includes('/')) {
    const names = (await commandNames(state)).filter((name) => name.startsWith(word));
    return { from, candidates: names.map((name) => `${name} `) };
  }
  const own = subcommands[previous.split(/[|;&]/).at(-1)?.trim() ?? '']?.filter((name) => name.startsWith(word)) ?? [];
  return { from, candidates: [...own.map((name) => `${name} `), ...completeFile(state, word)] };
}

/** Where the last word of `text` begins; a backslash keeps the blank after it inside the word. */
function wordStart(text: string): number {
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (' \t|;&<>='.includes(text[at] ?? '')) start = at + 1;
  }
  return start;
}

function completeFile(state: ShellState, word: string): readonly string[] {
  const home = state.exported.get('HOME') ?? '/';
  const path = word.startsWith('~/') ? home + word.slice(1) : word;
  const prefix = word.slice(0, word.lastIndexOf('/') + 1);
  const directory = path.includes('/') ? directoryOf(resolvePath(state.cwd, `${path}x`)) : state.cwd;
  const wanted = word.slice(prefix.length);
  return (state.options.files.list(directory) ?? [])
    .filter(({ name }) => name.startsWith(wanted) && (wanted.startsWith('.') || !name.startsWith('.')))
    .map(({ name, kind }) => (prefix + name).replaceAll(' ', '\\ ') + (kind === 'directory' ? '/' : ' '));
}
