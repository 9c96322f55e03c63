/** A course, work on it and a built site, made up for tests. */
import type { Assignment, RecordedAttempt } from '../../src/gradebook/index.ts';
import { listFile, type LmsCourse, type SiteFile } from '../../src/lms/index.ts';

export const bytes = (text: string) => new TextEncoder().encode(text);

/** As many exercises as a large course has. */
export function aCourse(exercises = 120): LmsCourse {
  return {
    version: '1.0.0',
    title: 'Faultline',
    description: 'A course on debugging.',
    exercises: Array.from({ length: exercises }, (_, i) => ({
      id: `lesson-number-${Math.floor(i / 8)}/exercise-with-a-name-${i}`,
      version: 1,
      points: 1 + (i % 4),
      kind: i % 3 === 0 ? 'choice' : 'fault',
      evidence: i % 3 === 0 ? ('none' as const) : ('own' as const),
      hasVariants: i % 3 === 1,
      prompt: `Which line of program ${i} failed?`,
    })),
  };
}

export function anAttempt(share: number, over: Partial<RecordedAttempt> = {}): RecordedAttempt {
  return {
    time: Date.UTC(2026, 8, 1, 10),
    answer: 'panic_test.go:38',
    evidence: [{ source: 'paste', content: 'panic: boom\n' }],
    hintsUsed: 0,
    solutionShown: false,
    verdict: {
      schema: 'faultline.verdict/1',
      exercise: 'first-crash/which-line',
      version: 1,
      verdict: share === 1 ? 'correct' : share > 0 ? 'partly' : 'wrong',
      points: share * 4,
      maxPoints: 4,
      findings: [],
    },
    ...over,
  };
}

export const anAssignment: Assignment = {
  schema: 'faultline.assignment/1',
  id: 'week-1',
  version: 3,
  title: 'Week 1: panics & <races> “quoted” \u{1f41e}',
  message: '',
  items: [
    { exercise: 'lesson-number-0/exercise-with-a-name-1', points: 4 },
    { exercise: 'lesson-number-0/exercise-with-a-name-2', points: 6 },
  ],
  timeZone: 'UTC',
  late: { kind: 'accept' },
  hints: true,
  solutions: true,
  variants: 'same',
  identity: 'named',
  extensions: [{ learner: 'ada@example.org', due: '2099-01-01T00:00:00Z' }],
};

/** Names that need care in a URL, and files that hosts change on the way. */
export const aSite: readonly SiteFile[] = [
  { path: 'index.html', content: bytes('<!doctype html><title>Faultline</title>') },
  { path: 'lms/index.html', content: bytes('<meta content="connect-src \'self\';">') },
  { path: 'lms/course.json', content: bytes('{}') },
  { path: '_astro/Page.[slug] 50% & more~@2.js', content: bytes('export {};\n'.repeat(50)) },
  { path: 'favicon.svg', content: bytes('<svg xmlns="http://www.w3.org/2000/svg"/>') },
];

export const aList = aSite.map(listFile);
