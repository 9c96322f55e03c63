import { readFile, writeFile } from 'node:fs/promises';
import { createFileSystem } from '../toolchain/files/index.ts';
import { inputOf } from '../toolchain/process/index.ts';
import type { OutputStream } from '../toolchain/process/index.ts';
import type { CliIO } from './io.ts';
import { usageStatus } from './io.ts';
import { delveCommands } from './node-toolchain/index.ts';

export const summary = 'who holds what in a core file';
export const usage = 'faultline coreholders [-proto FILE] EXE CORE';

/** Where the two files lie for the command, which has a file system of its own. */
const EXE = '/exe';
const CORE = '/core';
const PROFILE = '/holders.pb.gz';

/** Runs `faultline coreholders` with the Delve that the site ships and returns its exit status. */
export async function run(args: readonly string[], io: CliIO): Promise<number> {
  const [flag, profile] = args[0] === '-proto' || args[0] === '--proto' ? args : [];
  const [exe, core, ...more] = flag === undefined ? args : args.slice(2);
  if (exe === undefined || core === undefined || more.length > 0) {
    io.stderr(`faultline coreholders: give the executable and its core\nusage: ${usage}\n`);
    return usageStatus;
  }
  const command = delveCommands().find(({ name }) => name === 'coreholders');
  if (command === undefined) {
    io.stderr("faultline coreholders: Delve is not built: run 'npm run toolchain' (it needs Go 1.21 or newer)\n");
    return usageStatus;
  }
  const files = createFileSystem();
  try {
    files.addBase(EXE, await readFile(exe));
    files.addBase(CORE, await readFile(core));
  } catch (error) {
    io.stderr(`faultline coreholders: ${error instanceof Error ? error.message : String(error)}\n`);
    return usageStatus;
  }
  const status = await command.run({
    args: [...(profile === undefined ? [] : ['-proto', PROFILE]), EXE, CORE],
    env: {},
    cwd: '/',
    files,
    stdin: inputOf(''),
    stdout: outputTo(io.stdout),
    stderr: outputTo((data) => io.stderr(typeof data === 'string' ? data : new TextDecoder().decode(data))),
    abort: new AbortController().signal,
    onSignal: () => undefined,
  });
  const written = files.readFile(PROFILE);
  if (profile !== undefined && written !== undefined) await writeFile(profile, written);
  return status;
}

function outputTo(write: (data: string | Uint8Array) => void): OutputStream {
  return { isTerminal: false, write };
}
