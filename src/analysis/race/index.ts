export { explainRace } from './explain.ts';
export type { RaceAccess, RaceClass, RaceCreation, RaceEvidence, RaceGoroutine, RaceLocation } from './model.ts';
export { raceReader } from './parse.ts';
export { raceTimeline } from './timeline.ts';
export type { RaceEvent, RaceLane, RaceTimeline } from './timeline.ts';
