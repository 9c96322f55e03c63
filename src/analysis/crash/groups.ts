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
  const groups = new Map<string, Growing>();
  for (const goroutine of goroutines) {
    const blockedAt = goroutine.frames.find((frame) => originOf(frame) === 'own');
    if (blockedAt === undefined || goroutine.state === undefined) continue;
    const key = groupKey(goroutine, blockedAt);
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = emptyGroup(goroutine.state, goroutine, blockedAt)));
    add(group, goroutine);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count).map(finish);
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

function groupKey({ state, createdBy }: Goroutine, { func, file, line }: Site): string {
  return `${state}\n${func}\n${file}\n${line}\n${createdBy?.func}\n${createdBy?.file}\n${createdBy?.line}`;
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
