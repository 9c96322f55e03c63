import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createFileSystem } from '../../toolchain/files/index.ts';
import type { FileSystem } from '../../toolchain/files/index.ts';
import { createGoCommand, createGofmtCommand, createToolRunner } from '../../toolchain/go/index.ts';
import type { Manifest } from '../../toolchain/go/index.ts';
import { createLocalPorts, createProcessTable } from '../../toolchain/process/index.ts';
import type { Command, LocalPorts, ProcessTable, RunProgram } from '../../toolchain/process/index.ts';
import { createCurl } from '../../toolchain/shell/index.ts';
import { createHeapdumpCommand, createPprofCommand } from '../../toolchain/tools/index.ts';
import { systemFiles } from '../../toolchain/wasi/index.ts';
import { diskAssets } from './assets.ts';
import { delveCommands } from './delve.ts';
import { nodeRunProgram } from './run-program.ts';

/** One lab under Node: its files, its processes and the commands of its terminal. */
export interface NodeLab {
  readonly files: FileSystem;
  readonly ports: LocalPorts;
  readonly processes: ProcessTable;
  readonly commands: readonly Command[];
  readonly runProgram: RunProgram;
  /** Where the lab's files lie in its file system. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const home = '/home/gopher';

/** Where a lab lies in its own file system, as in the page: named by its module. */
export function labFolder(files: ReadonlyMap<string, Uint8Array>): string {
  const module = /^module\s+(\S+)/m.exec(new TextDecoder().decode(files.get('go.mod')))?.[1];
  return `${home}/${module?.split('/').at(-1) ?? 'lab'}`;
}

/** The environment of a lab's terminal. */
export const labEnv: Readonly<Record<string, string>> = {
  HOME: home,
  PATH: '/usr/local/go/bin:/usr/bin:/bin',
  TERM: 'dumb',
  USER: 'gopher',
};

/**
 * Returns a lab that holds these files (paths relative to it), with the tools of the manifest. Programs run once each,
 * or as `run` says.
 */
export function createNodeLab(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest, run?: RunProgram): NodeLab {
  const bare = createBareLab(files);
  const lab = run === undefined ? bare : { ...bare, runProgram: run };
  const { ports, runProgram } = lab;
  const runTool = createToolRunner(diskAssets(manifest));
  const curl = createCurl(ports);
  const go = createGoCommand({ manifest, runTool, runProgram }, { pprof: createPprofCommand(curl) });
  return { ...lab, commands: [go, createGofmtCommand(runTool), curl, createHeapdumpCommand(), ...delveCommands()] };
}

/** Returns a lab whose commands are those given: for recordings, where no Go is needed. */
export function createBareLab(files: ReadonlyMap<string, Uint8Array>, commands: readonly Command[] = []): NodeLab {
  const cwd = labFolder(files);
  const base = [...files].map(([path, contents]) => unpacked(`${cwd}/${path}`, contents));
  const tree = createFileSystem({ base: [...base, ...systemFiles] });
  tree.makeDirectories('/tmp');
  tree.makeDirectories(cwd);
  const ports = createLocalPorts();
  const runProgram = nodeRunProgram(ports);
  return { files: tree, ports, processes: createProcessTable(), commands, runProgram, cwd, env: labEnv };
}

/** Binary files that come packed, such as cores, lie unpacked in a lab. */
function unpacked(path: string, contents: Uint8Array): readonly [string, Uint8Array] {
  return path.endsWith('.gz') ? [path.slice(0, -'.gz'.length), gunzipSync(contents)] : [path, contents];
}

/** Returns the files of a folder on disk by their path in it, those of version control left out. */
export async function readFolder(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const wanted = paths.map((path) => relative(folder, path)).filter((path) => !path.split(sep).includes('.git'));
  const read = wanted.map(async (path) => [path.split(sep).join('/'), await readFile(join(folder, path))] as const);
  return new Map(await Promise.all(read));
}
