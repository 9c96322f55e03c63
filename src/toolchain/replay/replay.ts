import type { Signal } from '../process/index.ts';

/** One command of a real session, and what it printed. */
export interface RecordedCommand {
  /** Unique among the recordings of a lab: its file's name. */
  readonly id: string;
  /** The line as typed, its environment in front: `GOTRACEBACK=all go run .` */
  readonly line: string;
  /** Standard output and standard error as a terminal showed them. */
  readonly output: string;
  readonly exit: number;
  /** The exact Go version, `go1.26.8`. */
  readonly go: string;
  /** Where it ran: `linux/amd64`. */
  readonly platform: string;
  /** Lines that were run before it and printed nothing, such as `go build -o stuck .` */
  readonly after?: readonly string[];
  /** What was typed for it, where that is another line. */
  readonly recordedAs?: string;
  /** The signal it got while it ran: it prints once the learner sends the same. */
  readonly signal?: Signal;
}

/** What a replay says to a line. */
export type ReplayAnswer =
  | { readonly kind: 'recorded'; readonly recording: RecordedCommand }
  /** A line of the session that printed nothing. */
  | { readonly kind: 'silent' }
  /** It is recorded, but after lines that have not been run yet. */
  | { readonly kind: 'too-early'; readonly recording: RecordedCommand; readonly missing: readonly string[] }
  | { readonly kind: 'not-recorded' };

/** A recorded session as a state machine: any order of its commands is valid in which each follows what it needs. */
export interface Replay {
  /** Every line that can be played, each once, in the order of the session. */
  readonly lines: readonly string[];
  /** What is played: of each line the recordings by the newest Go. */
  readonly recordings: readonly RecordedCommand[];
  /** Says what a line would do now, and leaves the state as it is. */
  look(line: string): ReplayAnswer;
  /** Says what a line does and moves on. A line recorded several times plays the next each time, then stays with the last. */
  play(line: string): ReplayAnswer;
}

/**
 * Returns the line without needless blanks and without what does not change a terminal's picture of it (`2>&1`, a
 * final `;`): lines that mean the same compare equal.
 *
 * @example normalizeLine('  go   run .  2>&1 ') // 'go run .'
 */
export function normalizeLine(line: string): string {
  let text = '';
  let quote = '';
  for (const char of line.trim()) {
    if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
    if (quote === '' && /\s/.test(char)) {
      if (!text.endsWith(' ')) text += ' ';
    } else text += char;
  }
  for (const end of [';', ' 2>&1']) if (text.endsWith(end)) text = text.slice(0, -end.length).trimEnd();
  return text;
}

/** `go1.26.8` → [1, 26, 8]. */
function versionOf(go: string): readonly number[] {
  return go.replace(/^go/, '').split('.').map(Number);
}

function isNewer(a: string, b: string): boolean {
  const [left, right] = [versionOf(a), versionOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    if ((left[at] ?? 0) !== (right[at] ?? 0)) return (left[at] ?? 0) > (right[at] ?? 0);
  }
  return false;
}

/** Of each line only the recordings by the newest Go are played. */
function newestByLine(recordings: readonly RecordedCommand[]): ReadonlyMap<string, readonly RecordedCommand[]> {
  const byLine = new Map<string, RecordedCommand[]>();
  for (const recording of recordings) {
    const line = normalizeLine(recording.line);
    const known = byLine.get(line);
    const newest = known?.[0]?.go;
    if (!known || !newest || isNewer(recording.go, newest)) byLine.set(line, [recording]);
    else if (recording.go === newest) known.push(recording);
  }
  return byLine;
}

/**
 * Returns a replay of these recordings at its start.
 *
 * @example createReplay(recordings).play('go run .')
 */
export function createReplay(recordings: readonly RecordedCommand[]): Replay {
  const byLine = newestByLine(recordings);
  const silent = new Set([...byLine.values()].flat().flatMap(({ after = [] }) => after.map(normalizeLine)));
  const done = new Set<string>();
  const played = new Map<string, number>();

  const look = (line: string): ReplayAnswer => {
    const key = normalizeLine(line);
    const takes = byLine.get(key);
    const recording = takes?.[Math.min(played.get(key) ?? 0, takes.length - 1)];
    if (!recording) return silent.has(key) ? { kind: 'silent' } : { kind: 'not-recorded' };
    const missing = (recording.after ?? []).filter((before) => !done.has(normalizeLine(before)));
    return missing.length > 0 ? { kind: 'too-early', recording, missing } : { kind: 'recorded', recording };
  };
  return {
    lines: [...new Set([...byLine].flatMap(([line, [first]]) => [...(first?.after ?? []).map(normalizeLine), line]))],
    recordings: [...byLine.values()].flat(),
    look,
    play(line) {
      const answer = look(line);
      const key = normalizeLine(line);
      if (answer.kind === 'recorded') played.set(key, (played.get(key) ?? 0) + 1);
      if (answer.kind === 'recorded' || answer.kind === 'silent') done.add(key);
      return answer;
    },
  };
}
