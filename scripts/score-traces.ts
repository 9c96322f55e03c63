/**
 * Judges the analyzers by cases whose truth is known, and prints a table.
 *
 *   node scripts/score-traces.ts [--verbose] [--json] FOLDER…
 *
 * A folder holds `cases/NAME/{input.txt,truth.json}` and `damaged.jsonl` (a `truthPatch` laid over the truth of
 * `case`), or `truth.json` with `transcripts` (Delve). Whole = every fact of the truth that the text shows is found;
 * wrong = a fact that differs from the truth and is stated as certain. Exit status 1 when anything is wrong.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, type Evidence } from '../src/analysis/index.ts';
import { scoreDelve } from './score/delve.ts';
import { scoreDump, scoreFatal, scorePanic } from './score/crash.ts';
import { scoreRaces } from './score/race.ts';
import { type Case, type Outcome, Score, type Truth } from './score/score.ts';

const SCORERS: Readonly<Record<string, (score: Score, evidence: readonly Evidence[], truth: Truth) => void>> = {
  panic: scorePanic,
  fatal: scoreFatal,
  dump: scoreDump,
  race: scoreRaces,
  delve: scoreDelve,
};

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function cleanCases(folder: string): Case[] {
  const root = join(folder, 'cases');
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'truth.json')))
    .map((name) => ({
      name,
      group: 'clean',
      input: readFileSync(join(root, name, 'input.txt')),
      truth: readJson(join(root, name, 'truth.json')) as Truth,
    }));
}

interface DamagedLine {
  readonly id: string;
  readonly case: string;
  readonly input: string;
  readonly truthPatch: Partial<Truth>;
}

function damagedCases(folder: string, clean: readonly Case[]): Case[] {
  const file = join(folder, 'damaged.jsonl');
  if (!existsSync(file)) return [];
  const truths = new Map(clean.map((one) => [one.name, one.truth]));
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as DamagedLine)
    .map((line) => ({
      name: line.id,
      group: 'damaged',
      input: line.input,
      truth: { ...truths.get(line.case), ...line.truthPatch } as Truth,
    }));
}

function delveCases(folder: string): Case[] {
  const file = join(folder, 'truth.json');
  if (!existsSync(file)) return [];
  const { transcripts = [] } = readJson(file) as { transcripts?: (Truth & { id: string; file: string })[] };
  return transcripts.map((truth) => ({
    name: truth.id,
    group: 'delve',
    input: readFileSync(join(folder, truth.file)),
    truth: { ...truth, kind: 'delve' },
  }));
}

async function judge(one: Case): Promise<Outcome> {
  const score = new Score(one.truth);
  const analysis = await analyze(one.input, { source: one.name });
  const { read, blank, other, unread } = analysis.ledger;
  score.must('ledger', read + blank + other + unread === analysis.lines);
  SCORERS[one.truth.kind]?.(score, analysis.evidence, one.truth);
  return { name: one.name, group: `${one.group} ${one.truth.kind}`, ...score.outcome() };
}

function table(outcomes: readonly Outcome[]): string {
  const groups = Map.groupBy(outcomes, (outcome) => outcome.group);
  const totals = Map.groupBy(outcomes, (outcome) => `all ${outcome.group.split(' ')[0]}`);
  const rows = [...groups, ...totals].map(([name, members]) => {
    const whole = members.filter(
      (member) => member.missing.length + member.wrong.length + member.doubtful.length === 0,
    );
    const wrong = members.filter((member) => member.wrong.length > 0);
    const percent = ((100 * whole.length) / members.length).toFixed(1);
    return `${name.padEnd(18)} ${String(members.length).padStart(6)} ${String(whole.length).padStart(6)} ${percent.padStart(6)} % ${String(wrong.length).padStart(6)}`;
  });
  return ['group               cases  whole  whole %  wrong as certain', ...rows].join('\n');
}

async function main(args: readonly string[]): Promise<number> {
  const folders = args.filter((arg) => !arg.startsWith('--'));
  if (folders.length === 0) {
    process.stderr.write(
      'score-traces: name a folder of cases, such as the one with cases/NAME/{input.txt,truth.json}\n',
    );
    return 2;
  }
  const outcomes: Outcome[] = [];
  for (const folder of folders) {
    const clean = cleanCases(folder);
    for (const one of [...clean, ...damagedCases(folder, clean), ...delveCases(folder)])
      outcomes.push(await judge(one));
  }
  if (args.includes('--json')) for (const outcome of outcomes) process.stdout.write(`${JSON.stringify(outcome)}\n`);
  if (args.includes('--verbose')) process.stdout.write(outcomes.map(details).join(''));
  process.stdout.write(`${table(outcomes)}\n`);
  return outcomes.some((outcome) => outcome.wrong.length > 0) ? 1 : 0;
}

function details({ name, missing, doubtful, wrong }: Outcome): string {
  const lines = [
    ...wrong.map((fact) => `  WRONG    ${fact}\n`),
    ...doubtful.map((fact) => `  doubtful ${fact}\n`),
    ...missing.map((fact) => `  missing  ${fact}\n`),
  ];
  return lines.length === 0 ? '' : `${name}\n${lines.join('')}`;
}

process.exitCode = await main(process.argv.slice(2));
