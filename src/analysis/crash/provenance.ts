import type { Provenance, Statement } from '../text/index.ts';
import type { Frame } from '../trace/index.ts';
import type { CrashEvidence } from './model.ts';

const MAX_GOROUTINES = 50;

/** Where a crash was printed: Go version, GOTRACEBACK level, test or program, container, playground. Only what shows. */
export function crashProvenance(crash: CrashEvidence): Provenance {
  const frames = crash.goroutines.slice(0, MAX_GOROUTINES).flatMap((goroutine) => goroutine.frames);
  return [versionOf(crash), levelOf(crash, frames), runOf(frames), placeOf(frames), machineOf(frames)].filter(
    (statement) => statement !== undefined,
  );
}

function versionOf({ go }: CrashEvidence): Statement | undefined {
  if (go === undefined) return undefined;
  const { min, max } = go;
  if (min !== undefined && min === max) return { text: `Printed by Go ${min}.` };
  if (min === undefined) return { text: `Printed by Go ${max} or older.` };
  return { text: max === undefined ? `Printed by Go ${min} or newer.` : `Printed by Go ${min} to ${max}.` };
}

/** @see runtime.gotraceback: single prints one goroutine, all the user's, system also the runtime's frames and goroutines */
function levelOf({ kind, goroutines }: CrashEvidence, frames: readonly Frame[]): Statement | undefined {
  if (frames.length === 0 || kind === 'dump') return undefined;
  if (frames.some(({ func }) => func === 'runtime.goexit'))
    return { text: 'Runtime frames are shown: a fatal error, or GOTRACEBACK=system or crash.' };
  return goroutines.length > 1
    ? { text: 'All goroutines are shown: GOTRACEBACK=all, or a failure that prints them all.' }
    : undefined;
}

function runOf(frames: readonly Frame[]): Statement | undefined {
  if (frames.some(({ func }) => func.startsWith('command-line-arguments.')))
    return { text: 'Run with "go test FILE": the package has no path.' };
  if (frames.some(({ func }) => func.startsWith('testing.'))) return { text: 'Run by go test.' };
  return undefined;
}

function placeOf(frames: readonly Frame[]): Statement | undefined {
  const files = frames.map(({ file }) => file ?? '');
  if (files.some((file) => /^(?:\/tmp\/sandbox\d+\/|\.\/prog\.go)/.test(file)))
    return { text: 'Run on the Go playground.' };
  if (files.some((file) => /^\/home\/runner\/work\/|\/hostedtoolcache\//.test(file)))
    return { text: 'Run by GitHub Actions.' };
  if (files.some((file) => file.startsWith('/builds/'))) return { text: 'Built by GitLab CI.' };
  if (files.some((file) => /^\/(?:app|workspace|usr\/src\/app)\//.test(file)))
    return { text: 'Built in a container, by its paths.', confidence: 'likely' };
  const isTrimmed = files.length > 0 && files.every((file) => !file.startsWith('/') && !/^[A-Za-z]:/.test(file));
  return isTrimmed ? { text: 'Built with -trimpath: paths start at the module.', confidence: 'likely' } : undefined;
}

function machineOf(frames: readonly Frame[]): Statement | undefined {
  const files = frames.map(({ file }) => file ?? '');
  const system = /_(linux|darwin|windows|freebsd)(?:_(\w+))?\.(?:go|s)$/;
  const found = files.map((file) => system.exec(file)?.[1]).find((name) => name !== undefined);
  if (found !== undefined) return { text: `Run on ${found}.` };
  return files.some((file) => /^[A-Za-z]:[\\/]/.test(file)) ? { text: 'Built on windows.' } : undefined;
}
