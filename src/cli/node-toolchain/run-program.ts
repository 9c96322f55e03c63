import type { LocalPorts, RunProgram } from '../../toolchain/process/index.ts';
import { limitMemory, raceImports, runProgram } from '../../toolchain/wasi/index.ts';

/** What programs may take here; the page's limit is lower. */
const maxMemoryBytes = 2 * 1024 * 1024 * 1024;
/** Deep enough for the names of a stack overflow's innermost calls. */
const stackTraceLimit = 60;

/** Returns a runner of programs in this thread: while one waits, others run. */
export function nodeRunProgram(ports: LocalPorts): RunProgram {
  return async ({ name, module: bytes }, context) => {
    Error.stackTraceLimit = stackTraceLimit;
    const module = await WebAssembly.compile(new Uint8Array(limitMemory(bytes, maxMemoryBytes)));
    const { status } = await runProgram({
      module,
      args: [name, ...context.args],
      env: context.env,
      cwd: context.cwd,
      files: context.files,
      stdin: context.stdin,
      stdout: context.stdout,
      stderr: context.stderr,
      ports,
      abort: context.abort,
      onSignals: (signals) => context.onSignal((signal) => signals.deliver(signal)),
      ...raceImports(module, context),
    });
    return status;
  };
}
