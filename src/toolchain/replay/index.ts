export { recordedCommands, recordedLine } from './recorded-command.ts';
export type { ReplayOptions } from './recorded-command.ts';
export { createReplay, normalizeLine } from './replay.ts';
export type { RecordedCommand, Replay, ReplayAnswer } from './replay.ts';
export { createSession } from './session.ts';
export type { RecordedSession, SessionAnswer } from './session.ts';
