import { resolvePath } from '../files/index.ts';
import type { FileSystem } from '../files/index.ts';
import type { OutputStream } from '../process/index.ts';
import { Detector, parseGorace } from '../race/index.ts';
import type { DetectorHost } from '../race/index.ts';
import type { GuestMemory } from './memory.ts';

/** What the reports of the race detector need of a program's surroundings. */
export interface RaceSurroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly files: FileSystem;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Structured races and events for pictures. */
  readonly observe?: Pick<DetectorHost, 'onRace' | 'onEvent' | 'isTraced'>;
  /** Makes what is called at each function entry, given the program's memory. */
  readonly calls?: (memory: () => ArrayBufferLike) => (context: number) => void;
}

/** The number that os.Getpid has in every wasip1 program. */
const processId = 3;

/**
 * Returns what {@link WasiProgram} needs for a program that was built with `-race`: the detector as its imports, with the
 * options of GORACE. For other programs it returns nothing.
 *
 * @example runProgram({ ...program, ...raceImports(module, program) })
 */
export function raceImports(
  module: WebAssembly.Module,
  around: RaceSurroundings,
): { extraImports?: (memory: GuestMemory) => WebAssembly.Imports } {
  if (!WebAssembly.Module.imports(module).some((one) => one.module === 'race')) return {};
  const options = parseGorace(around.env['GORACE']);
  const write = reportWriter(options.logPath, around);
  const detectorOf = (memory: () => ArrayBufferLike): Detector => {
    const calls = around.calls && { onCall: around.calls(memory) };
    return new Detector({ memory, options, write, ...around.observe, ...calls });
  };
  return {
    extraImports: (memory) => ({
      race: detectorOf(() => memory.view().buffer).imports(),
    }),
  };
}

function reportWriter(logPath: string, { cwd, files, stdout, stderr }: RaceSurroundings): (text: string) => void {
  if (logPath === 'stdout') return (text) => stdout.write(text);
  if (logPath === 'stderr') return (text) => stderr.write(text);
  const path = resolvePath(cwd, `${logPath}.${processId}`);
  return (text) => {
    const log = files.open(path, { create: true });
    if (typeof log === 'string') stderr.write(text);
    else log.write(log.stat().sizeBytes, new TextEncoder().encode(text));
  };
}
