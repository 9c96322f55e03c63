/** The shapes of single rows, each with the function of Delve that prints it. Indentation is free: pastes lose it. */

/** A place and the function there. */
export interface Located {
  readonly func: string;
  readonly file: string;
  readonly line: number;
}

const FRAME = /^\s*(\d{1,6})  0x[0-9a-f]{1,16} in (\S.*)$/;
const PLACE = /^\s*at (\S.*):(\d{1,7})$/;
const SELECTED = /^Frame (\d{1,6}): (.+):(\d{1,7}) \(PC: [0-9a-f]+\)$/;
const LISTED = /^Goroutine (\d{1,12}) frame (\d{1,6}) at (.+):(\d{1,7}) \(PC: 0x[0-9a-f]+\)$/;
const SWITCHED = /^Switched from (\d{1,12}|<nil>) to (\d{1,12}) \(thread -?\d+\)$/;
const HEADER = /^\s*Goroutine (\d{1,12}):$/;
const EXITED = /^Process \d+ has exited with status (-?\d{1,10})/;
const VARIABLE = /^\s*(\(?[~&.\p{L}_][^\s=]{0,200}) = (.*)$/u;
const AT_STOP = /^\s*([~.\p{L}_][^\s:=]{0,200}): (.*)$/u;
const SOURCE = /^(?:=>|\s)?\s*\d{1,7}:(?:\s|$)/;
/** Other lines that end in a program counter. */
const OTHER_PLACE = /^(?:Frame|Goroutine|Thread|Showing|Stopped|Breakpoint|Tracepoint|\*|\s)/;
const HITS = / \(hits (?:goroutine\((\d{1,12})\):\d+ )?total:\d+\)$/;

/** A frame's first row: `11  0x000000000049b343 in main.(*Server).handle`. @see service/api.PrintStack */
export function frameOf(text: string): { readonly index: number; readonly func: string } | undefined {
  const match = FRAME.exec(text);
  return match === null ? undefined : { index: Number(match[1]), func: match[2] ?? '' };
}

/** A frame's second row: `    at ./main.go:28`. */
export function placeOf(text: string): { readonly file: string; readonly line: number } | undefined {
  const match = PLACE.exec(text);
  return match === null ? undefined : { file: match[1] ?? '', line: Number(match[2]) };
}

/** `Frame 11: ./main.go:28 (PC: 49b343)`. @see terminal.(*Commands).frameCommand */
export function selectedOf(
  text: string,
): { readonly frame: number; readonly file: string; readonly line: number } | undefined {
  const match = SELECTED.exec(text);
  return match === null ? undefined : { frame: Number(match[1]), file: match[2] ?? '', line: Number(match[3]) };
}

/** `Goroutine 1 frame 10 at /app/main.go:25 (PC: 0x4964cc)`, the head of `list`. @see terminal.getLocation */
export function listedOf(text: string): { readonly goroutine: number; readonly frame: number } | undefined {
  const match = LISTED.exec(text);
  return match === null ? undefined : { goroutine: Number(match[1]), frame: Number(match[2]) };
}

/** `Switched from 1 to 18 (thread 7935)`; 0 stands for no goroutine. @see terminal.(*Commands).goroutine */
export function switchOf(text: string): { readonly from: number; readonly to: number } | undefined {
  const match = SWITCHED.exec(text);
  return match === null ? undefined : { from: Number(match[1]) || 0, to: Number(match[2]) };
}

/** The head of one goroutine in long form: `Goroutine 18:`. @see terminal.writeGoroutineLong */
export function headerOf(text: string): number | undefined {
  const match = HEADER.exec(text);
  return match === null ? undefined : Number(match[1]);
}

/** `Process 7090 has exited with status 2`. */
export function exitOf(text: string): number | undefined {
  const match = EXITED.exec(text);
  return match === null ? undefined : Number(match[1]);
}

/** `id = 21`, `~r0 = ""`, shadowed `(x) = 1`, the compiler's own `.this = …`. @see terminal.printFilteredVariables */
export function variableOf(text: string): { readonly name: string; readonly value: string } | undefined {
  const match = VARIABLE.exec(text);
  return match === null ? undefined : { name: match[1] ?? '', value: match[2] ?? '' };
}

/** `⇥runtime.curg._panic.arg: interface {}(string) "boom"`: printed at a breakpoint. @see terminal.printBreakpointInfo */
export function stopVariableOf(text: string): { readonly name: string; readonly value: string } | undefined {
  const match = AT_STOP.exec(text);
  return match === null ? undefined : { name: match[1] ?? '', value: match[2] ?? '' };
}

/** A line that the running program logged between Delve's: it begins with a time, a level or JSON. */
export function isLogRow(text: string): boolean {
  return /^(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:|\[GIN\] |(?:level|time|ts)=|\{"(?:time|level|ts|msg)":)/.test(text);
}

/** A line of a listing: `=>  28:⇥⇥return x`. @see colorize.lineWriter */
export function isSourceRow(text: string): boolean {
  return SOURCE.test(text);
}

/** `> [Breakpoint 1] main.f(21) ./main.go:28 (hits goroutine(1):1 total:1) (PC: 0x49b343)`; quoting eats the `>`. @see terminal.printcontextThread */
export function stopOf(
  text: string,
): (Located & { readonly breakpoint?: string; readonly goroutine?: number }) | undefined {
  const pc = text.lastIndexOf(' (PC: 0x');
  if (pc < 0 || OTHER_PLACE.test(text)) return undefined;
  let rest = text.slice(text.startsWith('> ') ? 2 : 0, pc);
  const hits = HITS.exec(rest);
  if (hits !== null) rest = rest.slice(0, hits.index);
  const named = /^(?:watchpoint on )?\[([^\]]{1,200})\] /.exec(rest);
  if (named !== null) rest = rest.slice(named[0].length);
  const place = /^(.+):(\d{1,7})$/.exec(rest.slice(rest.lastIndexOf(') ') + 2));
  const open = argumentsAt(rest);
  if (place === null || open < 0) return undefined;
  return {
    func: rest.slice(0, open),
    file: place[1] ?? '',
    line: Number(place[2]),
    ...(named === null ? {} : { breakpoint: (named[1] ?? '').replace(/^Breakpoint /, '') }),
    ...(hits?.[1] === undefined ? {} : { goroutine: Number(hits[1]) }),
  };
}

/** A location as goroutines print it: `./main.go:32 main.worker (0x49b4d2)`. @see terminal.(*Term).formatLocation */
export function locationOf(text: string): Located | undefined {
  const pc = text.lastIndexOf(' (0x');
  const rest = pc < 0 ? text : text.slice(0, pc);
  const colon = rest.search(/:\d{1,7} /);
  if (colon < 0 || pc < 0) return undefined;
  const space = rest.indexOf(' ', colon);
  return { func: rest.slice(space + 1), file: rest.slice(0, colon), line: Number(rest.slice(colon + 1, space)) };
}

/** A row of `goroutines`. */
export interface GoroutineRow {
  readonly id: number;
  readonly selected: boolean;
  readonly name: string;
  readonly location?: Located;
  readonly threadId?: number;
  readonly state?: string;
}

const GOROUTINE = /^\s*(\* )?Goroutine (\d{1,12}) - (User|Runtime|Go|Start): (.*)$/;

/** `* Goroutine 18 - User: ./main.go:32 main.worker (0x49b4d2) (thread 7935) [chan send]`. @see terminal.(*Term).formatGoroutine */
export function goroutineOf(text: string): GoroutineRow | undefined {
  const match = GOROUTINE.exec(text);
  if (match === null) return undefined;
  let rest = match[4] ?? '';
  const bracket = rest.endsWith(']') ? rest.lastIndexOf(' [') : -1;
  const state = bracket < 0 ? undefined : rest.slice(bracket + 2, -1).replace(/ \d+$/, '');
  if (bracket >= 0) rest = rest.slice(0, bracket);
  const thread = / \(thread (\d{1,12})\)$/.exec(rest);
  if (thread !== null) rest = rest.slice(0, thread.index);
  const location = locationOf(rest);
  return {
    id: Number(match[2]),
    selected: match[1] !== undefined,
    name: match[3] ?? '',
    ...(location === undefined ? {} : { location }),
    ...(thread === null ? {} : { threadId: Number(thread[1]) }),
    ...(state === undefined ? {} : { state }),
  };
}

/** Offset of the parenthesis that opens the arguments of `main.(*T).f(1)`; -1 when there is none. */
function argumentsAt(text: string): number {
  for (let at = text.indexOf('('); at >= 0; at = text.indexOf('(', at + 1)) {
    if (text[at - 1] !== '.' && text[at - 1] !== ' ' && at > 0) return at;
    const close = text.indexOf(')', at);
    if (close < 0) return -1;
    at = close;
  }
  return -1;
}

/** `"job":"ingest", "tenant":"a"`, at most five and then `... (2 more)`. */
export function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const match of text.matchAll(/"([^"\\]{1,200})":"([^"\\]{0,500})"/g)) labels[match[1] ?? ''] = match[2] ?? '';
  return labels;
}
