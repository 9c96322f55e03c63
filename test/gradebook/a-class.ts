import { parseExerciseKey, parseExerciseSource, publishExercise, type Exercise } from '../../src/exercises/index.ts';
import {
  chainAttempts,
  formatSubmission,
  type GradingBasis,
  type NewAttempt,
  type Submission,
} from '../../src/gradebook/index.ts';

/** Two exercises published as lessons publish theirs: a concept, and one on the learner's own trace. */
export const exercises: ReadonlyMap<string, Exercise> = new Map([
  publish('trace/which-state', 'choice', {
    entry: {
      points: 2,
      prompt: 'What does [running] in the header mean?',
      misconceptions: ['running-state'],
      options: [
        { id: 'crashed', text: 'It was executing when the program died.' },
        { id: 'alive', text: 'It still runs.' },
      ],
    },
    key: {
      answer: ['crashed'],
      why: { crashed: 'Yes.', alive: { text: 'The process is gone.', misconception: 'running-state' } },
    },
  }),
  publish('trace/which-line', 'fault', {
    entry: { points: 4, prompt: 'Which line failed?', evidence: 'own', expects: ['panic'], command: 'go run .' },
    key: { mark: 'fault' },
  }),
]);

export const basis: GradingBasis = { courseVersion: '1.0.0', exercises };

/** Publishes an exercise on a program whose line 12 fails. */
export function publish(
  id: string,
  kind: 'choice' | 'fault',
  given: { entry: object; key: object },
): [string, Exercise] {
  const source = parseExerciseSource({ id: id.split('/')[1], version: 1, kind, ...given.entry });
  if ('problems' in source) throw new Error(source.problems.join('; '));
  const key = parseExerciseKey(kind, given.key);
  if ('problems' in key) throw new Error(key.problems.join('; '));
  const program = { module: 'example.com/shop', functions: ['main', 'price'], goLine: '1.26' };
  const exercise = publishExercise({
    id,
    source: source.value,
    key: key.value,
    marks: { findMark: () => ({ file: 'main.go', line: 12, func: 'price' }) },
    program,
    recordings: {},
  });
  return [id, exercise];
}

/** A crash as `go run .` prints it on linux/amd64 with go1.26; the address is of the randomized heap. */
export function crash(address: string): string {
  return `panic: runtime error: index out of range [3] with length 2

goroutine 1 [running]:
main.price(...)
\t/home/dev/shop/main.go:12
main.main()
\t/home/dev/shop/main.go:7 +0x1d ${address === '' ? '' : `\nregister ${address}`}
exit status 2
`;
}

export const minute = (n: number) => new Date(Date.UTC(2026, 10, 23, 10, n)).toISOString();

export function attempt(given: Partial<NewAttempt>): NewAttempt {
  return {
    at: minute(0),
    answer: '',
    evidence: [],
    hintsUsed: 0,
    solutionSeen: false,
    verdict: 'wrong',
    points: 0,
    ...given,
  };
}

/** A submission with one attempt at each exercise, right where `isRight` says so. */
export function submissionOf(name: string, isRight = true, address = ''): Submission {
  const choice = attempt({
    answer: isRight ? 'crashed' : 'alive',
    verdict: isRight ? 'correct' : 'wrong',
    points: isRight ? 2 : 0,
  });
  const fault = attempt({
    at: minute(1),
    answer: isRight ? 'main.go:12' : 'main.go:7',
    evidence: [{ source: 'paste', encoding: 'text', content: crash(address) }],
    verdict: isRight ? 'correct' : 'wrong',
    points: isRight ? 4 : 0,
  });
  return {
    schema: 'faultline.submission/1',
    who: { name, email: `${name.toLowerCase().replaceAll(' ', '.')}@example.org` },
    course: { version: '1.0.0' },
    analyzer: { version: '1' },
    handedIn: minute(30),
    items: [
      { exercise: 'trace/which-state', version: 1, attempts: chainAttempts('trace/which-state', 1, [choice]) },
      { exercise: 'trace/which-line', version: 1, attempts: chainAttempts('trace/which-line', 1, [fault]) },
    ],
  };
}

export const fileOf = (source: string, submission: Submission) => ({ source, content: formatSubmission(submission) });
