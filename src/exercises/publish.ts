/** Makes the shipped form of an exercise from its source, its key and the lesson around it. */
import { fingerprint } from './fingerprint.ts';
import type { Marks } from './kinds/kind.ts';
import { kindOf, type Exercise, type ExerciseKey, type ExerciseSource } from './registry.ts';
import type { ExerciseCommon, ProgramSeal } from './schema.ts';
import { hashPart, saltOf, sealText } from './seal.ts';

/** An exercise with all that its shipped form is made from. */
export interface Unpublished {
  /** `LESSON/EXERCISE`. */
  readonly id: string;
  readonly source: ExerciseSource;
  readonly key: ExerciseKey;
  readonly marks: Marks;
  /** The lab's program. */
  readonly program: ProgramSeal;
  /** Texts of the lesson's recordings by `recordings/FILE`, for telling a copied sample. */
  readonly recordings: Readonly<Record<string, string>>;
}

/**
 * Returns what ships of an exercise: its text, and of its key only salted hashes and sealed texts.
 *
 * @throws RangeError where the source's kind is unknown.
 * @example publishExercise({ id: 'first-crash/exit-code', source, key, marks, program, recordings: {} })
 */
export function publishExercise({ id, source, key, marks, program, recordings }: Unpublished): Exercise {
  const salt = saltOf(id, source.version);
  const common: ExerciseCommon = {
    id,
    version: source.version,
    prompt: source.prompt,
    ...(source.details === undefined ? {} : { details: source.details }),
    points: source.points,
    hints: source.hints,
    misconceptions: source.misconceptions,
    evidence: source.evidence,
    expects: source.expects,
    reads: source.reads,
    ...(source.command === undefined ? {} : { command: source.command }),
    ...(source.evidence === 'own' ? { program } : {}),
    samples: Object.entries(recordings).map(([name, text]) => fingerprint(name, text)),
    salt,
  };
  const sealer = {
    findMark: marks.findMark,
    hash: (part: string, value: string) => hashPart(salt, part, value),
    seal: (secret: string, text: string) => sealText(salt, secret, text),
  };
  return kindOf(source.kind).publish(common, source, key, sealer);
}
