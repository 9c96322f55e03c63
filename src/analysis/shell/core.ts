import type { CoreFile, ShellEvidence, ShellStep } from './model.ts';

/** What the steps say about cores, each as far as the session knew it at its end. */
export type CoreFacts = Pick<ShellEvidence, 'core' | 'limit' | 'pattern' | 'traceback' | 'death'>;

type Facts = { -readonly [K in keyof CoreFacts]: CoreFacts[K] };

const DEATH =
  /^(?:.*\s)?(Aborted|Segmentation fault|Illegal instruction|Bus error|Trace\/breakpoint trap|Quit|Abort trap: 6)(?: +\(core dumped\))?\s*(?:[A-Z_]+=\S+ )?/m;
const DUMPED = /\(core dumped\)/;
const SAVED = /^Saved corefile (\S.*)$/m;
const NAMED = /(?:^|[\s/])((?:[\w./-]*\/)?core(?:[.-][\w.!+%-]+)?)(?=$|[\s:*])/m;

/** The core that a session got, if it got one, and what stood in its way. */
export function findCore(steps: readonly ShellStep[]): CoreFacts {
  const facts: Facts = {};
  let died = -1;
  steps.forEach((step, i) => {
    readLimit(facts, step);
    readTraceback(facts, step);
    if (/core_pattern/.test(step.command)) readPattern(facts, step);
    const saved = SAVED.exec(step.output)?.[1];
    if (saved !== undefined) facts.core = { path: saved.trim(), how: 'gcore', at: lineOf(step, 'Saved corefile') };
    const death = DEATH.exec(step.output);
    if (death !== null && !/\bgcore\b/.test(step.command)) {
      facts.death = death[1] ?? '';
      died = i;
      if (DUMPED.test(step.output)) facts.core = { ...dumped(facts, step) };
    } else if (died >= 0) nameCore(facts, step);
  });
  if (facts.core?.path === '') delete facts.core;
  return facts;
}

/** A kernel that says `core dumped` does not say where: the pattern does, or the listing after it. */
function dumped({ pattern }: Facts, step: ShellStep): CoreFile {
  const path = pattern === undefined || pattern.includes('%') || pattern.startsWith('|') ? '' : pattern;
  return { path, how: 'crash', at: lineOf(step, '(core dumped)'), confidence: 'likely' };
}

/** `ls`, `file`, `coredumpctl` and `dlv core` name the file that a death left behind. */
function nameCore(facts: Facts, step: ShellStep): void {
  if (facts.core?.how === 'gcore' || (facts.core !== undefined && facts.core.confidence === undefined)) return;
  const found = coreIn(step);
  if (found === undefined) return;
  const isSure = facts.core !== undefined || facts.traceback === 'crash';
  facts.core = { path: found.path, how: 'crash', at: found.at, ...(isSure ? {} : { confidence: 'likely' as const }) };
}

function coreIn(step: ShellStep): { readonly path: string; readonly at: number } | undefined {
  const { command, output } = step;
  if (/^(?:sudo )?(?:ls|ll|file|find|stat|du)\b/.test(command)) {
    if (/No such file|cannot (?:access|open)/.test(output)) return undefined;
    const name = NAMED.exec(output)?.[1];
    return name === undefined ? undefined : { path: name, at: lineOf(step, name) };
  }
  if (/\bcoredumpctl\b/.test(command)) {
    const path = /(?:-o|--output=?)\s*(\S+)/.exec(command)?.[1] ?? /Storage: (\S+)/.exec(output)?.[1];
    return path === undefined ? undefined : { path, at: step.at };
  }
  const path = /\bdlv core \S+ (\S+)/.exec(command)?.[1];
  return path === undefined ? undefined : { path, at: step.at };
}

function readLimit(facts: Facts, { command, output }: ShellStep): void {
  const match = /\bulimit\s+-[HS]{0,2}c(?:\s+(unlimited|\d{1,18}))?/.exec(command);
  if (match === null) return;
  const shown = /^(unlimited|\d{1,18})\s*$/m.exec(output)?.[1];
  const limit = /cannot modify limit|not permitted/.test(output) ? undefined : (match[1] ?? shown);
  if (limit !== undefined) facts.limit = limit;
}

function readPattern(facts: Facts, { command, output }: ShellStep): void {
  const line = output.split('\n').find((text) => text !== '' && !text.includes('denied'));
  const written = /\becho\s+['"]?([^'"\s>]+)['"]?\s*(?:>|\|)/.exec(command)?.[1];
  const shown = line?.replace(/^kernel\.core_pattern\s*=\s*/, '');
  const pattern = written !== undefined && !output.includes('denied') ? written : shown;
  if (pattern !== undefined) facts.pattern = pattern;
}

function readTraceback(facts: Facts, { command }: ShellStep): void {
  const level = /\bGOTRACEBACK=['"]?(\w+)/.exec(command)?.[1];
  if (level !== undefined) facts.traceback = level;
}

/** The pasted line of the step's output that holds `word`; outputs keep their lines. */
function lineOf({ at, output }: ShellStep, word: string): number {
  const offset = output.indexOf(word);
  if (offset < 0) return at;
  return at + output.slice(0, offset).split('\n').length;
}
