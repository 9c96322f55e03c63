/** The recordings of a lesson's lab as lines that a terminal plays where Go does not run. */
import type { ExerciseSource } from '../exercises/index.ts';
import type { Recording } from './publish.ts';

/** One line and what it printed on a real machine. */
export interface PlayedLine {
  /** The recording's file. */
  readonly id: string;
  /** The line to type, its environment in front. */
  readonly line: string;
  readonly output: string;
  readonly exit: number;
  /** The exact version, `go1.26.8`. */
  readonly go: string;
  /** `linux/amd64` */
  readonly platform: string;
  /** Lines to be typed before it. */
  readonly after?: readonly string[];
  readonly signal?: 'INT' | 'QUIT' | 'KILL';
  /** What was typed for the recording, where that is another line than `line`. */
  readonly recordedAs?: string;
}

const signals = { QUIT: 'QUIT', ABRT: 'QUIT', INT: 'INT', KILL: 'KILL' } as const;

/**
 * Returns the lines of the lab's own program. The command that an exercise asks for plays at once the recording that the
 * exercise is proved on, even where that was made with other words: `go build -o app . && ./app` for `go run .` Where
 * several exercises ask for one command, it plays theirs in turn. Sessions with typed lines are all kept, since they are
 * taken apart line by line.
 *
 * @example playedLines(readRecordings(name, files), exercises)
 */
export function playedLines(
  recordings: readonly Recording[],
  exercises: readonly ExerciseSource[],
): readonly PlayedLine[] {
  const ofLab = recordings.filter(({ program }) => program === 'lab');
  const asked = new Map<string, readonly PlayedLine[]>();
  for (const exercise of exercises.filter(({ evidence }) => evidence === 'own')) {
    const proofs = recordings.filter(({ file }) => exercise.reads.includes(`recordings/${file}`)).filter(isGiven);
    for (const command of commandsOf(exercise)) {
      const fitting = command === exercise.command ? proofs : proofs.filter((one) => one.command === command);
      if (fitting.length > 0 && !asked.has(command))
        asked.set(
          command,
          fitting.map((one) => atOnce(one, command)),
        );
    }
  }
  const played = [...asked.values()].flat();
  const others = ofLab.filter(
    (one) => !isAmong(played, one.file) && (one.input !== undefined || !asked.has(lineOf(one))),
  );
  return [...played, ...others.map(asRecorded)];
}

function isAmong(lines: readonly PlayedLine[], file: string): boolean {
  return lines.some(({ id }) => id === file);
}

/** A run of the mended lab would be the learner's own work, done for them. */
function isGiven({ program }: Recording): boolean {
  return program !== 'answer/lab';
}

/** What it asks to run; a chain asks link by link. */
function commandsOf(exercise: ExerciseSource): readonly string[] {
  const links = exercise.kind === 'chain' ? exercise.links.map((link) => link['command']) : [];
  return [exercise.command, ...links].filter((command) => typeof command === 'string');
}

function asRecorded(recording: Recording): PlayedLine {
  const { setup, signal } = recording;
  return {
    id: recording.file,
    line: lineOf(recording),
    output: recording.text,
    exit: recording.exit,
    go: recording.go,
    platform: `${recording.os}/${recording.arch}`,
    ...(setup === undefined ? {} : { after: [setup] }),
    ...(signal === undefined ? {} : { signal: signals[signal.name] }),
  };
}

function atOnce(recording: Recording, command: string): PlayedLine {
  const { after = [], ...line } = asRecorded(recording);
  const typed = [...after, line.line].join(' && ');
  // Where learners write a part of the program, the recording is of one that is written.
  const recordedAs = recording.program === 'lab' ? typed : `${typed} (with the files of ${recording.program})`;
  return { ...line, line: command, ...(recordedAs === command ? {} : { recordedAs }) };
}

function lineOf({ env, command }: Recording): string {
  return [...Object.entries(env).map(([name, value]) => `${name}=${value}`), command].join(' ');
}
