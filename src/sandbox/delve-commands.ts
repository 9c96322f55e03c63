import { delveManifestPath } from '../toolchain/delve/index.ts';
import type { DelveManifest } from '../toolchain/delve/index.ts';
import { snapshotOf } from '../toolchain/files/index.ts';
import type { Asset } from '../toolchain/go/index.ts';
import { signalNumbers } from '../toolchain/process/index.ts';
import type { Command, CommandContext, LocalPorts } from '../toolchain/process/index.ts';
import { createAssetLoader } from './asset-loader.ts';
import { runInWorker } from './program-runner.ts';
import type { RunWorker } from './program-runner.ts';

const summaries = {
  dlv: 'Delve, the Go debugger, on a core file: dlv core EXECUTABLE CORE',
  coreholders: 'who holds what in a core file: coreholders EXECUTABLE CORE',
} as const;

/** The status of a program that Ctrl-C ended. */
const interrupted = 128 + signalNumbers.INT;

/** What Delve needs of the lab. */
export interface DelveHost {
  /** Absolute URL of the toolchain's folder. */
  readonly baseUrl: string;
  readonly startWorker: () => RunWorker;
  readonly ports: LocalPorts;
  /** Hears how much is there, unpacked, while Delve is downloaded; undefined when that is over. */
  readonly onLoading: (loadedBytes: number | undefined, module: Asset) => void;
  /** Hears once what a worker has loaded. */
  readonly onWorker: (urls: readonly string[]) => void;
}

/** Delve as a lab has it. */
export interface Delve {
  /** Each run gets a worker of its own. */
  readonly commands: readonly Command[];
  /** Downloads Delve into the browser's cache, once; rejects with a message for the learner. */
  load(): Promise<void>;
}

/** Returns Delve, of which nothing is loaded yet; undefined where the site was built without it. */
export async function findDelve(host: DelveHost): Promise<Delve | undefined> {
  const { baseUrl, onLoading } = host;
  const response = await fetch(new URL(delveManifestPath, baseUrl)).catch(() => undefined);
  if (!response?.ok) return undefined;
  const { module } = (await response.json()) as DelveManifest;
  let loading: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    onLoading(0, module);
    try {
      await createAssetLoader(baseUrl).download([module], (bytes) => onLoading(bytes, module));
    } catch (error) {
      loading = undefined;
      throw error;
    } finally {
      onLoading(undefined, module);
    }
  };
  const loadOnce = (): Promise<void> => (loading ??= load());
  const startWorker = tellOnce(host);
  const commands = (['dlv', 'coreholders'] as const).map((name): Command => ({
    name,
    summary: summaries[name],
    run: async (context) => {
      if (!(await arrives(loadOnce(), context))) return interrupted;
      const { args, env, cwd } = context;
      const run = (): Promise<number> => {
        const files = snapshotOf(context.files);
        const start = { kind: 'start-delve', name, module, baseUrl, args, env, cwd, files } as const;
        return runInWorker(startWorker(), start, context, host.ports);
      };
      for (;;) {
        const status = await run();
        if (status !== interrupted || name !== 'dlv' || args[0] !== 'core') return status;
        // Delve has one thread here and cannot be interrupted: it starts anew.
        context.stderr.write('[Interrupted. Delve opens the core again; exit leaves it.]\n');
      }
    },
  }));
  return { commands, load: loadOnce };
}

/** Waits for a download as long as the command is wanted; false when it was interrupted. The download goes on. */
function arrives(loading: Promise<void>, { abort, onSignal }: CommandContext): Promise<boolean> {
  return new Promise((resolve, reject) => {
    onSignal(() => (resolve(false), true));
    abort.addEventListener('abort', () => resolve(false), { once: true });
    loading.then(() => resolve(true), reject);
  });
}

/** Starts workers, and tells of the first what it loaded. */
function tellOnce({ startWorker, onWorker }: DelveHost): () => RunWorker {
  let isTold = false;
  return () => {
    const worker = startWorker();
    worker.addEventListener('message', ({ data }) => {
      if (data.kind !== 'ready' || isTold) return;
      isTold = true;
      onWorker(data.urls);
    });
    return worker;
  };
}
