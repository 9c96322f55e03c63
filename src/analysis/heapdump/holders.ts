import type { HeapFacts } from './facts.ts';
import type { Label } from './labels.ts';
import { rootOfParent } from './reach.ts';
import { retainedByGroup } from './retained.ts';
import type { RootKind } from './roots.ts';
import type { AllocationSite } from './sites.ts';
import type { Subslice } from './subslice.ts';

/** Objects of one allocation site that one root holds by chains of one shape. */
export interface HolderGroup {
  readonly root: HolderRoot;
  /** Index of the shape of their chains. */
  readonly shape: number;
  readonly label: Label;
  /** Absent where no object of the group was sampled. */
  readonly allocation?: AllocationSite;
  readonly count: number;
  readonly bytes: number;
  /** Bytes that would go if the group went, its own included. */
  readonly retainedBytes: number;
  /** Present where at least half of the objects are held by a part; the numbers are of one of them. */
  readonly subslice?: Subslice & { readonly objects: number; readonly pinnedBytes: number };
  /** The first object of the group by length of chain, as an index of the dump. */
  readonly example: number;
}

export interface HolderRoot {
  readonly kind: RootKind;
  readonly name: string;
  /** How many goroutines hold such objects, for roots that are goroutines'. */
  readonly goroutines?: number;
  /** Its id, where it is one. */
  readonly goroutine?: number;
  /** Why they wait, where all wait for the same reason. */
  readonly waitReason?: string;
  /** True where words of a stack were taken for pointers. */
  readonly isLikely: boolean;
}

/** One object of a chain: its bytes, where in it the pointer to the next stands, and how often the step repeats. */
export interface PathStep {
  readonly bytes: number;
  readonly offset: number;
  readonly times?: number;
}

/** The groups of a dump, those of most bytes first. */
export function holderGroups(facts: HeapFacts): readonly HolderGroup[] {
  const grouping = groupObjects(facts);
  const retained = retainedByGroup(facts.retained, grouping.ofObject, grouping.groups.length);
  const waitReasons = new Map(facts.dump.goroutines.map(({ id, waitReason }) => [id, waitReason]));
  return grouping.groups
    .map((group, i) => describeGroup(facts, group, retained[i] ?? 0, waitReasons))
    .sort((a, b) => b.bytes - a.bytes || b.count - a.count || a.root.name.localeCompare(b.root.name));
}

interface RawGroup {
  readonly example: number;
  readonly shape: number;
  readonly label: number;
  count: number;
  bytes: number;
  /** One of the roots that hold it; all have the same name. */
  readonly root: number;
  goroutines?: Set<number>;
  partial: number;
  pinnedBytes: number;
}

function groupObjects(facts: HeapFacts): { groups: readonly RawGroup[]; ofObject: Int32Array } {
  const { dump, labels, shapes, reach, roots, subslices } = facts;
  const groups: RawGroup[] = [];
  const byShape: Map<number, RawGroup & { readonly index: number }>[] = [];
  const ofObject = new Int32Array(dump.objects.count).fill(-1);
  const rootOf = new Int32Array(dump.objects.count);
  for (const object of reach.order) {
    const parent = reach.parent[object] ?? -1;
    const root = rootOfParent(parent) ?? rootOf[parent] ?? 0;
    rootOf[object] = root;
    const shape = shapes.ofObject[object] ?? 0;
    const label = labels.own(object);
    const groupsOfShape = (byShape[shape] ??= new Map());
    let group = groupsOfShape.get(label);
    if (group === undefined) {
      const none = { count: 0, bytes: 0, partial: 0, pinnedBytes: 0 };
      group = { index: groups.length, example: object, shape, label, root, ...none };
      groupsOfShape.set(label, group);
      groups.push(group);
    }
    ofObject[object] = group.index;
    addTo(group, dump.objects.sizeBytes[object] ?? 0, roots[root]?.goroutine, subslices.of(object));
  }
  return { groups, ofObject };
}

function addTo(group: RawGroup, bytes: number, goroutine: number | undefined, subslice: Subslice | undefined): void {
  group.count++;
  group.bytes += bytes;
  if (goroutine !== undefined) (group.goroutines ??= new Set()).add(goroutine);
  if (subslice === undefined) return;
  group.partial++;
  group.pinnedBytes += subslice.objectBytes - subslice.usedBytes;
}

function describeGroup(
  facts: HeapFacts,
  group: RawGroup,
  retainedBytes: number,
  waitReasons: ReadonlyMap<number, string>,
): HolderGroup {
  const { shape, example, count, bytes, partial: objects, pinnedBytes } = group;
  const label = facts.labels.all[group.label] ?? { role: 'plain' };
  const subslice = objects * 2 >= count ? facts.subslices.of(example) : undefined;
  return {
    root: describeRoot(facts, group, waitReasons),
    shape,
    label,
    ...(label.allocation === undefined ? {} : { allocation: label.allocation }),
    count,
    bytes,
    retainedBytes,
    ...(subslice === undefined ? {} : { subslice: { ...subslice, objects, pinnedBytes } }),
    example,
  };
}

function describeRoot(
  { shapes }: HeapFacts,
  { root, goroutines }: RawGroup,
  waitReasons: ReadonlyMap<number, string>,
): HolderRoot {
  const { kind = 'other', name = 'unknown', isLikely = false } = shapes.rootNames[shapes.nameOfRoot[root] ?? -1] ?? {};
  if (goroutines === undefined) return { kind, name, isLikely };
  const reasons = new Set([...goroutines].map((id) => waitReasons.get(id) ?? ''));
  const [waitReason = ''] = reasons;
  const [goroutine = 0] = goroutines;
  return {
    kind,
    name,
    isLikely,
    goroutines: goroutines.size,
    ...(goroutines.size === 1 ? { goroutine } : {}),
    ...(reasons.size === 1 && waitReason !== '' ? { waitReason } : {}),
  };
}

/** Labels from the root to the objects of a group, these excluded; a loop is passed once. */
export function labelsTo({ shapes, labels }: HeapFacts, { shape }: HolderGroup): readonly Label[] {
  const through: Label[] = [];
  for (let at = shapes.all[shape]?.above ?? -1; at >= 0;) {
    const { above, label } = shapes.all[at] ?? { above: -1, label: -1 };
    const known = labels.all[label];
    if (above >= 0 && known !== undefined) through.push(known);
    at = above;
  }
  return through.reverse();
}

/** Steps of a path that are kept; a longer one loses its middle. */
const MAX_STEPS = 64;

/** A shortest chain to a group: the objects from the root to the group's first, that left out; equal steps in a row told once. */
export function pathTo(facts: HeapFacts, { example }: HolderGroup): readonly PathStep[] {
  const { reach, dump } = facts;
  const steps: (PathStep & { times?: number })[] = [];
  for (let at = example; ;) {
    const parent = reach.parent[at] ?? -1;
    if (parent < 0) break;
    const step = { bytes: dump.objects.sizeBytes[parent] ?? 0, offset: offsetOf(facts, parent, at) };
    const last = steps.at(-1);
    if (last !== undefined && last.bytes === step.bytes && last.offset === step.offset)
      last.times = (last.times ?? 1) + 1;
    else steps.push(step);
    at = parent;
  }
  steps.reverse();
  return steps.length <= MAX_STEPS ? steps : [...steps.slice(0, MAX_STEPS / 2), ...steps.slice(-MAX_STEPS / 2)];
}

/** Where in an object the first pointer to another stands. */
function offsetOf({ memory }: HeapFacts, holder: number, target: number): number {
  let found = -1;
  memory.eachPointerOf(holder, (pointer, offset) => {
    if (found < 0 && memory.findObject(pointer) === target) found = offset;
  });
  return Math.max(0, found);
}
