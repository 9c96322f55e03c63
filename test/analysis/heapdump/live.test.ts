import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyWithDump, runProgram } from '../../../scripts/heapdump-programs.ts';
import { parseProgram, readHeapdump } from '../../../src/analysis/heapdump/index.ts';
import { folder } from './fixtures.ts';

/** Runs a leak program with the Go on the PATH and reads its dump with its own executable. */
function readRun(program: string) {
  const work = mkdtempSync(join(tmpdir(), 'faultline-heapdump-test-'));
  try {
    copyWithDump(join(folder, 'programs', program), work);
    expect(runProgram(work, undefined), 'needs Go on the PATH').toBeUndefined();
    const names = parseProgram(new Uint8Array(readFileSync(join(work, 'program')))).value;
    return readHeapdump(new Uint8Array(readFileSync(join(work, 'after.heapdump'))), names).value.evidence;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

describe('a program run now, with its own executable', () => {
  it.each([
    ['blockedsend', 'frames of main.query in 84 goroutines', 'main.query', 'main.go:11'],
    ['deferloop', 'deferred calls of main.importAll in goroutine 1', 'main.openFile', 'main.go:12'],
    ['argument', 'frames of main.archive in 10 goroutines', 'main.load', 'main.go:9'],
    ['subslice', 'main.seen', 'main.fetch', 'main.go:9'],
  ])('%s: %s holds what %s allocated', (program, root, func, line) => {
    const [row] = readRun(program).holders;
    expect(row?.root).toBe(root);
    expect(row?.allocatedAt?.func).toBe(func);
    expect(`${basename(row?.allocatedAt?.file ?? '')}:${row?.allocatedAt?.line}`).toBe(line);
  });
});
