import type { Site } from '../trace/index.ts';
import type { HolderGroup, HolderRoot } from './holders.ts';
import { nameRoot } from './root-text.ts';

/** What one root holds of one allocation site, in two dumps. */
export interface GrowthRow {
  /** As in the newer dump; in the older one where only that has it. */
  readonly root: string;
  readonly rootKind: HolderRoot['kind'];
  readonly rootName: string;
  readonly allocatedAt?: Site;
  readonly before: { readonly count: number; readonly bytes: number };
  readonly after: { readonly count: number; readonly bytes: number };
}

/** Bytes that a row grew by; negative where it shrank. */
export function grownBytes({ before, after }: GrowthRow): number {
  return after.bytes - before.bytes;
}

/**
 * What grew between two dumps of the same program, most bytes first; rows that stayed the same are left out.
 * Rows are told apart by root and allocation site alone, so a longer chain to the same variable is no new row.
 * @example growthBetween(older.groups, newer.groups)[0]?.root
 */
export function growthBetween(older: readonly HolderGroup[], newer: readonly HolderGroup[]): readonly GrowthRow[] {
  const rows = new Map<string, GrowthRow>();
  const add = (group: HolderGroup, side: 'before' | 'after') => {
    const key = `${group.root.kind} ${group.root.name} ${keyOfSite(group)}`;
    const row = rows.get(key) ?? emptyRow(group);
    const sum = { count: row[side].count + group.count, bytes: row[side].bytes + group.bytes };
    rows.set(key, { ...row, ...(side === 'after' ? { root: nameRoot(group.root) } : {}), [side]: sum });
  };
  for (const group of older) add(group, 'before');
  for (const group of newer) add(group, 'after');
  return [...rows.values()]
    .filter(({ before, after }) => before.bytes !== after.bytes || before.count !== after.count)
    .sort((a, b) => grownBytes(b) - grownBytes(a) || a.root.localeCompare(b.root));
}

function keyOfSite({ allocation, label }: HolderGroup): string {
  if (allocation !== undefined) return `${allocation.site.file ?? allocation.site.func}:${allocation.site.line ?? 0}`;
  return `${label.role} ${label.objectBytes ?? ''}`;
}

function emptyRow({ root, allocation }: HolderGroup): GrowthRow {
  const none = { count: 0, bytes: 0 };
  const site = allocation === undefined ? {} : { allocatedAt: allocation.site };
  return { root: nameRoot(root), rootKind: root.kind, rootName: root.name, ...site, before: none, after: none };
}
