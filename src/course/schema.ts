/** What the files of the course hold: front matter of a lesson, its recordings, its key, the course, the glossary. */
import { z } from 'zod';
import { slugSchema } from '../exercises/index.ts';

/** What a learner sees first when something is wrong; `/` leads from there to a lesson. */
export const symptomSchema = z.enum(['died', 'stuck', 'wrong-data', 'memory', 'no-trace']);

const goVersionSchema = z.string().regex(/^1\.\d{1,2}$/, 'write a Go version as "1.26"');

/** Front matter of lesson.mdx. */
export const lessonSchema = z.strictObject({
  title: z.string().min(3).max(60),
  /** One sentence, for lists and search results. */
  summary: z.string().min(20).max(200),
  /** Reading and doing, for a working engineer. */
  minutes: z.int().min(5).max(60),
  /** What the learner can do afterwards; each starts with a verb. */
  goals: z.array(z.string().min(5)).min(2).max(5),
  /** Slugs of lessons that this one builds on. */
  prerequisites: z.array(slugSchema).default([]),
  /** Go version of the samples, as "1.26". */
  go: goVersionSchema,
  /** The evidence it teaches to read, named in lists. */
  evidence: z.string().min(3).max(60),
  symptoms: z.array(symptomSchema).default([]),
});

/** What the front matter of a lesson says. */
export type LessonData = z.infer<typeof lessonSchema>;

const fileNameSchema = z.string().regex(/^[\w][\w.+-]*$/, 'a file name without folders');

/** One entry of recordings/recordings.yaml: how a file was made, so that it can be made again. */
export const recordingSchema = z.strictObject({
  file: fileNameSchema,
  /** What it shows, in a few words: the caption. */
  title: z.string().min(3).max(120),
  /** The command as typed in the program's folder. */
  command: z.string().min(1),
  /** The exact version, as `go1.26.8`. */
  go: z.string().regex(/^go1\.\d{1,2}(?:\.\d{1,2})?$/, 'write the exact version, as go1.26.8'),
  os: z.enum(['linux', 'darwin', 'windows', 'wasip1']),
  arch: z.enum(['amd64', 'arm64', 'wasm']),
  /** Exit status of the command. */
  exit: z.int().min(0).max(255),
  /** Folder of the program within the lesson: `lab`, `answer/lab` or `recordings/src/NAME`. */
  program: z.string().regex(/^(?:lab|answer\/lab|recordings\/src\/[\w-]+)$/, 'lab, answer/lab or recordings/src/NAME'),
  /** SHA-256 of the program's files, marks stripped: first 16 hex digits. `lessons record` writes it. */
  hash: z.string().regex(/^[0-9a-f]{16}$/, 'run `npm run lessons:record`, which writes it'),
  /** A command run before, whose output is not recorded: `go build -o stuck .` */
  setup: z.string().min(1).optional(),
  /** Environment set for the command, GOTOOLCHAIN apart. */
  env: z.record(z.string(), z.string()).default({}),
  /** A signal sent to the program after `afterSeconds`, as for a goroutine dump. */
  signal: z
    .strictObject({ name: z.enum(['QUIT', 'ABRT', 'INT', 'KILL']), afterSeconds: z.number().min(0.1).max(300) })
    .optional(),
  /** Lines typed at the command's prompts, as into Delve: they stand in the recording as a terminal shows them. */
  input: z.array(z.string().min(1)).min(1).optional(),
  /** Runs until the output matches, at most this often: for a failure that needs luck. */
  attempts: z.int().min(1).max(500).default(1),
  /** A text that the output must hold. */
  holds: z.string().min(1).optional(),
});

/** How one recording was made. */
export type RecordingData = z.infer<typeof recordingSchema>;

/** recordings/recordings.yaml. */
export const recordingsSchema = z.array(recordingSchema).min(1);

/** What a folder with a Go module must do when a command runs in it. */
const outcomeSchema = z.strictObject({
  run: z.string().min(1),
  exit: z.int().min(0).max(255),
  /** A text that the output must hold. */
  holds: z.string().min(1).optional(),
});

/** answer/key.yaml. Its entries are checked by the exercise's kind. */
export const keySchema = z.strictObject({
  /** What the untouched lab does: it fails. */
  starter: z.array(outcomeSchema).min(1),
  /** What answer/lab does: it passes. */
  answer: z.array(outcomeSchema).min(1),
  exercises: z.record(slugSchema, z.unknown()),
});

/** The key of a lesson. */
export type LessonKey = z.infer<typeof keySchema>;

/** content/course.yaml. */
export const courseSchema = z.strictObject({
  title: z.string().min(3),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  language: z.string().min(2),
  description: z.string().min(20),
  /** Ways in by what went wrong: the lesson to start with. */
  symptoms: z.array(
    z.strictObject({ id: symptomSchema, title: z.string().min(3), text: z.string().min(10), lesson: slugSchema }),
  ),
  /** The traces that place a learner, in their order; the question about each is the drill's. */
  placement: z.array(
    z.strictObject({
      /** `LESSON/FILE`, a recording whose program can be varied. */
      recording: z.string().regex(/^[a-z0-9-]+\/[\w.+-]+$/, 'write LESSON/FILE'),
      /** The variant shown, so that the lesson's own sample stays new. */
      seed: z.int().min(0).max(0x7fffffff),
      /** What reading it shows. */
      shows: z.string().min(10),
      /** Lessons that who reads it at once may skip. */
      skips: z.array(slugSchema).min(1),
    }),
  ),
  credits: z.array(
    z.strictObject({
      title: z.string(),
      by: z.string(),
      url: z.url(),
      license: z.string(),
      note: z.string().optional(),
    }),
  ),
});

/** The course as a whole. */
export type CourseData = z.infer<typeof courseSchema>;

/** content/glossary.yaml: one definition per term. */
export const glossarySchema = z.array(
  z.strictObject({
    term: z.string().min(2),
    /** The anchor on the glossary page. */
    id: slugSchema,
    /** One or two sentences; inline code by backticks. */
    definition: z.string().min(20),
    /** Words used elsewhere for the same thing, which this course does not use. */
    not: z.array(z.string()).default([]),
    see: z.array(slugSchema).default([]),
  }),
);

/** The glossary. */
export type GlossaryData = z.infer<typeof glossarySchema>;
