import { MessageChannel } from 'node:worker_threads';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labFiles } from '../../../scripts/delve/lab-files.ts';
import { root } from '../../../scripts/setup/paths.ts';
import { remoteDelveCommands, serveDelve } from '../../../src/toolchain/delve/index.ts';
import type { DelveWorker, FromDelve, ToDelve } from '../../../src/toolchain/delve/index.ts';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import { createCapture, createPipe } from '../../../src/toolchain/process/index.ts';
import { loadModule } from './module.ts';

const dir = join(root, 'test/fixtures/delve-core');

/** A worker's channel, with messages copied as a worker's are, in this thread. */
function startWorker(): DelveWorker {
  const { port1, port2 } = new MessageChannel();
  serveDelve({
    post: (message) => port2.postMessage(message),
    listen: (receive) => void port2.on('message', (message: ToDelve) => receive(message)),
  });
  return {
    post: (message) => port1.postMessage(message),
    listen: (receive) => void port1.on('message', (message: FromDelve) => receive(message)),
    terminate: () => port1.close(),
  };
}

function openLab(name: string) {
  const files = createFileSystem();
  for (const [path, bytes] of labFiles(dir, name)) files.addBase(`/lab/${path}`, bytes);
  const [stdin, stdout, stderr] = [createPipe({ isTerminal: true }), createCapture(), createCapture()];
  const abort = new AbortController();
  const context = {
    env: {},
    cwd: '/lab',
    files,
    stdin,
    stdout,
    stderr,
    abort: abort.signal,
    onSignal: () => undefined,
  };
  return { context, abort };
}

function commandsWith(onPrompt: () => void) {
  const [dlv, coreholders] = remoteDelveCommands({ loadModule, startWorker, onPrompt });
  if (dlv === undefined || coreholders === undefined) throw new Error('two commands are expected');
  return { dlv, coreholders };
}

describe('Delve in a worker', () => {
  it('answers lines, brings back what it wrote, and ends', async () => {
    const { context } = openLab('typednil');
    const lines = ['print p.Label', 'transcript /lab/session.txt', 'print 57 + 1', 'transcript -off', 'exit'];
    const { dlv } = commandsWith(() => context.stdin.write(`${lines.shift() ?? 'exit'}\n`));
    expect(await dlv.run({ ...context, args: ['core', './typednil', './core'] })).toBe(0);
    expect(context.stdout.text()).toContain('58\n');
    expect(context.files.readText('/lab/session.txt')).toContain('58');
  });

  it('is ended by Ctrl-C at the prompt', async () => {
    const { context, abort } = openLab('typednil');
    const { dlv } = commandsWith(() => abort.abort('INT'));
    expect(await dlv.run({ ...context, args: ['core', './typednil', './core'] })).toBe(130);
  });

  it('runs coreholders as well', async () => {
    const { context } = openLab('subslice');
    const { coreholders } = commandsWith(() => undefined);
    expect(await coreholders.run({ ...context, args: ['./subslice', './core'] })).toBe(0);
    expect(context.stdout.text()).toContain('main.tags');
  });
});
