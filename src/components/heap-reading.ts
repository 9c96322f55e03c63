/** A heap dump as its pictures need it: small enough to cross from the worker, whatever the dump holds. */
import {
  formatBytes,
  formatNode,
  formatSite,
  grownBytes,
  growthBetween,
  holderTree,
  isHeapDump,
  NO_NAMES,
  parseProgram,
  readHeapdump,
  slicePicture,
  type HeapdumpReading,
  type HolderGroup,
  type HolderTree,
  type SlicePicture,
} from '../analysis/heapdump/index.ts';

/** Nodes that hold less than this part of everything reached are summed up. */
const smallNode = 0.01;
const mostNodes = 60;
const mostSlices = 3;
const mostGrowth = 20;

/** A node of the tree, after the one above it. */
export interface HeapNode {
  readonly depth: number;
  readonly words: string;
  readonly isRoot: boolean;
  /** Where its own objects are allocated is known. */
  readonly isSampled: boolean;
  /** Parts of everything that roots reach. */
  readonly heldShare: number;
  readonly retainedShare: number;
  readonly held: string;
  readonly retained: string;
}

/** A sub-slice that keeps more than it uses. */
export interface HeapSlice extends SlicePicture {
  readonly title: string;
  /** What all such objects pin together, in a sentence. */
  readonly sum: string;
}

export interface HeapGrowth {
  readonly change: string;
  readonly before: string;
  readonly after: string;
  readonly root: string;
  readonly allocatedAt: string;
}

/** What is drawn of a dump. */
export interface HeapAnswer {
  readonly title: string;
  readonly nodes: readonly HeapNode[];
  /** What was left out of the tree, in a sentence; empty for nothing. */
  readonly leftOut: string;
  readonly slices: readonly HeapSlice[];
  /** Against an older dump, where there is one. */
  readonly growth: readonly HeapGrowth[];
  readonly problems: readonly string[];
}

/** A file as it was given: a dump, or the program that wrote it. */
export interface HeapFile {
  readonly source: string;
  readonly content: Uint8Array;
}

/** True for what can name the addresses of a dump: an ELF executable or a WebAssembly module. */
export function isProgram(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  return (a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46) || (a === 0 && b === 0x61 && c === 0x73 && d === 0x6d);
}

/**
 * Reads dumps, the last taken with its holders drawn and compared with the first; names come from a program among the files.
 *
 * @example readHeap([{ source: 'heap.dump', content }]).nodes[0]?.words // 'main.cache'
 */
export function readHeap(files: readonly HeapFile[]): HeapAnswer {
  const program = files.find(({ content }) => isProgram(content));
  const names = program === undefined ? { value: NO_NAMES, diagnostics: [] } : parseProgram(program.content);
  const dumps = files.filter(({ content }) => isHeapDump(content));
  const read = dumps.map(({ source, content }) => ({ source, ...readHeapdump(content, names.value) }));
  read.sort((a, b) => collectionOf(a.value) - collectionOf(b.value));
  const newest = read.at(-1);
  if (newest === undefined) throw new Error('There is no heap dump among these files.');
  const { source, value, diagnostics } = newest;
  const { evidence, groups } = value;
  const tree = holderTree(value.facts);
  const { nodes, leftOut } = flatten(tree);
  const older = read.length > 1 ? read[0] : undefined;
  return {
    title: `${source}: ${formatBytes(evidence.bytes)} in ${evidence.objects.toLocaleString('en')} objects, ${formatBytes(tree.heldBytes)} of it reached from ${tree.children.length} roots`,
    nodes,
    leftOut,
    slices: slicesOf(groups),
    growth: older === undefined ? [] : growthOf(older.value, value),
    problems: [...names.diagnostics, ...diagnostics].map(
      ({ message, hint = '' }) =>
        sentence(message) + (hint === '' ? '' : ` ${hint.replace('with --exe', 'together with the dump')}`),
    ),
  };
}

const collectionOf = ({ evidence }: HeapdumpReading): number => evidence.collector?.numGc ?? 0;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** The nodes that matter, each after the one above it: those that hold most where there are too many. */
function flatten(tree: HolderTree): { readonly nodes: readonly HeapNode[]; readonly leftOut: string } {
  const limit = Math.max(tree.heldBytes * smallNode, heldOf(tree)[mostNodes] ?? 0);
  const nodes: HeapNode[] = [];
  let [count, bytes] = [0, 0];
  const walk = (node: HolderTree, depth: number): void => {
    for (const child of node.children) {
      if (child.heldBytes < limit || nodes.length >= mostNodes) {
        count++;
        bytes += child.heldBytes;
      } else {
        nodes.push(nodeOf(child, depth, tree.heldBytes));
        walk(child, depth + 1);
      }
    }
  };
  walk(tree, 0);
  const leftOut =
    count === 0 ? '' : `${count.toLocaleString('en')} smaller branches are not drawn: ${formatBytes(bytes)} together.`;
  return { nodes, leftOut };
}

/** What each node holds, most first. */
function heldOf(tree: HolderTree): readonly number[] {
  const held: number[] = [];
  const waiting: HolderTree[] = [...tree.children];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    held.push(node.heldBytes);
    waiting.push(...node.children);
  }
  return held.sort((a, b) => b - a);
}

function nodeOf(node: HolderTree, depth: number, all: number): HeapNode {
  const share = (bytes: number): number => (all === 0 ? 0 : bytes / all);
  return {
    depth,
    words: formatNode(node),
    isRoot: node.root !== undefined,
    isSampled: node.label?.allocation !== undefined,
    heldShare: share(node.heldBytes),
    retainedShare: share(node.retainedBytes),
    held: formatBytes(node.heldBytes),
    retained: formatBytes(node.retainedBytes),
  };
}

function slicesOf(groups: readonly HolderGroup[]): readonly HeapSlice[] {
  const pinning = groups.flatMap(({ root, allocation, subslice }) =>
    subslice ? [{ root, allocation, subslice }] : [],
  );
  pinning.sort((a, b) => b.subslice.pinnedBytes - a.subslice.pinnedBytes);
  return pinning.slice(0, mostSlices).map(({ root, allocation, subslice }) => {
    const { objects, pinnedBytes } = subslice;
    const site = allocation === undefined ? '' : `, allocated by ${formatSite(allocation.site)}`;
    return {
      ...slicePicture(subslice),
      title: `Held by ${root.name}${site}`,
      sum: `${objects.toLocaleString('en')} such objects: ${formatBytes(pinnedBytes)} that no length reaches. Likely, since a dump has no types: the numbers fit a slice.`,
    };
  });
}

function growthOf(older: HeapdumpReading, newer: HeapdumpReading): readonly HeapGrowth[] {
  const rows = growthBetween(older.groups, newer.groups).slice(0, mostGrowth);
  return rows.map((row) => {
    const change = grownBytes(row);
    return {
      change: (change > 0 ? '+' : '') + formatBytes(change),
      before: formatBytes(row.before.bytes),
      after: formatBytes(row.after.bytes),
      root: row.root,
      allocatedAt: row.allocatedAt === undefined ? '' : formatSite(row.allocatedAt),
    };
  });
}
