export { explainRace } from './explain.ts';
export type { RaceAccess, RaceClass, RaceCreation, RaceEvidence, RaceGoroutine, RaceLocation } from './model.ts';
export { raceReader } from './parse.ts';
