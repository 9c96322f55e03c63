/**
 * Runs leak programs with a heap dump and scores what `heapdump` says about them.
 *
 *   node scripts/score-heapdumps.ts DIR [--go go1.24.13] [--keep FOLDER] [NAME…]
 *
 * DIR holds programs/NAME/*.go with marks in comments: `ALLOC` on the line that allocates what leaks, `HOLD var="…"` on
 * the line that keeps it. A program calls `snap(phase)` at its states "base" and "after"; where its snap writes no heap
 * dump, one is added to a copy. Where DIR/truth.json exists, its entries name the Go versions to run with.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { copyWithDump, runProgram, truthOf, type LeakTruth } from './heapdump-programs.ts';
import type { HeapdumpEvidence, Holder } from '../src/analysis/heapdump/index.ts';
import { parseProgram, readHeapdump } from '../src/analysis/heapdump/index.ts';

interface Case {
  readonly name: string;
  readonly go?: string;
}

interface Score {
  readonly name: string;
  readonly truth: LeakTruth;
  readonly row?: Holder;
  readonly isHolderRight: boolean;
  readonly isAllocationRight: boolean;
  readonly failure?: string;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { go: { type: 'string' }, keep: { type: 'string' } },
});
const [dir, ...only] = positionals;
if (dir === undefined) {
  process.stderr.write('usage: node scripts/score-heapdumps.ts DIR [--go VERSION] [--keep FOLDER] [NAME…]\n');
  process.exit(2);
}
const scores = casesOf(dir)
  .filter(({ name }) => only.length === 0 || only.includes(name))
  .map((leak) => scoreCase(dir, leak));
process.stdout.write(formatScores(scores));
process.exitCode = scores.every(({ isHolderRight, isAllocationRight }) => isHolderRight && isAllocationRight) ? 0 : 1;

/** Each leak program, once per Go version of its entries in truth.json. */
function casesOf(folder: string): Case[] {
  const truth = join(folder, 'truth.json');
  const names = readdirSync(join(folder, 'programs')).filter(
    (name) => truthOf(join(folder, 'programs', name)) !== undefined,
  );
  if (values.go !== undefined || !existsSync(truth)) {
    return names.map((name) => ({ name, ...(values.go === undefined ? {} : { go: values.go }) }));
  }
  const { entries } = JSON.parse(readFileSync(truth, 'utf8')) as { entries: { program: string; go: string }[] };
  const cases = new Map<string, Case>();
  for (const { program, go } of entries)
    if (names.includes(program)) cases.set(`${program} ${go}`, { name: program, go });
  return [...cases.values()];
}

function scoreCase(folder: string, { name, go }: Case): Score {
  const source = join(folder, 'programs', name);
  const truth = truthOf(source) ?? { allocations: [], holder: '' };
  const work = mkdtempSync(join(tmpdir(), 'faultline-heapdump-'));
  const label = go === undefined ? name : `${name} ${go}`;
  try {
    copyWithDump(source, work);
    const failure = runProgram(work, go);
    if (failure !== undefined) return { name: label, truth, isHolderRight: false, isAllocationRight: false, failure };
    if (values.keep !== undefined) keepRun(work, values.keep, label.replaceAll(' ', '-'));
    return { name: label, truth, ...judge(truth, analyze(work)) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function keepRun(work: string, keep: string, name: string): void {
  mkdirSync(keep, { recursive: true });
  cpSync(join(work, 'after.heapdump'), join(keep, `${name}.heapdump`));
  cpSync(join(work, 'program'), join(keep, `${name}.exe`));
}

function analyze(work: string): HeapdumpEvidence {
  const names = parseProgram(readFileSync(join(work, 'program'))).value;
  return readHeapdump(readFileSync(join(work, 'after.heapdump')), names).value.evidence;
}

/** The largest row that the runtime does not hold for itself must name the holder and the line. */
function judge({ allocations, holder }: LeakTruth, { holders }: HeapdumpEvidence) {
  const row = holders.find(({ rootKind }) => rootKind !== 'runtime' && rootKind !== 'goroutine');
  const site = row?.allocatedAt;
  const line = site?.file === undefined ? '' : `${basename(site.file)}:${site.line ?? 0}`;
  return {
    ...(row === undefined ? {} : { row }),
    isHolderRight: row?.root.includes(holder) === true,
    isAllocationRight: allocations.includes(line),
  };
}

function formatScores(all: readonly Score[]): string {
  const rows = all.map(({ name, truth, row, isHolderRight, isAllocationRight, failure }) => {
    const said = row === undefined ? (failure ?? 'no holder') : `${row.root} ← ${row.allocatedAt?.func ?? '?'}`;
    const marks = `${isHolderRight ? 'holder ok ' : 'HOLDER NO '} ${isAllocationRight ? 'line ok ' : 'LINE NO '}`;
    return `${name.padEnd(28)}${marks} ${said}${isHolderRight ? '' : ` (truth: ${truth.holder})`}`;
  });
  const right = (key: 'isHolderRight' | 'isAllocationRight') => all.filter((score) => score[key]).length;
  const sum = `holder ${right('isHolderRight')} of ${all.length}, allocation line ${right('isAllocationRight')} of ${all.length}`;
  return `${[...rows, sum].join('\n')}\n`;
}
