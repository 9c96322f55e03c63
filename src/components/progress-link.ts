/**
 * The state of one lesson as a link: what stands in its exercises and what each attempt earned, without the evidence,
 * which is too long for a link. It travels in the fragment, which no browser sends to a server.
 */
import { fromFragment, longestLink, toFragment } from './paste-link.ts';
import type { ExerciseRecord } from './progress-store.ts';

const key = '#carry=';
const packed = '#text=';
const version = 1;
/** A value this long is a paste that landed in a field; it stays behind. */
const longestField = 300;

/** One exercise: id within the lesson, version, variant, fields, hints, whether solved by the book, attempts, time. */
type PackedExercise = readonly [
  name: string,
  version: number,
  variant: number,
  fields: Readonly<Record<string, string>>,
  hintsUsed: number,
  solutionShown: 0 | 1,
  attempts: readonly PackedAttempt[],
  updated: number,
];
type PackedAttempt = readonly [
  time: number,
  word: number,
  points: number,
  maxPoints: number,
  hintsUsed: number,
  answer: string,
];

const words = ['correct', 'partly', 'wrong'] as const;
const lastAttempts = 3;

/** The fragment with the state of a lesson; undefined where nothing was done there or it is too long. */
export async function toCarryFragment(lesson: string, records: readonly ExerciseRecord[]): Promise<string | undefined> {
  const own = records.filter(({ id }) => id.startsWith(`${lesson}/`)).map((record) => pack(lesson, record));
  if (own.length === 0) return undefined;
  const fragment = await toFragment(JSON.stringify([version, lesson, own]));
  const link = key + fragment.slice(packed.length);
  return link.length > longestLink ? undefined : link;
}

function pack(lesson: string, record: ExerciseRecord): PackedExercise {
  const fields = Object.entries(record.fields).filter(([, value]) => value !== '' && value.length <= longestField);
  return [
    record.id.slice(lesson.length + 1),
    record.version,
    record.variant ?? 0,
    Object.fromEntries(fields),
    record.hintsUsed,
    record.solutionShown ? 1 : 0,
    record.attempts.slice(-lastAttempts).map(({ time, verdict, hintsUsed, answer }) => {
      const word = words.findIndex((one) => one === verdict.verdict);
      return [time, word, verdict.points, verdict.maxPoints, hintsUsed, answer.slice(0, longestField)];
    }),
    record.updated,
  ];
}

/** What a link brings. */
export interface Carried {
  readonly lesson: string;
  readonly records: readonly ExerciseRecord[];
}

/** What a fragment brings; undefined where it is none of these, a sentence where it is damaged. */
export async function fromCarryFragment(fragment: string): Promise<Carried | string | undefined> {
  if (!fragment.startsWith(key)) return undefined;
  const text = fragment.length > longestLink ? undefined : await fromFragment(packed + fragment.slice(key.length));
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    if (!Array.isArray(value)) return damaged;
    const [number, lesson, own] = value as readonly unknown[];
    if (typeof number === 'number' && number > version) return 'This link was made by a newer version of this page.';
    if (typeof lesson !== 'string' || !/^[a-z0-9-]{1,60}$/.test(lesson) || !Array.isArray(own)) return damaged;
    const records = own.map((one: unknown) => unpack(lesson, one));
    return records.includes(undefined) ? damaged : { lesson, records: records.filter((one) => one !== undefined) };
  } catch {
    return damaged;
  }
}

const damaged = 'The link is damaged: mail and chat cut long links. Make it again.';

function unpack(lesson: string, value: unknown): ExerciseRecord | undefined {
  if (!Array.isArray(value)) return undefined;
  const [name, itemVersion, variant, fields, hintsUsed, solutionShown, attempts, updated] = value as readonly unknown[];
  const numbers = [itemVersion, variant, hintsUsed, solutionShown, updated];
  if (typeof name !== 'string' || !/^[a-z0-9-]{1,60}$/.test(name) || !numbers.every(isCount)) return undefined;
  if (!Array.isArray(attempts) || typeof fields !== 'object' || fields === null) return undefined;
  const id = `${lesson}/${name}`;
  const made = attempts.map((one: unknown) => unpackAttempt(id, Number(itemVersion), one));
  if (made.includes(undefined)) return undefined;
  return {
    id,
    version: Number(itemVersion),
    ...(variant === 0 ? {} : { variant: Number(variant) }),
    fields: Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, String(text)])),
    evidence: [],
    hintsUsed: Number(hintsUsed),
    solutionShown: solutionShown === 1,
    attempts: made.filter((one) => one !== undefined),
    updated: Number(updated),
  };
}

function unpackAttempt(
  exercise: string,
  itemVersion: number,
  value: unknown,
): ExerciseRecord['attempts'][number] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [time, word, points, maxPoints, hintsUsed, answer] = value as readonly unknown[];
  const verdict = words[Number(word)];
  if (verdict === undefined || typeof answer !== 'string' || ![time, points, maxPoints, hintsUsed].every(isCount))
    return undefined;
  return {
    time: Number(time),
    answer,
    evidence: [],
    hintsUsed: Number(hintsUsed),
    solutionShown: false,
    verdict: {
      schema: 'faultline.verdict/1',
      exercise,
      version: itemVersion,
      verdict,
      points: Number(points),
      maxPoints: Number(maxPoints),
      findings: [],
    },
  };
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
