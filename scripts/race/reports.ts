/** The races that a program's output reports, in a form that two runs on two machines share. */
import { analyzeText } from '../../src/analysis/index.ts';
import type { RaceAccess, RaceCreation, RaceEvidence, Site } from '../../src/analysis/index.ts';

/** What race_amd64.s does natively and race_wasm.go in the page; lines in them are nobody's business. */
const hookFiles = new Set(['race_amd64.s', 'race_wasm.go']);

/**
 * Returns one text for each distinct race of an output, sorted: both accesses with their whole stacks, and the creation
 * of their goroutines. Left out is what a schedule or a platform decides: addresses, pcs, goroutine ids, which access
 * came first, whether a goroutine has ended, and folders.
 *
 * @example racesIn(stderr)[0] // 'read by main goroutine\n  main.main racy-counter.go:14\nwrite by …'
 */
export function racesIn(output: string): readonly string[] {
  const races = analyzeText(output).evidence.filter((one) => one.kind === 'race');
  return [...new Set(races.map(formOf))].sort();
}

function formOf({ accesses, created }: RaceEvidence): string {
  return accesses
    .map((access) => formOfAccess(access, created))
    .sort()
    .join('\n');
}

function formOfAccess({ op, goroutine, stack }: RaceAccess, created: readonly RaceCreation[]): string {
  const head = `${op} by ${goroutine === 'main' ? 'main goroutine' : 'a goroutine'}`;
  const creation = created.find((one) => one.goroutine === goroutine);
  const start = creation === undefined ? [] : ['created at', ...creation.stack.map(formOfFrame)];
  return [head, ...stack.map(formOfFrame), ...start].join('\n');
}

function formOfFrame({ func, file, line }: Site): string {
  const name = file?.split('/').at(-1) ?? '?';
  return hookFiles.has(name) ? `  ${func} (hook)` : `  ${func} ${name}:${line}`;
}
