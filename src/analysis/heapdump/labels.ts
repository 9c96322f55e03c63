import type { FunctionNames } from './function-names.ts';
import type { Memory } from './memory.ts';
import { ROLES, rolesOf } from './roles.ts';
import type { Role } from './roles.ts';
import type { AllocationSite } from './sites.ts';
import { siteNamer } from './sites.ts';

/** What objects of one label have in common: where they are allocated and how large they are. */
export interface Label {
  readonly role: Role;
  /** Absent where the allocation was not sampled, and for folded objects. */
  readonly allocation?: AllocationSite;
  /** Absent where a site allocates many sizes. */
  readonly objectBytes?: number;
}

/** The labels of a dump's objects. */
export interface Labels {
  readonly all: readonly Label[];
  /** An object's label, by which groups are told apart. */
  readonly own: (object: number) => number;
  /** Its label inside a chain: parts of maps are one label, whatever they are made of. */
  readonly inChain: (object: number) => number;
}

/** A site that allocates more sizes than this is one label. */
const MAX_SIZES = 8;

export function labelsOf(memory: Memory, functions: FunctionNames): Labels {
  const { objects, buckets } = memory.dump;
  const roles = rolesOf(memory);
  const table = new LabelTable();
  const folded = ROLES.map((role) => table.of({ role }));
  const siteOf = siteNamer(buckets, functions);
  const allocations = buckets.map(siteOf);
  const sizes = sizesBySite(allocations, buckets);
  const bucketSize = (bucket: number) => buckets[bucket]?.sizeBytes ?? 0;
  const ownByBucket = ROLES.map((role) =>
    allocations.map((allocation, bucket) => {
      const isVaried = (sizes.get(keyOfSite(allocation))?.size ?? 0) > MAX_SIZES;
      return table.of({
        role,
        allocation,
        ...(isVaried || role !== 'plain' ? {} : { objectBytes: bucketSize(bucket) }),
      });
    }),
  );
  const own = (object: number) => {
    const role = roles[object] ?? 0;
    const bucket = objects.bucket[object] ?? -1;
    if (bucket >= 0) return ownByBucket[role]?.[bucket] ?? 0;
    return role > 0 ? (folded[role] ?? 0) : table.of({ role: 'plain', objectBytes: objects.sizeBytes[object] ?? 0 });
  };
  const inChain = (object: number) => ((roles[object] ?? 0) > 0 ? (folded[roles[object] ?? 0] ?? 0) : own(object));
  return { all: table.labels, own, inChain };
}

class LabelTable {
  readonly labels: Label[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #bySize = new Map<number, number>();

  of(label: Label): number {
    const { role, allocation, objectBytes } = label;
    if (role === 'plain' && allocation === undefined && objectBytes !== undefined) {
      return this.#intern(this.#bySize, objectBytes, label);
    }
    const key = `${role} ${allocation === undefined ? '' : keyOfSite(allocation)} ${objectBytes ?? ''}`;
    return this.#intern(this.#byKey, key, label);
  }

  #intern<K>(map: Map<K, number>, key: K, label: Label): number {
    let index = map.get(key);
    if (index === undefined) {
      index = this.labels.push(label) - 1;
      map.set(key, index);
    }
    return index;
  }
}

function keyOfSite({ site }: AllocationSite): string {
  return `${site.file ?? site.func}:${site.line ?? 0}`;
}

function sizesBySite(
  allocations: readonly AllocationSite[],
  buckets: readonly { readonly sizeBytes: number }[],
): ReadonlyMap<string, ReadonlySet<number>> {
  const sizes = new Map<string, Set<number>>();
  allocations.forEach((allocation, bucket) => {
    const key = keyOfSite(allocation);
    const known = sizes.get(key) ?? new Set();
    sizes.set(key, known.add(buckets[bucket]?.sizeBytes ?? 0));
  });
  return sizes;
}
