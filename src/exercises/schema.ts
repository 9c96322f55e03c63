/**
 * What an exercise is: as its author writes it in exercises.yaml, and as it ships to the page and the command line.
 * The shipped form holds no answer. What can be worked out from the learner's own evidence is worked out there; the rest
 * is compared with salted hashes, one per scored part (seal.ts).
 */
import { z } from 'zod';
import { isMisconception, type MisconceptionId } from './misconceptions.ts';

/** Folder-safe name: lower-case words joined by hyphens. */
export const slugSchema = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+){0,12}$/, 'use lower-case words joined by hyphens');

/** A recording of the lesson. */
const recordingPathSchema = z.string().regex(/^recordings\/[\w.+-]+$/, 'write recordings/FILE');

/** A misconception id of misconceptions.ts. */
export const misconceptionSchema = z.string().refine(isMisconception, {
  error: (issue) => `"${String(issue.input)}" is no misconception id; src/exercises/misconceptions.ts lists them`,
});

/**
 * One step of help. `text` may hold `{facts}` worked out from the paste (hints.ts lists them); `otherwise` is shown
 * while they are unknown, and must then be given.
 */
export const hintSchema = z.strictObject({ text: z.string().min(1), otherwise: z.string().min(1).optional() });

/** The name of a line that a source marks with `// mark:NAME`. */
export const markSchema = z.string().regex(/^[a-z0-9-]+$/, 'name a mark of the source, such as allocates');

/** What is named instead of the answer, each with the misreading that it is and what to say. */
export const misreadingsSchema = z
  .record(z.string().min(1), z.strictObject({ misconception: misconceptionSchema, text: z.string().min(1) }))
  .default({});

/** Recordings that mislead, one by one or those of one attempt together. */
export const wrongEvidenceSchema = z
  .array(z.union([recordingPathSchema, z.array(recordingPathSchema).min(1)]))
  .default([]);

/** Where the evidence of an exercise comes from. */
export const evidenceFromSchema = z.enum(['own', 'recording', 'none']);

/** The evidence kinds of the analysis contract that an exercise can ask for. */
export const evidenceKindSchema = z.enum([
  'panic',
  'fatal',
  'dump',
  'race',
  'delve',
  'shell',
  'profile',
  'report',
  'heapdump',
]);

/** The fields that every kind of exercise has, as written in exercises.yaml. */
export const commonSource = {
  /** Stable: progress and submissions refer to it. */
  id: slugSchema,
  /** Raised when the meaning of the question or of its answer changes. */
  version: z.int().min(1),
  /** The question in one line of Markdown; it is the heading. */
  prompt: z.string().min(8).max(240),
  /** More Markdown below the heading: code to read, what to hand in. */
  details: z.string().min(1).optional(),
  points: z.int().min(1).max(20),
  hints: z.array(hintSchema).max(6).default([]),
  /** The wrong readings that this exercise must tell apart, each by its own message. */
  misconceptions: z.array(misconceptionSchema).default([]),
  /** `own`: the learner's own output is asked for. `recording`: the answer is about `reads[0]`. */
  evidence: evidenceFromSchema.default('none'),
  /** What the evidence must be; the first readable one in the paste is graded. */
  expects: z.array(evidenceKindSchema).default([]),
  /** `recordings/FILE`: the recording shown, or for own evidence the recordings of the same program. */
  reads: z.array(recordingPathSchema).default([]),
  /** The command that makes the evidence, named in messages. */
  command: z.string().min(1).optional(),
} as const;

/** One step of help, see {@link hintSchema}. */
export interface Hint {
  readonly text: string;
  readonly otherwise?: string | undefined;
}

/** A lesson recording in a form that recognises it without holding it: hashes of its lines with addresses or paths. */
export interface Sample {
  readonly name: string;
  readonly lines: readonly string[];
}

/** The program that own evidence must come from. */
export interface ProgramSeal {
  /** Module path of the lab. */
  readonly module: string;
  /** Functions that the lab declares, without package: `Process`, `(*Store).Put`. */
  readonly functions: readonly string[];
  /** Language version of the lab's go.mod, such as `1.21`. */
  readonly goLine?: string | undefined;
}

/** The fields that every exercise ships. */
export interface ExerciseCommon {
  /** `LESSON/EXERCISE`: the slug without its number, and the exercise's id. */
  readonly id: string;
  readonly version: number;
  readonly prompt: string;
  readonly details?: string | undefined;
  readonly points: number;
  readonly hints: readonly Hint[];
  readonly misconceptions: readonly MisconceptionId[];
  readonly evidence: z.infer<typeof evidenceFromSchema>;
  readonly expects: readonly z.infer<typeof evidenceKindSchema>[];
  /** Names of recordings in the lesson's folder: `recordings/FILE`. */
  readonly reads: readonly string[];
  readonly command?: string | undefined;
  readonly program?: ProgramSeal | undefined;
  readonly samples: readonly Sample[];
  /** True where each link of the exercise picks its own from the evidence. */
  readonly picksByLink?: boolean;
  /** The salt that this exercise's hashes and sealed texts are made with. */
  readonly salt: string;
}
