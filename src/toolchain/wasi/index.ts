export { limitMemory } from './memory-limit.ts';
export type { GuestMemory } from './memory.ts';
export { canSuspend, runBlocking, runProgram } from './program.ts';
export type { WasiEnd, WasiProgram } from './program.ts';
export { systemFiles } from './system-files.ts';
export { raceImports } from './race-imports.ts';
export type { RaceSurroundings } from './race-imports.ts';
export type { PendingSignals } from './signals.ts';
