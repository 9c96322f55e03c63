/**
 * Judges the analyzers by cases whose truth is known, and prints a table.
 *
 *   node scripts/score-traces.ts [--verbose] [--json] [--damage[=KIND]] [--seed=N] FOLDER…
 *
 * A folder holds `cases/NAME/{input.txt,truth.json}` and `damaged.jsonl` (a `truthPatch` laid over the truth of
 * `case`), or `truth.json` with `transcripts` (Delve). Whole = every fact of the truth that the text shows is found;
 * wrong = a fact that differs from the truth and is stated as certain. Exit status 1 when anything is wrong.
 * With --damage every clean case is damaged in every way that scripts/score/damage.ts knows, and judged again.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, type Evidence } from '../src/analysis/index.ts';
import { DAMAGES, MAY_REFUSE, PAIRS, seeded } from './score/damage.ts';
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

/** Every clean case, damaged in every way. */
function* damagedByUs(clean: readonly Case[], only: string, seed: number): Generator<Case> {
  const kinds = [...Object.keys(DAMAGES).map((kind) => [kind]), ...PAIRS];
  for (const kind of kinds.filter((names) => only === '' || names.join('+') === only)) {
    for (const [index, one] of clean.entries()) {
      const random = seeded(seed + index);
      const text = typeof one.input === 'string' ? one.input : new TextDecoder().decode(one.input);
      const input = kind.reduce((damaged, name) => DAMAGES[name]?.(damaged, random) ?? damaged, text);
      const truth = kind.some((name) => MAY_REFUSE.has(name)) ? { ...one.truth, mayRefuse: true } : one.truth;
      yield { name: `${kind.join('+')} ${one.name}`, group: kind.join('+'), input, truth };
    }
  }
}

async function judge(one: Case): Promise<Outcome> {
  const score = new Score(one.truth);
  const analysis = await analyze(one.input, { source: one.name });
  const { read, blank, other, unread } = analysis.ledger;
  score.must('ledger', read + blank + other + unread === analysis.lines);
  SCORERS[one.truth.kind]?.(score, analysis.evidence, one.truth);
  return { name: one.name, group: one.group, kind: one.truth.kind, ...score.outcome() };
}

function table(outcomes: readonly Outcome[]): string {
  const groups = Map.groupBy(outcomes, ({ group, kind }) => (group in DAMAGES ? group : `${group} ${kind}`));
  const totals = Map.groupBy(outcomes, ({ group }) => `all ${group}`);
  const all = Map.groupBy(outcomes, () => 'all');
  const rows = [...groups, ...totals, ...all].map(([name, members]) => {
    const whole = members.filter(
      (member) => member.missing.length + member.wrong.length + member.doubtful.length === 0,
    );
    const wrong = members.filter((member) => member.wrong.length > 0);
    const percent = ((100 * whole.length) / members.length).toFixed(1);
    return `${name.padEnd(30)} ${String(members.length).padStart(6)} ${String(whole.length).padStart(6)} ${percent.padStart(6)} % ${String(wrong.length).padStart(6)}`;
  });
  return ['group                           cases  whole  whole %  wrong as certain', ...rows].join('\n');
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
  const damage = args.find((arg) => arg.startsWith('--damage'));
  const seed = Number(args.find((arg) => arg.startsWith('--seed='))?.slice(7) ?? 1);
  for (const folder of folders) {
    const clean = cleanCases(folder);
    if (damage !== undefined) {
      for (const one of damagedByUs(clean, damage.slice(9), seed)) outcomes.push(await judge(one));
      continue;
    }
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
