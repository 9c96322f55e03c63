/** Runs a command that asks at a prompt, such as Delve's or a shell's, and types lines into it. */
import { spawn } from 'node:child_process';
import type { Outcome, RunOptions } from './go.ts';

/** Delve's, and a shell's. */
const prompt = /(?:^|\n)(?:\(dlv\)|\$) $/;
const stuckMillis = 120_000;

/**
 * Runs a shell line in `folder` and types one line at each prompt, then `exit`. The output reads as on a terminal: what
 * was typed stands behind its prompt.
 */
export function runSession(
  line: string,
  folder: string,
  typed: readonly string[],
  { env }: RunOptions = {},
): Promise<Outcome> {
  const left = [...typed, 'exit'];
  let output = '';
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', `exec 2>&1; ${withoutTerminal(line)}`], {
      cwd: folder,
      env: { ...process.env, TERM: 'dumb', PS1: '$ ', ...env },
    });
    const stuck = setTimeout(() => child.kill('SIGKILL'), stuckMillis);
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (!prompt.test(output.slice(-9))) return;
      const next = `${left.shift() ?? 'exit'}\n`;
      output += next;
      child.stdin.write(next);
    });
    child.on('error', () => resolve({ output: '', exit: 127 }));
    child.on('close', (code) => {
      clearTimeout(stuck);
      resolve({ output, exit: code ?? 137 });
    });
  });
}

/** Delve must be told that nobody sits at a terminal. */
function withoutTerminal(line: string): string {
  return line.replace(/^dlv core /, 'dlv core --allow-non-terminal-interactive=true ');
}
