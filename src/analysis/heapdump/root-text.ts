import type { HolderRoot } from './holders.ts';

/**
 * A root in words: `main.cache`, `deferred calls of main.importAll in goroutine 1`, `frames of main.worker in 100 goroutines`.
 * @example nameRoot({ kind: 'global', name: 'main.cache', isLikely: false }) // 'main.cache'
 */
export function nameRoot({ kind, name, goroutines, goroutine }: HolderRoot): string {
  const where = goroutine === undefined ? `${goroutines} goroutines` : `goroutine ${goroutine}`;
  switch (kind) {
    case 'frame':
      return goroutine === undefined ? `frames of ${name} in ${where}` : `frame of ${name} in ${where}`;
    case 'defer':
      return `deferred calls of ${name} in ${where}`;
    case 'goroutine':
      return `${goroutine === undefined ? 'records' : 'record'} of ${where} of ${name}`;
    default:
      return name;
  }
}
