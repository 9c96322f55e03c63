import { spawn } from 'node:child_process';
import { GO_RELEASE } from '../toolchain/release.ts';
import type { LineResult } from '../../src/cli/node-toolchain/index.ts';

/** Runs a shell line natively, with the Go release that the page's tools were built from. */
export function runNatively(folder: string, line: string, stdin = ''): Promise<LineResult> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, GOTOOLCHAIN: GO_RELEASE, GOFLAGS: '-buildvcs=false' };
    const child = spawn('bash', ['-c', line], { cwd: folder, env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ status: signal === null ? (code ?? 0) : 128, stdout, stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });
}
