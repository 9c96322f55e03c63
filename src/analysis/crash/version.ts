import type { GoRange } from '../text/index.ts';
import type { Goroutine } from '../trace/index.ts';

/** What of a crash's text tells the Go version. */
export interface VersionClues {
  readonly goroutines: readonly Goroutine[];
  readonly hasPointers: boolean;
  readonly hasRepanicked: boolean;
  /** The values of the chain, or the fatal message. */
  readonly messages: readonly string[];
}

interface Bounds {
  min: number;
  max: number;
  /** Each path once, as dumps repeat them. */
  readonly files: Set<string>;
}

/** How many frames of each goroutine are looked at: enough to tell, and bounded. */
const MAX_FRAMES = 60;
const MAX_GOROUTINES = 200;
const TOOLCHAIN =
  /(?:^|[\\/@.-])go-?(1\.\d{1,2})(?:[.\\/-][^:]{0,60})?[\\/]src[\\/]|[\\/]go[\\/](1\.\d{1,2})\.?\d{0,2}[\\/]x64[\\/]src[\\/]/;

/**
 * The Go versions that print what was seen; undefined where nothing tells. A toolchain's own path, where it holds a
 * version, is exact.
 * @see design notes of each form in runtime/{traceback,panic,proc}.go
 */
export function goRange({ goroutines, hasPointers, hasRepanicked, messages }: VersionClues): GoRange | undefined {
  const bounds: Bounds = { min: 0, max: Infinity, files: new Set() };
  if (hasPointers) atLeast(bounds, 22);
  if (hasRepanicked) atLeast(bounds, 25);
  for (const message of messages) byMessage(bounds, message);
  for (const goroutine of goroutines.slice(0, MAX_GOROUTINES)) byGoroutine(bounds, goroutine);
  for (const file of bounds.files) byToolchain(bounds, file);
  if (bounds.min > bounds.max || (bounds.min === 0 && bounds.max === Infinity)) return undefined;
  return {
    ...(bounds.min > 0 ? { min: `1.${bounds.min}` } : {}),
    ...(bounds.max < Infinity ? { max: `1.${bounds.max}` } : {}),
  };
}

function atLeast(bounds: Bounds, minor: number): void {
  bounds.min = Math.max(bounds.min, minor);
}

function atMost(bounds: Bounds, minor: number): void {
  bounds.max = Math.min(bounds.max, minor);
}

function byMessage(bounds: Bounds, message: string): void {
  if (message === 'panic called with nil argument (use GODEBUG=panicnil=1 to disable)') {
    atLeast(bounds, 21);
    atMost(bounds, 26);
  }
  if (message.startsWith('runtime error: panic called with nil argument')) atLeast(bounds, 27);
  if (message.startsWith('runtime error: index out of range [')) atLeast(bounds, 13);
}

function byGoroutine(
  bounds: Bounds,
  { state, bubble, durable, labels, framesElided, createdBy, frames }: Goroutine,
): void {
  if (durable === true) atLeast(bounds, 25);
  if (bubble !== undefined) atLeast(bounds, 24);
  if (labels !== undefined) atLeast(bounds, 26);
  if (state?.startsWith('sync.Mutex.') === true || state?.startsWith('sync.RWMutex.') === true) atLeast(bounds, 20);
  if (state === 'sync.WaitGroup.Wait') atLeast(bounds, 24);
  if (framesElided !== undefined) {
    if (framesElided.count === undefined) atMost(bounds, 20);
    else atLeast(bounds, 21);
  }
  if (createdBy?.goroutine !== undefined) atLeast(bounds, 21);
  else if (createdBy !== undefined && !isParentless(createdBy.func)) atMost(bounds, 20);
  for (const { func, file, args } of frames.slice(0, MAX_FRAMES)) {
    byFrame(bounds, func, args);
    if (file !== undefined) bounds.files.add(file);
  }
}

/** Goroutines that the runtime starts by itself have no parent to name, in any version. */
function isParentless(func: string): boolean {
  return func === 'time.goFunc' || func.startsWith('runtime.');
}

function byToolchain(bounds: Bounds, file: string): void {
  const toolchain = TOOLCHAIN.exec(file);
  const version = toolchain?.[1] ?? toolchain?.[2];
  if (version !== undefined) {
    const minor = Number(version.slice(2));
    atLeast(bounds, minor);
    atMost(bounds, minor);
  }
}

function byFrame(bounds: Bounds, func: string, args: string | undefined): void {
  if (args !== undefined) {
    if (args.includes('?')) atLeast(bounds, 18);
    else if (args.includes('{')) atLeast(bounds, 17);
  }
  if (func.includes('·dwrap·')) atLeast(bounds, 17);
  if (func.includes('.gowrap')) atLeast(bounds, 22);
  if (func.includes('-range')) atLeast(bounds, 23);
  if (func.includes('[...]')) atLeast(bounds, 18);
}
