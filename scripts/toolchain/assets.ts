import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Asset } from '../../src/toolchain/go/index.ts';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Writes content-hashed files with their compressed forms; what was compressed before is taken from the cache. */
export interface AssetWriter {
  /** `name` may have folders and an extension; the hash goes in between: `std/fmt.x` → `std/fmt.1a2b3c4d5e6f.x`. */
  write(name: string, bytes: Uint8Array, brotliQuality: number): Promise<Asset>;
}

/** Returns a writer into `outDir` with a cache in `cacheDir`. */
export function createAssetWriter(outDir: string, cacheDir: string): AssetWriter {
  return {
    async write(name, bytes, brotliQuality) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const url = hashedName(name, sha256);
      const target = join(outDir, url);
      const [brotli, gzipped] = await Promise.all([
        cached(join(cacheDir, `${sha256}.${brotliQuality}.br`), () => toBrotli(bytes, brotliQuality)),
        cached(join(cacheDir, `${sha256}.gz`), () => compressGzip(bytes, { level: 9 })),
      ]);
      await mkdir(dirname(target), { recursive: true });
      await Promise.all([writeNew(target, bytes), writeNew(`${target}.br`, brotli), writeNew(`${target}.gz`, gzipped)]);
      return { url, sha256, bytes: bytes.length, gzipBytes: gzipped.length, brotliBytes: brotli.length };
    },
  };
}

function hashedName(name: string, sha256: string): string {
  const dot = name.lastIndexOf('.');
  return `${name.slice(0, dot)}.${sha256.slice(0, 12)}${name.slice(dot)}`;
}

function toBrotli(bytes: Uint8Array, quality: number): Promise<Buffer> {
  return compressBrotli(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

async function cached(path: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const old = await readFile(path).catch(() => undefined);
  if (old !== undefined) return old;
  const made = await make();
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, made);
  await rename(`${path}.part`, path);
  return made;
}

/** A content-hashed file of the right size is the file. */
async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.size !== bytes.length) await writeFile(path, bytes);
}
