export { limitMemory } from './memory-limit.ts';
export type { GuestMemory } from './memory.ts';
export { canSuspend, runBlocking, runProgram } from './program.ts';
export type { WasiEnd, WasiProgram } from './program.ts';
export { systemFiles } from './system-files.ts';
export type { PendingSignals } from './signals.ts';
