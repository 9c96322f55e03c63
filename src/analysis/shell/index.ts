export { explainShell } from './explain.ts';
export type { CoreFile, ShellEvidence, ShellStep } from './model.ts';
export { shellReader } from './parse.ts';
