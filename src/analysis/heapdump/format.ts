import type { Site } from '../trace/index.ts';
import type { HeapdumpEvidence, HeapdumpReading } from './evidence.ts';
import type { GrowthRow } from './growth.ts';
import { grownBytes } from './growth.ts';
import type { HeapFacts } from './facts.ts';
import { labelsTo } from './holders.ts';
import type { HolderGroup } from './holders.ts';
import type { Label } from './labels.ts';
import { originOfSymbol } from './names.ts';
import { nameRoot } from './root-text.ts';
import type { Subslice } from './subslice.ts';
import type { HolderTree } from './tree.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes as pprof prints them: by 1024, two decimals at most. @example formatBytes(1536) // '1.50kB' */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || Number.isInteger(value) ? String(value) : value.toFixed(2);
  return `${bytes < 0 ? '-' : ''}${digits}${UNITS[unit]}`;
}

function formatCount(count: number): string {
  return String(Math.abs(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `main.build (main.go:14)`; the file by its last name. */
export function formatSite({ func, file, line, confidence }: Site): string {
  if (file === undefined) return func;
  const where = `${file.slice(file.lastIndexOf('/') + 1)}:${line ?? 0}`;
  // The function's name is the compiled one's there: the line is what is certain.
  return confidence === 'likely' ? `${where}, in or inlined into ${func}` : `${func} (${where})`;
}

/** Rows below this part of all bytes are summed up. */
const SMALL_PART = 0.005;
const MAX_ROWS = 20;
const MAX_UNREACHABLE_ROWS = 3;

/**
 * The report of a heap dump: what is in use, a row for each group of objects with its holder, and what is left out.
 * @example formatHeapdump(readHeapdump(bytes).value)
 */
export function formatHeapdump({ evidence, facts, groups }: HeapdumpReading): string {
  const shown = groups.filter((group) => !isHousekeeping(group) && group.bytes >= evidence.bytes * SMALL_PART);
  const rows = shown.slice(0, MAX_ROWS).flatMap((group) => formatGroup(facts, group));
  const head = '     bytes   objects  retained  held by';
  return [
    ...formatHead(evidence),
    '',
    head,
    ...rows,
    '',
    ...formatRest(evidence, groups, shown.slice(0, MAX_ROWS)),
    '',
  ].join('\n');
}

function formatHead({ go, arch, objects, bytes, goroutineCount, collector, complete }: HeapdumpEvidence): string[] {
  const after = collector === undefined ? '' : `; written after collection ${collector.numGc}`;
  return [
    `heap dump of ${go} ${arch}: ${counted(objects, 'object')} in use, ${formatBytes(bytes)}; ${counted(goroutineCount, 'goroutine')}${after}`,
    ...(complete ? [] : ['The file is cut or damaged: everything below is what stands before the damage.']),
  ];
}

/** What the runtime and the standard library hold for themselves. */
function isHousekeeping({ root, allocation }: HolderGroup): boolean {
  if (root.kind === 'runtime' || root.kind === 'goroutine') return true;
  if (root.kind === 'frame' && originOfSymbol(root.name) === 'runtime') return true;
  const isNameless = /^(data|bss)\+0x/.test(root.name);
  const isStandardRoot = root.kind === 'global' && (isNameless || originOfSymbol(root.name) === 'std');
  return isStandardRoot && allocation?.isStandard !== false;
}

function formatGroup(facts: HeapFacts, group: HolderGroup): string[] {
  const { root, bytes, count, retainedBytes, subslice } = group;
  const numbers = [formatBytes(bytes), formatCount(count), formatBytes(retainedBytes)].map((cell) => cell.padStart(10));
  const wait = root.waitReason === undefined ? '' : ` (${root.waitReason})`;
  const likely = root.isLikely ? ' (likely: found by its words on the stack)' : '';
  const indent = ' '.repeat(32);
  return [
    `${numbers.join('')}  ${nameRoot(root)}${wait}${likely}`,
    `${indent}└─ ${formatChain(facts, group)}`,
    ...(subslice === undefined ? [] : [`${indent}   ${formatSubslice(subslice)}`]),
  ];
}

function formatChain(facts: HeapFacts, group: HolderGroup): string {
  const { count, bytes, label, allocation } = group;
  const steps = labelsTo(facts, group).map(formatLabel);
  const sizes =
    label.objectBytes === undefined || count === 1
      ? formatBytes(bytes)
      : `${formatCount(count)} × ${formatBytes(bytes / count)}`;
  const what = label.role === 'plain' ? sizes : `${ROLE_TEXT[label.role]}, ${formatBytes(bytes)}`;
  const where = allocation === undefined ? '' : ` allocated by ${formatSite(allocation.site)}`;
  const means = allocation?.through === undefined ? '' : ` through ${allocation.through}`;
  return [...steps, `${what}${where}${means}`].join(' → ');
}

const ROLE_TEXT = { plain: '', map: 'map', syncMap: 'sync.Map' };

function formatLabel({ role, allocation, objectBytes }: Label): string {
  if (role !== 'plain') return ROLE_TEXT[role];
  const size = objectBytes === undefined ? 'objects' : formatBytes(objectBytes);
  if (allocation === undefined) return size;
  const { func, file, line } = allocation.site;
  return `${size} of ${file === undefined ? func : `${file.slice(file.lastIndexOf('/') + 1)}:${line ?? 0}`}`;
}

function formatSubslice(subslice: Subslice & { readonly objects: number; readonly pinnedBytes: number }): string {
  const { length, capacity, offset, objectBytes, objects, pinnedBytes } = subslice;
  const header =
    capacity === undefined ? `a string of length ${length}` : `a slice of length ${length}, capacity ${capacity}`;
  const at = offset === 0 ? '' : ` at byte ${formatCount(offset)}`;
  return (
    `likely ${header}${at} keeps each object of ${formatBytes(objectBytes)}: ` +
    `${formatBytes(pinnedBytes)} of ${counted(objects, 'object')} can be reached by no length. Copy what is kept.`
  );
}

function formatRest(
  evidence: HeapdumpEvidence,
  groups: readonly HolderGroup[],
  shown: readonly HolderGroup[],
): string[] {
  const left = groups.filter((group) => !shown.includes(group));
  const own = left.filter(isHousekeeping);
  const small = left.filter((group) => !isHousekeeping(group));
  const { objects, bytes, sites } = evidence.unreachable;
  const listed = sites.slice(0, MAX_UNREACHABLE_ROWS).filter((site) => site.bytes >= evidence.bytes * SMALL_PART);
  return [
    ...(small.length === 0 ? [] : [`Smaller rows: ${formatSum(small)}. --json lists them.`]),
    ...(own.length === 0 ? [] : [`Held by the runtime and the standard library for themselves: ${formatSum(own)}.`]),
    ...(objects === 0
      ? []
      : [
          `Reached from nothing in the dump: ${formatBytes(bytes)} in ${counted(objects, 'object')}, garbage or held by what a dump leaves out.`,
          ...listed.map(
            (site) =>
              `  ${formatBytes(site.bytes)} in ${counted(site.count, 'object')} allocated by ${formatSite(site.allocatedAt)}`,
          ),
        ]),
  ];
}

function formatSum(groups: readonly HolderGroup[]): string {
  const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  return `${formatBytes(bytes)} in ${counted(count, 'object')}`;
}

/** Nodes of the printed tree that hold less than this part of the whole are left out. */
const SMALL_NODE = 0.01;

/**
 * The tree from the roots down: bytes held below each node, bytes it alone keeps, and what it is.
 * @example formatTree(holderTree(facts))
 */
export function formatTree(tree: HolderTree): string {
  const lines = ['      held  retained'];
  const walk = (node: HolderTree, indent: string) => {
    const shown = node.children.filter(({ heldBytes }) => heldBytes >= tree.heldBytes * SMALL_NODE);
    shown.forEach((child, i) => {
      const isLast = i === shown.length - 1;
      const isRoot = child.root !== undefined;
      const numbers = [child.heldBytes, child.retainedBytes].map((bytes) => formatBytes(bytes).padStart(10));
      lines.push(`${numbers.join('')}  ${isRoot ? '' : `${indent}${isLast ? '└─ ' : '├─ '}`}${formatNode(child)}`);
      walk(child, isRoot ? '' : `${indent}${isLast ? '   ' : '│  '}`);
    });
  };
  walk(tree, '');
  return `${lines.join('\n')}\n`;
}

/**
 * A node of the tree in words: the root's name, or how many objects of which size are allocated where.
 * @example formatNode(holderTree(facts).children[0]) // 'main.cache'
 */
export function formatNode({ root, label, count, bytes }: HolderTree): string {
  if (root !== undefined) {
    const kind = root.kind === 'frame' || root.kind === 'defer' || root.kind === 'goroutine' ? `${root.kind} ` : '';
    return `${kind}${root.name}${root.isLikely ? ' (likely)' : ''}`;
  }
  const many = count === 1 ? formatBytes(bytes) : `${counted(count, 'object')}, ${formatBytes(bytes)}`;
  const role = label === undefined || label.role === 'plain' ? '' : `${ROLE_TEXT[label.role]}: `;
  const where = label?.allocation === undefined ? '' : `, ${formatSite(label.allocation.site)}`;
  return `${role}${many}${where}`;
}

/**
 * What grew between two dumps, most bytes first.
 * @example formatGrowth(growthBetween(older.groups, newer.groups))
 */
export function formatGrowth(rows: readonly GrowthRow[]): string {
  if (rows.length === 0) return 'No root holds more or less than before.\n';
  const lines = rows.slice(0, MAX_ROWS).map((row) => {
    const { before, after, root, allocatedAt } = row;
    const cells = [signed(grownBytes(row), formatBytes), formatBytes(before.bytes), formatBytes(after.bytes)];
    const objects = signed(after.count - before.count, formatCount);
    const where = allocatedAt === undefined ? '' : ` ← ${formatSite(allocatedAt)}`;
    return `${[...cells, objects].map((cell) => cell.padStart(10)).join('')}  ${root}${where}`;
  });
  const more = rows.length > MAX_ROWS ? [`and ${counted(rows.length - MAX_ROWS, 'smaller row')}`] : [];
  return [`    growth    before     after   objects  held by ← allocated by`, ...lines, ...more, ''].join('\n');
}

function signed(value: number, format: (value: number) => string): string {
  return `${value > 0 ? '+' : value < 0 ? '-' : ''}${format(Math.abs(value))}`;
}
