import type { Asset } from '../toolchain/go/index.ts';

/** Fetches the files of a toolchain, each once. */
export interface AssetLoader {
  /** Fills the browser's cache with these files; `onProgress` gets the bytes so far, unpacked. */
  download(assets: readonly Asset[], onProgress: (loadedBytes: number) => void): Promise<void>;
  bytes(asset: Asset): Promise<Uint8Array>;
  module(asset: Asset): Promise<WebAssembly.Module>;
}

const parallelDownloads = 6;
/** Of two forms of a file larger than this, only the one that is used is worth loading. */
const headersAlone = 1_000_000;

/**
 * Returns a loader of files below `baseUrl`. Where the host sends files without compressing them, their `.gz`
 * neighbors are fetched and unpacked here: a quarter of the bytes, at the price of the browser's cache of compiled code.
 */
export function createAssetLoader(baseUrl: string): AssetLoader {
  const bytes = new Map<string, Promise<Uint8Array>>();
  const modules = new Map<string, Promise<WebAssembly.Module>>();
  let plain: Promise<boolean> | undefined;
  const sendsPlain = (asset: Asset): Promise<boolean> => (plain ??= isSentPlain(urlOf(baseUrl, asset), asset.bytes));
  const get = async (asset: Asset): Promise<Response> => {
    const url = urlOf(baseUrl, asset);
    if (!(await sendsPlain(asset))) return checked(await fetch(url), url);
    const packed = checked(await fetch(`${url}.gz`), `${url}.gz`);
    const body = packed.body?.pipeThrough(new DecompressionStream('gzip')) ?? null;
    return new Response(body, { headers: { 'content-type': typeOf(url) } });
  };
  return {
    async download(assets, onProgress) {
      const queue = [...assets].sort((a, b) => b.bytes - a.bytes);
      let loadedBytes = 0;
      // The smallest file tells how the host sends them all.
      const smallest = queue.at(-1);
      if (smallest) await sendsPlain(smallest);
      const next = async (): Promise<void> => {
        for (let asset = queue.shift(); asset; asset = queue.shift()) {
          await drain(await get(asset), (count) => onProgress((loadedBytes += count)));
        }
      };
      await Promise.all(Array.from({ length: parallelDownloads }, next));
    },
    bytes: (asset) => remember(bytes, asset, async () => new Uint8Array(await (await get(asset)).arrayBuffer())),
    module: (asset) => remember(modules, asset, async () => compile(await get(asset))),
  };
}

function urlOf(baseUrl: string, asset: Asset): string {
  return new URL(asset.url, baseUrl).href;
}

function typeOf(url: string): string {
  return url.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
}

/** Keeps what succeeded; what failed can be tried again. */
function remember<Value>(
  known: Map<string, Promise<Value>>,
  { url }: Asset,
  load: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(url) ?? load();
  known.set(url, found);
  found.catch(() => known.delete(url));
  return found;
}

/** True when the host sends a file of this kind without a content encoding, though the browser offered several. */
async function isSentPlain(url: string, bytes: number): Promise<boolean> {
  const ask = bytes > headersAlone ? lookAtHeaders : look;
  const [plain, packed] = await Promise.all([url, `${url}.gz`].map(ask));
  if (plain && plain.encoding !== null) return false;
  // A host that labels `.gz` as an encoding has it unpacked by the browser. Without a network, one of the two is kept.
  return packed !== undefined && packed.encoding === null;
}

interface Sent {
  readonly encoding: string | null;
}

async function look(url: string): Promise<Sent | undefined> {
  const response = await fetch(url).catch(() => undefined);
  await response?.arrayBuffer();
  return response && sentAs(response);
}

/** Without a network only what was kept can be looked at, and that whole. */
async function lookAtHeaders(url: string): Promise<Sent | undefined> {
  const response = await fetch(url, { method: 'HEAD' }).catch(() => undefined);
  return response ? sentAs(response) : look(url);
}

function sentAs({ ok, headers }: Response): Sent | undefined {
  return ok ? { encoding: headers.get('content-encoding') } : undefined;
}

function checked(response: Response, url: string): Response {
  if (response.ok) return response;
  throw new Error(`${new URL(url).pathname} could not be loaded: the server answered ${response.status}`);
}

async function drain(response: Response, count: (bytes: number) => void): Promise<void> {
  const reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) count(piece.value.length);
}

/** Streaming keeps the browser's cache of compiled code; a host with a wrong type is put right at its price. */
async function compile(response: Response): Promise<WebAssembly.Module> {
  const isLabeled = response.headers.get('content-type')?.startsWith('application/wasm') ?? false;
  if (isLabeled) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
