/**
 * `allocation`: which function allocated what grew, from pprof's text of a difference, a profile with its base inside, or
 * two profiles. Who keeps it alive is another question, and another kind.
 */
import { z } from 'zod';
import type { ProfileEvidence, ReportEvidence } from '../../analysis/index.ts';
import { findMisconception, type MisconceptionId } from '../misconceptions.ts';
import type { Evidence } from '../paste.ts';
import { commonSource, misconceptionSchema, type ExerciseCommon } from '../schema.ts';
import { hashPart, openSealed } from '../seal.ts';
import { declaredName } from '../sites.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import type { Kind, KeyProblem, Sealer } from './kind.ts';

const source = z.strictObject({ ...commonSource, kind: z.literal('allocation') });

const key = z.strictObject({
  /** A mark in the function that allocates what grows. */
  mark: z.string().regex(/^[a-z0-9-]+$/, 'name a mark of the source, such as allocates'),
  /** Functions that are named instead, each with the misreading that it is and what to say. */
  instead: z
    .record(z.string().min(1), z.strictObject({ misconception: misconceptionSchema, text: z.string().min(1) }))
    .default({}),
});

type AllocationSource = z.infer<typeof source>;
type AllocationKey = z.infer<typeof key>;

/** An allocation exercise as shipped: a hash of the function, and sealed words for those named instead, by their hash. */
export interface AllocationExercise extends ExerciseCommon {
  readonly kind: 'allocation';
  readonly key: string;
  readonly instead: Readonly<Record<string, string>>;
}

/** The kind `allocation`. */
export const allocation: Kind<AllocationSource, AllocationKey, AllocationExercise> = {
  source,
  key,
  publish: publishAllocation,
  judge: judgeAllocation,
  answerOf: (entry, marks) => marks.findMark(entry.mark)?.func ?? '',
  candidates: (_, evidence) => growthOf(evidence)?.rows.map(({ func }) => func) ?? [],
  problems: allocationProblems,
};

function publishAllocation(
  common: ExerciseCommon,
  _: AllocationSource,
  entry: AllocationKey,
  sealer: Sealer,
): AllocationExercise {
  const func = sealer.findMark(entry.mark)?.func ?? '';
  const instead = Object.entries(entry.instead).map(([name, reading]) => [
    sealer.hash('instead', name),
    sealer.seal(`instead ${name}`, JSON.stringify(reading)),
  ]);
  return { ...common, kind: 'allocation', key: sealer.hash('func', func), instead: Object.fromEntries(instead) };
}

function allocationProblems(from: AllocationSource): readonly KeyProblem[] {
  if (from.expects.includes('report') || from.expects.includes('profile')) return [];
  return [
    {
      message: 'an allocation exercise needs a profile',
      hint: 'write expects: [report, profile] and evidence: own or recording',
    },
  ];
}

function judgeAllocation(exercise: AllocationExercise, answer: string, evidence: Evidence): Judgement | Unreadable {
  const growth = growthOf(evidence);
  if (!growth)
    return {
      unreadable: {
        id: 'no-evidence',
        message:
          'There is no profile in this. Paste what `go tool pprof -top -diff_base OLD NEW` prints, or hand in both profiles.',
      },
    };
  const name = declaredName(answer.trim());
  if (name === '')
    return {
      unreadable: { id: 'no-answer', message: 'Name the function whose allocations grew, as the profile names it.' },
    };
  const wrongProfile = findWrongProfile(growth);
  if (wrongProfile) return { score: 0, findings: [wrongProfile] };
  if (!growth.rows.some(({ func }) => hashPart(exercise.salt, 'func', declaredName(func)) === exercise.key))
    return { unreadable: otherProgram(growth) };
  const row = growth.rows.find(({ func }) => declaredName(func) === name);
  if (exercise.key === hashPart(exercise.salt, 'func', name)) return { score: 1, findings: [confirm(name, row)] };
  return { score: 0, findings: [explainWrong(exercise, growth, name, row)] };
}

/** What grew, by function; `at` is a line of a pasted report. */
interface Growth {
  readonly type: string;
  readonly isDifference: boolean;
  readonly rows: readonly GrowthRow[];
  readonly at?: number;
}

interface GrowthRow {
  readonly func: string;
  readonly flat: number;
  readonly unit: string;
  readonly at?: number;
}

function growthOf(evidence: Evidence): Growth | undefined {
  const found = evidence.files.flatMap((file) => file.analysis.evidence);
  const report = found.find((one) => one.kind === 'report');
  if (report) return growthOfReport(report);
  const profiles = found.filter((one) => one.kind === 'profile');
  return profiles.length === 0 ? undefined : growthOfProfiles(profiles);
}

function growthOfReport(report: ReportEvidence): Growth {
  const unit = report.unit ?? '';
  const rows = report.rows.map(({ func, flat, at }) => ({ func, flat: flat ?? 0, unit, at }));
  return { type: report.type ?? '', isDifference: report.diff !== 'none', rows, at: report.span.from };
}

/** With two profiles the older is the base. Rows of 20 functions each are enough to see what grew. */
function growthOfProfiles(profiles: readonly ProfileEvidence[]): Growth {
  const [first, second] = [...profiles].sort((a, b) => (a.time ?? '').localeCompare(b.time ?? ''));
  const before = new Map(second ? first?.top.map(({ func, flat }) => [func, BigInt(flat)]) : []);
  const rows =
    (second ?? first)?.top.map(({ func, flat }) => ({
      func,
      flat: Number(BigInt(flat) - (before.get(func) ?? 0n)),
      unit: 'B',
    })) ?? [];
  return { type: first?.defaultType ?? '', isDifference: second !== undefined || first?.base === true, rows };
}

function findWrongProfile({ type, isDifference, rows, at }: Growth): Finding | undefined {
  const total = rows.reduce((sum, { flat }) => sum + flat, 0);
  if (type.startsWith('alloc_'))
    return misread(
      'alloc-space',
      'This counts all that was ever allocated, garbage too. What a leak keeps is in use: `-sample_index=inuse_space`.',
      at,
    );
  if (!isDifference)
    return misread(
      'total-not-growth',
      'This is the total of one moment. What grew is the difference of two: `-diff_base OLD NEW`.',
      at,
    );
  if (total < 0)
    return misread(
      'no-gc-between',
      'Less is in use than before, so the two are not comparable: they are as of the last garbage collection. Take them with `?gc=1`, the older one as base.',
      at,
    );
  return undefined;
}

function misread(id: MisconceptionId, message: string, at: number | undefined): Finding {
  return { id, misconception: id, message, ...(at === undefined ? {} : { at }) };
}

function otherProgram({ rows, at }: Growth): Finding {
  const largest = rows[0]?.func ?? 'nothing';
  return misread(
    'other-program',
    `The function asked about is not in this profile; its largest is \`${largest}\`. Is it of this lab, and long enough after the start?`,
    at,
  );
}

function confirm(name: string, row: GrowthRow | undefined): Finding {
  const size = row === undefined ? '' : `, ${row.flat} ${row.unit} more than before`;
  return {
    id: 'allocator',
    message: `\`${name}\` allocated what grew${size}. Who keeps it is the next question.`,
    ...(row?.at === undefined ? {} : { at: row.at }),
  };
}

function explainWrong(exercise: AllocationExercise, growth: Growth, name: string, row: GrowthRow | undefined): Finding {
  const sealed = exercise.instead[hashPart(exercise.salt, 'instead', name)];
  if (sealed !== undefined) {
    const reading = JSON.parse(openSealed(exercise.salt, `instead ${name}`, sealed)) as {
      readonly misconception: string;
      readonly text: string;
    };
    const id = findMisconception(reading.misconception) ?? 'helper-not-owner';
    return misread(id, reading.text, row?.at);
  }
  if (!row)
    return {
      id: 'not-in-profile',
      message: `\`${name}\` is in no row. Name a function of the profile.`,
      ...(growth.at === undefined ? {} : { at: growth.at }),
    };
  if (row.flat === 0)
    return misread(
      'caller-callee',
      `\`${name}\` allocates nothing itself: its flat is 0. Its cum counts what it called.`,
      row.at,
    );
  if (isNoise(row))
    return misread(
      'noise',
      `That is about one sample: heaps are sampled once in 512 kB, so a row of that size comes and goes by chance.`,
      row.at,
    );
  return {
    id: 'not-the-growth',
    message: `\`${name}\` grew too, but it is not what makes the difference. Compare the flat column.`,
    ...(row.at === undefined ? {} : { at: row.at }),
  };
}

/** Fewer than three samples of the usual rate. */
function isNoise({ flat, unit }: GrowthRow): boolean {
  const bytes: Readonly<Record<string, number>> = { B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };
  return Math.abs(flat) * (bytes[unit] ?? 1) < 3 * 512 * 1024;
}
