import { createFileSystem, snapshotOf } from '../toolchain/files/index.ts';
import type { FileSystem } from '../toolchain/files/index.ts';
import { createGoCommand, createGofmtCommand } from '../toolchain/go/index.ts';
import type { Asset } from '../toolchain/go/index.ts';
import { createCapture, createLocalPorts, createProcessTable, inputOf } from '../toolchain/process/index.ts';
import type { Command, CommandContext, LocalPorts, ProcessTable } from '../toolchain/process/index.ts';
import { createReplay, recordedCommands, recordedLine } from '../toolchain/replay/index.ts';
import type { RecordedCommand, Replay } from '../toolchain/replay/index.ts';
import { createCurl, createShell, loadBash } from '../toolchain/shell/index.ts';
import type { Shell } from '../toolchain/shell/index.ts';
import type { OpenViewer } from '../toolchain/tools/index.ts';
import { canSuspend, systemFiles } from '../toolchain/wasi/index.ts';
import { findDelve } from './delve-commands.ts';
import type { Delve } from './delve-commands.ts';
import type { ExploreHost } from './explore.ts';
import { fetchFile } from './fetch-file.ts';
import { isToolchainKnown, rememberToolchain } from './known-toolchain.ts';
import { createLabKeeper } from './lab-keeper.ts';
import type { KeepState, LabKeeper } from './lab-keeper.ts';
import { lazyCommand } from './lazy-command.ts';
import { findToolchain, transferBytes } from './manifest.ts';
import type { FoundToolchain } from './manifest.ts';
import { neededAssets } from './needed-assets.ts';
import { keepOffline } from './offline.ts';
import { createProgramRunner } from './program-runner.ts';
import type { ProgramRunner } from './program-runner.ts';
import { startDelveWorker, startRunWorker, startToolchainWorker } from './start-workers.ts';
import { createToolchainClient } from './toolchain-client.ts';
import type { ToolchainClient, ToolchainState } from './toolchain-client.ts';

/** A lab as its lesson gives it. */
export interface LabSource {
  /** The lesson's slug. */
  readonly lesson: string;
  /** Name in the lab's folder → content. */
  readonly files: Readonly<Record<string, string>>;
  readonly recordings: readonly RecordedCommand[];
  /** Binary files, fetched when the lab starts. */
  readonly downloads: readonly LabDownload[];
  /** Whether the site was built with Delve. */
  readonly hasDelve: boolean;
  /** True where the lab is for Delve: it is loaded at the start, and Go when it is used. */
  readonly isForDelve: boolean;
}

/** A binary file of a lab: its name in the lab's folder, and where it lies. */
export interface LabDownload {
  readonly name: string;
  /** Absolute. */
  readonly url: string;
  readonly bytes: number;
}

/** What a lab can do here, and how far it is. */
export type LabState =
  /** Nothing is loaded; `transferBytes` would be. */
  | { readonly kind: 'closed'; readonly transferBytes: number | undefined; readonly release: string | undefined }
  | {
      readonly kind: 'loading';
      readonly what: 'Go' | 'Delve';
      readonly loadedBytes: number;
      readonly totalBytes: number;
      readonly transferBytes: number;
    }
  /** `what` runs in this page; `reduced` says what this browser cannot do. */
  | { readonly kind: 'live'; readonly what: string; readonly reduced: string | undefined }
  /** Only recordings can be played, and why. */
  | { readonly kind: 'replay'; readonly why: string };

/** What a lab tells the page. */
export interface LabListener {
  readonly onState: (state: LabState) => void;
  readonly onKeep: (state: KeepState) => void;
  /** Shows the profiles that `go tool pprof -http` was given, and returns the address to print. */
  readonly onProfiles?: OpenViewer;
}

/** A lab at work: one file system, one process table, as many terminals as are opened. */
export interface Lab {
  readonly files: FileSystem;
  /** The folder of the lab's files, `/home/gopher/NAME` with the module's name. */
  readonly folder: string;
  readonly keeper: LabKeeper;
  readonly processes: ProcessTable;
  readonly state: LabState;
  /** Learns what there is to load, and loads nothing else. */
  prepare(): Promise<void>;
  /** Loads the Go tools, or settles for recordings. Resolves when the lab can be used. */
  start(): Promise<void>;
  /** A shell for a terminal; `announce` hears of each recording that is played in it. */
  openShell(announce: (recording: RecordedCommand) => void): Shell;
  /** gofmt's form of a source; undefined where gofmt is not there, an Error with its message when it does not parse. */
  format(source: string): Promise<string | Error | undefined>;
  /** What a line is explored with under many schedules, and the lab's files as they stand; undefined where Go does not run. */
  exploreHost(): ExploreHost | undefined;
  /** Gives memory back while nothing runs; the next command loads the tools again. */
  rest(): void;
  close(): void;
}

const home = '/home/gopher';
const env = { HOME: home, PATH: '/usr/local/go/bin:/usr/bin:/bin', TERM: 'xterm-256color', USER: 'gopher' };
const noSuspending =
  'what you type and curl reach a program only before it starts, and Ctrl-\\ cannot print its goroutines';

/** Where a lab lies: named by its module, as its recordings are. */
export function labFolder(files: Readonly<Record<string, string>>): string {
  const module = /^module\s+(\S+)/m.exec(files['go.mod'] ?? '')?.[1];
  return `${home}/${module?.split('/').at(-1) ?? 'lab'}`;
}

/**
 * Returns a lab with its files in place and nothing loaded.
 *
 * @param root absolute URL of the site's root
 */
export function createLab(source: LabSource, root: string, listener: LabListener): Lab {
  return new LabAtWork(source, root, listener);
}

class LabAtWork implements Lab {
  readonly files: FileSystem;
  readonly folder: string;
  readonly keeper: LabKeeper;
  readonly processes = createProcessTable();
  readonly #ports: LocalPorts = createLocalPorts();
  readonly #runner: ProgramRunner = createProgramRunner(startRunWorker, this.#ports);
  readonly #replay: Replay;
  readonly #source: LabSource;
  readonly #root: string;
  readonly #listener: LabListener;
  #found: FoundToolchain | undefined;
  #toolchain: ToolchainClient | undefined;
  #isSettled = false;
  /** The live commands; the shells share the array, so that they see what comes later. */
  readonly #live: Command[] = [];
  /** How far Go is. */
  #state: LabState = { kind: 'closed', transferBytes: undefined, release: undefined };
  /** Goes before it while Delve is downloaded. */
  #delveState: LabState | undefined;
  #delve: Delve | undefined;

  constructor(source: LabSource, root: string, listener: LabListener) {
    this.#source = source;
    this.#root = root;
    this.#listener = listener;
    this.folder = labFolder(source.files);
    const base = Object.entries(source.files).map(([name, text]) => [`${this.folder}/${name}`, text] as const);
    this.files = createFileSystem({ base: [...base, ...systemFiles] });
    this.files.makeDirectories('/tmp');
    this.keeper = createLabKeeper(source.lesson, this.files, listener.onKeep);
    this.#replay = createReplay(source.recordings);
  }

  get state(): LabState {
    return this.#delveState ?? this.#state;
  }

  async prepare(): Promise<void> {
    if (this.#found) return;
    const found = await findToolchain(this.#root);
    if ('missing' in found) return this.#setState({ kind: 'replay', why: found.missing });
    this.#found = found;
    const bytes = transferBytes(this.#needed(found));
    this.#setState({ kind: 'closed', transferBytes: bytes, release: found.manifest.release });
  }

  async start(): Promise<void> {
    await this.prepare();
    if (!this.#found) return;
    this.#toolchain ??= this.#createToolchain(this.#found);
    try {
      if (this.#source.isForDelve && (await this.#startDelve(this.#found))) return;
      const [urls] = await Promise.all([this.#toolchain.open(), this.#addDelve(this.#found), this.#loadDownloads()]);
      if (!this.#isSettled) void this.#settle([this.#found.baseUrl, ...urls]);
    } catch {
      // The state says what failed; the recordings are there, and starting again tries again.
    }
  }

  openShell(announce: (recording: RecordedCommand) => void): Shell {
    const replaying = { replay: this.#replay, announce, isChanged: () => this.#isChanged() };
    const isRunnable = (name: string): boolean =>
      name.includes('/') ? this.#live.length > 0 : this.#live.some((command) => command.name === name);
    const commands = this.#live;
    const recorded = recordedCommands(replaying, ['go'], () => false);
    return createShell(
      {
        files: this.files,
        processes: this.processes,
        get commands() {
          const missing = recorded.filter(({ name }) => !isRunnable(name) && !shellTools.has(name));
          return [...commands, ...missing];
        },
        runProgram: this.#runner.run,
        loadInterpreter: loadBash,
        cwd: this.folder,
        env,
        // Without Go a recorded line is played whole: the tools that run all the same would miss the files of the others.
        recorded: (line, known) =>
          recordedLine(replaying, line, (name) => this.#found !== undefined && (isRunnable(name) || known(name))),
      },
      this.keeper.history,
    );
  }

  async format(source: string): Promise<string | Error | undefined> {
    const gofmt = this.#live.find(({ name }) => name === 'gofmt');
    if (!gofmt) return undefined;
    const [stdout, stderr] = [createCapture(), createCapture()];
    const files = createFileSystem();
    const context = { args: [], env, cwd: '/', files, stdin: inputOf(source), stdout, stderr };
    const { code } = await this.processes.start(gofmt, context).ended;
    return code === 0 ? stdout.text() : new Error(stderr.text().replaceAll('<standard input>:', 'line '));
  }

  exploreHost(): ExploreHost | undefined {
    if (!this.#found || !this.#toolchain) return undefined;
    const { manifest } = this.#found;
    const { runTool } = this.#toolchain;
    return { manifest, runTool, files: snapshotOf(this.files), folder: this.folder, env };
  }

  rest(): void {
    if (this.processes.running().length === 0) this.#toolchain?.close();
  }

  close(): void {
    void this.keeper.flush();
    this.processes.killAll();
    this.#toolchain?.close();
  }

  #setState(state: LabState): void {
    this.#state = state;
    this.#listener.onState(this.state);
  }

  async #addDelve({ baseUrl }: FoundToolchain): Promise<void> {
    if (!this.#source.hasDelve || this.#live.some(({ name }) => name === 'dlv')) return;
    this.#delve = await findDelve({
      baseUrl,
      startWorker: startDelveWorker,
      ports: this.#ports,
      onLoading: (loadedBytes, module) => this.#onDelve(loadedBytes, module),
      onWorker: (urls) => void keepOffline(this.#root, [baseUrl, ...urls]),
    });
    this.#live.push(...(this.#delve?.commands ?? []));
  }

  /** Gets Delve and the lab's files ready, and leaves Go for when it is used; false where there is no Delve. */
  async #startDelve(found: FoundToolchain): Promise<boolean> {
    await this.#addDelve(found);
    if (this.#delve === undefined) return false;
    try {
      await Promise.all([this.#delve.load(), this.#loadDownloads()]);
    } catch (error) {
      this.#fallBack(`Delve could not be loaded (${error instanceof Error ? error.message : String(error)})`);
      return true;
    }
    if (this.#state.kind === 'closed')
      this.#setState({
        kind: 'live',
        what: 'Delve runs in this page, and Go is loaded when you use it',
        reduced: undefined,
      });
    return true;
  }

  #onDelve(loadedBytes: number | undefined, module: Asset): void {
    const sizes = { totalBytes: module.bytes, transferBytes: transferBytes([module]) };
    this.#delveState =
      loadedBytes === undefined ? undefined : { kind: 'loading', what: 'Delve', loadedBytes, ...sizes };
    this.#listener.onState(this.state);
  }

  /** Fetches the lab's binary files, such as a core and its executable; a `.gz` is unpacked. */
  async #loadDownloads(): Promise<void> {
    const missing = this.#source.downloads.filter(({ name }) => !this.files.readBase(this.#placeOf(name)));
    await Promise.all(
      missing.map(async ({ name, url }) => this.files.addBase(this.#placeOf(name), await fetchFile(url))),
    );
  }

  #placeOf(name: string): string {
    return `${this.folder}/${name.replace(/\.gz$/, '')}`;
  }

  #needed({ manifest }: FoundToolchain): ReturnType<typeof neededAssets> {
    return neededAssets(manifest, Object.values(this.#source.files));
  }

  #createToolchain(found: FoundToolchain): ToolchainClient {
    const needed = this.#needed(found);
    const toolchain = createToolchainClient({
      ...found,
      needed,
      isKnown: isToolchainKnown(found.manifest.stamp),
      startWorker: startToolchainWorker,
      onState: (state) => this.#onToolchain(state, transferBytes(needed), found),
    });
    const host = { manifest: found.manifest, runTool: toolchain.runTool, runProgram: this.#runner.run };
    const curl = createCurl(this.#ports);
    const go = createGoCommand(host, { pprof: lazyPprof(curl, this.#listener.onProfiles) });
    this.#live.push(go, createGofmtCommand(toolchain.runTool), curl, heapdump);
    return toolchain;
  }

  #onToolchain(state: ToolchainState, bytes: number, { manifest }: FoundToolchain): void {
    if (state.kind === 'loading') this.#setState({ ...state, what: 'Go', transferBytes: bytes });
    else if (state.kind === 'failed') this.#fallBack(state.message);
    else if (state.kind === 'ready') {
      const reduced = canSuspend() ? undefined : noSuspending;
      this.#setState({ kind: 'live', what: `${manifest.release} runs in this page, on wasip1/wasm`, reduced });
    }
  }

  /** Recordings until the tools can be had: "Start lab" tries again. */
  #fallBack(why: string): void {
    this.#live.length = 0;
    this.#delve = this.#toolchain = undefined;
    this.#isSettled = false;
    this.#setState({ kind: 'replay', why });
  }

  #isChanged(): boolean {
    return this.files.changes().some(({ path }) => path.startsWith(`${this.folder}/`) && /\.go$|\/go\.mod$/.test(path));
  }

  /** What can wait until the learner has the lab: a first build, the next worker, and keeping it all for later visits. */
  async #settle(urls: readonly string[]): Promise<void> {
    this.#isSettled = true;
    if (this.#found) rememberToolchain(this.#found.manifest.stamp);
    await this.#warmUp();
    const workerUrls = await this.#runner.warmUp();
    // The tools of the shell, for the first pipe.
    await loadBash().catch(() => undefined);
    await keepOffline(this.#root, [...urls, ...workerUrls]);
  }

  /** Builds the lab once on a copy, so that the learner's first build finds the tools warm. */
  async #warmUp(): Promise<void> {
    const go = this.#live.find(({ name }) => name === 'go');
    if (!go) return;
    const files = createFileSystem();
    files.apply(snapshotOf(this.files));
    const hasProgram = Object.keys(this.#source.files).some(
      (name) => name.endsWith('.go') && !name.endsWith('_test.go'),
    );
    const args = hasProgram ? ['build', '-o', '/tmp/warm-up', '.'] : ['test', '-c', '-o', '/tmp/warm-up', '.'];
    const nowhere = createCapture(0);
    const abort = new AbortController().signal;
    const context: CommandContext = {
      args,
      env,
      cwd: this.folder,
      files,
      stdin: inputOf(''),
      stdout: nowhere,
      stderr: nowhere,
      abort,
      onSignal: () => undefined,
    };
    await go.run(context).catch(() => undefined);
  }
}

const lazyPprof = (curl: Command, open: OpenViewer | undefined): Command =>
  lazyCommand('pprof', 'reports on profiles', async () => {
    const { createPprofCommand } = await import('../toolchain/tools/index.ts');
    return createPprofCommand(curl, open);
  });

const heapdump = lazyCommand(
  'heapdump',
  'who holds what in a heap dump: heapdump [--tree] [--diff OLD] DUMP',
  async () => {
    const { createHeapdumpCommand } = await import('../toolchain/tools/index.ts');
    return createHeapdumpCommand();
  },
);

/** Words of the shell, and its tools: a recorded line may begin with them, and they run for real. */
const shellTools = new Set(
  (
    ': [ awk base64 basename bash cat cd chmod column comm cp cut date diff dirname do done du echo egrep env exit ' +
    'expand export expr false fgrep fi file find fold for grep gunzip gzip head hostname if jobs join jq kill ls md5sum ' +
    'mkdir mv nl od paste printenv printf ps pwd rev rg rm rmdir sed seq set sh sha1sum sha256sum sleep sort split stat ' +
    'strings tac tail tee test then time timeout touch tr tree true uniq unset wait wc which while whoami xargs zcat'
  ).split(' '),
);
