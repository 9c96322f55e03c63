/** `faultline lessons check|new|record|key`: the tools of those who write lessons. */
import { usageStatus, type CliIO } from './io.ts';

export const summary = 'check, start or re-record lessons, print their keys';
export const usage = `faultline lessons check [LESSON…]          is every lesson whole? LESSON is a folder name or slug; all without one
       faultline lessons new NN-SLUG              copies the template to content/lessons/NN-SLUG
       faultline lessons record [--write] LESSON… runs the recorded commands again with real Go and shows what changed
       faultline lessons key LESSON…              prints the instructor's key, as Markdown`;

type Action = (args: readonly string[], io: CliIO) => Promise<number>;

const actions: Readonly<Record<string, () => Promise<Action>>> = {
  check: async () => (await import('./lessons/check.ts')).checkLessons,
  new: async () => (await import('./lessons/new.ts')).newLesson,
  record: async () => (await import('./lessons/record.ts')).recordLessons,
  key: async () => (await import('./lessons/key.ts')).printKeys,
};

/** Runs one of the actions and returns the exit status: 1 where a check fails or a recording drifted. */
export async function run(args: readonly string[], io: CliIO): Promise<number> {
  const [name = '', ...rest] = args;
  const load = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!load) {
    io.stderr(`faultline lessons: say check, new, record or key${name ? `, not '${name}'` : ''}.\nusage: ${usage}\n`);
    return usageStatus;
  }
  return (await load())(rest, io);
}
