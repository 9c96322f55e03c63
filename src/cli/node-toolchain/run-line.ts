import type { ExitStatus, OutputStream } from '../../toolchain/process/index.ts';
import { createCapture } from '../../toolchain/process/index.ts';
import { createShell, loadBash } from '../../toolchain/shell/index.ts';
import type { NodeLab } from './lab.ts';

/** Where a line's input comes from and its output goes. */
export interface LineStreams {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Given the functions to type with once the line runs; returns what to call when it has ended. */
  readonly input: (type: (text: string) => void, end: () => void) => () => void;
}

/** Runs one line of a lab's terminal to its end, and everything that it left running with it. */
export async function runLine(lab: NodeLab, line: string, streams: LineStreams): Promise<ExitStatus> {
  const shell = createShell({ ...lab, loadInterpreter: loadBash });
  const ended = shell.run(line, streams);
  const release = streams.input(
    (text) => shell.type(text),
    () => shell.endInput(),
  );
  try {
    return await ended;
  } finally {
    release();
    lab.processes.killAll();
  }
}

/** What a line printed and how it ended. */
export interface LineResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one line with all of its input given, and returns all of its output. */
export async function runWhole(lab: NodeLab, line: string, stdin = ''): Promise<LineResult> {
  const [stdout, stderr] = [createCapture(), createCapture()];
  const input: LineStreams['input'] = (type, end) => {
    type(stdin);
    end();
    return () => undefined;
  };
  const { code } = await runLine(lab, line, { stdout, stderr, input });
  return { status: code, stdout: stdout.text(), stderr: stderr.text() };
}
