import type { Lines } from '../text/index.ts';
import { panicFrames } from './blame.ts';
import { classifyValue } from './classify.ts';
import type { ChainLink } from './model.ts';
import type { RawCrash } from './raw.ts';

/** Words that loggers put before what they recovered. */
const LEADS =
  /(?:panic recovered|recovered from panic|recovered in \S{1,80}|recovered|panic serving \S{1,80}|panicked|panic|PANIC|Recovered)(?: with)?: ?/;
/** Where the runtime's own words start in a line of a log. */
const RUNTIME_WORDS =
  /runtime error: |assignment to entry in nil map|send on closed channel|close of (?:closed|nil) channel|interface conversion: |sync: negative WaitGroup counter/;
const NARROWEST = 56;
const LOG_STAMP = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d/;

/** True for a stack that a goroutine printed itself while it panicked. */
export function isLoggedPanic({ goroutines, headline }: RawCrash): boolean {
  const frames = goroutines[0]?.goroutine.frames ?? [];
  return headline.panic === undefined && frames[0]?.func === 'runtime/debug.Stack' && panicFrames(frames).length > 0;
}

/** The value that a logger printed on the line above the stack: where a log puts it is a guess. */
export function loggedChain(lines: Lines, raw: RawCrash): ChainLink[] {
  const above = raw.headline.from - 1;
  if (!isLoggedPanic(raw) || above < 0) return [];
  const text = messageAbove(lines, above);
  const runtime = RUNTIME_WORDS.exec(text);
  const lead = LEADS.exec(text);
  const start = runtime?.index ?? (lead === null ? -1 : lead.index + lead[0].length);
  const value = start < 0 ? '' : text.slice(start);
  if (value === '' || (runtime !== null && classifyValue(value) === undefined)) return [];
  return [{ value, at: lines.at(above), confidence: 'likely' }];
}

/** The logger's line; two of them joined where the upper one was cut at the width of a terminal. */
function messageAbove(lines: Lines, above: number): string {
  const text = lines.text(above).trimEnd();
  if (RUNTIME_WORDS.test(text) || LEADS.test(text)) return text;
  const joined = lines.text(above - 1) + text;
  return lines.text(above - 1).length >= NARROWEST && RUNTIME_WORDS.test(joined) ? joined : text;
}

/** Who printed it: the log package, by its stamp, or whoever called debug.Stack. */
export function loggedBy(lines: Lines, raw: RawCrash): string {
  return LOG_STAMP.test(lines.text(raw.headline.from - 1)) ? 'log' : 'runtime/debug.Stack';
}
