import { Lines } from '../text/index.ts';
import { type Goroutine, type OriginOf, TracebackReader } from '../trace/index.ts';
import { type Blame, blamePanic, panicFrames } from './blame.ts';
import type { ChainLink } from './model.ts';

/**
 * The origin of a panic that was raised again on another goroutine with its first stack inside the value, as
 * singleflight and wrappers with debug.Stack do. Undefined where the value holds no stack with a call of `panic`:
 * then the stack printed below the message is the only one. `lineOf` gives the pasted line of the link's line with
 * that 0-based index.
 */
export function blameEmbedded(
  chain: readonly ChainLink[],
  originOf: OriginOf,
  lineOf: (link: ChainLink, index: number) => number,
): Pick<Blame, 'raisedAt' | 'fault'> | undefined {
  const holder = chain.find(({ value }) => value.includes('\npanic('));
  if (holder === undefined) return undefined;
  const lines = Lines.of(holder.value);
  const traceback = new TracebackReader(lines, undefined);
  const start = firstFrame(lines, traceback);
  if (start < 0) return undefined;
  const { frames } = traceback.readFrames(start);
  if (panicFrames(frames).length === 0) return undefined;
  const goroutine: Goroutine = {
    frames: frames.map((frame) => ({ ...frame, at: lineOf(holder, (frame.at ?? 1) - 1) })),
  };
  const { raisedAt, fault } = blamePanic(goroutine, [], originOf, { isHeadless: true });
  return { ...(raisedAt === undefined ? {} : { raisedAt }), ...(fault === undefined ? {} : { fault }) };
}

function firstFrame(lines: Lines, traceback: TracebackReader): number {
  for (let i = 0; i < lines.count; i++) if (traceback.isFrame(i)) return i;
  return -1;
}
