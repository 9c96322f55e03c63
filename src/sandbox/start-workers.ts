import type { ScheduleWorker } from './explore.ts';
import type { RunWorker } from './program-runner.ts';
import type { ToolchainWorker } from './toolchain-client.ts';

/** Starts a worker for Delve. */
export function startDelveWorker(): RunWorker {
  return new Worker(new URL('./delve.worker.ts', import.meta.url), { type: 'module', name: 'delve' });
}

/** Starts a worker for one program. */
export function startRunWorker(): RunWorker {
  return new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module', name: 'program' });
}

/** Starts the worker that holds the Go tools. */
export function startToolchainWorker(): ToolchainWorker {
  return new Worker(new URL('./toolchain.worker.ts', import.meta.url), { type: 'module', name: 'toolchain' });
}

/** Starts a worker that runs a program under many schedules. */
export function startScheduleWorker(): ScheduleWorker {
  return new Worker(new URL('./schedules.worker.ts', import.meta.url), { type: 'module', name: 'schedules' });
}
