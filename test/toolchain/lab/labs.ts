import { createNodeLab, readManifest, runWhole, toolchainMissing } from '../../../src/cli/node-toolchain/index.ts';
import type { LineResult, NodeLab } from '../../../src/cli/node-toolchain/index.ts';

/** Returns a lab that holds these texts. Fails with what to do where the tools are not built. */
export async function labOf(files: Readonly<Record<string, string>>): Promise<NodeLab> {
  const manifest = await readManifest();
  if (manifest === undefined) throw new Error(toolchainMissing);
  const encoder = new TextEncoder();
  return createNodeLab(new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])), manifest);
}

/** Runs one line in a fresh lab. */
export async function runIn(files: Readonly<Record<string, string>>, line: string, stdin = ''): Promise<LineResult> {
  return runWhole(await labOf(files), line, stdin);
}

/** Times, program counters and addresses, which no two runs share. */
export function normalize(text: string): string {
  return text
    .replace(/\d+\.\d+s\b/g, 'TIME')
    .replace(/\+0x[0-9a-f]+/g, '+PC')
    .replace(/0x[0-9a-f]+/g, 'ADDR')
    .replace(/goroutine \d+/g, 'goroutine N');
}
