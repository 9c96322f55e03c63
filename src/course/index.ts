/** The course: what its files hold, what of a lesson ships, and whether a lesson is whole. */
export { checkLesson } from './check.ts';
export { checkMutations, mutationKinds } from './check-mutations.ts';
export type { ForeignPaste, MutationReport } from './check-mutations.ts';
export { checkVariants } from './check-variants.ts';
export type { VariantReport } from './check-variants.ts';
export { countCourse, formatCounts } from './count.ts';
export type { CourseCounts } from './count.ts';
export type { Surroundings } from './check-prose.ts';
export { parseLessonName } from './files.ts';
export type { LessonBytes, LessonFiles, LessonName } from './files.ts';
export { formatInstructorKey } from './instructor-key.ts';
export { formatProblem } from './problem.ts';
export type { Problem } from './problem.ts';
export { hashProgram, readProgram } from './program.ts';
export { proveExercises } from './proof.ts';
export type { Proof } from './proof.ts';
export { publishDrill } from './drill.ts';
export { publishExercises, readExerciseSources, readRecordings } from './publish.ts';
export type { Recording } from './publish.ts';
export {
  courseSchema,
  glossarySchema,
  keySchema,
  lessonSchema,
  recordingSchema,
  recordingsSchema,
  symptomSchema,
} from './schema.ts';
export type { CourseData, GlossaryData, LessonData, LessonKey, RecordingData } from './schema.ts';
export { parseGoMod } from './source.ts';
export { playedLines } from './session.ts';
export type { PlayedLine } from './session.ts';
export { publishVariants } from './variant.ts';
export type { LessonVariants } from './variant.ts';
