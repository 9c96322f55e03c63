import { writeSync } from 'node:fs';
import type { CliIO } from './io.ts';

const stdoutFd = 1;

/** The process that `faultline` runs in. */
export function hostIO(): CliIO {
  return {
    env: process.env,
    isInteractive: process.stderr.isTTY === true,
    stdout: writeAll,
    stderr: (text) => void process.stderr.write(text),
    readStdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
  };
}

/** Writes before it returns, so that nothing is lost at exit; a pipe that its reader closed (`| head`) ends the process. */
function writeAll(data: string | Uint8Array): void {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(stdoutFd, bytes, at);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
