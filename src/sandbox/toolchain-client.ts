import type { Asset, Manifest, RunTool, ToolResult } from '../toolchain/go/index.ts';
import type { ToolchainCommand, ToolchainReport } from './messages.ts';

/** How far the toolchain is. */
export type ToolchainState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string };

/** The part of a Worker that is used here. */
export interface ToolchainWorker {
  postMessage(message: ToolchainCommand): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToolchainReport>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
}

/** What is opened. */
export interface ToolchainOptions {
  readonly manifest: Manifest;
  /** Absolute URL that the manifest's URLs are relative to. */
  readonly baseUrl: string;
  /** The files that a first build needs: downloaded first, with progress. */
  readonly needed: readonly Asset[];
  /** True when they are known to be in the browser's cache. */
  readonly isKnown: boolean;
  readonly startWorker: () => ToolchainWorker;
  readonly onState: (state: ToolchainState) => void;
}

/** The page's end of the toolchain worker. */
export interface ToolchainClient {
  readonly runTool: RunTool;
  /** Starts the worker and resolves with all that it loaded when the tools are compiled; rejects with a message for the learner. Safe to call again. */
  open(): Promise<readonly string[]>;
  close(): void;
}

interface Waiting {
  readonly resolve: (result: ToolResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Returns a client whose worker starts with `open`, or with the first tool. A worker that breaks down (memory, mostly) is
 * replaced at the next call; what it was doing fails with a message.
 */
export function createToolchainClient(options: ToolchainOptions): ToolchainClient {
  const { manifest, baseUrl, needed, onState } = options;
  const totalBytes = needed.reduce((sum, asset) => sum + asset.bytes, 0);
  const waiting = new Map<number, Waiting>();
  let worker: ToolchainWorker | undefined;
  let opening: Promise<readonly string[]> | undefined;
  let isKnown = options.isKnown;
  let nextId = 1;
  const close = (message = 'the toolchain was closed'): void => {
    worker?.terminate();
    worker = opening = undefined;
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  const begin = (): Promise<readonly string[]> =>
    new Promise((resolve, reject) => {
      const fail = (message: string): void => {
        onState({ kind: 'failed', message });
        reject(new Error(message));
        close(message);
      };
      onState({ kind: 'loading', loadedBytes: 0, totalBytes });
      worker = options.startWorker();
      worker.addEventListener('error', (event) =>
        fail(`The Go tools broke down (${event.message || 'out of memory?'}). Try again.`),
      );
      worker.addEventListener('message', ({ data }) => {
        if (data.kind === 'progress') onState({ kind: 'loading', loadedBytes: data.loadedBytes, totalBytes });
        else if (data.kind === 'failed') fail(data.message);
        else if (data.kind === 'ready') {
          isKnown = true;
          onState({ kind: 'ready' });
          resolve(data.urls);
        } else settle(data);
      });
      worker.postMessage({ kind: 'open', manifest, baseUrl, needed, isKnown });
    });
  const settle = (message: Extract<ToolchainReport, { id: number }>): void => {
    const one = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'result') one?.resolve(message.result);
    else one?.reject(new Error(message.message));
  };
  const open = (): Promise<readonly string[]> => (opening ??= begin());
  return {
    open,
    close: () => close(),
    async runTool(request) {
      await open();
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker?.postMessage({ kind: 'tool', id, request });
      });
    },
  };
}
