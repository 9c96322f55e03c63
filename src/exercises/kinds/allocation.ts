/**
 * `allocation`: which function allocated what grew, from pprof's text of a difference, a profile with its base inside, or
 * two profiles. Who keeps it alive is another question, and another kind.
 */
import { z } from 'zod';
import { judgeAllocator, type AllocatorKey } from '../heap/allocator.ts';
import { growthOf } from '../heap/growth.ts';
import { linePlace, sealMisreadings, wrongNames } from '../heap/misreadings.ts';
import type { Evidence } from '../paste.ts';
import { commonSource, markSchema, misreadingsSchema, wrongEvidenceSchema, type ExerciseCommon } from '../schema.ts';
import type { Judgement, Unreadable } from '../verdict.ts';
import { parseFields } from './fields.ts';
import type { Kind, KeyProblem, Sealer } from './kind.ts';

const source = z.strictObject({ ...commonSource, kind: z.literal('allocation') });

const key = z.strictObject({
  /** A mark in the function that allocates what grows. */
  mark: markSchema,
  /** What is named instead: a mark, FILE:LINE or function, each with the misreading that it is and what to say. */
  instead: misreadingsSchema,
  /** Recordings of evidence that misleads; whoever hands one in is told how. */
  wrongEvidence: wrongEvidenceSchema,
});

type AllocationSource = z.infer<typeof source>;
type AllocationKey = z.infer<typeof key>;

/** An allocation exercise as shipped: hashes of the function and its line, and sealed words for what is named instead. */
export interface AllocationExercise extends ExerciseCommon {
  readonly kind: 'allocation';
  readonly key: AllocatorKey;
  readonly instead: Readonly<Record<string, string>>;
}

/** The kind `allocation`. */
export const allocation: Kind<AllocationSource, AllocationKey, AllocationExercise> = {
  source,
  key,
  publish: publishAllocation,
  judge: judgeAllocation,
  answerOf: (entry, marks) => marks.findMark(entry.mark)?.func ?? '',
  wrongAnswers: (entry, marks) => wrongNames(entry.instead, marks),
  candidates: (_, evidence) => candidateFunctions(evidence),
  problems: allocationProblems,
};

function publishAllocation(
  common: ExerciseCommon,
  _: AllocationSource,
  entry: AllocationKey,
  sealer: Sealer,
): AllocationExercise {
  const mark = sealer.findMark(entry.mark) ?? { file: '', line: 0, func: '' };
  return {
    ...common,
    kind: 'allocation',
    key: { func: sealer.hash('func', mark.func), line: sealer.hash('line', linePlace(mark)) },
    instead: sealMisreadings(entry.instead, sealer),
  };
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
  const name = parseFields(answer, ['allocation']).allocation;
  if (name === '')
    return {
      unreadable: { id: 'no-answer', message: 'Name the function whose allocations grew, as the profile names it.' },
    };
  return judgeAllocator(exercise, exercise.key, name, growth);
}

function candidateFunctions(evidence: Evidence): readonly string[] {
  const growth = growthOf(evidence);
  const names = growth?.rows.flatMap(({ func, through }) => [func, ...(through === undefined ? [] : [through])]) ?? [];
  return [...new Set([...names, ...(growth?.callers ?? []).slice(0, 200)])];
}
