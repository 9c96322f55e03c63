import type { OriginOf } from '../trace/index.ts';
import type { PrintedStack, SessionFacts } from './facts.ts';
import type { DelveCrash, DelveFrame } from './model.ts';

const PANIC = /^runtime\.(?:gopanic|sigpanic)$/;
const FATAL = /^(?:runtime|internal\/runtime\/maps|internal\/sync|sync)\.(?:throw|fatal|fatalthrow)$/;
const RUNTIME_STOPS = new Set(['unrecovered-panic', 'runtime-fatal-throw']);

/**
 * Where the program went wrong, by the stacks that the session shows: the first own frame under the deepest
 * `runtime.sigpanic` or `runtime.gopanic`, which is the panic raised first. Without a panic the first own frame under a
 * throw, or under the runtime's park of a goroutine that waits, which is `likely` only.
 * @see golang/go src/runtime/panic.go, gopanic, whose frame stays on the stack while deferred calls run
 */
export function findCrash(facts: SessionFacts, originOf: OriginOf): DelveCrash | undefined {
  const latest = facts.stacks.toReversed();
  const stacks = [...latest.filter(isWhole), ...latest.filter((stack) => !isWhole(stack))];
  for (const [pattern, how] of [
    [PANIC, 'panic'],
    [FATAL, 'fatal'],
  ] as const) {
    for (const stack of stacks) {
      const anchor = stack.frames.findLastIndex(({ func }) => pattern.test(func));
      if (anchor >= 0) return crashAt(facts, stack, anchor + 1, how, originOf);
    }
  }
  const blocked = latest.find(({ frames }) => isParked(frames, originOf));
  return blocked === undefined ? crashAtStop(facts, originOf) : crashAt(facts, blocked, 1, 'blocked', originOf);
}

/** The id of the goroutine whose stack this is: `runtime.main` runs on goroutine 1 only. */
export function goroutineOfStack(facts: SessionFacts, stack: PrintedStack): number | undefined {
  if (stack.goroutine !== undefined) return stack.goroutine;
  return stack.frames.some(({ func }) => func === 'runtime.main') ? 1 : facts.current.get(stack.epoch);
}

function crashAt(
  facts: SessionFacts,
  stack: PrintedStack,
  from: number,
  how: DelveCrash['how'],
  originOf: OriginOf,
): DelveCrash | undefined {
  const below = stack.frames.slice(from);
  const own = below.find((frame) => originOf(frame) === 'own');
  const frame = own ?? below.find((candidate) => !['runtime', 'generated'].includes(originOf(candidate)));
  if (frame === undefined) return undefined;
  const { index, ...site } = frame;
  const goroutine = goroutineOfStack(facts, stack);
  const doubtful = how === 'blocked' || own === undefined || frame.confidence !== undefined || !isWhole(stack);
  return {
    ...(goroutine === undefined ? {} : { goroutine }),
    frame: index,
    site,
    how,
    ...(how === 'panic' ? valueOfPanic(facts, stack) : {}),
    ...(doubtful ? { confidence: 'likely' as const } : {}),
  };
}

/** True where the stack shows its outermost frame: below a cut there may be another, earlier panic. */
function isWhole({ frames, truncated }: PrintedStack): boolean {
  return !truncated && /^runtime\.(?:goexit|mstart|rt0_go|morestack)/.test(frames.at(-1)?.func ?? '');
}

/** The value of the panic raised first: the argument of the deepest `runtime.gopanic`. */
function valueOfPanic(facts: SessionFacts, stack: PrintedStack): { readonly value?: string } {
  const panics = stack.frames.filter(({ func }) => func === 'runtime.gopanic');
  const found = facts.panicValues.find(
    ({ frame }) => frame === panics.at(-1)?.index || (frame === undefined && panics.length === 1),
  );
  return found === undefined ? {} : { value: found.value };
}

/** A goroutine that waits: its innermost frames are the runtime's, and an own frame stands below. */
function isParked(frames: readonly DelveFrame[], originOf: OriginOf): boolean {
  const top = frames[0];
  return top !== undefined && originOf(top) === 'runtime' && frames.some((frame) => originOf(frame) === 'own');
}

/** Without a stack: the last own line where the program stopped before the runtime stopped it for good. */
function crashAtStop(facts: SessionFacts, originOf: OriginOf): DelveCrash | undefined {
  const end = facts.stops.findIndex(({ breakpoint }) => breakpoint !== undefined && RUNTIME_STOPS.has(breakpoint));
  const fatal = facts.stops[end];
  if (fatal === undefined) return undefined;
  const last = facts.stops.slice(0, end).findLast((stop) => originOf(stop) === 'own');
  if (
    last === undefined ||
    (last.goroutine !== undefined && fatal.goroutine !== undefined && last.goroutine !== fatal.goroutine)
  ) {
    return undefined;
  }
  const { breakpoint: _, goroutine = fatal.goroutine, ...site } = last;
  const value = facts.panicValues.at(-1)?.value;
  return {
    ...(goroutine === undefined ? {} : { goroutine }),
    frame: 0,
    site,
    how: 'stop',
    ...(value === undefined ? {} : { value }),
    confidence: 'likely',
  };
}
