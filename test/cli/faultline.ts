import { runCommand } from '../../src/cli/commands.ts';

/** What one call of the command printed, and its exit status. */
export interface Call {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls `faultline` in this process. */
export function faultline(...args: readonly string[]): Promise<Call> {
  return faultlineReading('', args);
}

/** Calls `faultline` in this process with that standard input. */
export async function faultlineReading(stdin: string, args: readonly string[]): Promise<Call> {
  let [stdout, stderr] = ['', ''];
  const status = await runCommand(args, {
    env: {},
    isInteractive: false,
    stdout: (data) => (stdout += String(data)),
    stderr: (text) => (stderr += text),
    readStdin: () => Promise.resolve(new TextEncoder().encode(stdin)),
  });
  return { status, stdout, stderr };
}
