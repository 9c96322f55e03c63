import type { Goroutine, OriginOf, Site } from '../trace/index.ts';
import type { GoroutineGroup } from './model.ts';

const MAX_IDS = 100;

interface Growing {
  readonly state: string;
  readonly blockedAt: Site;
  readonly createdAt: Site | undefined;
  readonly goroutines: number[];
  count: number;
  maxWaitMinutes: number | undefined;
}

/**
 * Goroutines grouped by state, first own frame and creation site, largest group first; goroutines with no frame of
 * the learner's own form no group.
 */
export function groupGoroutines(goroutines: readonly Goroutine[], originOf: OriginOf): GoroutineGroup[] {
  const byFunc = new Map<string, Map<number, Growing[]>>();
  const groups: Growing[] = [];
  for (const goroutine of goroutines) {
    const blockedAt = goroutine.frames.find((frame) => originOf(frame) === 'own');
    if (blockedAt === undefined || goroutine.state === undefined) continue;
    const similar = similarGroups(byFunc, goroutine, blockedAt);
    let group = similar.find((known) => belongs(known, goroutine, blockedAt));
    if (group === undefined) {
      group = emptyGroup(goroutine.state, goroutine, blockedAt);
      similar.push(group);
      groups.push(group);
    }
    add(group, goroutine);
  }
  return groups.sort((a, b) => b.count - a.count).map(finish);
}

/** The groups with the same function and the same lines: a few, even in a text made to have many. */
function similarGroups(
  byFunc: Map<string, Map<number, Growing[]>>,
  { createdBy }: Goroutine,
  { func, line = 0 }: Site,
): Growing[] {
  let byLines = byFunc.get(func);
  if (byLines === undefined) byFunc.set(func, (byLines = new Map()));
  const lines = line * 1_000_000 + (createdBy?.line ?? 0);
  let similar = byLines.get(lines);
  if (similar === undefined) byLines.set(lines, (similar = []));
  return similar;
}

/** Names and paths are shared between frames, so these comparisons look at no characters. */
function belongs(
  { state, blockedAt, createdAt }: Growing,
  { state: other, createdBy }: Goroutine,
  site: Site,
): boolean {
  if (state !== other || blockedAt.line !== site.line || blockedAt.file !== site.file) return false;
  return (
    createdAt?.line === createdBy?.line && createdAt?.func === createdBy?.func && createdAt?.file === createdBy?.file
  );
}

/** A site without what belongs to one frame only. */
export function siteOf({ func, file, line, at, confidence }: Site): Site {
  return {
    func,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(at === undefined ? {} : { at }),
    ...(confidence === undefined ? {} : { confidence }),
  };
}

function emptyGroup(state: string, { createdBy }: Goroutine, blockedAt: Site): Growing {
  const createdAt = createdBy === undefined ? undefined : siteOf(createdBy);
  return { state, blockedAt: siteOf(blockedAt), createdAt, goroutines: [], count: 0, maxWaitMinutes: undefined };
}

function add(group: Growing, { id, waitMinutes }: Goroutine): void {
  group.count++;
  if (id !== undefined && group.goroutines.length < MAX_IDS) group.goroutines.push(id);
  if (waitMinutes !== undefined) group.maxWaitMinutes = Math.max(group.maxWaitMinutes ?? 0, waitMinutes);
}

function finish({ state, count, maxWaitMinutes, blockedAt, createdAt, goroutines }: Growing): GoroutineGroup {
  return {
    state,
    count,
    ...(maxWaitMinutes === undefined ? {} : { maxWaitMinutes }),
    blockedAt,
    ...(createdAt === undefined ? {} : { createdAt }),
    goroutines,
  };
}
