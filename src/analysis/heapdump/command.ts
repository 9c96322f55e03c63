import type { Diagnostic } from '../text/index.ts';
import type { HeapdumpReading } from './evidence.ts';
import { readHeapdump } from './evidence.ts';
import { formatGrowth, formatHeapdump, formatTree } from './format.ts';
import { growthBetween } from './growth.ts';
import type { ProgramNames } from './program.ts';
import { NO_NAMES, parseProgram } from './program.ts';
import { holderTree } from './tree.ts';

/** What the command may touch: the terminal and the shell give the same three. */
export interface HeapdumpIO {
  /** Rejects with an Error whose message says why: `open x: no such file or directory`. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

export const heapdumpUsage = 'heapdump [--json] [--exe FILE] [--tree] [--diff OLD] DUMP';

interface Options {
  readonly json: boolean;
  readonly tree: boolean;
  readonly exe?: string;
  readonly old?: string;
  readonly dump: string;
}

const OK = 0;
const NOT_READ = 1;
const USAGE = 2;

/**
 * Runs `heapdump` and returns its exit status: 0; 1 where a file is no heap dump or damaged (what could be read is
 * printed); 2 for a wrong command line or a file that cannot be opened. The report goes to stdout, all else to stderr.
 * @example await runHeapdump(['--exe', 'server', 'after.heapdump'], io)
 */
export async function runHeapdump(args: readonly string[], io: HeapdumpIO): Promise<number> {
  const options = parseArgs(args);
  if (typeof options === 'string') {
    io.stderr(`heapdump: ${options}\nusage: ${heapdumpUsage}\n`);
    return USAGE;
  }
  try {
    const names = await readNames(options, io);
    const older = options.old === undefined ? undefined : await read(options.old, names, io);
    const newer = await read(options.dump, names, io);
    io.stdout(
      options.json ? formatJson(newer.reading, older?.reading) : formatText(options, newer.reading, older?.reading),
    );
    return newer.isDamaged || older?.isDamaged === true ? NOT_READ : OK;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    io.stderr(`heapdump: ${error.message}\n`);
    return USAGE;
  }
}

function parseArgs(args: readonly string[]): Options | string {
  const values: { exe?: string; old?: string } = {};
  const files: string[] = [];
  let json = false;
  let tree = false;
  for (let i = 0; i < args.length; i++) {
    const [word = '', inline] = splitFlag(args[i] ?? '');
    if (word === '--json') json = true;
    else if (word === '--tree') tree = true;
    else if (word === '--exe' || word === '--diff') {
      const value = inline ?? args[++i];
      if (value === undefined) return `${word} needs a file after it`;
      if (word === '--exe') values.exe = value;
      else values.old = value;
    } else if (word.startsWith('-')) return `there is no flag ${word}`;
    else files.push(word);
  }
  const [dump, ...more] = files;
  if (dump === undefined) return 'no heap dump given; a program writes one with debug.WriteHeapDump(file.Fd())';
  if (more.length > 0) return 'one heap dump at a time; to compare two, write heapdump --diff OLD NEW';
  return { json, tree, ...values, dump };
}

/** `--exe=FILE` as two words; one dash counts as two, as in Go's own flags. */
function splitFlag(word: string): readonly [string, string?] {
  if (!word.startsWith('-')) return [word];
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  const flag = name.startsWith('--') ? name : `-${name}`;
  return equals < 0 ? [flag] : [flag, word.slice(equals + 1)];
}

async function readNames({ exe }: Options, io: HeapdumpIO): Promise<ProgramNames> {
  if (exe === undefined) return NO_NAMES;
  const { value, diagnostics } = parseProgram(await io.readFile(exe));
  report(exe, diagnostics, io);
  return value;
}

async function read(
  path: string,
  names: ProgramNames,
  io: HeapdumpIO,
): Promise<{ readonly reading: HeapdumpReading; readonly isDamaged: boolean }> {
  const { value, diagnostics } = readHeapdump(await io.readFile(path), names);
  report(path, diagnostics, io);
  return { reading: value, isDamaged: diagnostics.some(({ severity }) => severity === 'error') };
}

function report(path: string, diagnostics: readonly Diagnostic[], io: HeapdumpIO): void {
  for (const { message, hint } of diagnostics)
    io.stderr(`${path}: ${message}${hint === undefined ? '' : `\n  ${hint}`}\n`);
}

function formatJson({ evidence, groups }: HeapdumpReading, older: HeapdumpReading | undefined): string {
  const growth = older === undefined ? {} : { growth: growthBetween(older.groups, groups) };
  return `${JSON.stringify({ ...evidence, ...growth })}\n`;
}

function formatText({ tree }: Options, newer: HeapdumpReading, older: HeapdumpReading | undefined): string {
  if (older !== undefined) return formatGrowth(growthBetween(older.groups, newer.groups));
  return tree ? formatTree(holderTree(newer.facts)) : formatHeapdump(newer);
}
