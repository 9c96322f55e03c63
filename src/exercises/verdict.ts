/** What grading an answer gives: `faultline.verdict/1`. */
import type { MisconceptionId } from './misconceptions.ts';

/** One evidence file or paste. */
export interface EvidenceFile {
  /** File name, or `paste`. */
  readonly source: string;
  readonly content: string | Uint8Array;
}

/** One try at an exercise: what was answered, and on what evidence. */
export interface Attempt {
  /**
   * The answer as text, the same from page and command line: `FILE:LINE` or `@N` (line N of the paste) for `fault`, the
   * text or `@N` for `panic-value`, ids joined by commas for `choice`, `order` and `match`, a JSON object for kinds with several fields.
   */
  readonly answer: string;
  readonly evidence: readonly EvidenceFile[];
}

/** One thing that the grader has to say. */
export interface Finding {
  readonly id: string;
  readonly misconception?: MisconceptionId;
  /** One or two sentences in Markdown (inline code only). */
  readonly message: string;
  /** 1-based line of the learner's own paste that the message speaks of. */
  readonly at?: number;
}

/** `unreadable` is never counted as an attempt. */
export type VerdictWord = 'correct' | 'partly' | 'wrong' | 'unreadable';

/** The result of grading one attempt. */
export interface Verdict {
  readonly schema: 'faultline.verdict/1';
  readonly exercise: string;
  readonly version: number;
  readonly verdict: VerdictWord;
  readonly points: number;
  readonly maxPoints: number;
  readonly findings: readonly Finding[];
}

/** What a kind's grader returns; `score` is the earned share, 0 to 1. */
export interface Judgement {
  readonly score: number;
  readonly findings: readonly Finding[];
}

/** What a kind's grader returns when there is nothing to judge yet. */
export interface Unreadable {
  readonly unreadable: Finding;
}
