import type { Goroutine } from '../trace/index.ts';

/** Functions with which a whole stack ends where the runtime prints no `created by`. */
const BOTTOMS = new Set([
  'main.main',
  'runtime.main',
  'runtime.goexit',
  'runtime.rt0_go',
  'runtime.mstart',
  'runtime.mstart0',
  'runtime.mstart1',
  'runtime.mcall',
  'runtime.systemstack',
  'runtime.morestack',
  'runtime.sigreturn__sigaction',
]);

/** Up to Go 1.20 the runtime stops after 100 frames, hidden ones counted, and does not always say so. */
const FRAME_LIMIT = 90;

/**
 * True when a stack visibly ends too early: nothing says who created the goroutine, and the outermost frame is not
 * one with which stacks end. The runtime prints no creator for goroutine 1, its own and those that C code called.
 */
export function isTornStack({ id, frames, createdBy, lockedToThread, framesElided }: Goroutine): boolean {
  if (createdBy !== undefined) return createdBy.file === undefined;
  const bottom = frames.at(-1);
  if (bottom === undefined) return false;
  if (id === undefined || id === 0 || lockedToThread === true || BOTTOMS.has(bottom.func)) return false;
  if (bottom.file === undefined) return true;
  if (frames.length >= FRAME_LIMIT) return false;
  if (id === 1 && isInitializer(bottom.func)) return false;
  return framesElided?.after !== frames.length;
}

/** Package initialization runs on goroutine 1 below hidden runtime frames: `main.init.0`, `main.init`. */
function isInitializer(func: string): boolean {
  return /\.init(?:\.\d{1,4})?(?:\.func\d{1,4})*$/.test(func) || func.startsWith('main.init');
}
