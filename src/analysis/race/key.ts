import type { Site } from '../trace/index.ts';
import { packageOf } from '../trace/index.ts';
import type { RaceAccess } from './model.ts';

/**
 * The identity of a race: the two places, sorted. Addresses, goroutine numbers, read or write and the folder of the
 * checkout do not count, so that the same race has one key in every run and on every machine.
 * A side whose own line is not printed is named by its top function, one without a stack by `?`.
 */
export function raceKey(accesses: readonly RaceAccess[]): string {
  const places = [0, 1].map((i) => placeOf(accesses[i]));
  return places.sort().join(' | ');
}

function placeOf(access: RaceAccess | undefined): string {
  if (access === undefined) return '?';
  if (access.site !== undefined) return siteKey(access.site);
  return access.stack[0]?.func ?? '?';
}

function siteKey({ func, file, line }: Site): string {
  const base = file?.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return base === undefined ? func : `${packageOf(func)}/${base}:${line ?? 0}`;
}
