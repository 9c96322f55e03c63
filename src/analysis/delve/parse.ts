/**
 * Sessions of Delve's terminal.
 *
 * Grammar; a session is a run of prompts, each followed by what its command printed:
 *
 *     session    = [ shell line "dlv core ./prog core" ] [ "Type 'help' for list of commands." ] { prompt { row } }
 *     prompt     = "(dlv) bt"                                 typed at a terminal, or written by `transcript`
 *                | "(dlv) " row                               input was piped: no echo, output joins the prompt
 *     stop       = "> main.f() ./main.go:28 (PC: 0x49b343)"
 *                | "> [Breakpoint 1] main.f(21) ./main.go:28 (hits goroutine(1):1 total:1) (PC: 0x49b343)"
 *                  then { "⇥name: value" } and a listing; a Frame row after it takes it back: it was frame 0 repeated
 *     selection  = "Frame 11: ./main.go:28 (PC: 49b343)" listing
 *     listing    = { "=>  28:⇥⇥return x" | "    29:⇥}" }
 *     stack      = { "11  0x000000000049b343 in main.f" "    at ./main.go:28" { "        x = 1" } } [ "(truncated)" ]
 *     goroutines = { "* Goroutine 18 - User: ./main.go:32 main.worker (0x49b4d2) (thread 7935) [chan send]" } "[8 goroutines]"
 *     goroutine  = "Switched from 1 to 18 (thread 7935)"
 *                | "Goroutine 18:" "⇥Runtime: …" "⇥User: …" "⇥Go: …" "⇥Start: …" [ "⇥Labels: …" ]
 *     variables  = { "id = 21" } | "(no locals)"              args, locals, vars
 *     value      = text of one or more lines                  print; see value.ts
 *     failure    = "Command failed: could not find symbol value for s"     standard error: missing where it is not merged
 *
 * @see go-delve/delve pkg/terminal/command.go and service/api/prettyprint.go
 */
import type { Lines, ReadContext, Reader, Reading } from '../text/index.ts';
import { indexIn, isSpace } from '../text/index.ts';
import { originsBy } from '../trace/index.ts';
import { findCrash, goroutineOfStack } from './crash.ts';
import { SessionFacts } from './facts.ts';
import type { DelveCrash, DelveEvidence, DelveGoroutine, DelveSelection, DelveTarget, DelveVariable } from './model.ts';
import type { Row } from './rows.ts';
import { indentOf, rowsOf, rowText } from './rows.ts';
import { readSegment } from './segment.ts';
import { formOf, promptEnd, segmentsOf } from './session.ts';
import { frameOf, goroutineOf, placeOf } from './shapes.ts';
import { openBrackets } from './value.ts';

const BANNER = "Type 'help' for list of commands.";
const SHELL_PROMPT = /^(?:\([^)\s]{1,40}\) )?(?:[\w.-]{1,64}@[\w.-]{1,64}[: ][^$#%]{0,200}[$#%](?: |$)|[$#%❯➜](?: |$))/;
const START = /\bdlv (core|attach|exec|debug|test|connect)\b/;

/** Reads Delve transcripts: typed, piped, merged, wrapped or Delve's own, to the end of each session. */
export const delveReader: Reader<DelveEvidence> = { name: 'delve', startsAt, read };

function startsAt(lines: Lines, i: number): boolean {
  const { source } = lines;
  const end = lines.end(i);
  let start = lines.start(i);
  while (start < end && isSpace(source.charCodeAt(start))) start++;
  switch (source.charAt(start)) {
    case '(':
      return promptEnd(source.slice(start, end)) >= 0;
    case 'T':
      return source.startsWith(BANNER, start);
    case 'S':
    case 'W':
      return sessionFollows(lines, i);
    default:
      return indexIn(source, 'dlv ', start, end) >= 0 ? sessionFollows(lines, i) : isHeadless(lines, i);
  }
}

/** True when a banner or a prompt follows within a few lines. */
function sessionFollows(lines: Lines, i: number): boolean {
  const text = lines.text(i).trimStart();
  if (!text.startsWith('Script started') && !text.startsWith('WARNING: undefined behavior') && !START.test(text))
    return false;
  for (let next = i + 1; next < Math.min(lines.count, i + 6); next++) {
    const following = lines.text(next).trimStart();
    if (following === BANNER || promptEnd(following) >= 0) return true;
  }
  return false;
}

/** A session whose head is missing starts with a frame or a goroutine. */
function isHeadless(lines: Lines, i: number): boolean {
  const first = lines.source.charCodeAt(lines.start(i));
  if (first !== 32 && first !== 42 && (first < 48 || first > 57)) return false;
  const text = lines.text(i);
  if (goroutineOf(text)?.location !== undefined) return true;
  return frameOf(text) !== undefined && placeOf(lines.text(i + 1)) !== undefined;
}

function read(context: ReadContext, i: number): Reading<DelveEvidence> {
  const { lines } = context;
  const indent = indentOf(lines, i);
  const end = endOfSession(lines, i, indent);
  const rows = rowsOf(lines, i, end, indent);
  const form = formOf(rows);
  const segments = segmentsOf(rows, form);
  const fromStart = rows.some(({ text }) => text === BANNER);
  const facts = new SessionFacts(lines, form, fromStart);
  for (const segment of segments) readSegment(facts, segment);
  markRead(context, i, end, facts.strange);
  return { evidence: [assemble(context, rows, facts, fromStart)], next: end };
}

/** Index of the first line after the session: behind its `quit`, before a shell prompt or another session's banner. */
function endOfSession(lines: Lines, i: number, indent: number): number {
  let prompts = 0;
  let quit = -1;
  for (let next = i; next < lines.count; next++) {
    const text = rowText(lines, next, indent);
    const end = promptEnd(text);
    if (end >= 0) {
      prompts++;
      if (/^(?:quit|exit|q)(?: -c)?\s*$/.test(text.slice(end))) quit = next;
      else if (quit >= 0) return next;
    } else if (text.startsWith('Script done on ')) return next + 1;
    else if (prompts > 0 && (text === BANNER || SHELL_PROMPT.test(text))) return next;
    else if (quit >= 0 && (next > quit + 3 || text === '')) return next;
  }
  return lines.count;
}

function markRead({ ledger }: ReadContext, from: number, to: number, strange: readonly Row[]): void {
  const skipped = new Set(strange.flatMap(({ first, last }) => [first, last]));
  for (let line = from; line < to; line++) {
    if (skipped.has(line)) ledger.unread(line);
    else ledger.read(line);
  }
}

function assemble(context: ReadContext, rows: readonly Row[], facts: SessionFacts, fromStart: boolean): DelveEvidence {
  const { lines } = context;
  const originOf = originsBy(context.options);
  for (const stack of facts.stacks) {
    const goroutine = goroutineOfStack(facts, stack);
    if (goroutine !== undefined && stack.goroutine === undefined) facts.current.set(stack.epoch, goroutine);
  }
  const crash = findCrash(facts, originOf);
  const stack = facts.stacks.at(-1);
  const target = targetOf(rows);
  const cutAt = facts.cutAt ?? cutLine(rows, facts);
  if (cutAt !== undefined) reportCut(context, cutAt);
  const first = rows[0]?.first ?? 0;
  const last = rows.findLast(({ text }) => text.trim() !== '')?.last ?? first;
  return {
    kind: 'delve',
    span: { from: lines.at(first), to: lines.to(last) },
    complete: cutAt === undefined && (fromStart || !startsInOutput(rows)),
    form: facts.form,
    ...(target === undefined ? {} : { target }),
    commands: facts.commands,
    ...(crash === undefined ? {} : { crash }),
    frames: stack?.frames ?? [],
    ...(stack?.truncated === true ? { truncated: true } : {}),
    stops: facts.stops,
    selections: selectionsOf(facts),
    goroutines: [...facts.goroutines.values()] satisfies DelveGoroutine[],
    variables: variablesOf(facts, crash),
    errors: facts.errors,
    ...(facts.optimized ? { optimized: true } : {}),
    ...(facts.exitStatus === undefined ? {} : { exitStatus: facts.exitStatus }),
  };
}

function targetOf(rows: readonly Row[]): DelveTarget | undefined {
  for (const { text } of rows.slice(0, 6)) {
    const match = START.exec(text)?.[1];
    if (match !== undefined) return match as DelveTarget;
  }
  return undefined;
}

function startsInOutput(rows: readonly Row[]): boolean {
  const text = rows[0]?.text ?? '';
  return promptEnd(text) < 0 && !START.test(text) && !text.startsWith('Script started');
}

/** Index of the line where the session is visibly broken off: a value or a frame that does not end. */
function cutLine(rows: readonly Row[], facts: SessionFacts): number | undefined {
  const last = rows.findLast(({ text }) => text.trim() !== '');
  if (last === undefined) return undefined;
  const value = facts.variables.at(-1)?.value;
  const isLast = value !== undefined && value.endsWith(last.text);
  return isLast && openBrackets(value) > 0 ? last.first : undefined;
}

function reportCut({ lines, diagnostics }: ReadContext, line: number): void {
  diagnostics.push({
    severity: 'warning',
    line: lines.at(line),
    message: 'The Delve session breaks off here.',
    hint: 'Copy the session to its end. In Delve, `transcript FILE` writes it to a file as you go.',
  });
}

/** The functions of selected frames, as a stack of the same goroutine names them. */
function selectionsOf(facts: SessionFacts): readonly DelveSelection[] {
  const funcs = new Map<string, string>();
  for (const { epoch, frames } of facts.stacks) {
    for (const { index, func, file, line } of frames) funcs.set(`${epoch} ${index} ${line ?? 0} ${file ?? ''}`, func);
  }
  return facts.selections.map(({ epoch, ...selection }) => {
    const { file, line } = selection.site;
    const func = funcs.get(`${epoch} ${selection.frame} ${line} ${file}`);
    const goroutine = facts.current.get(epoch);
    return {
      ...selection,
      ...(goroutine === undefined ? {} : { goroutine }),
      ...(func === undefined ? {} : { site: { func, ...selection.site } }),
    };
  });
}

/**
 * Variables with the goroutine they belong to. Piped input hides `frame 10 args`: where nothing says which frame a value
 * is of, it is likely the faulting one, since frame 0 of a crash is the runtime's and has no variables.
 */
function variablesOf(facts: SessionFacts, crash: DelveCrash | undefined): readonly DelveVariable[] {
  const fallback =
    facts.form === 'piped' && (crash?.how === 'panic' || crash?.how === 'fatal') ? crash.frame : undefined;
  return facts.variables.map(({ epoch, ...variable }) => {
    const goroutine = variable.goroutine ?? (epoch === undefined ? undefined : facts.current.get(epoch));
    const placed =
      variable.frame === undefined && fallback !== undefined ? { frame: fallback, confidence: 'likely' as const } : {};
    return { ...variable, ...(goroutine === undefined ? {} : { goroutine }), ...placed };
  });
}
