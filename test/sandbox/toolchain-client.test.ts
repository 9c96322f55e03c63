import { describe, expect, it } from 'vitest';
import type { ToolchainCommand, ToolchainReport } from '../../src/sandbox/messages.ts';
import { neededAssets } from '../../src/sandbox/needed-assets.ts';
import { createOutputBatch } from '../../src/sandbox/output-batch.ts';
import { createToolchainClient } from '../../src/sandbox/toolchain-client.ts';
import type { ToolchainState, ToolchainWorker } from '../../src/sandbox/toolchain-client.ts';
import type { Asset, Manifest, StdPackage, ToolRequest, ToolResult } from '../../src/toolchain/go/index.ts';

const asset = (url: string, bytes = 10): Asset => ({ url, sha256: '', bytes, gzipBytes: 5, brotliBytes: 4 });
const std = (name: string, imports: readonly string[]): StdPackage => ({
  exportData: asset(`${name}.x`),
  object: asset(`${name}.o`),
  imports,
});
const manifest = {
  release: 'go1.26.8',
  tools: {
    compile: asset('compile.wasm', 100),
    link: asset('link.wasm', 50),
    vet: asset('vet.wasm'),
    gofmt: asset('gofmt.wasm'),
  },
  std: { runtime: std('runtime', []), fmt: std('fmt', ['os']), os: std('os', []), 'net/http': std('http', ['fmt']) },
} as unknown as Manifest;

class FakeWorker implements ToolchainWorker {
  readonly got: ToolchainCommand[] = [];
  isTerminated = false;
  readonly #listeners: { readonly type: string; readonly listener: (event: never) => void }[] = [];

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.push({ type, listener });
  }

  postMessage(message: ToolchainCommand): void {
    this.got.push(message);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(data: ToolchainReport): void {
    this.#tell('message', { data });
  }

  breakDown(message: string): void {
    this.#tell('error', { message });
  }

  #tell(type: string, event: object): void {
    for (const one of this.#listeners) if (one.type === type) one.listener(event as never);
  }
}

function scene(): {
  client: ReturnType<typeof createToolchainClient>;
  workers: FakeWorker[];
  states: ToolchainState[];
} {
  const workers: FakeWorker[] = [];
  const states: ToolchainState[] = [];
  const client = createToolchainClient({
    manifest,
    baseUrl: 'http://localhost/toolchain/manifest.json',
    needed: [asset('a', 30), asset('b', 12)],
    isKnown: false,
    startWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    onState: (state) => states.push(state),
  });
  return { client, workers, states };
}

const request = { tool: 'compile', args: [] } as unknown as ToolRequest;
const result = { status: 0 } as unknown as ToolResult;

describe('the toolchain’s client', () => {
  it('starts one worker and tells how far the download is', async () => {
    const { client, workers, states } = scene();
    const opened = Promise.all([client.open(), client.open()]);
    workers[0]?.say({ kind: 'progress', loadedBytes: 30 });
    workers[0]?.say({ kind: 'ready', urls: ['u'] });
    expect(await opened).toEqual([['u'], ['u']]);
    expect(workers).toHaveLength(1);
    expect(states).toEqual([
      { kind: 'loading', loadedBytes: 0, totalBytes: 42 },
      { kind: 'loading', loadedBytes: 30, totalBytes: 42 },
      { kind: 'ready' },
    ]);
  });

  it('runs tools once it is open, each with its own answer', async () => {
    const { client, workers } = scene();
    const first = client.runTool(request);
    workers[0]?.say({ kind: 'ready', urls: [] });
    await Promise.resolve();
    await Promise.resolve();
    const second = client.runTool(request);
    await new Promise((resolve) => setTimeout(resolve));
    workers[0]?.say({ kind: 'broken', id: 2, message: 'no' });
    workers[0]?.say({ kind: 'result', id: 1, result });
    expect(await first).toBe(result);
    await expect(second).rejects.toThrow('no');
  });

  it('says why it failed, and starts afresh the next time', async () => {
    const { client, workers, states } = scene();
    const opened = client.open();
    workers[0]?.say({ kind: 'failed', message: 'offline' });
    await expect(opened).rejects.toThrow('offline');
    expect([workers[0]?.isTerminated, states.at(-1)]).toEqual([true, { kind: 'failed', message: 'offline' }]);
    const again = client.open();
    workers[1]?.say({ kind: 'ready', urls: [] });
    await again;
  });

  it('loses no caller when the worker breaks down', async () => {
    const { client, workers } = scene();
    const opened = client.open();
    workers[0]?.say({ kind: 'ready', urls: [] });
    await opened;
    const running = client.runTool(request);
    await new Promise((resolve) => setTimeout(resolve));
    workers[0]?.breakDown('out of memory');
    await expect(running).rejects.toThrow('out of memory');
  });
});

describe('what a first build needs', () => {
  it('is compiler, linker and the closure of the std packages that are named', () => {
    const sources = ['package main\nimport (\n\t"fmt"\n)\nvar x = "net/nothing"\n', 'not go at all "'];
    expect(neededAssets(manifest, sources).map(({ url }) => url)).toEqual([
      'compile.wasm',
      'link.wasm',
      ...['fmt', 'os', 'runtime'].flatMap((name) => [`${name}.x`, `${name}.o`]),
    ]);
  });
});

describe('output on its way to the page', () => {
  function batch(maxBytes = 1000): {
    sent: string[];
    write: (text: string, stream?: 'stdout' | 'stderr') => void;
    flush: () => void;
  } {
    const sent: string[] = [];
    const output = createOutputBatch({
      send: (stream, bytes) => sent.push(`${stream}:${new TextDecoder().decode(bytes)}`),
      maxBytes,
      onLimit: () => sent.push('limit'),
      now: () => 0,
    });
    return { sent, write: (text, stream = 'stdout') => output[stream].write(text), flush: output.flush };
  }

  it('goes out at once while it is little', () => {
    const { sent, write } = batch();
    write('a');
    write('b', 'stderr');
    expect(sent).toEqual(['stdout:a', 'stderr:b']);
  });

  it('is gathered when it is much, in its order', () => {
    const { sent, write, flush } = batch(1_000_000);
    for (let at = 0; at < 600; at++) write('x');
    write('e', 'stderr');
    expect(sent).toHaveLength(501);
    flush();
    expect(sent.slice(500)).toEqual([`stdout:${'x'.repeat(100)}`, 'stderr:e']);
  });

  it('ends at the limit, which is told once', () => {
    const { sent, write } = batch(3);
    write('ab');
    write('cd');
    write('ef');
    expect(sent).toEqual(['stdout:ab', 'stdout:c', 'limit']);
  });
});
