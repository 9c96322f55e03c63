/** Assignments, submissions, and grading them again. */
export { dueFor, formatLink, parseAssignment, parseLink } from './assignment.ts';
export type { Assignment, AssignmentLink, Learner } from './assignment.ts';
export { decodeBase64, encodeBase64 } from './base64.ts';
export { formatCanonical, type JsonValue } from './canonical-json.ts';
export { formatCsv, parseCsv, type CsvFile, type CsvStyle } from './csv.ts';
export { exercisesOf, fillLmsColumn, formatGradebook, type FilledRoster } from './gradebook-csv.ts';
export { gradeClass, type ClassFile, type ClassProgress, type GradedClass, type Refused } from './grade-class.ts';
export { latenessOf, type Lateness, type LateRule } from './late.ts';
export { regrade, type Flag, type Graded, type GradingBasis, type ScoreChange } from './regrade.ts';
export { itemStatistics, type ItemStatistics } from './statistics.ts';
export { isZip, readZip, type ReadZip } from './zip.ts';
export { chainAttempts, findBrokenLink, formatSubmission, readSubmission } from './submission.ts';
export type { NewAttempt, ReadSubmission, Submission, SubmittedAttempt, SubmittedItem } from './submission.ts';
