/**
 * Holds the Go tools: downloads them with progress, compiles them once, and runs compile, link, vet and gofmt one after
 * another. It fetches only what the site's own manifest names.
 */
import { createToolRunner } from '../toolchain/go/index.ts';
import type { Asset, AssetSource, Manifest, RunTool } from '../toolchain/go/index.ts';
import { createAssetLoader } from './asset-loader.ts';
import type { AssetLoader } from './asset-loader.ts';
import { loadedUrls } from './offline.ts';
import type { ToolchainCommand, ToolchainReport } from './messages.ts';

// More than the 250 files that are listed by default.
performance.setResourceTimingBufferSize(5000);

let runTool: RunTool | undefined;
let queue: Promise<unknown> = Promise.resolve();

function report(message: ToolchainReport): void {
  self.postMessage(message);
}

self.addEventListener('message', ({ data }: MessageEvent<ToolchainCommand>) => {
  // One after another, so that a tool asked for while opening waits for its files.
  queue = queue.then(() => (data.kind === 'open' ? open(data) : runOne(data)));
});

async function open(command: Extract<ToolchainCommand, { kind: 'open' }>): Promise<void> {
  const { manifest, baseUrl, needed, isKnown } = command;
  const loader = createAssetLoader(baseUrl);
  runTool = createToolRunner(assetSource(manifest, loader));
  try {
    if (!isKnown) await loader.download(needed, (loadedBytes) => report({ kind: 'progress', loadedBytes }));
    await Promise.all([loader.module(manifest.tools.compile), loader.module(manifest.tools.link)]);
    report({ kind: 'ready', urls: [self.location.href, ...loadedUrls()] });
  } catch (error) {
    report({ kind: 'failed', message: textOf(error) });
  }
}

function assetSource(manifest: Manifest, loader: AssetLoader): AssetSource {
  return { manifest, bytes: (asset: Asset) => loader.bytes(asset), module: (asset: Asset) => loader.module(asset) };
}

async function runOne({ id, request }: Extract<ToolchainCommand, { kind: 'tool' }>): Promise<void> {
  try {
    if (!runTool) throw new Error('the toolchain is not open');
    report({ kind: 'result', id, result: await runTool(request) });
  } catch (error) {
    report({ kind: 'broken', id, message: textOf(error) });
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
