import type { Lines } from '../text/index.ts';
import { isOmission } from '../text/index.ts';
import type { Site } from '../trace/index.ts';
import type { ReportLine } from './scan.ts';
import { classifyLine, trimmedText } from './scan.ts';

/** Output of the program may stand between two lines of a report; this many lines of it do not end the report. */
const LOOKAHEAD = 8;
const OTHER_EVIDENCE =
  /^(?:panic: |fatal error: |goroutine \d|SIG[A-Z]+: |--- |=== |FAIL\b|ok\s|PASS$|exit status |Found \d|testing: |\(dlv\))/;
const ID_SUFFIX = /^(?:.{0,60}\bby )?([a-z]{1,9} )(\d{1,10}):$/;

type Header = Extract<ReportLine, { kind: 'access' | 'creation' | 'location' }>;

/** A headed stack of a report: an access, a creation or a location, with the frames under it. */
export interface Block {
  readonly header:
    | Header
    | { readonly kind: 'access'; readonly op?: never; readonly previous: true; readonly goroutine?: number | 'main' };
  /** Index of the header's line. */
  readonly line: number;
  readonly frames: Site[];
  restored: boolean;
  /** Frames before the first gap in the stack: those behind it may not be the ones that stood there. */
  gapAt?: number;
}

/** The lines of one report, grouped, with what was wrong with them. */
export interface Blocks {
  readonly blocks: readonly Block[];
  readonly titled: boolean;
  readonly opened: boolean;
  readonly closed: boolean;
  /** Index of the first damaged or foreign line inside the report. */
  readonly damagedAt?: number;
  /** Lines understood, as indexes. */
  readonly read: readonly number[];
  readonly strange: readonly number[];
  /** Index of the first line after the report. */
  readonly next: number;
}

/** The machine that groups lines; one per report. */
class BlockReader {
  readonly #lines: Lines;
  readonly blocks: Block[] = [];
  readonly read: number[] = [];
  readonly strange: number[] = [];
  titled = false;
  opened = false;
  closed = false;
  damagedAt: number | undefined;
  /** A function whose `file:line` has not come yet. */
  #pending: { func: string; line: number } | undefined;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  /** Takes line `i`; false when the report ended before it. */
  take(i: number, line: ReportLine): boolean {
    switch (line.kind) {
      case 'blank':
        return true;
      case 'fence':
        return this.#fence(i);
      case 'title':
        return this.#title(i);
      case 'access':
        return this.#access(i, line);
      case 'creation':
      case 'location':
        return this.#open(i, line);
      case 'lost':
        return this.#lost(i);
      case 'func':
        return this.#func(i, line.func);
      case 'place':
        return this.#place(i, line);
      default:
        return this.#other(i, isOmission(this.#lines, i));
    }
  }

  finish(): void {
    this.#flush();
  }

  /** The first line of a paste whose head is missing: `utine 7:`. */
  fragment(i: number, goroutine: number | 'main'): void {
    this.blocks.push({ header: { kind: 'access', previous: true, goroutine }, line: i, frames: [], restored: true });
    this.read.push(i);
    this.#damage(i);
  }

  #fence(i: number): boolean {
    if (!this.titled && this.blocks.length === 0) {
      if (this.opened) return false;
      this.opened = true;
    } else {
      this.#flush();
      this.closed = true;
    }
    this.read.push(i);
    return true;
  }

  #title(i: number): boolean {
    if (this.titled || this.blocks.length > 0) return false;
    this.titled = true;
    this.read.push(i);
    return true;
  }

  #access(i: number, header: Extract<ReportLine, { kind: 'access' }>): boolean {
    const accesses = this.blocks.filter((block) => block.header.kind === 'access').length;
    if (accesses >= 2 || (accesses > 0 && !header.previous)) return false;
    return this.#open(i, header);
  }

  #open(i: number, header: Header): boolean {
    this.#flush();
    this.blocks.push({ header, line: i, frames: [], restored: true });
    this.read.push(i);
    return true;
  }

  #lost(i: number): boolean {
    const block = this.blocks.at(-1);
    if (block === undefined) return false;
    block.restored = false;
    this.read.push(i);
    return true;
  }

  #func(i: number, func: string): boolean {
    if (this.blocks.length === 0) return false;
    this.#flush();
    this.#pending = { func, line: i };
    return true;
  }

  #place(i: number, place: Extract<ReportLine, { kind: 'place' }>): boolean {
    const block = this.blocks.at(-1);
    const pending = this.#pending;
    if (block === undefined) return false;
    if (pending === undefined) {
      this.#strange(i);
      return true;
    }
    this.#pending = undefined;
    const cut = !place.offset && this.#isLast(i);
    if (cut) this.#damage(i);
    const doubtful =
      !place.offset || this.#lines.confidence(i) !== undefined || this.#lines.confidence(pending.line) !== undefined;
    block.frames.push({
      func: pending.func,
      ...(place.file === undefined || cut ? {} : { file: place.file, line: place.line ?? 0 }),
      at: this.#lines.at(place.file === undefined || cut ? pending.line : i),
      ...(doubtful ? { confidence: 'likely' as const } : {}),
    });
    this.read.push(pending.line, i);
    return true;
  }

  #other(i: number, snip: boolean): boolean {
    if (this.blocks.length === 0 && !this.titled) return false;
    if (this.#isLast(i)) {
      this.#strange(i);
      return true;
    }
    if (!snip && !continues(this.#lines, i)) return false;
    if (snip && !continues(this.#lines, i) && this.isWhole()) return false;
    if (snip) {
      this.#flush();
      this.#damage(i);
    } else this.strange.push(i);
    return true;
  }

  /** True when nothing that a report must have is missing so far. */
  isWhole(): boolean {
    const accesses = this.blocks.filter((block) => block.header.kind === 'access');
    return accesses.length === 2 && this.#pending === undefined && this.blocks.every(isFilled);
  }

  #flush(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    this.#damage(pending.line);
    this.blocks.at(-1)?.frames.push({ func: pending.func, at: this.#lines.at(pending.line) });
    this.read.push(pending.line);
  }

  #strange(i: number): void {
    this.strange.push(i);
    this.#damage(i);
  }

  #damage(i: number): void {
    this.damagedAt ??= i;
    const block = this.blocks.at(-1);
    if (block !== undefined) block.gapAt ??= block.frames.length;
  }

  #isLast(i: number): boolean {
    for (let next = i + 1; next < this.#lines.count && next < i + 4; next++)
      if (!this.#lines.isBlank(next)) return false;
    return this.#lines.count <= i + 4;
  }
}

function isFilled(block: Block): boolean {
  return block.frames.length > 0 || !block.restored || block.header.kind === 'location';
}

/** True when a line of the same report follows within a few lines. */
function continues(lines: Lines, i: number): boolean {
  for (let next = i; next < Math.min(lines.count, i + LOOKAHEAD); next++) {
    const text = trimmedText(lines, next);
    if (OTHER_EVIDENCE.test(text)) return false;
    const { kind } = classifyLine(text);
    if (kind === 'fence' || kind === 'title')
      return kind === 'fence' && classifyLine(trimmedText(lines, next + 1)).kind !== 'title';
    if (kind === 'creation' || kind === 'location' || kind === 'lost' || kind === 'place') return true;
    if (kind === 'access') return text.startsWith('Previous');
  }
  return false;
}

/** The goroutine that a header cut at its head still names, as in `utine 7:`. */
export function fragmentGoroutine(text: string): number | 'main' | undefined {
  if (!text.endsWith(':') || text.length > 100) return undefined;
  if (text.length > 3 && 'by main goroutine:'.endsWith(text)) return 'main';
  const match = ID_SUFFIX.exec(text);
  if (match === null || !'goroutine '.endsWith(match[1] ?? '')) return undefined;
  return Number(match[2]);
}

/** Groups the lines of the report that starts at line `i`. */
export function readBlocks(lines: Lines, i: number): Blocks {
  const reader = new BlockReader(lines);
  const first = trimmedText(lines, i);
  const fragment = i === 0 ? fragmentGoroutine(first) : undefined;
  let next = i;
  if (fragment !== undefined && classifyLine(first).kind === 'unknown') reader.fragment(next++, fragment);
  for (; next < lines.count; next++) {
    if (!reader.take(next, classifyLine(trimmedText(lines, next)))) break;
    if (reader.closed) {
      next++;
      break;
    }
  }
  reader.finish();
  const { blocks, titled, opened, closed, damagedAt, read, strange } = reader;
  if (!closed) next = lastInk(lines, i, next) + 1;
  return { blocks, titled, opened, closed, ...(damagedAt === undefined ? {} : { damagedAt }), read, strange, next };
}

/** Index of the last line before `next` that is not blank, at least `from`. */
export function lastInk(lines: Lines, from: number, next: number): number {
  let last = next - 1;
  while (last > from && lines.isBlank(last)) last--;
  return last;
}
