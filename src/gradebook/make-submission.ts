/** What a browser kept of a learner's work, made into the file that is handed in. It can be made again at will. */
import type { EvidenceFile, Verdict } from '../exercises/index.ts';
import type { Assignment } from './assignment.ts';
import { encodeBase64 } from './base64.ts';
import type { Identity } from './identity.ts';
import {
  chainAttempts,
  formatSubmission,
  maxSubmissionBytes,
  type NewAttempt,
  type Submission,
  type SubmittedItem,
} from './submission.ts';

/** One check of an exercise as a page keeps it. */
export interface RecordedAttempt {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly answer: string;
  readonly evidence: readonly EvidenceFile[];
  readonly hintsUsed: number;
  readonly solutionShown: boolean;
  readonly verdict: Verdict;
  /** The seed of the variant that it was made in; absent where it is the program as written. */
  readonly variant?: number;
}

/** The work on one exercise. */
export interface RecordedItem {
  readonly exercise: string;
  readonly version: number;
  readonly attempts: readonly RecordedAttempt[];
}

/** All that goes into a submission. */
export interface Handed {
  readonly who: Identity;
  readonly assignment: Assignment;
  readonly courseVersion: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What was done; exercises that the assignment does not ask for are left out. */
  readonly items: readonly RecordedItem[];
  readonly notebook?: Submission['notebook'];
}

const most = { attempts: 1000, files: 20, answer: 20_000, source: 300, word: 200 };

/**
 * Returns the submission of a learner's work on an assignment: the exercises asked for and nothing else, in the order of
 * the assignment.
 *
 * @example formatSubmission(makeSubmission({ who, assignment, courseVersion: '1.0.0', now: Date.now(), items }))
 */
export function makeSubmission({ who, assignment, courseVersion, now, items, notebook }: Handed): Submission {
  const asked = assignment.items.flatMap(({ exercise }) => items.filter((item) => item.exercise === exercise));
  return {
    schema: 'faultline.submission/1',
    who: cleanWho(who),
    assignment: { id: assignment.id, version: assignment.version },
    course: { version: courseVersion },
    analyzer: { version: courseVersion },
    handedIn: new Date(now).toISOString(),
    items: asked.map(submitItem),
    ...(notebook === undefined || notebook.length === 0 ? {} : { notebook }),
  };
}

function cleanWho({ name, email, id }: Identity): Submission['who'] {
  const word = (text: string | undefined) => (text ?? '').trim().slice(0, most.word);
  return {
    name: word(name),
    ...(word(email) === '' ? {} : { email: word(email) }),
    ...(word(id) === '' ? {} : { id: word(id) }),
  };
}

function submitItem({ exercise, version, attempts }: RecordedItem): SubmittedItem {
  const variant = attempts.at(-1)?.variant;
  return {
    exercise,
    version,
    ...(variant === undefined ? {} : { variant }),
    attempts: chainAttempts(exercise, version, attempts.slice(0, most.attempts).map(submitAttempt)),
  };
}

function submitAttempt(recorded: RecordedAttempt): NewAttempt {
  return {
    at: new Date(recorded.time).toISOString(),
    answer: recorded.answer.slice(0, most.answer),
    evidence: recorded.evidence.slice(0, most.files).map(({ source, content }) => ({
      source: source.slice(0, most.source),
      ...(typeof content === 'string'
        ? { encoding: 'text' as const, content }
        : { encoding: 'base64' as const, content: encodeBase64(content) }),
    })),
    hintsUsed: recorded.hintsUsed,
    solutionSeen: recorded.solutionShown,
    verdict: recorded.verdict.verdict,
    points: recorded.verdict.points,
    ...(recorded.variant === undefined ? {} : { variant: recorded.variant }),
  };
}

/** A submission as a file. */
export interface SubmissionFile {
  /** `week-1-ada-lovelace.json`: fit for every file system. */
  readonly name: string;
  readonly content: string;
  readonly sizeBytes: number;
  /** What keeps graders from reading it: it is too large. */
  readonly problem?: string;
}

/**
 * Returns the file of a submission, with its size and what is wrong with it.
 *
 * @example submissionFile(submission).name // 'week-1-ada.json'
 */
export function submissionFile(submission: Submission): SubmissionFile {
  const content = formatSubmission(submission);
  const sizeBytes = new TextEncoder().encode(content).length;
  const name = `${fileNameOf(submission.assignment?.id ?? 'faultline', submission.who)}.json`;
  if (sizeBytes <= maxSubmissionBytes) return { name, content, sizeBytes };
  const problem = `This file has ${Math.round(sizeBytes / 1e6)} MB; graders read up to ${maxSubmissionBytes / 1e6}. Evidence of many attempts is inside: write to your instructor.`;
  return { name, content, sizeBytes, problem };
}

/**
 * Returns a file name without its ending for a learner: letters of any script, digits and hyphens.
 *
 * @example fileNameOf('week-1', { name: 'Łukasz Nowak' }) // 'week-1-łukasz-nowak'
 */
export function fileNameOf(prefix: string, { name, email, id }: Identity): string {
  const who = [name, id, email].find((word) => word !== undefined && word.trim() !== '') ?? 'anonymous';
  const words = who
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? ['learner'];
  return `${prefix}-${words.join('-').slice(0, 60)}`;
}
