/** Runs one program under many schedules, one after the other and each to its end; the page ends the worker to stop it. */
import { createFileSystem } from '../toolchain/files/index.ts';
import { historyOf, raceKey } from '../toolchain/race/index.ts';
import type { RaceEvent, Schedule } from '../toolchain/race/index.ts';
import { isOwnFrame, limitMemory, runScheduled, scheduleMillis } from '../toolchain/wasi/index.ts';
import type { ScheduledEnd, ScheduledProgram } from '../toolchain/wasi/index.ts';
import type { BuiltProgram, ScheduleCommand, ScheduleReport } from './messages.ts';
import { defaultLimits } from './program-runner.ts';

/** Older events of a long run are dropped: what leads to a race is near it. */
const mostEvents = 100_000;

function report(message: ScheduleReport): void {
  self.postMessage(message);
}

self.addEventListener('message', ({ data }: MessageEvent<ScheduleCommand>) => {
  work(data).catch((error: unknown) => {
    report({ kind: 'broken', message: error instanceof Error ? error.message : String(error) });
  });
});

async function work(command: ScheduleCommand): Promise<void> {
  const { program } = command;
  // The bytes came by a message and belong to this worker alone.
  const bytes = limitMemory(program.module, defaultLimits.memoryBytes) as Uint8Array<ArrayBuffer>;
  const module = await WebAssembly.compile(bytes);
  if (command.kind === 'trace') return tell(module, program, command.schedule, command.raceKey);
  for (const schedule of command.schedules) report({ kind: 'end', end: run(module, program, schedule) });
  report({ kind: 'done' });
}

function run(
  module: WebAssembly.Module,
  program: BuiltProgram,
  schedule: Schedule,
  trace?: ScheduledProgram['trace'],
): ScheduledEnd {
  const { name, args, env, cwd } = program;
  const files = createFileSystem();
  files.apply(program.files);
  files.makeDirectories('/tmp');
  const scheduled = { module, args: [name, ...args], env, cwd, files, schedule, limitMillis: scheduleMillis };
  return runScheduled({ ...scheduled, ...(trace && { trace }) });
}

function tell(module: WebAssembly.Module, program: BuiltProgram, schedule: Schedule, key: string | undefined): void {
  let events: RaceEvent[] = [];
  const onEvent = (event: RaceEvent): void => {
    events.push(event);
    // The starts of goroutines are few, and no picture can do without them.
    if (events.length > mostEvents)
      events = events.filter(({ kind }, index) => kind === 'start' || index > mostEvents / 2);
  };
  const isWanted = (race: Parameters<typeof raceKey>[0]): boolean =>
    key === undefined || raceKey(race, isOwnFrame) === key;
  const end = run(module, program, schedule, { onEvent, isWanted });
  const race = end.races.find(isWanted);
  report({ kind: 'traced', end, history: race && historyOf(events, race) });
}
