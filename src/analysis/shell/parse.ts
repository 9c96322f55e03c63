/**
 * Terminal sessions in which somebody gets a core.
 *
 *     session = { prompt command  { output line } }
 *     prompt  = "ada@forge:~/shop$ " | "[ada@forge shop]$ " | "root@7c1f0a9be2d4:/app# " | "$ " | "bash-5.1$ " | "~/shop $ "
 *             | "ada@mac shop % " | "❯ " | "➜  shop git:(main) ✗ " | "PS C:\> " | "# " before a known command
 *
 * It is evidence only if it is about cores: `ulimit -c`, core_pattern, GOTRACEBACK=crash, gcore, coredumpctl, or a
 * shell's `(core dumped)`. The first prompt of the paste starts it; what the commands printed (a panic, a session of
 * Delve) is read by its own reader as well.
 *
 * @see core(5), gcore(1), coredumpctl(1)
 */
import type { Lines, ReadContext, Reader, Reading } from '../text/index.ts';
import { findCore } from './core.ts';
import type { ShellEvidence, ShellStep } from './model.ts';
import { commandOf } from './prompt.ts';

const ABOUT_CORES =
  /\bulimit\b.{0,20}-[HS]{0,2}c\b|core_pattern|\bGOTRACEBACK=['"]?(?:crash|wer)\b|\bgcore\b|\bcoredumpctl\b|--ulimit[ =]core|\bprlimit\b.{0,40}--core/;
const IN_OUTPUT = /\(core dumped\)|^Saved corefile /m;
const QUOTED_LINES = 40;

/** Reads the steps of a session, and which core it got. */
export const shellReader: Reader<ShellEvidence> = { name: 'shell', startsAt, read };

interface Session {
  /** Index of the first prompt. */
  readonly first: number;
  readonly isAboutCores: boolean;
}

const sessions = new WeakMap<Lines, Session>();

function startsAt(lines: Lines, i: number): boolean {
  if (commandOf(lines.text(i)) === undefined) return false;
  const session = sessionOf(lines);
  return session.isAboutCores && session.first === i;
}

/** Where the paste's session starts and whether it is about cores: looked at once per paste. */
function sessionOf(lines: Lines): Session {
  let session = sessions.get(lines);
  if (session === undefined) {
    let first = -1;
    let isAboutCores = IN_OUTPUT.test(lines.source);
    for (let i = 0; i < lines.count && (first < 0 || !isAboutCores); i++) {
      const command = commandOf(lines.text(i));
      if (command === undefined) continue;
      if (first < 0) first = i;
      if (ABOUT_CORES.test(command)) isAboutCores = true;
    }
    sessions.set(lines, (session = { first, isAboutCores }));
  }
  return session;
}

function read({ lines, ledger }: ReadContext, i: number): Reading<ShellEvidence> {
  const steps: ShellStep[] = [];
  let last = i;
  for (let next = i; next < lines.count;) {
    const command = commandOf(lines.text(next));
    const end = nextPrompt(lines, next + 1);
    ledger.read(next);
    if (end - next <= QUOTED_LINES) ledger.read(next + 1, end);
    if (command !== undefined && command !== '') {
      steps.push({ command, at: lines.at(next), output: outputOf(lines, next + 1, end) });
    }
    last = end - 1;
    next = end;
  }
  while (last > i && lines.isBlank(last)) last--;
  const span = { from: lines.at(i), to: lines.to(last) };
  return { evidence: [{ kind: 'shell', span, complete: true, steps, ...findCore(steps) }], next: i + 1 };
}

function nextPrompt(lines: Lines, from: number): number {
  let next = from;
  while (next < lines.count && commandOf(lines.text(next)) === undefined) next++;
  return next;
}

function outputOf(lines: Lines, from: number, to: number): string {
  let end = to;
  while (end > from && lines.isBlank(end - 1)) end--;
  const texts: string[] = [];
  for (let i = from; i < end; i++) texts.push(lines.text(i));
  return texts.join('\n');
}
