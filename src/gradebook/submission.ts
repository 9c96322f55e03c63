/**
 * What a learner hands in: schema `faultline.submission/1`, one canonical JSON file. Everything that grading needs is
 * inside, evidence included, so an instructor grades it again with today's graders and nothing else.
 *
 * Attempts are chained: each carries the hash of all that came before it. The chain has no secret: it shows an edit
 * made by accident or without care, and no more. What counts is the evidence, which is graded again.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { formatCanonical, type JsonValue } from './canonical-json.ts';

/** Longest file that is read: more than any course's evidence. */
export const maxSubmissionBytes = 64_000_000;

const text = (most: number) => z.string().max(most);
const verdictWord = z.enum(['correct', 'partly', 'wrong', 'unreadable']);
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 hex digits');

const evidenceFileSchema = z.strictObject({
  source: text(300),
  /** `text` as pasted, or `base64` of a binary file. */
  encoding: z.enum(['text', 'base64']),
  content: text(maxSubmissionBytes),
});

const attemptSchema = z.strictObject({
  at: z.iso.datetime(),
  answer: text(20_000),
  evidence: z.array(evidenceFileSchema).max(20),
  hintsUsed: z.int().min(0).max(100),
  solutionSeen: z.boolean(),
  verdict: verdictWord,
  points: z.number().min(0).max(100),
  /** The seed of the variant that it was made in; absent where it is the item's, or the program as written. */
  variant: z.int().min(0).optional(),
  hash: hashSchema,
});

const itemSchema = z.strictObject({
  /** `LESSON/EXERCISE`. */
  exercise: text(100),
  version: z.int().min(1),
  /** The seed of the variant that the last attempt was made in. */
  variant: z.int().min(0).optional(),
  attempts: z.array(attemptSchema).max(1000),
});

const noteSchema = z.strictObject({ at: z.iso.datetime(), lesson: text(60), kind: text(20), text: text(20_000) });

export const submissionSchema = z.strictObject({
  schema: z.literal('faultline.submission/1'),
  who: z.strictObject({ name: text(200), email: text(200).optional(), id: text(200).optional() }),
  assignment: z.strictObject({ id: text(60), version: z.int().min(1) }).optional(),
  course: z.strictObject({ version: text(20) }),
  analyzer: z.strictObject({ version: text(20) }),
  handedIn: z.iso.datetime(),
  items: z.array(itemSchema).max(500),
  notebook: z.array(noteSchema).max(2000).optional(),
});

export type Submission = z.infer<typeof submissionSchema>;
export type SubmittedItem = Submission['items'][number];
export type SubmittedAttempt = SubmittedItem['attempts'][number];

/** An attempt before it is chained. */
export type NewAttempt = Omit<SubmittedAttempt, 'hash'>;

/**
 * Returns the attempts of one exercise with their hashes: each over the exercise, the hash before it, and itself.
 *
 * @example chainAttempts('first-crash/which-line', 1, attempts)
 */
export function chainAttempts(exercise: string, version: number, attempts: readonly NewAttempt[]): SubmittedAttempt[] {
  let previous = '';
  return attempts.map((attempt) => {
    previous = hashAttempt(exercise, version, previous, attempt);
    return { ...attempt, hash: previous };
  });
}

function hashAttempt(exercise: string, version: number, previous: string, attempt: NewAttempt): string {
  const { at, answer, evidence, hintsUsed, solutionSeen, verdict, points, variant } = attempt;
  const seed = variant === undefined ? {} : { variant };
  const content: JsonValue = { at, answer, evidence, hintsUsed, solutionSeen, verdict, points, ...seed };
  return bytesToHex(sha256(utf8ToBytes(formatCanonical({ exercise, version, previous, attempt: content }))));
}

/** The number of the first attempt (0-based) whose hash does not fit, or nothing. */
export function findBrokenLink({ exercise, version, attempts }: SubmittedItem): number | undefined {
  const expected = chainAttempts(exercise, version, attempts);
  const at = attempts.findIndex((attempt, i) => attempt.hash !== expected[i]?.hash);
  return at < 0 ? undefined : at;
}

/**
 * Returns the bytes of a submission file as text: canonical JSON and a line end.
 *
 * @example formatSubmission(submission)
 */
export function formatSubmission(submission: Submission): string {
  return `${formatCanonical(submission as JsonValue)}\n`;
}

/** A submission, or one sentence that says what the file is instead. */
export type ReadSubmission =
  { readonly submission: Submission; readonly isCanonical: boolean } | { readonly problem: string };

/**
 * Returns the submission that a file holds. Never throws: what cannot be read is said in `problem`.
 *
 * @example readSubmission(await file.text())
 */
export function readSubmission(content: string): ReadSubmission {
  if (content.length > maxSubmissionBytes)
    return { problem: `larger than ${maxSubmissionBytes / 1e6} MB, which no submission is` };
  if (content.trim() === '') return { problem: 'empty' };
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return {
      problem: content.trimStart().startsWith('{')
        ? 'cut off or damaged: it is no whole JSON'
        : 'no submission: it is not JSON',
    };
  }
  const parsed = submissionSchema.safeParse(value);
  if (!parsed.success) return { problem: describeIssue(value, parsed.error.issues[0]) };
  return { submission: parsed.data, isCanonical: content === formatSubmission(parsed.data) };
}

function describeIssue(value: unknown, issue: z.core.$ZodIssue | undefined): string {
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? String(value.schema) : undefined;
  if (schema === undefined) return 'no submission: it has no "schema"';
  if (schema !== 'faultline.submission/1')
    return `no submission of this version: its schema is "${schema.slice(0, 60)}"`;
  return `a submission with a wrong ${issue?.path.join('.') || 'form'}: ${issue?.message ?? 'unreadable'}`;
}
