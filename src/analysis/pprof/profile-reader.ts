import type { Lines, ReadContext, Reader, Reading } from '../text/index.ts';
import type { ProfileEvidence } from './evidence.ts';
import { profileFacts } from './facts.ts';
import { parseContention, parseCounts } from './legacy-counts.ts';
import { legacyFrames } from './legacy-frames.ts';
import { parseHeap } from './legacy-heap.ts';
import { withSymbolLines } from './symbol-lines.ts';

/**
 * The texts of `?debug=1`, in the runtime's own form:
 *
 *     text = head { sample { symbol line } } { "# " memory statistics }
 *     head = "heap profile: 38: 430352 [41: 2019600] @ heap/1048576" | "goroutine profile: total 4" | "--- contention:" | "--- mutex:"
 *
 * @see golang/go src/runtime/pprof/pprof.go printCountProfile, writeHeapInternal
 */
export const profileReader: Reader<ProfileEvidence> = { name: 'profile', startsAt, read };

const HEAD = /^(heap profile: *\d+:|\S+ profile: total \d+$|--- (contention|mutex):$)/;
const BODY =
  /^(#|\d+ @ 0x|\d+ \d+ @|-?\d+: -?\d+ \[\d+: \d+\] @|cycles\/second=|sampling period=|ms since reset=|discarded samples=)/;

function startsAt(lines: Lines, i: number): boolean {
  const first = lines.source.charAt(lines.start(i));
  return (first === '-' || (first >= 'a' && first <= 'z')) && HEAD.test(lines.text(i));
}

function read(context: ReadContext, from: number): Reading<ProfileEvidence> {
  const { lines, ledger } = context;
  let next = from + 1;
  for (let i = next; i < lines.count; i++) {
    if (BODY.test(lines.text(i))) next = i + 1;
    else if (!lines.isBlank(i)) break;
  }
  const texts: string[] = [];
  for (let i = from; i < next; i++) texts.push(lines.text(i));
  const text = `${texts.join('\n')}\n`;
  const parsed = parserOf(texts[0] ?? '')(text);
  if ('error' in parsed) {
    ledger.unread(from, next);
    context.diagnostics.push({
      severity: 'error',
      message: `This is the start of a profile, but what follows is not: ${parsed.error}.`,
      hint: 'Copy the whole text of /debug/pprof/…?debug=1, or give the file as it was saved.',
      line: lines.at(from),
    });
    return { evidence: [], next };
  }
  ledger.read(from, next);
  const profile = { ...parsed.profile, ...legacyFrames(parsed.profile) };
  const symbolized = withSymbolLines(profile, text);
  const likely = symbolized.isLeafElided && !text.startsWith('heap') ? { likely: ['top'] } : {};
  const span = { from: lines.at(from), to: lines.to(next - 1) };
  return {
    evidence: [{ kind: 'profile', span, complete: true, ...likely, ...profileFacts(symbolized.profile) }],
    next,
  };
}

function parserOf(head: string): typeof parseHeap {
  if (head.startsWith('heap')) return parseHeap;
  return head.startsWith('---') ? parseContention : parseCounts;
}
