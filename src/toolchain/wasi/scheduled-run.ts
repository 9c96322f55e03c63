import { createCapture, createLocalPorts, inputOf } from '../process/index.ts';
import type { Capture, OutputStream } from '../process/index.ts';
import { findGoroutineTable, seededChance, yieldAtCalls } from '../race/index.ts';
import type { DataRace, RaceEvent, Schedule, SymbolFrame } from '../race/index.ts';
import type { Clock } from './clock.ts';
import { ProgramExit } from './host.ts';
import { runBlocking } from './program.ts';
import type { WasiProgram } from './program.ts';
import { raceImports } from './race-imports.ts';

/**
 * A program that was built with `-race`, and the schedule that it shall run under. Its files are its own copy: the next
 * schedule must not find what this one wrote.
 */
export interface ScheduledProgram extends Pick<WasiProgram, 'module' | 'args' | 'env' | 'cwd' | 'files'> {
  readonly schedule: Schedule;
  /** Real time after which it is ended. */
  readonly limitMillis: number;
  /** Hears of each step up to the first race that `isWanted` accepts, from frames of the learner's own. */
  readonly trace?: { readonly onEvent: (event: RaceEvent) => void; readonly isWanted: (race: DataRace) => boolean };
}

/** How a schedule ended: by itself, out of time or output, or waiting for what never comes (input, a connection). */
export type ScheduledReason = 'exit' | 'time' | 'output' | 'waiting';

/** What one schedule showed. */
export interface ScheduledEnd extends Schedule {
  /** False where the program was built without `-race`: nothing looked for races. */
  readonly hasDetector: boolean;
  readonly reason: ScheduledReason;
  readonly status: number;
  /** Both streams in their common order. */
  readonly output: string;
  readonly races: readonly DataRace[];
}

const outputBytes = 256 * 1024;
const endedStatus = 137;
/** 2009-11-10 23:00 UTC, when Go became public. */
const startNanos = 1_257_894_000_000_000_000n;
const nanosPerCall = 100;
const nanosPerLook = 1_000;
const callsPerLook = 4096;

/** Frames of the learner's own code: what is not Go's, and not the main function that `go test` writes. */
export const isOwnFrame = ({ file }: SymbolFrame): boolean =>
  !file.startsWith('/usr/local/go/') && file.startsWith('/') && !file.endsWith('/_testmain.go');

/** Ends the program from within. */
class Ended extends ProgramExit {
  readonly reason: ScheduledReason;
  constructor(reason: ScheduledReason) {
    super(endedStatus);
    this.reason = reason;
  }
}

/**
 * Runs a program once under a schedule, to its end and without giving way to the event loop. Chance follows from the
 * seed, and time from what the program does: a call takes 100 ns, and when all goroutines sleep, the clock jumps to
 * whoever wakes first. So the same seed gives the same run, whatever the machine, as long as it is the same program.
 *
 * @example runScheduled({ module, args: ['a'], env, cwd, files, schedule: { seed: 7, isStressed: true }, limitMillis: 5000 }).races
 */
export function runScheduled(program: ScheduledProgram): ScheduledEnd {
  const { module, schedule, limitMillis, trace } = program;
  const chance = seededChance(schedule.seed);
  const races: DataRace[] = [];
  const captured = createCapture(outputBytes);
  const time = createProgramTime(limitMillis);
  const goroutines = findGoroutineTable(module);
  const ending = { reason: 'exit' as ScheduledReason };
  const end = (reason: ScheduledReason): never => {
    ending.reason = reason;
    throw new Ended(reason);
  };
  time.end = end;
  const output = limited(captured, () => end('output'));
  const surroundings = { ...program, stdin: inputOf(''), stdout: output, stderr: output };
  let isTracing = trace !== undefined;
  const { status } = runBlocking({
    ...surroundings,
    clock: time.clock,
    random: chance.fillBytes,
    ports: createLocalPorts(),
    ...raceImports(module, {
      ...surroundings,
      observe: {
        onRace: (race) => {
          races.push(race);
          if (trace?.isWanted(race)) isTracing = false;
        },
        ...(trace && { onEvent: (event: RaceEvent) => void (isTracing && trace.onEvent(event)), isTraced: isOwnFrame }),
      },
      calls: (memory) => {
        const mayYield = goroutines && yieldAtCalls(memory, goroutines, schedule, chance);
        return (context) => {
          time.pass();
          mayYield?.(context);
        };
      },
    }),
  });
  const hasDetector = WebAssembly.Module.imports(module).some((one) => one.module === 'race');
  return { ...schedule, hasDetector, reason: ending.reason, status, output: captured.text(), races };
}

interface ProgramTime {
  readonly clock: Clock;
  /** A function was called. */
  pass(): void;
  end: (reason: ScheduledReason) => void;
}

/** Time that goes on with what the program does, and real time only as its limit. */
function createProgramTime(limitMillis: number): ProgramTime {
  const deadline = performance.now() + limitMillis;
  let nanos = 0;
  let calls = 0;
  const look = (): void => {
    if (performance.now() > deadline) time.end('time');
  };
  const wallNanos = (): bigint => startNanos + BigInt(nanos);
  const time: ProgramTime = {
    clock: {
      wallMillis: () => Number(wallNanos() / 1_000_000n),
      nanos: (clockId) => {
        look();
        nanos += nanosPerLook;
        return clockId === 0 ? wallNanos() : BigInt(nanos);
      },
      sleep: (millis) => {
        if (millis === undefined) return time.end('waiting');
        nanos += Math.ceil(millis * 1e6);
      },
    },
    pass: () => {
      nanos += nanosPerCall;
      if (++calls % callsPerLook === 0) look();
    },
    end: () => undefined,
  };
  return time;
}

/** Output up to a limit, then `full`. */
function limited(capture: Capture, full: () => void): OutputStream {
  let left = outputBytes;
  return {
    isTerminal: false,
    write: (data) => {
      capture.write(data);
      left -= data.length;
      if (left < 0) full();
    },
  };
}
