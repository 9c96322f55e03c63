/** `faultline analyze`: what each file is and shows; with `--json` one object a line, schema `faultline.analysis/1`. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { analyze, type Analysis, type AnalyzeOptions, explain, type Statement } from '../analysis/index.ts';
import { usageStatus, type CliIO } from './io.ts';

export const summary = 'say what a panic, dump, race report, Delve session or profile is and shows';
export const usage = `faultline analyze [--json] [--kind KIND] [--module PATH] [--dir DIR] FILE…   (- is standard input)`;

/** 0 when all files were read; 1 when nothing, or only foreign text, was recognized in one; 2 for words or files that cannot be used. */
export async function run(args: readonly string[], io: CliIO): Promise<number> {
  const words = parseWords(args, io);
  if (words === undefined) return usageStatus;
  let status = 0;
  for (const [index, file] of words.files.entries()) {
    if (io.isInteractive && words.files.length > 20) io.stderr(`\rreading ${index + 1} of ${words.files.length}`);
    const content = await readInput(file, io);
    const analysis =
      content instanceof Error ? unreadable(file, content) : await analyze(content, { ...words.options, source: file });
    status = Math.max(status, content instanceof Error ? usageStatus : recognized(analysis) ? 0 : 1);
    io.stdout(words.json ? `${JSON.stringify(analysis)}\n` : formatAnalysis(analysis, words.files.length > 1));
  }
  if (io.isInteractive && words.files.length > 20) io.stderr('\n');
  return status;
}

interface Words {
  readonly files: readonly string[];
  readonly json: boolean;
  readonly options: AnalyzeOptions;
}

function parseWords(args: readonly string[], io: CliIO): Words | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        kind: { type: 'string' },
        module: { type: 'string' },
        dir: { type: 'string' },
      },
    });
    if (positionals.length === 0) throw new RangeError('name a file, or - for standard input');
    const { kind, module, dir } = values;
    const options = {
      ...(kind === undefined ? {} : { kind }),
      ...(module === undefined ? {} : { module }),
      ...(dir === undefined ? {} : { dir }),
    };
    return { files: positionals, json: values.json, options };
  } catch (error) {
    io.stderr(`faultline analyze: ${error instanceof Error ? error.message : String(error)}\nusage: ${usage}\n`);
    return undefined;
  }
}

async function readInput(file: string, io: CliIO): Promise<Uint8Array | Error> {
  try {
    return file === '-' ? await io.readStdin() : await readFile(file);
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    io.stderr(`faultline analyze: cannot read ${file}: ${failure.message}\nCheck the path; - reads standard input.\n`);
    return failure;
  }
}

/** What is printed in place of a file that cannot be read. */
function unreadable(source: string, { message }: Error): Analysis {
  return {
    schema: 'faultline.analysis/1',
    source,
    lines: 0,
    repairs: [],
    evidence: [],
    ledger: { read: 0, blank: 0, other: 0, unread: 0, unreadLines: [] },
    diagnostics: [{ severity: 'error', message: `The file cannot be read: ${message}`, hint: 'Check the path.' }],
  };
}

function recognized({ evidence }: Analysis): boolean {
  return evidence.some(({ kind }) => kind !== 'foreign');
}

/** The analysis for people: each piece of evidence with the lines that say so, then what to do next. */
function formatAnalysis(
  { source = '', lines, repairs, evidence, ledger, diagnostics }: Analysis,
  isOneOfMany: boolean,
): string {
  const parts: string[] = isOneOfMany ? [`${source}\n${'─'.repeat(source.length)}\n`] : [];
  for (const one of evidence) {
    const { title, is, shows, cannotShow, next, provenance } = explain(one);
    const { from, to } = one.span;
    parts.push(`${title}${to > 0 ? `   (lines ${from}–${to})` : ''}\n\n${wrap(is, '  ')}\n`);
    if (shows.length > 0) parts.push(`\n${shows.map(formatStatement).join('')}`);
    parts.push(section('It cannot show', cannotShow), section('Next', next));
    if (provenance.length > 0) parts.push(`\n${wrap(provenance.map(({ text }) => text).join(' '), '  ')}\n`);
    parts.push('\n');
  }
  for (const { severity, message, hint, line } of diagnostics) {
    parts.push(
      wrap(`${severity}${line === undefined ? '' : ` (line ${line})`}: ${message} ${hint ?? ''}`.trimEnd(), ''),
      '\n',
    );
  }
  parts.push(footer(lines, repairs, ledger));
  return `${parts.join('')}\n`;
}

function formatStatement({ text, at, confidence }: Statement): string {
  const label = at === undefined ? '' : `line ${at}`;
  const words = confidence === undefined ? text : `${text} (likely)`;
  return `${label.padStart(10)}  ${wrap(words, ' '.repeat(12)).trimStart()}\n`;
}

function section(title: string, sentences: readonly string[]): string {
  if (sentences.length === 0) return '';
  return `\n  ${title}\n${sentences.map((sentence) => `${wrap(sentence, '    ')}\n`).join('')}`;
}

function footer(lines: number, repairs: Analysis['repairs'], ledger: Analysis['ledger']): string {
  const undone = repairs.map(({ kind, lines: touched }) => `${kind} on ${touched}`).join(', ');
  const damage = undone === '' ? '' : ` Undone first: ${undone}.`;
  if (lines === 0) return '';
  const unread = ledger.unread === 0 ? '' : `, ${ledger.unread} not understood`;
  return `${lines} lines: ${ledger.read} read, ${ledger.blank} blank, ${ledger.other} other${unread}.${damage}\n`;
}

const WIDTH = 100;

/** The text in lines of at most 100 characters, each behind the indentation. */
function wrap(text: string, indent: string): string {
  const rows: string[] = [];
  let row = indent;
  for (const word of text.split(/\s+/)) {
    if (row.length + word.length + 1 > WIDTH && row.trim() !== '') {
      rows.push(row.trimEnd());
      row = indent;
    }
    row += `${word} `;
  }
  rows.push(row.trimEnd());
  return rows.join('\n');
}
