import type { Row } from './rows.ts';
import type { DelveForm } from './model.ts';

/** A prompt and what was printed until the next one. */
export interface Segment {
  /** Absent where piped input is not echoed, and for the text before the first prompt. */
  readonly command?: string;
  /** Index of the line with the prompt. */
  readonly line: number;
  readonly rows: readonly Row[];
  /** The last prompt of the session has nothing after it. */
  readonly last: boolean;
}

const PROMPT = '(dlv)';
const COMMANDS = new Set(
  (
    'help h break b trace t watch restart r rebuild continue c step s step-instruction si stepi next-instruction ni nexti ' +
    'next n stepout so call jump j threads thread tr clear clearall toggle goroutines grs goroutine gr breakpoints bp ' +
    'print p whatis set sources funcs types packages args locals vars regs exit quit q list ls l stack bt frame up down ' +
    'deferred source disassemble disass on condition cond config edit ed libraries examinemem x display dump transcript ' +
    'target rewind rw check checkpoint checkpoints clear-checkpoint clearcheck rev'
  ).split(' '),
);
const OUTPUT_START =
  /^(?:> |[* ]? ?Goroutine \d|\s*\d+  0x|Switched from |Thread \d|Breakpoint \S+ |Command failed: |\(no |\(unreadable |\(\*|\(truncated|Process \d|Would you like|Warning: |[*"[{\d-]|(?:true|false|nil)$|\[\d+ goroutines)/;
const ASSIGNMENT = /^[^\s=]{1,200} = /;

/** Where the prompt ends in a row's text; -1 when the row has none. */
export function promptEnd(text: string): number {
  if (!text.startsWith(PROMPT)) return -1;
  return text[PROMPT.length] === ' ' ? PROMPT.length + 1 : text.length === PROMPT.length ? text.length : -1;
}

/** Whether what follows the prompts are commands, or the output of commands that piped input did not echo. */
export function formOf(rows: readonly Row[]): DelveForm {
  let echoed = 0;
  let piped = 0;
  for (const { text } of rows) {
    for (let rest = text, end = promptEnd(rest); end >= 0; end = promptEnd(rest)) {
      rest = rest.slice(end);
      if (promptEnd(rest) >= 0) piped++;
      else if (isCommand(rest)) echoed++;
      else if (OUTPUT_START.test(rest) || ASSIGNMENT.test(rest)) piped++;
    }
  }
  return piped > echoed ? 'piped' : 'echoed';
}

/** True for a line that a person could have typed at the prompt. */
export function isCommand(text: string): boolean {
  const space = text.search(/\s/);
  return COMMANDS.has(space < 0 ? text : text.slice(0, space)) && !ASSIGNMENT.test(text);
}

/** The session cut at its prompts. In the piped form a row with three prompts is two empty outputs and a third. */
export function segmentsOf(rows: readonly Row[], form: DelveForm): readonly Segment[] {
  const segments: { command?: string; line: number; rows: Row[] }[] = [];
  for (const row of rows) {
    let { text } = row;
    let prompted = false;
    for (let end = promptEnd(text); end >= 0; end = promptEnd(text)) {
      prompted = true;
      text = text.slice(end);
      if (form === 'piped') segments.push({ line: row.first, rows: [] });
      else if (promptEnd(text) < 0) segments.push({ command: text.trim(), line: row.first, rows: [] });
    }
    if (prompted && (form === 'echoed' || text === '')) continue;
    if (segments.length === 0) segments.push({ line: row.first, rows: [] });
    segments.at(-1)?.rows.push(prompted ? { ...row, text } : row);
  }
  return segments.map((segment, i) => ({ ...segment, last: i === segments.length - 1 }));
}
