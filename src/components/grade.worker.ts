/** Grades a share of a class away from the page. It takes no URL from its input. */
import type { Exercise } from '../exercises/index.ts';
import {
  gradePart,
  oralQuestions,
  programsByExercise,
  readClassFile,
  readSubmission,
  type Assignment,
  type ClassFile,
  type Graded,
  type GradingBasis,
  type VariedLesson,
} from '../gradebook/index.ts';

/** What grading needs to know, sent once before anything else. */
export interface GradeStart {
  readonly courseVersion: string;
  readonly exercises: readonly Exercise[];
  readonly variants: readonly VariedLesson[];
  readonly assignment?: Assignment | undefined;
}

/** What the page asks for. */
export type GradeTask =
  | { readonly task: 'start'; readonly basis: GradeStart }
  | { readonly task: 'read'; readonly source: string; readonly bytes: Uint8Array }
  | { readonly task: 'grade'; readonly files: readonly ClassFile[] }
  | { readonly task: 'questions'; readonly content: string; readonly graded: Graded };

/** A task and its number. */
export type GradeRequest = GradeTask & { readonly id: number };

/** The answer to the task of that number. */
export type GradeReply = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

let basis: GradingBasis = { courseVersion: '', exercises: new Map() };

self.addEventListener('message', (event: MessageEvent<GradeRequest>) => {
  const { id } = event.data;
  perform(event.data).then(
    (value) => self.postMessage({ id, value } satisfies GradeReply),
    (error: unknown) =>
      self.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies GradeReply),
  );
});

async function perform(request: GradeTask): Promise<unknown> {
  switch (request.task) {
    case 'start':
      basis = startFrom(request.basis);
      return undefined;
    case 'read':
      return readClassFile(request.source, request.bytes);
    case 'grade':
      return gradePart(request.files, basis);
    case 'questions': {
      const read = readSubmission(request.content);
      return 'problem' in read ? [] : oralQuestions(read.submission, request.graded, basis.exercises);
    }
  }
}

function startFrom({ courseVersion, exercises, variants, assignment }: GradeStart): GradingBasis {
  const byId = new Map(exercises.map((exercise) => [exercise.id, exercise]));
  const programs = programsByExercise(variants);
  return { courseVersion, exercises: byId, programs, ...(assignment === undefined ? {} : { assignment }) };
}
