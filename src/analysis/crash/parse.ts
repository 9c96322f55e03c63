import { isOmission, type Ledger, type Lines, type ReadContext, type Reading, startsHeader } from '../text/index.ts';
import { originsBy, type ReadGoroutine, TracebackReader } from '../trace/index.ts';
import { assemble } from './assemble.ts';
import { type Headline, leadsToFatal, printsItself, readHeadline, skipBlanks } from './headline.ts';
import { lineKind } from './line-kind.ts';
import type { CrashEvidence } from './model.ts';
import type { RawCrash } from './raw.ts';

const MAX_STRANGE = 4;

/** True when crash evidence starts at line `i`: a message, a goroutine's header, or a stack that lost its head. */
export function startsCrash(lines: Lines, i: number): boolean {
  const kind = lineKind(lines, i);
  switch (kind) {
    case 'panic':
    case 'inline-panic':
    case 'fatal':
    case 'header':
    case 'fault-address':
    case 'runtime-stack':
      return true;
    case 'printed-panic':
    case 'signal':
      return lineKind(lines, skipBlanks(lines, i + 1)) === 'header';
    case 'os-signal':
    case 'exception':
      return lineKind(lines, i + 1) === 'pc' || kind === 'exception';
    case 'pc':
    case 'note':
      return leadsToHeader(lines, i);
    case 'runtime':
      return leadsToFatal(lines, i);
    case undefined:
      return startsHeadless(lines, i);
    default:
      return false;
  }
}

/** A signal's `PC=` or note, whose first line is cut off, with a goroutine below. */
function leadsToHeader(lines: Lines, i: number): boolean {
  for (let j = i + 1; j < Math.min(lines.count, i + 4); j++) {
    const kind = lineKind(lines, j);
    if (kind === 'header') return true;
    if (kind !== 'note' && !lines.isBlank(j)) return false;
  }
  return false;
}

/** A frame, or `created by` with its place, where no goroutine's header stands above; a place with which the text starts. */
function startsHeadless(lines: Lines, i: number): boolean {
  const probe = probeOf(lines);
  if (probe.isPlace(i)) return isTop(lines, i) && probe.continuesStack(i + 1);
  if (lines.source.charCodeAt(lines.start(i + 1)) !== 9) return false;
  return probe.isFrame(i) || (probe.isCreation(i) && probe.isPlace(i + 1));
}

function isTop(lines: Lines, i: number): boolean {
  let above = i - 1;
  while (above >= 0 && i - above < 8 && lines.isBlank(above)) above--;
  return above < 0;
}

const probes = new WeakMap<Lines, TracebackReader>();

function probeOf(lines: Lines): TracebackReader {
  let probe = probes.get(lines);
  if (probe === undefined) probes.set(lines, (probe = new TracebackReader(lines, undefined)));
  return probe;
}

/** Reads one crash from line `i`, where `startsCrash` said yes. */
export function readCrash(context: ReadContext, i: number): Reading<CrashEvidence> {
  const { lines, ledger, options } = context;
  const traceback = new TracebackReader(lines, ledger);
  const headline = readHeadline(lines, ledger, traceback, i);
  const raw = readGoroutines(lines, ledger, traceback, headline);
  if (headline.next === i && raw.goroutines.length === 0) return { evidence: [], next: i + 1 };
  const evidence = assemble(context, raw, originsBy(options));
  return { evidence: [evidence], next: Math.max(i + 1, raw.next) };
}

/** What is gathered while the goroutines are read. */
interface Progress {
  readonly goroutines: ReadGoroutine[];
  readonly tail: string[];
  isHeadless: boolean;
  isCut: boolean;
  next: number;
}

function readGoroutines(lines: Lines, ledger: Ledger, traceback: TracebackReader, headline: Headline): RawCrash {
  const progress: Progress = {
    goroutines: [],
    tail: [],
    isHeadless: false,
    isCut: false,
    next: headline.next,
  };
  while (readPart(lines, ledger, traceback, progress));
  return { headline, ...progress };
}

/** Reads the next goroutine, register, relay mark or tail line; false where the evidence ends. */
function readPart(lines: Lines, ledger: Ledger, traceback: TracebackReader, progress: Progress): boolean {
  const at = skipBlanks(lines, progress.next);
  if (at >= lines.count) return false;
  const kind = lineKind(lines, at);
  if (kind === 'header') return progress.tail.length === 0 && readGoroutine(lines, traceback, progress, at);
  if (kind === 'tail') return readTail(lines, ledger, progress, at);
  if (progress.tail.length > 0) return false;
  if (kind === 'register' || kind === 'relay' || (kind === 'pc' && progress.goroutines.length > 0)) {
    return readOne(ledger, progress, at);
  }
  if (kind === 'os-signal') return lineKind(lines, at - 1) === 'relay' && readOne(ledger, progress, at);
  if (kind === 'runtime-stack') return skipRuntimeStack(ledger, traceback, progress, at);
  if (kind === undefined) return readStrange(lines, ledger, traceback, progress, at);
  return kind === 'note' && readOne(ledger, progress, at);
}

function readOne(ledger: Ledger, progress: Progress, at: number): boolean {
  ledger.read(at);
  progress.next = at + 1;
  return true;
}

function readTail(lines: Lines, ledger: Ledger, progress: Progress, at: number): boolean {
  if (at > progress.next + 1) return false;
  progress.tail.push(lines.text(at).trim());
  return readOne(ledger, progress, at);
}

function skipRuntimeStack(ledger: Ledger, traceback: TracebackReader, progress: Progress, at: number): boolean {
  ledger.read(at);
  progress.next = traceback.readFrames(at + 1).next;
  return true;
}

function readGoroutine(lines: Lines, traceback: TracebackReader, progress: Progress, at: number): boolean {
  if (progress.goroutines.length > 0 && printsItself(lines, at)) return false;
  const read = traceback.read(at);
  progress.goroutines.push(read);
  progress.isCut ||= read.cut;
  progress.next = read.next;
  return true;
}

/**
 * A line of nothing known. It lies inside the evidence when the stack goes on right behind it; frames at the very
 * start are those of a stack whose head is lost.
 */
function readStrange(
  lines: Lines,
  ledger: Ledger,
  traceback: TracebackReader,
  progress: Progress,
  at: number,
): boolean {
  if (traceback.isFrame(at) || traceback.isCreation(at) || isLoosePlace(traceback, progress, at))
    return readLooseFrames(lines, traceback, progress, at);
  if (startsHeader(lines.source, lines.start(at), lines.end(at))) {
    progress.isCut = true;
    ledger.unread(at);
    progress.next = at + 1;
    return at + 1 < lines.count;
  }
  const resumes = nextPart(lines, traceback, at + 1);
  if (resumes === undefined || (progress.goroutines.length === 0 && !isOmission(lines, at))) return false;
  if (isOmission(lines, at)) progress.isCut = true;
  ledger.unread(at, resumes);
  progress.next = resumes;
  return true;
}

function isLoosePlace(traceback: TracebackReader, progress: Progress, at: number): boolean {
  return progress.goroutines.length === 0 && traceback.isPlace(at);
}

function nextPart(lines: Lines, traceback: TracebackReader, from: number): number | undefined {
  for (let i = from; i < Math.min(lines.count, from + MAX_STRANGE); i++) {
    const kind = lineKind(lines, i);
    if (kind === 'panic' || kind === 'inline-panic' || kind === 'fatal' || kind === 'printed-panic') return undefined;
    if (kind === 'header') return lines.text(i).includes('[running]') ? undefined : i;
    if (traceback.isFrame(i) || (traceback.isCreation(i) && traceback.isPlace(i + 1))) return i;
  }
  return undefined;
}

/** Frames without a header: the rest of the goroutine before a gap, or a stack whose head is lost. */
function readLooseFrames(lines: Lines, traceback: TracebackReader, progress: Progress, at: number): boolean {
  const body = traceback.readFrames(at);
  if (body.next <= at) return false;
  const last = progress.goroutines.pop();
  progress.isCut = true;
  if (last === undefined) {
    progress.isHeadless = true;
    progress.goroutines.push(traceback.headless(body, at));
  } else {
    progress.goroutines.push(traceback.joined(last, body, isOmission(lines, at - 1)));
  }
  progress.next = body.next;
  return true;
}
