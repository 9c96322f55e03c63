import { createFileSystem } from '../files/index.ts';
import { createCapture, inputOf, joinBytes } from '../process/index.ts';
import { runBlocking } from '../wasi/index.ts';
import type { Asset, Manifest, StdSet, ToolName } from './manifest.ts';

/** One run of a tool of the Go release, as data that can be sent to a worker. */
export interface ToolRequest {
  readonly tool: ToolName;
  readonly args: readonly string[];
  /** Absolute; relative file names mean files in it. */
  readonly cwd: string;
  readonly files: readonly (readonly [path: string, contents: Uint8Array | string])[];
  /** Std packages whose export data lies at {@link exportPath}. */
  readonly exports: readonly string[];
  /** Std packages whose objects lie at {@link objectPath}. */
  readonly objects: readonly string[];
  /** Take std from the set built for the race detector. */
  readonly race: boolean;
  /** Files to hand back. */
  readonly outputs: readonly string[];
  readonly stdin?: Uint8Array;
}

/** What a tool left behind. */
export interface ToolResult {
  readonly status: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
  /** In the order of the request; undefined where the tool wrote no such file. */
  readonly outputs: readonly (Uint8Array | undefined)[];
}

/** Runs tools one after another. */
export type RunTool = (request: ToolRequest) => Promise<ToolResult>;

/** Where the files of a manifest come from. */
export interface AssetSource {
  readonly manifest: Manifest;
  bytes(asset: Asset): Promise<Uint8Array>;
  /** The tool, compiled; kept by the source. */
  module(asset: Asset): Promise<WebAssembly.Module>;
}

/** Where the export data of a std package lies while a tool runs. */
export const exportPath = (path: string): string => `/std/export/${path}.a`;
/** Where the object of a std package lies while a tool runs. */
export const objectPath = (path: string): string => `/std/object/${path}.a`;

/**
 * The environment of every tool. GOROOT is where Go usually lies, so that traces read as they do at work. The collector
 * is off: a tool ends before it would pay.
 */
const toolEnv = { GOOS: 'wasip1', GOARCH: 'wasm', GOROOT: '/usr/local/go', TMPDIR: '/tmp', GOGC: 'off' };

/**
 * Returns a runner of tools in this thread. Each run gets a fresh instance and a file system of its own; std files are
 * shared between runs, never copied.
 *
 * @example const result = await createToolRunner(source)({ tool: 'gofmt', ...request });
 */
export function createToolRunner(source: AssetSource): RunTool {
  return async (request) => {
    const base = await Promise.all([
      ...stdFiles(source, request, 'exportData', request.exports),
      ...stdFiles(source, request, 'object', request.objects),
    ]);
    const module = await source.module(source.manifest.tools[request.tool]);
    const files = createFileSystem({ base });
    files.makeDirectories('/tmp');
    files.makeDirectories(request.cwd);
    for (const [path, contents] of request.files) files.writeFile(path, contents);
    const [stdout, stderr] = [createCapture(), createCapture()];
    const args = [request.tool, ...request.args];
    const stdin = inputOf(request.stdin ?? '');
    const { status } = runBlocking({ module, args, env: toolEnv, cwd: request.cwd, files, stdin, stdout, stderr });
    const outputs = request.outputs.map((path) => files.readFile(path));
    return { status, stdout: stdout.bytes(), stderr: stderr.text(), outputs };
  };
}

function stdFiles(
  source: AssetSource,
  request: ToolRequest,
  part: 'exportData' | 'object',
  paths: readonly string[],
): readonly Promise<readonly [string, Uint8Array]>[] {
  const set: StdSet = (request.race ? source.manifest.race : source.manifest.std) ?? {};
  const place = part === 'object' ? objectPath : exportPath;
  return paths.flatMap((path) => {
    const found = set[path];
    return found === undefined ? [] : [source.bytes(found[part]).then((bytes) => [place(path), bytes] as const)];
  });
}

/** All that a tool printed, standard output first. */
export function printed(result: ToolResult): string {
  return new TextDecoder().decode(joinBytes([result.stdout, new TextEncoder().encode(result.stderr)]));
}
