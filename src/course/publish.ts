/** Turns a lesson folder into what may ship: exercises with sealed keys, and sources without marks. */
import { parse } from 'yaml';
import {
  parseExerciseKey,
  parseExerciseSource,
  publishExercise,
  type Exercise,
  type ExerciseKey,
  type ExerciseSource,
} from '../exercises/index.ts';
import { filesBelow, type LessonFiles, type LessonName } from './files.ts';
import { keySchema, recordingsSchema, type LessonKey, type RecordingData } from './schema.ts';
import { findFunctions, findMarks, parseGoMod } from './source.ts';

/**
 * Returns the exercises of a lesson as they ship, in their order.
 *
 * @throws RangeError where a file is missing or malformed; `checkLesson` says so in full.
 * @example publishExercises(name, files)
 */
export function publishExercises(name: LessonName, files: LessonFiles): readonly Exercise[] {
  const key = readKey(name, files);
  return readExerciseSources(name, files).map((source) => {
    const entry = parseExerciseKey(source.kind, key.exercises[source.id]);
    if ('problems' in entry)
      throw new RangeError(`${name.folder}/answer/key.yaml: ${source.id}: ${entry.problems.join('; ')}`);
    return publishOne(name, files, entry.value, source);
  });
}

/** Returns one exercise as it ships. */
export function publishOne(name: LessonName, files: LessonFiles, key: ExerciseKey, source: ExerciseSource): Exercise {
  return publishExercise({
    id: `${name.slug}/${source.id}`,
    source,
    key,
    marks: { findMark: (mark) => marksOf(files).get(mark) },
    program: programOf(files),
    recordings: source.evidence === 'own' ? sampleTexts(files, source) : {},
  });
}

/** Every mark of the lesson's sources: the lab's and those of recorded programs. */
export function marksOf(files: LessonFiles): ReturnType<typeof findMarks> {
  const sources = Object.entries(files).filter(([path]) => path.endsWith('.go') && !path.startsWith('answer/'));
  return new Map(sources.flatMap(([path, text]) => [...findMarks(path, text ?? '')]));
}

function programOf(files: LessonFiles): {
  readonly module: string;
  readonly functions: readonly string[];
  readonly goLine: string | undefined;
} {
  const { module, go } = parseGoMod(files['lab/go.mod'] ?? '');
  return { module: module ?? '', functions: findFunctions(filesBelow(files, 'lab')), goLine: go };
}

/**
 * The recordings that own evidence must not be a copy of. The lab's core gives everybody the same answers, and a session
 * that the lab plays is the learner's once it was typed, in a chain as well; what was recorded of another program is
 * nobody's own.
 */
function sampleTexts(files: LessonFiles, { expects }: ExerciseSource): Readonly<Record<string, string>> {
  const isSession = expects.includes('delve') || expects.includes('shell');
  const list = recordingsSchema.safeParse(parse(files['recordings/recordings.yaml'] ?? ''));
  const ofLab = (list.data ?? []).filter(({ program }) => program === 'lab');
  const shared = ofLab.filter(({ input }) => isSession || input !== undefined).map(({ file }) => `recordings/${file}`);
  return Object.fromEntries(Object.entries(recordingTexts(files)).filter(([path]) => !shared.includes(path)));
}

function recordingTexts(files: LessonFiles): Readonly<Record<string, string>> {
  const texts = Object.entries(files).filter(([path]) => /^recordings\/[^/]+$/.test(path) && !path.endsWith('.yaml'));
  return Object.fromEntries(texts.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
}

/**
 * Returns the entries of exercises.yaml.
 *
 * @throws RangeError where one is malformed.
 */
export function readExerciseSources(name: LessonName, files: LessonFiles): readonly ExerciseSource[] {
  const entries: unknown = parse(files['exercises.yaml'] ?? '[]');
  if (!Array.isArray(entries)) throw new RangeError(`${name.folder}/exercises.yaml must be a list of exercises`);
  return entries.map((entry: unknown) => {
    const source = parseExerciseSource(entry);
    if ('problems' in source) throw new RangeError(`${name.folder}/exercises.yaml: ${source.problems.join('; ')}`);
    return source.value;
  });
}

/**
 * Returns answer/key.yaml. Never ship what it returns.
 *
 * @throws RangeError where it is missing or malformed.
 */
export function readKey(name: LessonName, files: LessonFiles): LessonKey {
  const key = keySchema.safeParse(parse(files['answer/key.yaml'] ?? ''));
  if (!key.success)
    throw new RangeError(
      `${name.folder}/answer/key.yaml: ${key.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    );
  return key.data;
}

/** One recording: how it was made, and what the tool printed. */
export interface Recording extends RecordingData {
  readonly text: string;
}

/**
 * Returns the recordings of a lesson with their text, in the order of recordings.yaml.
 *
 * @throws RangeError where recordings.yaml is malformed or a file is missing.
 * @example readRecordings(name, files)
 */
export function readRecordings(name: LessonName, files: LessonFiles): readonly Recording[] {
  if (files['recordings/recordings.yaml'] === undefined) return [];
  const list = recordingsSchema.safeParse(parse(files['recordings/recordings.yaml'] ?? ''));
  if (!list.success)
    throw new RangeError(
      `${name.folder}/recordings/recordings.yaml: ${list.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    );
  return list.data.map((recording) => {
    const text = files[`recordings/${recording.file}`];
    if (text === undefined) throw new RangeError(`${name.folder}/recordings/${recording.file} is missing`);
    return { ...recording, text };
  });
}
