import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createCoreholdersCommand, createDlvCommand, delveManifestPath } from '../../toolchain/delve/index.ts';
import type { DelveManifest } from '../../toolchain/delve/index.ts';
import type { Command } from '../../toolchain/process/index.ts';

const folder = new URL('../../../public/toolchain/', import.meta.url);
const manifestUrl = new URL(delveManifestPath, folder);
let module: Promise<WebAssembly.Module> | undefined;

/** The commands that read core files, with the Delve that the site ships; none where it has not been built. */
export function delveCommands(): readonly Command[] {
  if (!existsSync(manifestUrl)) return [];
  return [createDlvCommand({ loadModule }), createCoreholdersCommand({ loadModule })];
}

/** Compiled once in a process. */
function loadModule(): Promise<WebAssembly.Module> {
  const manifest = JSON.parse(readFileSync(manifestUrl, 'utf8')) as DelveManifest;
  module ??= readFile(fileURLToPath(new URL(manifest.module.url, folder))).then((bytes) => WebAssembly.compile(bytes));
  return module;
}
