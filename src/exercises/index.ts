/** Exercises: what they are, and what an answer with its evidence is worth. */
export { grade } from './grade.ts';
export { readEvidence } from './evidence.ts';
export { formatHint, hintFacts, hintFactsIn } from './hints.ts';
export { findMisconception, isMisconception, misconceptions } from './misconceptions.ts';
export type { MisconceptionId } from './misconceptions.ts';
export type { Mark } from './kinds/kind.ts';
export { publishExercise } from './publish.ts';
export { kindOf, kinds } from './registry.ts';
export type { Exercise, ExerciseKey, ExerciseKind, ExerciseSource } from './registry.ts';
export { parseExerciseKey, parseExerciseSource } from './registry.ts';
export { slugSchema } from './schema.ts';
export type { ExerciseCommon, Hint, ProgramSeal, Sample } from './schema.ts';
export type { Attempt, EvidenceFile, Finding, Verdict, VerdictWord } from './verdict.ts';
