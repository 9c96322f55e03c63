/** `-race` for Go programs in WebAssembly: the detector, its options and its reports. */
export { Detector, RaceExit, type DetectorHost, type RaceImports } from './detector.ts';
export type { DataRace, RaceAccess, RaceCreation, RaceEvent, SymbolFrame } from './model.ts';
export { parseGorace, type RaceOptions } from './options.ts';
export { formatRace } from './report.ts';
export { happensBefore, historyOf, type Edge, type History, type Lane, type Step } from './history.ts';
export { seededChance, type Chance, type Schedule } from './schedule.ts';
export { findGoroutineTable, yieldAtCalls } from './yields.ts';
export {
  describeExploration,
  explore,
  ownFrame,
  raceKey,
  type Exploration,
  type FoundRace,
  type ScheduledRun,
} from './schedules.ts';
