import { delveManifestPath } from '../toolchain/delve/index.ts';
import type { DelveManifest } from '../toolchain/delve/index.ts';
import { snapshotOf } from '../toolchain/files/index.ts';
import type { Command, LocalPorts } from '../toolchain/process/index.ts';
import { runInWorker } from './program-runner.ts';
import type { RunWorker } from './program-runner.ts';

const summaries = {
  dlv: 'Delve, the Go debugger, on a core file: dlv core EXECUTABLE CORE',
  coreholders: 'who holds what in a core file: coreholders EXECUTABLE CORE',
} as const;

/**
 * Returns Delve's commands, each run of which gets a worker of its own; none where the site was built without Delve.
 *
 * @param baseUrl absolute URL of the toolchain's folder
 */
export async function findDelveCommands(
  baseUrl: string,
  startWorker: () => RunWorker,
  ports: LocalPorts,
): Promise<readonly Command[]> {
  const response = await fetch(new URL(delveManifestPath, baseUrl)).catch(() => undefined);
  if (!response?.ok) return [];
  const { module } = (await response.json()) as DelveManifest;
  return (['dlv', 'coreholders'] as const).map((name) => ({
    name,
    summary: summaries[name],
    run: (context) => {
      const { args, env, cwd } = context;
      const files = snapshotOf(context.files);
      return runInWorker(
        startWorker(),
        { kind: 'start-delve', name, module, baseUrl, args, env, cwd, files },
        context,
        ports,
      );
    },
  }));
}
