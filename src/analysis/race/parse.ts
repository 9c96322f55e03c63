/**
 * Reports of Go's race detector.
 *
 * Grammar; indentation is not relied upon, blank lines may stand anywhere:
 *
 *     report    = [ fence ] title access access [ location ] { creation } [ fence ]
 *     fence     = "=================="                              (one pair per report)
 *     title     = "WARNING: DATA RACE"
 *     access    = ( "Write" | "Read" | "Previous write" | "Previous read" ) " at 0x00c00001a0f8 by " who ":"  stack
 *                 (no " at 0x…" up to Go 1.6)
 *     who       = "goroutine 7" | "main goroutine"
 *     location  = "Heap block of size 8 at 0x… allocated by " who ":" stack
 *               | "Global var g of size 8 at 0x… declared at main.go:4"
 *     creation  = "Goroutine 7 (running) created at:" stack         (or "(finished)"; one per goroutine that is not main)
 *     stack     = { "  main.store()"  "      /app/main.go:14 +0x3c" }    → frame, access, creation, fence
 *               | "  [failed to restore the stack]"
 *               | "  ??()"  "      -:0 +0x…"                         (code without symbols)
 *
 * @see llvm/llvm-project compiler-rt/lib/tsan/rtl/tsan_report.cpp, the SANITIZER_GO branch
 * @see golang/go src/runtime/race.go, raceSymbolizeCode
 */
import type { Lines, ReadContext, Reader, Reading } from '../text/index.ts';
import type { Site } from '../trace/index.ts';
import { originsBy } from '../trace/index.ts';
import type { Block, Blocks } from './blocks.ts';
import { fragmentGoroutine, lastInk, readBlocks } from './blocks.ts';
import { classifyRace } from './classify.ts';
import { goRangeOf } from './go-range.ts';
import { raceKey } from './key.ts';
import type { RaceAccess, RaceCreation, RaceEvidence, RaceLocation } from './model.ts';
import { classifyLine, firstInk, trimmedText } from './scan.ts';
import type { ChosenSite } from './sites.ts';
import { chooseAccessSite, chooseCreationSite, testOf } from './sites.ts';
import { foundAfter, verdictAt } from './verdicts.ts';

const START_CHARS = new Set('=WRPGFtreH');

/** Reads race reports one at a time, and the lines with which a run sums its races up. */
export const raceReader: Reader<RaceEvidence> = { name: 'race', startsAt, read };

function startsAt(lines: Lines, i: number): boolean {
  const first = lines.source[firstInk(lines, i)] ?? '';
  if (i === 0 && isFragment(lines)) return true;
  if (!START_CHARS.has(first)) return false;
  return isReport(lines, i) || isVerdict(lines, i);
}

function isReport(lines: Lines, i: number): boolean {
  const { kind } = classifyLine(trimmedText(lines, i));
  if (kind === 'fence') return titleFollows(lines, i);
  return kind === 'title' || kind === 'access' || kind === 'creation';
}

/** `exit status N` ends many sorts of runs; it is ours only under a count of races. */
function isVerdict(lines: Lines, i: number): boolean {
  const verdict = verdictAt(lines, i);
  return verdict !== undefined && (verdict.kind !== 'exit' || verdictAt(lines, i - 1)?.kind === 'found');
}

function titleFollows(lines: Lines, i: number): boolean {
  for (let next = i + 1; next < Math.min(lines.count, i + 4); next++) {
    const { kind } = classifyLine(trimmedText(lines, next));
    if (kind !== 'blank') return kind === 'title';
  }
  return false;
}

function isFragment(lines: Lines): boolean {
  const text = trimmedText(lines, 0);
  if (fragmentGoroutine(text) === undefined || classifyLine(text).kind !== 'unknown') return false;
  return classifyLine(trimmedText(lines, 1)).kind === 'func' && classifyLine(trimmedText(lines, 2)).kind === 'place';
}

function read(context: ReadContext, i: number): Reading<RaceEvidence> {
  const { lines, ledger } = context;
  if (isVerdict(lines, i)) return readVerdict(context, i);
  const evidence: RaceEvidence[] = [];
  let next = i;
  do {
    const blocks = readBlocks(lines, next);
    if (blocks.blocks.length === 0) return { evidence: shareClasses(evidence), next: Math.max(next, i + 1) };
    for (const line of blocks.read) ledger.read(line);
    for (const line of blocks.strange) ledger.unread(line);
    evidence.push(assemble(context, next, blocks));
    next = blocks.next;
  } while (isReport(lines, next));
  return { evidence: shareClasses(evidence), next };
}

/** A report of the same two lines as one whose class is proven is most likely of the same class. */
function shareClasses(races: readonly RaceEvidence[]): readonly RaceEvidence[] {
  const proven = new Map(
    races.filter((race) => race.class !== undefined && race.likely === undefined).map((race) => [race.key, race.class]),
  );
  return races.map((race) => {
    const shared = race.likely === undefined ? undefined : proven.get(race.key);
    return shared === undefined ? race : { ...race, class: shared };
  });
}

/** A summary is evidence of nothing by itself, but a summary without its reports is worth a word. */
function readVerdict({ lines, ledger, diagnostics }: ReadContext, i: number): Reading<RaceEvidence> {
  ledger.read(i);
  const verdict = verdictAt(lines, i);
  if (verdict?.kind === 'found' && !hasTitleBefore(lines, i)) {
    diagnostics.push({
      severity: 'warning',
      line: lines.at(i),
      message: `The run found ${verdict.count ?? 0} data race(s), but no report of one is here.`,
      hint: 'Paste the output from the first `WARNING: DATA RACE` on. With GORACE=log_path=FILE the reports are in FILE.PID.',
    });
  }
  return { evidence: [], next: i + 1 };
}

const titles = new WeakMap<Lines, number>();

function hasTitleBefore(lines: Lines, i: number): boolean {
  let first = titles.get(lines);
  if (first === undefined) {
    const offset = lines.source.search(/WARNING: DATA RACE|\(finished\) created at:|\(running\) created at:/);
    titles.set(lines, (first = offset < 0 ? lines.source.length : offset));
  }
  return first < lines.start(i);
}

function assemble(context: ReadContext, i: number, found: Blocks): RaceEvidence {
  const { lines } = context;
  const originOf = originsBy(context.options);
  const creations = found.blocks.filter(({ header }) => header.kind === 'creation');
  const accessBlocks = found.blocks.filter(({ header }) => header.kind === 'access');
  const doubtful = !isConsistent(accessBlocks, creations);
  const address = accessBlocks
    .map(({ header }) => ('address' in header ? header.address : undefined))
    .find((text) => text !== undefined);
  const go = goRangeOf(
    found.blocks.map(({ frames }) => frames),
    accessBlocks.length === 0 ? undefined : address !== undefined,
  );
  const swallowed = orphanOf(accessBlocks, creations) !== undefined && (found.closed || found.next < lines.count);
  const accesses = accessBlocks.map((block) => {
    const isDoubtful = doubtful || (swallowed && block === accessBlocks.at(-1));
    return accessOf(lines, block, chooseAccessSite(block.frames, originOf, go), isDoubtful);
  });
  const created = creations.map((block) => {
    const site = chooseCreationSite(block.frames, originOf);
    const hasGap = block.gapAt !== undefined || (!found.closed && block === found.blocks.at(-1));
    const isOpen = hasGap && site !== undefined && originOf(site) !== 'own';
    return creationOf(lines, block, site, isOpen);
  });
  const location = locationOf(lines, found.blocks, originOf);
  const classified = classifyRace({ accesses, created, originOf, ...(location === undefined ? {} : { location }) });
  const test = found.blocks.map(({ frames }) => testOf(frames)).find((name) => name !== undefined);
  const count = foundAfter(lines, found.next)?.count;
  const cutAt = cutLine(lines, found, doubtful);
  if (cutAt !== undefined) reportCut(context, cutAt, accesses.length);
  warnOfMissingReports(context, found.next);
  return {
    kind: 'race',
    span: { from: lines.at(i), to: lines.to(lastInk(lines, i, found.next)) },
    complete: cutAt === undefined,
    go,
    accesses,
    created,
    ...(classified === undefined ? {} : { class: classified.class }),
    key: raceKey(accesses),
    ...(address === undefined ? {} : { address }),
    ...(location === undefined ? {} : { location }),
    ...(test === undefined ? {} : { test }),
    ...(count === undefined ? {} : { found: count }),
    ...(classified === undefined || (classified.proven && !doubtful) ? {} : { likely: ['class'] }),
  };
}

function accessOf(lines: Lines, block: Block, chosen: ChosenSite, doubtful: boolean): RaceAccess {
  const { header, frames, restored } = block;
  if (header.kind !== 'access') throw new RangeError(`line ${lines.at(block.line)} is no access`);
  const likely = doubtful || lines.confidence(block.line) !== undefined;
  return {
    ...(header.op === undefined ? {} : { op: header.op }),
    ...(header.goroutine === undefined ? {} : { goroutine: header.goroutine }),
    ...(chosen.site === undefined ? {} : { site: trusted(block, chosen.site, doubtful) }),
    stack: frames,
    restored,
    ...(chosen.calledFrom === undefined ? {} : { calledFrom: chosen.calledFrom }),
    at: lines.at(block.line),
    ...(likely ? { confidence: 'likely' as const } : {}),
  };
}

/** `isOpen`: the own frame may be in a gap or behind the cut. */
function creationOf(lines: Lines, block: Block, site: Site | undefined, isOpen: boolean): RaceCreation {
  const { header, frames, restored } = block;
  if (header.kind !== 'creation') throw new RangeError(`line ${lines.at(block.line)} is no creation`);
  return {
    goroutine: header.goroutine,
    ...(header.state === undefined ? {} : { state: header.state }),
    ...(site === undefined ? {} : { site: trusted(block, site, isOpen) }),
    stack: frames,
    restored,
    at: lines.at(block.line),
    ...(lines.confidence(block.line) === undefined ? {} : { confidence: 'likely' as const }),
  };
}

/** A site behind a gap in its stack is likely at best: the frame that belongs there may be in the gap. */
function trusted({ frames, gapAt }: Block, site: Site, doubtful: boolean): Site {
  const behindGap = gapAt !== undefined && frames.findIndex(({ at }) => at === site.at) >= gapAt;
  return doubtful || behindGap ? { ...site, confidence: 'likely' } : site;
}

const HEAP = /^Heap block of size (\d{1,18}) at (0x[0-9a-f]+) allocated by /;
const GLOBAL = /^Global var (.{1,300}) of size (\d{1,18}) at (0x[0-9a-f]+) declared at (.{1,400}):(\d{1,7})$/;

function locationOf(
  lines: Lines,
  blocks: readonly Block[],
  originOf: ReturnType<typeof originsBy>,
): RaceLocation | undefined {
  const block = blocks.find(({ header }) => header.kind === 'location');
  if (block?.header.kind !== 'location') return undefined;
  const at = lines.at(block.line);
  const heap = HEAP.exec(block.header.text);
  if (heap !== null) {
    const { site } = chooseAccessSite(block.frames, originOf, {});
    return {
      kind: 'heap',
      sizeBytes: Number(heap[1]),
      address: heap[2] ?? '',
      ...(site === undefined ? {} : { site }),
      at,
    };
  }
  const global = GLOBAL.exec(block.header.text);
  if (global === null) return undefined;
  const [, name = '', size, address = '', file = '', line] = global;
  return {
    kind: 'global',
    name,
    sizeBytes: Number(size),
    address,
    site: { func: name, file, line: Number(line), at },
    at,
  };
}

/** Two accesses whose goroutines are the ones that the creation blocks tell of. Otherwise a header was lost between stacks. */
function isConsistent(accesses: readonly Block[], creations: readonly Block[]): boolean {
  if (accesses.length !== 2) return false;
  const accessed = new Set(accesses.map(({ header }) => ('goroutine' in header ? header.goroutine : undefined)));
  return creations.every(({ header }) => 'goroutine' in header && accessed.has(header.goroutine));
}

/** The first access by a goroutine whose creation is not there: a header was lost, or the report is cut. */
function orphanOf(accesses: readonly Block[], creations: readonly Block[]): Block | undefined {
  const known = new Set(creations.map(({ header }) => (header.kind === 'creation' ? header.goroutine : undefined)));
  return accesses.find(
    ({ header }) => header.kind === 'access' && header.goroutine !== 'main' && !known.has(header.goroutine),
  );
}

/** Index of the line where the report is visibly cut or damaged, or undefined. */
function cutLine(lines: Lines, found: Blocks, doubtful: boolean): number | undefined {
  const { blocks, titled, opened, closed, damagedAt, next } = found;
  if (damagedAt !== undefined) return damagedAt;
  const first = blocks[0]?.line ?? next;
  if (!titled || doubtful) return first;
  const empty = blocks.find(
    ({ frames, restored, header }) => frames.length === 0 && restored && header.kind !== 'location',
  );
  if (empty !== undefined) return empty.line;
  const orphan = orphanOf(blocks, blocks);
  if (orphan !== undefined) return orphan.line;
  return opened && !closed && next >= lines.count ? next - 1 : undefined;
}

function reportCut({ lines, diagnostics }: ReadContext, line: number, accesses: number): void {
  diagnostics.push({
    severity: 'warning',
    line: lines.at(Math.min(line, lines.count - 1)),
    message:
      accesses < 2
        ? `This race report is cut: ${accesses === 0 ? 'neither access' : 'only one of its two accesses'} is here.`
        : 'This race report is cut or damaged here.',
    hint: 'Paste the whole report, from one line of equals signs to the next.',
  });
}

const warned = new WeakMap<Lines, Set<number>>();

/** Once per run: the run counted more races than there are reports. */
function warnOfMissingReports({ lines, diagnostics }: ReadContext, next: number): void {
  const verdict = foundAfter(lines, next);
  if (verdict === undefined) return;
  let runs = warned.get(lines);
  if (runs === undefined) warned.set(lines, (runs = new Set()));
  if (runs.has(verdict.line)) return;
  runs.add(verdict.line);
  const { reports } = verdict;
  if ((verdict.count ?? 0) <= reports) return;
  diagnostics.push({
    severity: 'warning',
    line: lines.at(verdict.line),
    message: `The run found ${verdict.count ?? 0} data races; ${reports} of the reports ${reports === 1 ? 'is' : 'are'} here.`,
    hint: 'Paste the output from the first `WARNING: DATA RACE` on.',
  });
}
