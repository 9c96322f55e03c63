import type { Interpreter } from './interpreter.ts';

export type { Completion } from './complete.ts';
export type { Interpreter, ScriptCommand, ScriptOptions, ScriptResult } from './interpreter.ts';
export { createCurl } from './curl.ts';
export { nearestName } from './nearest.ts';
export { createShell } from './shell.ts';
export type { Shell } from './shell.ts';
export type { LineOutput, ShellOptions } from './state.ts';

/** Returns just-bash as the shell's interpreter; its 1.2 MB are loaded on the first call. */
export async function loadBash(): Promise<Interpreter> {
  const { bash } = await import('./bash.ts');
  return bash;
}
