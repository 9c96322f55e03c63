import { errno } from './abi.ts';
import type { Host } from './host.ts';
import { ProgramExit } from './host.ts';
import { createStringTable } from './memory.ts';

type SystemCall = (...words: never[]) => number;

/** One call of getRandomValues fills at most this much. */
const randomChunkBytes = 65_536;

/** Returns the host calls about the process itself: arguments, environment, time, chance and its end. */
export function systemCalls(
  host: Host,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, SystemCall>> {
  const { memory } = host;
  const argumentTable = createStringTable(memory, args);
  const environment = createStringTable(
    memory,
    Object.entries(env).map(([name, value]) => `${name}=${value}`),
  );
  return {
    args_sizes_get: argumentTable.sizes,
    args_get: argumentTable.get,
    environ_sizes_get: environment.sizes,
    environ_get: environment.get,
    clock_time_get: (clock: number, _precision: bigint, at: number) => {
      memory.setUint64(at, host.clock.nanos(clock));
      return errno.success;
    },
    clock_res_get: (_clock: number, at: number) => {
      memory.setUint64(at, 1000n);
      return errno.success;
    },
    random_get: (at: number, length: number) => {
      for (let done = 0; done < length; done += randomChunkBytes) {
        const chunk = new Uint8Array(Math.min(randomChunkBytes, length - done));
        host.random(chunk);
        memory.bytes(at + done, chunk.length).set(chunk);
      }
      return errno.success;
    },
    sched_yield: () => {
      host.checkStopped();
      return errno.success;
    },
    proc_exit: (status: number) => {
      throw new ProgramExit(status);
    },
    proc_raise: () => errno.notSupported,
  };
}
