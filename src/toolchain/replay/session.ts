/** Recorded sessions of a shell as one machine: typed lines are answered as they were when what they need had been typed. */
import type { CommandContext } from '../process/index.ts';
import { normalizeLine } from './replay.ts';
import type { RecordedCommand } from './replay.ts';

/** What stands before each line that was typed. */
const shellPrompt = '$ ';

/** One typed line of a recording. */
interface Step {
  readonly line: string;
  /** As typed for the recording. */
  readonly output: string;
  /** Lines before it that change something, in order. */
  readonly needs: readonly string[];
  /** The line right before it, which `$?` speaks of. */
  readonly previous: Step | undefined;
}

/** What a session says to a typed line. */
export type SessionAnswer =
  | { readonly kind: 'output'; readonly output: string }
  /** The line is recorded, but not from here; `missing` are lines to type before it. */
  | { readonly kind: 'too-early'; readonly missing: readonly string[] }
  | { readonly kind: 'not-recorded' };

/** A shell that answers from recordings. */
export interface RecordedSession {
  /** Lines that can be typed now, in the order of the recordings. */
  open(): readonly string[];
  type(line: string): SessionAnswer;
}

/** Whether a recording is a session of a shell, with what was typed in it. */
export function isSession({ output }: RecordedCommand): boolean {
  return output.startsWith(shellPrompt);
}

/**
 * Returns a session at its start. A line is answered by the recording in which it came after most of what has been
 * typed here, in that order: the same line may leave a core after `ulimit -c unlimited`, and none without.
 *
 * @example createSession([recording]).type('ulimit -c unlimited')
 */
export function createSession(recordings: readonly RecordedCommand[]): RecordedSession {
  const steps = recordings.flatMap(stepsOf);
  const typed: string[] = [];
  let last: Step | undefined;
  const fits = (step: Step): boolean =>
    isStatus(step.line) ? step.previous !== undefined && step.previous === last : isSubsequence(step.needs, typed);
  const type = (text: string): SessionAnswer => {
    const line = normalizeLine(text);
    const known = steps.filter((step) => step.line === line);
    const best = known.filter(fits).reduce<Step | undefined>(longer, undefined);
    if (best) {
      if (changes(line)) typed.push(line);
      last = best;
      return { kind: 'output', output: best.output };
    }
    const [first] = known;
    if (first === undefined) return { kind: 'not-recorded' };
    const before = isStatus(line) ? [first.previous?.line ?? ''] : first.needs;
    return { kind: 'too-early', missing: before.filter((need) => need !== '' && !typed.includes(need)) };
  };
  return { type, open: () => [...new Set(steps.filter(fits).map(({ line }) => line))] };
}

/** Runs a session on a terminal: its prompt, typed lines, and their answers, until `exit` or the end of input. */
export async function playSession(
  recordings: readonly RecordedCommand[],
  { stdin, stdout, stderr }: CommandContext,
): Promise<number> {
  const session = createSession(recordings);
  const decoder = new TextDecoder();
  let pending = '';
  stdout.write(shellPrompt);
  for (;;) {
    await stdin.ready();
    const bytes = stdin.take();
    if (bytes === undefined) return 0;
    const lines = (pending + decoder.decode(bytes, { stream: true })).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === 'exit') return 0;
      if (line.trim() !== '') answerLine(session, line, stdout, stderr);
      stdout.write(shellPrompt);
    }
  }
}

type Output = CommandContext['stdout'];

function answerLine(session: RecordedSession, line: string, stdout: Output, stderr: Output): void {
  const answer = session.type(line);
  if (answer.kind === 'output') return stdout.write(answer.output);
  const missing = answer.kind === 'too-early' ? answer.missing : [];
  stderr.write(
    missing.length > 0 ? `[Recorded after: ${missing.join('; ')}]\n` : '[This was not recorded from here.]\n',
  );
  stderr.write(`[From here there are: ${session.open().join(' · ')}]\n`);
}

function stepsOf({ output }: RecordedCommand): readonly Step[] {
  const steps: Step[] = [];
  const needs: string[] = [];
  for (const part of `\n${output}`.split(`\n${shellPrompt}`).slice(1)) {
    const end = part.indexOf('\n');
    const line = normalizeLine(end < 0 ? part : part.slice(0, end));
    if (line === 'exit') break;
    const printed = end < 0 ? '' : part.slice(end + 1);
    const text = printed === '' || printed.endsWith('\n') ? printed : `${printed}\n`;
    steps.push({ line, output: text, needs: [...needs], previous: steps.at(-1) });
    if (changes(line)) needs.push(line);
  }
  return steps;
}

/** Lines that only look leave everything as it is. */
function changes(line: string): boolean {
  return !/^(?:cat|echo|file|ls|strings)(?: |$)/.test(line) && line !== 'ulimit -c';
}

function isStatus(line: string): boolean {
  return line.includes('$?');
}

function isSubsequence(wanted: readonly string[], typed: readonly string[]): boolean {
  let at = 0;
  for (const line of typed) if (line === wanted[at]) at++;
  return at === wanted.length;
}

function longer(best: Step | undefined, step: Step): Step {
  return best === undefined || step.needs.length > best.needs.length ? step : best;
}
