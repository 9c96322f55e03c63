/**
 * `retention`: what keeps memory alive. The answer is a line of code, or a holder as heap dumps and core walkers name it;
 * where asked for, also who allocated it, scored apart. A profile does not know who holds: then the key decides, and the
 * verdict says that the evidence could not.
 */
import { z } from 'zod';
import type { Evidence } from '../paste.ts';
import { commonSource, markSchema, misreadingsSchema, wrongEvidenceSchema, type ExerciseCommon } from '../schema.ts';
import type { Judgement, Unreadable } from '../verdict.ts';
import { judgeAllocator } from '../heap/allocator.ts';
import { growthOf } from '../heap/growth.ts';
import { holderNames, hasHolderEvidence, holdingsOf, type Holdings } from '../heap/holdings.ts';
import { judgeHolder } from '../heap/holder.ts';
import { linePlace, sealMisreadings, wrongNames } from '../heap/misreadings.ts';
import { declaredName } from '../sites.ts';
import { formatFields, parseFields } from './fields.ts';
import type { Kind, KeyProblem, Marks, Sealer } from './kind.ts';

const source = z.strictObject({
  ...commonSource,
  kind: z.literal('retention'),
  /** What is asked for, each for an equal share of the points. */
  asks: z
    .array(z.enum(['allocation', 'retention']))
    .min(1)
    .refine((asks) => asks.includes('retention'), 'ask for retention; who allocated alone is the kind allocation')
    .default(['retention']),
});

const key = z.strictObject({
  /** A mark at the line that keeps it alive. */
  mark: markSchema.optional(),
  /** Several such marks, each of them right. */
  marks: z.array(markSchema).min(1).optional(),
  /** The holder as heap dumps and core walkers name it: `main.cache`, or the function whose goroutine holds it. */
  holder: z.array(z.string().min(1)).default([]),
  /** A mark in the function that allocates what is held. */
  allocation: markSchema.optional(),
  /** What is named instead: a mark, FILE:LINE, function or variable, each with the misreading that it is and what to say. */
  instead: misreadingsSchema,
  /** Recordings of evidence that misleads; whoever hands one in is told how. */
  wrongEvidence: wrongEvidenceSchema,
});

type RetentionSource = z.infer<typeof source>;
type RetentionKey = z.infer<typeof key>;

/** A retention exercise as shipped: hashes of lines, holders and functions, and sealed words for what is named instead. */
export interface RetentionExercise extends ExerciseCommon {
  readonly kind: 'retention';
  readonly asks: readonly ('allocation' | 'retention')[];
  readonly key: {
    /** Lines that keep it alive. */
    readonly lines: readonly string[];
    /** Functions around those lines: not the answer, but near it. */
    readonly around: readonly string[];
    readonly holders: readonly string[];
    readonly allocator?: { readonly func: string; readonly line: string };
  };
  readonly instead: Readonly<Record<string, string>>;
}

/** The kind `retention`. */
export const retention: Kind<RetentionSource, RetentionKey, RetentionExercise> = {
  source,
  key,
  publish: publishRetention,
  judge: judgeRetention,
  answerOf: retentionAnswer,
  wrongAnswers: (entry, marks) => wrongNames(entry.instead, marks).flatMap((name) => bothFields(name)),
  candidates: (_, evidence) => candidateNames(evidence).flatMap((name) => bothFields(name)),
  problems: retentionProblems,
};

function marksOf(entry: RetentionKey): readonly string[] {
  return [...(entry.mark === undefined ? [] : [entry.mark]), ...(entry.marks ?? [])];
}

function publishRetention(
  common: ExerciseCommon,
  from: RetentionSource,
  entry: RetentionKey,
  sealer: Sealer,
): RetentionExercise {
  const marks = marksOf(entry).flatMap((name) => sealer.findMark(name) ?? []);
  const allocator = entry.allocation === undefined ? undefined : sealer.findMark(entry.allocation);
  return {
    ...common,
    kind: 'retention',
    asks: from.asks,
    key: {
      lines: marks.map((mark) => sealer.hash('line', linePlace(mark))),
      around: marks.filter(({ func }) => func !== '').map(({ func }) => sealer.hash('func', func)),
      holders: entry.holder.flatMap((name) =>
        holderNames(name)
          .slice(0, 2)
          .map((form) => sealer.hash('holder', form)),
      ),
      ...(allocator && {
        allocator: { func: sealer.hash('func', allocator.func), line: sealer.hash('line', linePlace(allocator)) },
      }),
    },
    instead: sealMisreadings(entry.instead, sealer),
  };
}

function retentionAnswer(entry: RetentionKey, marks: Marks): string {
  const [first = ''] = marksOf(entry);
  const held = marks.findMark(first);
  const allocator = marks.findMark(entry.allocation ?? '');
  return formatFields({
    allocation: allocator && declaredName(allocator.func),
    retention: entry.holder[0] ?? (held && linePlace(held)),
  });
}

function retentionProblems(from: RetentionSource, entry: RetentionKey): readonly KeyProblem[] {
  const problems: KeyProblem[] = [];
  if (!['heapdump', 'report', 'profile'].some((kind) => from.expects.some((expected) => expected === kind)))
    problems.push({
      message: 'a retention exercise needs a heap dump, or at least a profile',
      hint: 'write expects: [heapdump, report, profile] and evidence: own or recording',
    });
  if (marksOf(entry).length === 0 && entry.holder.length === 0)
    problems.push({ message: 'nothing says what holds', hint: 'add mark: NAME or holder: [NAME]' });
  if (from.asks.includes('allocation') && entry.allocation === undefined)
    problems.push({ message: 'asks who allocates, which the key lacks', hint: 'add allocation: MARK' });
  return problems;
}

function judgeRetention(exercise: RetentionExercise, answer: string, evidence: Evidence): Judgement | Unreadable {
  const growth = growthOf(evidence);
  const holdings = holdingsOf(evidence);
  if (!growth && !hasHolderEvidence(evidence))
    return {
      unreadable: {
        id: 'no-evidence',
        message:
          'There is neither a heap dump nor a profile in this. Paste what `heapdump FILE` prints, or hand in the dump itself.',
      },
    };
  const fields = readAnswer(exercise, answer);
  if (exercise.asks.every((ask) => fields[ask] === ''))
    return { unreadable: { id: 'no-answer', message: 'Name what keeps the memory alive: a variable, or FILE:LINE.' } };
  const parts = exercise.asks.map((ask) =>
    ask === 'retention'
      ? judgeHolder(exercise, fields.retention, evidence, { growth, holdings })
      : judgeAllocator(exercise, exercise.key.allocator, fields.allocation, growth, 'Allocation: '),
  );
  const unreadable = parts.find((part) => 'unreadable' in part);
  if (unreadable && 'unreadable' in unreadable) return unreadable;
  const judged = parts.filter((part) => 'score' in part);
  return {
    score: judged.reduce((sum, part) => sum + part.score, 0) / judged.length,
    findings: judged.flatMap((part) => part.findings),
  };
}

/** One field alone may be given as it is: a holder has blanks and commas of its own. */
function readAnswer({ asks }: RetentionExercise, answer: string): Readonly<Record<'allocation' | 'retention', string>> {
  const isPlain = asks.length === 1 && !answer.trim().startsWith('{');
  return isPlain ? { allocation: '', retention: answer.trim() } : parseFields(answer, ['allocation', 'retention']);
}

function bothFields(name: string): readonly string[] {
  return [formatFields({ allocation: name, retention: name })];
}

/** Roots, and the places and functions that allocated, of everything in the evidence. */
function candidateNames(evidence: Evidence): readonly string[] {
  const rows: Holdings['rows'] = holdingsOf(evidence)?.rows ?? [];
  const places = rows.flatMap(({ root, name, func, place, through }) => [root, name, func, place, through]);
  const allocators = growthOf(evidence)?.rows.map(({ func }) => func) ?? [];
  return [...new Set([...places, ...allocators].filter((name) => name !== undefined))];
}
