import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { NO_NAMES, parseProgram, readHeapdump } from '../../../src/analysis/heapdump/index.ts';
import { root } from '../../../scripts/setup/paths.ts';

export const folder = join(root, 'test/fixtures/heapdump');

/** The bytes of a gzipped fixture. */
export function loadFixture(file: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(join(folder, `${file}.gz`))));
}

/** A fixture read with the names recorded beside it. */
export function readFixture(name: string, dump = name) {
  const names = name.endsWith('-wasm') ? NO_NAMES : parseProgram(loadFixture(`${name}.nm`)).value;
  return readHeapdump(loadFixture(`${dump}.heapdump`), names).value;
}

export const FIXTURES = [
  'subslice-go1.26.8-amd64',
  'mapcache-go1.26.8-amd64',
  'mapcache-go1.21.13-amd64',
  'blockedsend-go1.24.13-amd64',
  'deferloop-go1.26.8-386',
  'timers-go1.27.0-amd64',
  'finalizers-go1.26.8-wasm',
  'history-go1.26.8-amd64',
] as const;
