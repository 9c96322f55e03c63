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
  /** Labels from the root to the objects, these excluded; a loop is passed once. */
  readonly through: readonly Label[];
  /** One chain of the shape, a shortest one: the objects from the root to the held one, which is left out. */
  readonly path: readonly PathStep[];
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
  return grouping.groups
    .map((group, i) => describeGroup(facts, group, retained[i] ?? 0))
    .sort((a, b) => b.bytes - a.bytes || b.count - a.count || a.root.name.localeCompare(b.root.name));
}

interface RawGroup {
  readonly example: number;
  readonly shape: number;
  readonly label: number;
  count: number;
  bytes: number;
  readonly roots: Set<number>;
  partial: number;
  pinnedBytes: number;
}

function groupObjects({ dump, labels, shapes, reach, subslices }: HeapFacts) {
  const groups: RawGroup[] = [];
  const byShape: Map<number, number>[] = [];
  const ofObject = new Int32Array(dump.objects.count).fill(-1);
  const rootOf = new Int32Array(dump.objects.count);
  for (const object of reach.order) {
    const parent = reach.parent[object] ?? -1;
    const root = rootOfParent(parent) ?? rootOf[parent] ?? 0;
    rootOf[object] = root;
    const shape = shapes.ofObject[object] ?? 0;
    const label = labels.own(object);
    const groupsOfShape = (byShape[shape] ??= new Map());
    let index = groupsOfShape.get(label);
    if (index === undefined) {
      index =
        groups.push({
          example: object,
          shape,
          label,
          count: 0,
          bytes: 0,
          roots: new Set(),
          partial: 0,
          pinnedBytes: 0,
        }) - 1;
      groupsOfShape.set(label, index);
    }
    ofObject[object] = index;
    const group = groups[index];
    if (group === undefined) continue;
    group.count++;
    group.bytes += dump.objects.sizeBytes[object] ?? 0;
    group.roots.add(root);
    const subslice = subslices.of(object);
    if (subslice === undefined) continue;
    group.partial++;
    group.pinnedBytes += subslice.objectBytes - subslice.usedBytes;
  }
  return { groups, ofObject };
}

function describeGroup(facts: HeapFacts, group: RawGroup, retainedBytes: number): HolderGroup {
  const { labels } = facts;
  const label = labels.all[group.label] ?? { role: 'plain' };
  const subslice = group.partial * 2 >= group.count ? facts.subslices.of(group.example) : undefined;
  const { partial: objects, pinnedBytes } = group;
  return {
    root: describeRoot(facts, group),
    through: throughOf(facts, group.shape),
    path: pathTo(facts, group.example),
    label,
    ...(label.allocation === undefined ? {} : { allocation: label.allocation }),
    count: group.count,
    bytes: group.bytes,
    retainedBytes,
    ...(subslice === undefined ? {} : { subslice: { ...subslice, objects, pinnedBytes } }),
    example: group.example,
  };
}

function describeRoot({ dump, roots, shapes }: HeapFacts, group: RawGroup): HolderRoot {
  const first = [...group.roots][0] ?? 0;
  const { kind = 'other', name = 'unknown', isLikely = false } = shapes.rootNames[shapes.nameOfRoot[first] ?? -1] ?? {};
  const ids = new Set([...group.roots].flatMap((root) => roots[root]?.goroutine ?? []));
  if (ids.size === 0) return { kind, name, isLikely };
  const reasons = new Set(dump.goroutines.filter(({ id }) => ids.has(id)).map(({ waitReason }) => waitReason));
  const [waitReason = ''] = reasons;
  const isOne = reasons.size === 1 && waitReason !== '';
  const [goroutine = 0] = ids;
  const of = { goroutines: ids.size, ...(ids.size === 1 ? { goroutine } : {}), ...(isOne ? { waitReason } : {}) };
  return { kind, name, isLikely, ...of };
}

/** Labels of a shape from the root down, without the last one, which is the group's own. */
function throughOf({ shapes, labels }: HeapFacts, shape: number): readonly Label[] {
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

/** The objects between a root and an object, equal steps in a row told once. */
export function pathTo(facts: HeapFacts, object: number): readonly PathStep[] {
  const { reach, dump } = facts;
  const steps: (PathStep & { times?: number })[] = [];
  for (let at = object; ;) {
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
