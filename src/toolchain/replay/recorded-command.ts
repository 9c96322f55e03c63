import type { Command, CommandContext } from '../process/index.ts';
import { normalizeLine } from './replay.ts';
import type { RecordedCommand, Replay } from './replay.ts';
import { isSession, playSession } from './session.ts';

/** What plays recordings needs to know of its surroundings. */
export interface ReplayOptions {
  readonly replay: Replay;
  /** Tells the learner, apart from the output, that what follows is a recording. */
  readonly announce: (recording: RecordedCommand) => void;
  /** True when the lab's files are not those that were recorded. */
  readonly isChanged: () => boolean;
}

const unquoted = /^[\w@%+=:,./^-]+$/;
const assignment = /^[A-Za-z_]\w*=\S*$/;

/** The line that a command's words came from, quoted where needed. */
function lineOf(name: string, args: readonly string[]): string {
  const quote = (word: string): string => (unquoted.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
  return [name, ...args.map(quote)].join(' ');
}

/** `A=1 B=2 go run .` → its environment and the rest. */
function splitEnvironment(line: string): { readonly env: readonly string[]; readonly rest: string } {
  const words = line.split(' ');
  const count = words.findIndex((word) => !assignment.test(word));
  return { env: words.slice(0, Math.max(0, count)), rest: words.slice(Math.max(0, count)).join(' ') };
}

const sameWords = (line: string): string => normalizeLine(line).replaceAll(/["']/g, '');

/** The recorded line that a call means: same words; of several the one whose environment fits best. */
function findLine(replay: Replay, called: string, env: Readonly<Record<string, string>>): string | undefined {
  const fits = replay.lines
    .map((line) => ({ line, ...splitEnvironment(line) }))
    .filter(({ rest }) => sameWords(rest) === sameWords(called))
    .filter((candidate) =>
      candidate.env.every((pair) => `${pair.split('=')[0]}=${env[pair.split('=')[0] ?? '']}` === pair),
    );
  return fits.sort((a, b) => b.env.length - a.env.length)[0]?.line;
}

/** The names that a recorded line calls: `go`, `./stuck`, `ulimit`. */
function callsOf(line: string): readonly string[] {
  const parts = line.split(/\s*(?:&&|\|\||[;|&])\s*/);
  return parts.map((part) => splitEnvironment(part).rest.split(' ')[0] ?? '').filter((name) => name !== '');
}

/**
 * Returns commands that play recordings: one for each name that the recorded lines call and `isRunnable` denies, and
 * those in `always`. A call that was not recorded says so, and names what was. A shell that was recorded with typed lines
 * and is called without arguments takes them one by one.
 *
 * @example recordedCommands(options, ['go'], (name) => name === 'ls')
 */
export function recordedCommands(
  options: ReplayOptions,
  always: readonly string[],
  isRunnable: (name: string) => boolean,
): readonly Command[] {
  const names = new Set([...always, ...options.replay.lines.flatMap(callsOf)]);
  return [...names]
    .filter((name) => !isRunnable(name))
    .map((name) => ({
      name,
      summary: `recorded on a real machine: ${options.replay.lines.filter((line) => callsOf(line).includes(name)).join(' · ')}`,
      run: (context) => {
        const called = lineOf(name, context.args);
        const sessions = options.replay.recordings.filter((one) => isSession(one) && callsOf(one.line).includes(name));
        const [newest] = sessions;
        if (newest && context.args.length === 0) {
          options.announce(newest);
          return playSession(sessions, context);
        }
        return playLine(options, findLine(options.replay, called, context.env) ?? called, context);
      },
    }));
}

/**
 * Returns a command that plays a whole recorded line, such as one with pipes; undefined when the line was not recorded
 * or everything in it can be run for real.
 *
 * @example recordedLine(options, 'ulimit -c unlimited; ./crash', () => false)
 */
export function recordedLine(
  options: ReplayOptions,
  line: string,
  isRunnable: (name: string) => boolean,
): Command | undefined {
  if (options.replay.look(line).kind === 'not-recorded') return undefined;
  const names = callsOf(normalizeLine(line));
  if (names.every(isRunnable)) return undefined;
  return { name: names[0] ?? '', summary: 'a recorded line', run: (context) => playLine(options, line, context) };
}

async function playLine(options: ReplayOptions, line: string, context: CommandContext): Promise<number> {
  const answer = options.replay.play(line);
  if (answer.kind === 'silent') return 0;
  if (answer.kind === 'not-recorded') return tellNotRecorded(options.replay, line, context);
  if (answer.kind === 'too-early') {
    context.stderr.write(`This was recorded after other lines. Run first: ${answer.missing.join('; ')}\n`);
    return 1;
  }
  const { recording } = answer;
  options.announce(recording);
  if (options.isChanged()) {
    context.stderr.write(
      'Your changes to the files are not in this recording: it was made of the lab as it is given.\n',
    );
  }
  if (recording.recordedAs !== undefined) context.stderr.write(`Recorded with: ${recording.recordedAs}\n`);
  if (recording.signal) await signalled(recording, context);
  context.stdout.write(recording.output);
  return recording.exit;
}

function tellNotRecorded(replay: Replay, line: string, { stderr }: CommandContext): number {
  stderr.write(`Not recorded: ${line}\n`);
  if (replay.lines.length > 0) stderr.write('Recorded here are:\n');
  for (const known of replay.lines) stderr.write(`  ${known}\n`);
  return 127;
}

const keyOf = { INT: 'Ctrl-C', QUIT: 'Ctrl-\\', TERM: 'kill', KILL: 'kill -KILL' } as const;

/** Waits for the signal that the recorded program got. */
function signalled({ signal = 'QUIT' }: RecordedCommand, { stderr, onSignal }: CommandContext): Promise<void> {
  stderr.write(`The recorded program runs until SIG${signal} comes (${keyOf[signal]}).\n`);
  return new Promise((resolve) => {
    onSignal((given) => {
      if (given === signal) resolve();
      return given === signal;
    });
  });
}
