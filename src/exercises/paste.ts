/** Evidence as graders get it, and how to ask for it. */
import type { Analysis, Evidence as Found } from '../analysis/index.ts';
import type { Profile } from '../analysis/pprof/index.ts';
import type { ExerciseCommon } from './schema.ts';

/** Evidence that a grader can work with. */
export interface Evidence {
  readonly files: readonly ReadFile[];
  /** What the exercise asks about: the first evidence of an expected kind. Absent for exercises without evidence. */
  readonly found?: Found | undefined;
  /** The file that `found` is from. */
  readonly file?: ReadFile | undefined;
}

/** One evidence file, read. */
export interface ReadFile {
  readonly source: string;
  /** '' for binary files. */
  readonly text: string;
  readonly analysis: Analysis;
  /** The samples, where the file is a profile. */
  readonly profile?: Profile;
}

/** One piece of evidence and the file that holds it. */
export interface Picked {
  readonly file: ReadFile;
  readonly found: Found;
}

/** What to do to get evidence of the sort asked for. */
export function askFor(exercise: ExerciseCommon): string {
  const what = exercise.expects.map((kind) => kindNames[kind]).join(' or ');
  const run = exercise.command === undefined ? 'Run the lab' : `Run \`${exercise.command}\``;
  return exercise.evidence === 'recording'
    ? 'Put the recording shown above back: the button “Use the recording” does it.'
    : `${run} and paste ${what || 'all that it prints'}, whole: ${endsOf(exercise)}`;
}

const kindNames: Readonly<Record<string, string>> = {
  panic: 'the panic that it prints',
  fatal: 'the fatal error that it prints',
  dump: 'the goroutine dump',
  race: 'the race report',
  delve: 'the Delve session',
  shell: 'the shell session, commands and output',
  profile: 'the profile',
  report: "pprof's report",
  heapdump: 'the heap dump',
};

function endsOf(exercise: ExerciseCommon): string {
  const ends: Readonly<Record<string, string>> = {
    panic: 'from the line that begins with `panic:` to the last line.',
    fatal: 'from the line that begins with `fatal error:` to the last line.',
    dump: 'from the first `goroutine` line to the last frame.',
    race: 'from `WARNING: DATA RACE` to the closing line of equals signs.',
    delve: 'from the first `(dlv)` prompt to the last answer.',
    shell: 'from the first command to the last line of output.',
  };
  return ends[exercise.expects[0] ?? ''] ?? 'from its first line to its last.';
}
