import {
  callAt,
  GUESSED,
  indexIn,
  isAt,
  isFuncName,
  isHeader,
  isOmission,
  type Ledger,
  lineAfter,
  type Lines,
  numberIn,
  placeAt,
  skipDigits,
  trimEnd,
} from '../text/index.ts';
import { type Header, HeaderReader } from './header.ts';
import { FrameMemory } from './frame-memory.ts';
import { Interner } from './interner.ts';
import { isDamageReport, isUnavailable } from './oddities.ts';
import type { Ancestor, Creation, Frame, FramesElided, Goroutine } from './model.ts';

/** A goroutine as read, with what the reader needs to know beside the facts. */
export interface ReadGoroutine {
  readonly goroutine: Goroutine;
  /** The first line behind it: blank, or of something else. */
  readonly next: number;
  /** The text ends or breaks inside it. */
  readonly cut: boolean;
  readonly hasPointers: boolean;
  readonly gap?: Gap;
}

/** Frames are missing before the frame with index `before`; `isSaid` where the text says that it leaves lines out. */
export interface Gap {
  readonly before: number;
  readonly isSaid: boolean;
}

/** The frames under one header while they are read. */
export interface Stack {
  readonly frames: Frame[];
  framesElided?: FramesElided;
  createdBy?: Creation;
  ancestors?: Ancestor[];
  cut: boolean;
  gap?: Gap;
  next: number;
  /** The stack of an ancestor: it ends where the next ancestor starts. */
  readonly isAncestor: boolean;
}

const TAB = 9;
const OPEN = 40;
const CLOSE = 41;
const SPACE = 32;
const NEWLINE = 10;
const CREATED = 'created by ';
const PARENT = ' in goroutine ';
const ANCESTOR = '[originating from goroutine ';

/**
 * Reads goroutines of a traceback (runtime/traceback.go). States, with what may follow:
 *
 *   header     goroutine 7 [chan receive]:              frame, unavailable, created, blank
 *   frame      main.worker(0x1) + <tab>/app/main.go:9   frame, elided, created, ancestor, blank
 *   elided     ...23 frames elided... or ...additional frames elided...
 *   created    created by main.main in goroutine 1 + a place          ancestor, blank
 *   ancestor   [originating from goroutine 1]:          frame, created
 *   damage     runtime: unexpected return pc …, stack: frame=…, a hex dump; C frames of a cgo symbolizer
 *
 * One pass; names are interned, so equal frames share their strings.
 */
export class TracebackReader {
  readonly #lines: Lines;
  readonly #source: string;
  /** The lines are those of the paste: no line rests on a guess, and line `i` is pasted line `i + 1`. */
  readonly #isPlain: boolean;
  readonly #ledger: Ledger | undefined;
  readonly #names: Interner;
  readonly #frames: FrameMemory;
  readonly #creators: FrameMemory;
  readonly #headers = new HeaderReader();

  /** Without a ledger the reader only looks. */
  constructor(lines: Lines, ledger: Ledger | undefined) {
    this.#lines = lines;
    this.#source = lines.source;
    this.#isPlain = lines.isPlain;
    this.#ledger = ledger;
    this.#names = new Interner(lines.source);
    this.#frames = new FrameMemory(lines.source);
    this.#creators = new FrameMemory(lines.source);
  }

  isHeader(i: number): boolean {
    return isHeader(this.#source, this.#lines.start(i), this.#lines.end(i));
  }

  /** True when line `i` is a call and the next one its place. */
  isFrame(i: number): boolean {
    return this.isCall(i) && this.isPlace(i + 1);
  }

  isCall(i: number): boolean {
    return callAt(this.#source, this.#lines.start(i), this.#end(i)) > 0;
  }

  isPlace(i: number): boolean {
    const start = this.#lines.start(i);
    return this.#source.charCodeAt(start) === TAB && placeAt(this.#source, start + 1, this.#end(i)) > 0;
  }

  isCreation(i: number): boolean {
    const start = this.#lines.start(i);
    const end = this.#end(i);
    return isAt(this.#source, start, end, CREATED) && this.#creatorEnd(start + CREATED.length, end) > 0;
  }

  /** True when a stack goes on at line `i`, or ends there as stacks do. */
  continuesStack(i: number): boolean {
    return this.#resumes(i) || this.#lines.isBlank(i);
  }

  /** The goroutine whose header is line `i`. */
  read(i: number): ReadGoroutine {
    const header = this.#headers.read(this.#source, this.#lines.start(i), this.#lines.end(i));
    this.#ledger?.read(i);
    const body = this.readFrames(i + 1);
    if (body.frames.length === 0 && body.createdBy === undefined && body.next === i + 1) body.cut = true;
    return withGoroutine(this.#goroutine(header, i, body), body, header.hasPointers);
  }

  /** Frames and footer from line `i`, without a header: a stack whose head is lost, or the runtime's own. */
  readFrames(i: number, isAncestor = false): Stack {
    const body: Stack = { frames: [], cut: false, next: i, isAncestor };
    while (body.next < this.#lines.count && this.#step(body));
    return body;
  }

  /** The goroutine of a stack without a header, which starts at line `i`. */
  headless(body: Stack, i: number): ReadGoroutine {
    return withGoroutine(this.#goroutine({}, i, body), body, false);
  }

  /** A goroutine whose stack goes on behind a gap. */
  joined(first: ReadGoroutine, body: Stack, isSaid: boolean): ReadGoroutine {
    const { frames } = first.goroutine;
    const gap = first.gap ?? { before: frames.length, isSaid };
    return {
      ...first,
      goroutine: { ...first.goroutine, frames: [...frames, ...body.frames], ...footer(body) },
      gap,
      cut: true,
      next: body.next,
    };
  }

  #goroutine(header: Partial<Header>, i: number, body: Stack): Goroutine {
    const { id, state, waitMinutes, lockedToThread, bubble, durable, labels } = header;
    const goroutine: { -readonly [K in keyof Goroutine]: Goroutine[K] } =
      id === undefined || state === undefined ? { frames: body.frames } : { id, state, frames: body.frames };
    if (waitMinutes !== undefined) goroutine.waitMinutes = waitMinutes;
    if (lockedToThread !== undefined) goroutine.lockedToThread = lockedToThread;
    if (bubble !== undefined) goroutine.bubble = bubble;
    if (durable !== undefined) goroutine.durable = durable;
    if (labels !== undefined) goroutine.labels = labels;
    if (body.framesElided !== undefined) goroutine.framesElided = body.framesElided;
    if (body.createdBy !== undefined) goroutine.createdBy = body.createdBy;
    if (body.ancestors !== undefined) goroutine.ancestors = body.ancestors;
    goroutine.at = this.#lines.at(i);
    if (this.#lines.basis(i) === GUESSED) goroutine.confidence = 'likely';
    return goroutine;
  }

  /** Reads what stands at `body.next`; false at the end of the goroutine. */
  #step(body: Stack): boolean {
    const i = body.next;
    if (this.#known(body, i)) return true;
    const start = this.#lines.start(i);
    const end = this.#end(i);
    if (start === end) return false;
    const open = callAt(this.#source, start, end);
    if (open > 0) return this.#call(body, i, start, open, end);
    if (isAt(this.#source, start, end, CREATED)) return this.#creation(body, i, start, end);
    if (isAt(this.#source, start, end, '...')) return this.#elision(body, i, start, end);
    if (isAt(this.#source, start, end, ANCESTOR)) return !body.isAncestor && this.#ancestor(body, i, start, end);
    return this.#oddity(body, i, start, end);
  }

  /** Reads a frame that was met before, by comparing its lines with those of the first. */
  #known(body: Stack, i: number): boolean {
    const from = this.#lines.start(i + 1);
    if (this.#source.charCodeAt(from) !== TAB || i + 1 >= this.#lines.count) return false;
    const start = this.#lines.start(i);
    const known = this.#frames.find(start, from, this.#lines.end(i + 1), OPEN);
    if (known === undefined) return false;
    const end = this.#lines.end(i);
    const open = start + known.func.length;
    if (this.#source.charCodeAt(end - 1) !== CLOSE || end - open < 2) return false;
    body.frames.push(this.#frame(i, known.func, open, end, known.file, known.line));
    this.#ledger?.read(i, i + 2);
    body.next = i + 2;
    return true;
  }

  #call(body: Stack, i: number, start: number, open: number, end: number): boolean {
    const func = this.#names.text(start, open);
    const placeStart = this.#lines.start(i + 1);
    const placed = i + 1 < this.#lines.count && this.#source.charCodeAt(placeStart) === TAB;
    const colon = placed ? placeAt(this.#source, placeStart + 1, this.#end(i + 1)) : -1;
    if (colon < 0) return this.#unplaced(body, i, func, placed);
    const file = this.#names.text(placeStart + 1, colon);
    const line = lineAfter(this.#source, colon);
    this.#frames.add(func, file, line, placeStart, this.#lines.end(i + 1));
    body.frames.push(this.#frame(i, func, open, end, file, line));
    this.#ledger?.read(i, i + 2);
    body.next = i + 2;
    return true;
  }

  #frame(i: number, func: string, open: number, end: number, file: string, line: number): Frame {
    const at = this.#isPlain ? i + 2 : this.#lines.at(i + 1);
    const args = end - open - 2;
    if (this.#isGuess(i, i + 1)) return { func, file, line, at, ...this.#args(open, end), confidence: 'likely' };
    if (args === 0) return { func, file, line, at };
    if (args === 3 && this.#source.startsWith('...', open + 1)) return { func, file, line, at, inlined: true };
    return { func, file, line, at, args: this.#source.slice(open + 1, end - 1) };
  }

  #args(open: number, end: number): { inlined: true } | { args: string } | object {
    const args = this.#source.slice(open + 1, end - 1);
    if (args === '') return {};
    return args === '...' ? { inlined: true } : { args };
  }

  /** A call without its place: the text breaks here. The frame says its function, and no more. */
  #unplaced(body: Stack, i: number, func: string, cutPlace: boolean): boolean {
    body.cut = true;
    this.#ledger?.read(i);
    body.frames.push({ func, at: this.#lines.at(i) });
    body.gap ??= { before: body.frames.length, isSaid: false };
    if (cutPlace) this.#ledger?.unread(i + 1);
    body.next = cutPlace ? i + 2 : i + 1;
    return true;
  }

  #creation(body: Stack, i: number, start: number, end: number): boolean {
    const from = start + CREATED.length;
    const known = this.#creators.find(from, this.#lines.start(i + 1), this.#lines.end(i + 1), SPACE, NEWLINE);
    const nameEnd = known === undefined ? this.#creatorEnd(from, end) : from + known.func.length;
    if (nameEnd < 0) return this.#oddity(body, i, start, end);
    const func = known?.func ?? this.#names.text(from, nameEnd);
    const place = known ?? this.#place(i + 1);
    body.createdBy = this.#creator(i, func, place, nameEnd, end);
    if (place === undefined) body.cut = true;
    else if (known === undefined) {
      this.#creators.add(func, place.file, place.line, this.#lines.start(i + 1), this.#lines.end(i + 1));
    }
    body.next = place === undefined ? i + 1 : i + 2;
    this.#ledger?.read(i, body.next);
    return this.#continues(body);
  }

  /** Where the creator's name ends: before ` in goroutine N`, or at the end; -1 when it is no name. */
  #creatorEnd(from: number, end: number): number {
    const mark = indexIn(this.#source, PARENT, from, end);
    const nameEnd = mark > 0 ? mark : end;
    return isFuncName(this.#source, from, nameEnd) ? nameEnd : -1;
  }

  #creator(
    i: number,
    func: string,
    place: { file: string; line: number } | undefined,
    nameEnd: number,
    end: number,
  ): Creation {
    const at = this.#lines.at(place === undefined ? i : i + 1);
    const creation: { -readonly [K in keyof Creation]: Creation[K] } =
      place === undefined ? { func, at } : { func, file: place.file, line: place.line, at };
    if (isAt(this.#source, nameEnd, end, PARENT))
      creation.goroutine = numberIn(this.#source, nameEnd + PARENT.length, end);
    if (this.#isGuess(i, i + 1)) creation.confidence = 'likely';
    return creation;
  }

  /** Behind `created by` only an ancestor may follow. */
  #continues(body: Stack): boolean {
    return isAt(this.#source, this.#lines.start(body.next), this.#lines.end(body.next), ANCESTOR);
  }

  #place(i: number): { file: string; line: number } | undefined {
    const start = this.#lines.start(i);
    if (i >= this.#lines.count || this.#source.charCodeAt(start) !== TAB) return undefined;
    const colon = placeAt(this.#source, start + 1, this.#end(i));
    if (colon < 0) return undefined;
    return { file: this.#names.text(start + 1, colon), line: lineAfter(this.#source, colon) };
  }

  #elision(body: Stack, i: number, start: number, end: number): boolean {
    const text = this.#source.slice(start, end);
    const words = /^\.\.\.(\d{1,9} |additional )frames elided\.\.\.$/.exec(text);
    if (words === null) return this.#oddity(body, i, start, end);
    const count = Number.parseInt(words[1] ?? '', 10);
    body.framesElided = { after: body.frames.length, ...(Number.isNaN(count) ? {} : { count }) };
    this.#ledger?.read(i);
    body.next = i + 1;
    return true;
  }

  #ancestor(body: Stack, i: number, start: number, end: number): boolean {
    this.#ledger?.read(i);
    const inner = this.readFrames(i + 1, true);
    const idStart = start + ANCESTOR.length;
    body.ancestors = body.ancestors ?? [];
    body.ancestors.push({
      id: numberIn(this.#source, idStart, skipDigits(this.#source, idStart, end)),
      frames: inner.frames,
      ...(inner.createdBy === undefined ? {} : { createdBy: inner.createdBy }),
    });
    body.cut ||= inner.cut;
    body.next = inner.next;
    return this.#continues(body);
  }

  /** What is neither call, footer nor blank: read where the runtime prints it, otherwise the end of the stack. */
  #oddity(body: Stack, i: number, start: number, end: number): boolean {
    const length = this.#oddityLines(body, i, start, end);
    if (length > 0) {
      this.#ledger?.read(i, i + length);
      body.next = i + length;
      return true;
    }
    if (this.isHeader(i) || !this.#resumes(i + 1)) return false;
    body.cut = true;
    body.gap ??= { before: body.frames.length, isSaid: isOmission(this.#lines, i) };
    this.#ledger?.unread(i);
    body.next = i + 1;
    return true;
  }

  /** How many lines from `i` are something that the runtime prints inside a stack, other than Go frames. */
  #oddityLines(body: Stack, i: number, start: number, end: number): number {
    const source = this.#source;
    if (source.charCodeAt(start) === TAB) return this.#indented(body, i, start, end);
    if (isAt(source, start, end, 'non-Go function')) return this.#isCPlace(i + 1) ? 2 : 1;
    if (this.#isCPlace(i + 1)) {
      const place = this.#place(i + 1);
      body.frames.push({ func: source.slice(start, end), ...place, at: this.#lines.at(i + 1) });
      return 2;
    }
    return isUnavailable(source, start, end) || isDamageReport(source, start, end) ? 1 : 0;
  }

  /** A place without its call, which only the top of a cut stack may be; or the words for a stack not to be had. */
  #indented(body: Stack, i: number, start: number, end: number): number {
    const place = body.frames.length === 0 ? this.#place(i) : undefined;
    if (place === undefined) return isUnavailable(this.#source, start, end) ? 1 : 0;
    body.frames.push({ func: '', ...place, at: this.#lines.at(i) });
    body.cut = true;
    return 1;
  }

  /** `<tab>pc=0x7f…` or `<tab>x.c:12 pc=0x7f…`, below a C function's bare name. */
  #isCPlace(i: number): boolean {
    const start = this.#lines.start(i);
    if (i >= this.#lines.count || this.#source.charCodeAt(start) !== TAB) return false;
    const pc = indexIn(this.#source, 'pc=0x', start + 1, this.#end(i));
    return pc === start + 1 || (pc > start && placeAt(this.#source, start + 1, this.#end(i)) > 0);
  }

  /** True when the stack goes on at line `i`, so that the strange line before it lies inside. */
  #resumes(i: number): boolean {
    return this.isFrame(i) || (this.isCreation(i) && this.isPlace(i + 1));
  }

  #isGuess(i: number, j: number): boolean {
    return !this.#isPlain && (this.#lines.basis(i) === GUESSED || this.#lines.basis(j) === GUESSED);
  }

  #end(i: number): number {
    return trimEnd(this.#source, this.#lines.start(i), this.#lines.end(i));
  }
}

function withGoroutine(goroutine: Goroutine, { next, cut, gap }: Stack, hasPointers: boolean): ReadGoroutine {
  return gap === undefined ? { goroutine, next, cut, hasPointers } : { goroutine, next, cut, hasPointers, gap };
}

function footer({ framesElided, createdBy, ancestors }: Stack): Partial<Goroutine> {
  return {
    ...(framesElided === undefined ? {} : { framesElided }),
    ...(createdBy === undefined ? {} : { createdBy }),
    ...(ancestors === undefined ? {} : { ancestors }),
  };
}
