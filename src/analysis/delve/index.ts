export { explainDelve } from './explain.ts';
export { frameTable } from './frame-table.ts';
export type { FrameRow, FrameVariable } from './frame-table.ts';
export type {
  DelveCommand,
  DelveCrash,
  DelveError,
  DelveEvidence,
  DelveForm,
  DelveFrame,
  DelveGoroutine,
  DelvePlace,
  DelveSelection,
  DelveStop,
  DelveTarget,
  DelveVariable,
} from './model.ts';
export { delveReader } from './parse.ts';
export { factsOfValue } from './value.ts';
export type { ValueFacts } from './value.ts';
