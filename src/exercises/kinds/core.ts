/**
 * `core`: a terminal session that ends with a core file. Graded on the steps that matter, whatever commands took them and
 * in whatever order: nothing is typed beside the session.
 */
import { z } from 'zod';
import type { ShellEvidence } from '../../analysis/index.ts';
import type { Evidence } from '../paste.ts';
import { commonSource, type ExerciseCommon } from '../schema.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import type { Kind, KeyProblem } from './kind.ts';

const source = z.strictObject({
  ...commonSource,
  kind: z.literal('core'),
  /** `crash`: the kernel writes it when the program dies; `gcore`: taken from the living process; `any`: either. */
  way: z.enum(['crash', 'gcore', 'any']).default('any'),
});

/** What matters is fixed by how a core comes about, so there is nothing to keep secret. */
const key = z.strictObject({});

type CoreSource = z.infer<typeof source>;
type CoreKey = z.infer<typeof key>;

/** A core exercise as shipped. */
export interface CoreExercise extends ExerciseCommon {
  readonly kind: 'core';
  readonly way: CoreSource['way'];
}

/** The kind `core`. */
export const core: Kind<CoreSource, CoreKey, CoreExercise> = {
  source,
  key,
  publish: (common, from) => ({ ...common, kind: 'core', way: from.way }),
  judge: (exercise, _, evidence) => judgeCore(exercise, evidence),
  answerOf: () => '',
  candidates: () => [''],
  problems: coreProblems,
};

function coreProblems(from: CoreSource): readonly KeyProblem[] {
  if (from.expects.includes('shell')) return [];
  return [{ message: 'a core exercise needs a terminal session', hint: 'write expects: [shell]' }];
}

function judgeCore(exercise: CoreExercise, evidence: Evidence): Judgement | Unreadable {
  const session = evidence.found?.kind === 'shell' ? evidence.found : undefined;
  if (!session) {
    const message =
      'There is no terminal session in this text. Paste commands and what they printed, prompts included.';
    return { unreadable: { id: 'no-evidence', message } };
  }
  const steps = isTaken(exercise, session) ? takenSteps(session) : crashSteps(session);
  const done = steps.filter((step) => step.isDone);
  if (done.length === 0 && isHeadless(evidence, session)) return { unreadable: headless(session) };
  return { score: done.length / steps.length, findings: steps.map((step) => step.finding) };
}

/** A session that begins with output has lost the command that printed it. */
function isHeadless({ file }: Evidence, { steps }: ShellEvidence): boolean {
  const before = (file?.text ?? '').split('\n').slice(0, Math.max(0, (steps[0]?.at ?? 1) - 1));
  return before.some((line) => line.trim() !== '');
}

function headless({ span }: ShellEvidence): Finding {
  const message =
    'This session is cut: it begins with output, and the command above it is missing. Paste it from the first command on.';
  return { id: 'cut-paste', misconception: 'cut-paste', message, at: span.from };
}

/** Whether the session is judged as one that takes a core from a living process. */
function isTaken({ way }: CoreExercise, session: ShellEvidence): boolean {
  if (way !== 'any') return way === 'gcore';
  return session.core?.how === 'gcore' || session.steps.some(({ command }) => /\bgcore\b/.test(command));
}

interface Step {
  readonly isDone: boolean;
  readonly finding: Finding;
}

function crashSteps(session: ShellEvidence): readonly Step[] {
  const { limit, traceback, death, core: file } = session;
  return [
    judgeStep(limit !== undefined && limit !== '0', 'core-limit', commandAt(session, /\bulimit\b/), {
      done: `The limit on core files is ${limit ?? ''}.`,
      open:
        limit === '0'
          ? 'The limit on core files is 0 here, so the kernel writes none. `ulimit -c unlimited`, in the shell that starts the program.'
          : 'Nothing shows the limit on core files. `ulimit -c` prints it; it must not be 0 in the shell that starts the program.',
    }),
    judgeStep(traceback === 'crash', 'core-traceback', commandAt(session, /GOTRACEBACK/), {
      done: '`GOTRACEBACK=crash` makes the runtime end with a signal that dumps core.',
      open: 'Without `GOTRACEBACK=crash` a Go program prints its trace and exits with status 2. An exit leaves no core.',
    }),
    judgeStep(death !== undefined, 'core-death', commandAt(session, /GOTRACEBACK/), {
      done: `The shell says how it ended: ${death ?? ''}.`,
      open: 'Nothing shows the program being ended by a signal. Look for “core dumped” after its trace.',
    }),
    judgeStep(file?.how === 'crash', 'core-file', file?.at, {
      done: `The core is ${file?.path ?? ''}.`,
      open: 'The session ends before the core is found. `cat /proc/sys/kernel/core_pattern` says where cores go; then look there.',
    }),
  ];
}

function takenSteps(session: ShellEvidence): readonly Step[] {
  const asked = session.steps.find(({ command }) => /\bgcore\b/.test(command));
  const file = session.core;
  return [
    judgeStep(asked !== undefined, 'core-gcore', asked?.at, {
      done: 'gcore stops the process for a moment, writes its memory and lets it go on.',
      open: 'Take the core from the living process: `gcore -o NAME PID`.',
    }),
    judgeStep(file?.how === 'gcore', 'core-file', file?.at ?? asked?.at, {
      done: `The core is ${file?.path ?? ''}: gcore adds the process id to the name.`,
      open: 'gcore did not say “Saved corefile”. Read what it printed: the right to trace the process is missing most often.',
    }),
  ];
}

function judgeStep(
  isDone: boolean,
  id: string,
  at: number | undefined,
  words: { readonly done: string; readonly open: string },
): Step {
  const message = isDone ? words.done : words.open;
  return { isDone, finding: { id: isDone ? id : `no-${id}`, message, ...(at === undefined ? {} : { at }) } };
}

function commandAt(session: ShellEvidence, pattern: RegExp): number | undefined {
  return session.steps.find(({ command }) => pattern.test(command))?.at;
}
