import { createFileSystem, snapshotOf } from '../files/index.ts';
import type { CommandContext, RunProgram } from '../process/index.ts';
import type { Schedule } from '../race/index.ts';
import { limitMemory } from './memory-limit.ts';
import { runScheduled } from './scheduled-run.ts';
import type { ScheduledEnd } from './scheduled-run.ts';

/** A program as {@link RunProgram} gets it. */
export type GivenProgram = Parameters<RunProgram>[0];

/** Runs a program under one schedule after the other, and tells of each end; rejects when it cannot go on. */
export type RunSchedules = (
  program: GivenProgram,
  context: CommandContext,
  schedules: readonly Schedule[],
  onEnd: (end: ScheduledEnd) => void,
) => Promise<void>;

/** Schedules with seeds that follow each other. */
export function schedulesFrom(firstSeed: number, count: number, isStressed: boolean): readonly Schedule[] {
  return Array.from({ length: count }, (_, i) => ({ seed: (firstSeed + i) >>> 0, isStressed }));
}

/**
 * Returns a way to run programs that runs each under all the schedules. What the program prints and its status are those
 * of the first schedule that shows a race, or else of the first: so `go test -race` ends as it would with that one.
 *
 * @example createGoCommand({ manifest, runTool, runProgram: exploringRun(runSchedules, schedules, onEnd) })
 */
export function exploringRun(
  runSchedules: RunSchedules,
  schedules: readonly Schedule[],
  onEnd: (end: ScheduledEnd) => void,
): RunProgram {
  return async (program, context) => {
    let shown: ScheduledEnd | undefined;
    await runSchedules(program, context, schedules, (end) => {
      if (shown === undefined || (shown.races.length === 0 && end.races.length > 0)) shown = end;
      onEnd(end);
    });
    if (shown === undefined) throw new Error('no schedule came to its end');
    context.stdout.write(shown.output);
    return shown.status;
  };
}

const maxMemoryBytes = 256 * 1024 * 1024;
/** How long one schedule may take, in real time. */
export const scheduleMillis = 10_000;

/**
 * Runs schedules in this thread, blocking it for each; between two of them it gives way, and ends when it was aborted.
 *
 * @example await runSchedulesHere(program, context, schedulesFrom(1, 50, false), (end) => ends.push(end))
 */
export const runSchedulesHere: RunSchedules = async ({ name, module: bytes }, context, schedules, onEnd) => {
  const module = await WebAssembly.compile(new Uint8Array(limitMemory(bytes, maxMemoryBytes)));
  const files = snapshotOf(context.files);
  for (const schedule of schedules) {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    if (context.abort.aborted) return;
    const own = createFileSystem();
    own.apply(files);
    const { args, env, cwd } = context;
    onEnd(runScheduled({ module, args: [name, ...args], env, cwd, files: own, schedule, limitMillis: scheduleMillis }));
  }
};
