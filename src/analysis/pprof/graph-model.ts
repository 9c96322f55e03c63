import { abs, add, divide, fromFloat, toFloat } from './int64.ts';
import type { Int64 } from './int64.ts';
import { compareText } from './bytes.ts';
import { baseName } from './paths.ts';

/** What tells one node from another. Fields that a granularity drops are blank. */
export interface NodeInfo {
  readonly name: string;
  readonly address: Int64;
  readonly file: string;
  readonly startLine: Int64;
  readonly line: Int64;
  readonly column: Int64;
  readonly objectFile: string;
}

/** One label value, or a range of them, at a node. */
export interface Tag {
  readonly name: string;
  readonly unit: string;
  readonly value: Int64;
  flat: Int64;
  flatDivisor: Int64;
  cum: Int64;
  cumDivisor: Int64;
}

/** Labels of the samples at a node: texts by their joined label, numbers by the joined texts they came with. */
export interface NodeTags {
  texts: Map<string, Tag>;
  readonly numbers: Map<string, Map<string, Tag>>;
}

/** A function, line or address with what was measured in it (flat) and in it or beneath it (cum). */
export interface GraphNode {
  readonly info: NodeInfo;
  /** How the node is called in reports. */
  readonly label: string;
  /** The same for all nodes of one function (and one context, in a call tree). */
  readonly functionKey: string;
  flat: Int64;
  flatDivisor: Int64;
  cum: Int64;
  cumDivisor: Int64;
  in: Edge[];
  out: Edge[];
  tags: NodeTags | undefined;
}

/** A call. Residual ones jump over frames that were left out; inlined ones were always inlined. */
export interface Edge {
  source: GraphNode;
  readonly target: GraphNode;
  weight: Int64;
  weightDivisor: Int64;
  residual: boolean;
  inline: boolean;
}

/** Nodes with anything in them. Edges may lead to others that have nothing. */
export interface Graph {
  nodes: GraphNode[];
}

/** A node without values and edges. */
export function newNode(info: NodeInfo, functionKey: string): GraphNode {
  const sums = { flat: 0, flatDivisor: 0, cum: 0, cumDivisor: 0 };
  return { info, label: labelOf(info), functionKey, ...sums, in: [], out: [], tags: undefined };
}

/** The value, or its mean where a divisor was counted. */
export function meanOf(value: Int64, divisor: Int64): Int64 {
  return divisor === 0 ? value : divide(value, divisor);
}

/** Flat, as a mean where a divisor was counted. */
export const flatOf = (node: { flat: Int64; flatDivisor: Int64 }): Int64 => meanOf(node.flat, node.flatDivisor);
/** Cum, as a mean where a divisor was counted. */
export const cumOf = (node: { cum: Int64; cumDivisor: Int64 }): Int64 => meanOf(node.cum, node.cumDivisor);
/** The weight of an edge, as a mean where a divisor was counted. */
export const weightOf = (edge: Edge): Int64 => meanOf(edge.weight, edge.weightDivisor);

/** Address, name and place, as far as they are known. */
export function labelParts(info: NodeInfo): readonly string[] {
  const parts: string[] = [];
  if (info.address !== 0) parts.push(info.address.toString(16).padStart(16, '0'));
  if (info.name !== '') parts.push(info.name);
  if (info.line !== 0) parts.push(`${info.file}:${info.line}${info.column === 0 ? '' : `:${info.column}`}`);
  else if (info.file !== '') parts.push(info.file);
  else if (info.name === '') parts.push(info.objectFile === '' ? '<unknown>' : `[${baseName(info.objectFile)}]`);
  return parts;
}

/** How a node is called in reports: its parts with blanks between. */
export function labelOf(info: NodeInfo): string {
  return info.address === 0 && info.line === 0 && info.file === '' && info.name !== ''
    ? info.name
    : labelParts(info).join(' ');
}

type NodeOrder = (a: GraphNode, b: GraphNode) => number;

const bySize = (a: Int64, b: Int64): number => {
  const [x, y] = [abs(a), abs(b)];
  return x > y ? -1 : x < y ? 1 : 0;
};

/** Nodes whose labels are equal but which differ otherwise have no order in pprof either. */
const DISORDER = 0.5;

function byLabel(a: GraphNode, b: GraphNode): number {
  const [left, right] = [a.info.address, b.info.address];
  if (left !== 0 && right !== 0 && left !== right) return left < right ? -1 : 1;
  const order = compareText(a.label, b.label);
  return order !== 0 ? order : sameInfo(a.info, b.info) ? 0 : DISORDER;
}

function sameInfo(a: NodeInfo, b: NodeInfo): boolean {
  return a === b || infoKey(a) === infoKey(b);
}

/** One string per node identity. */
export function infoKey(info: NodeInfo): string {
  const { name, address, file, startLine, line, column, objectFile } = info;
  return `${name}\0${address}\0${file}\0${startLine}\0${line}\0${column}\0${objectFile}`;
}

const chain = (...orders: readonly NodeOrder[]): NodeOrder => {
  return (a, b) => {
    for (const order of orders) {
      const result = order(a, b);
      if (result === DISORDER) return 0;
      if (result !== 0) return result;
    }
    return 0;
  };
};

/** Largest flat first, then by name. */
export const BY_FLAT = chain(
  (a, b) => bySize(a.flat, b.flat),
  byLabel,
  (a, b) => bySize(a.cum, b.cum),
);
/** Largest cum first, then by name. */
export const BY_CUM = chain(
  (a, b) => bySize(a.cum, b.cum),
  byLabel,
  (a, b) => bySize(a.flat, b.flat),
);

/** Most telling first: pprof's choice for pictures. */
export function byEntropy(nodes: readonly GraphNode[]): NodeOrder {
  const scores = new Map(nodes.map((node) => [node, entropyScore(node)]));
  const score: NodeOrder = (a, b) => bySize(scores.get(a) ?? 0, scores.get(b) ?? 0);
  return chain(score, byLabel, (a, b) => bySize(a.flat, b.flat));
}

/** Heaviest edges first, then by the names of caller and callee. Equal weights of opposite sign have no order in pprof. */
export function byWeight(a: Edge, b: Edge): number {
  if (a.weight !== b.weight) return bySize(a.weight, b.weight);
  return compareText(a.source.label, b.source.label) || compareText(a.target.label, b.target.label);
}

/** Nodes through which everything passes straight on score low. */
function entropyScore(node: GraphNode): Int64 {
  let score = node.in.length === 0 ? 1 : edgeEntropy(node.in, 0);
  score += node.out.length === 0 ? 1 : edgeEntropy(node.out, node.flat);
  return add(fromFloat(score * toFloat(node.cum)), node.flat);
}

function edgeEntropy(edges: readonly Edge[], self: Int64): number {
  let total = self;
  for (const { weight } of edges) if (weight > 0) total = add(total, weight);
  if (total === 0) return 0;
  let score = 0;
  const note = (value: number) => {
    const share = value / toFloat(total);
    score += -share * log2(share);
  };
  for (const { weight } of edges) note(toFloat(abs(weight)));
  if (self > 0) note(toFloat(self));
  return score;
}

/** The logarithm as Go computes it: exact for powers of two. */
function log2(value: number): number {
  if (value === 0) return -Infinity;
  let exponent = Math.max(-1023, Math.floor(Math.log2(value)) + 1);
  let fraction = value / 2 ** exponent;
  while (fraction < 0.5) {
    fraction *= 2;
    exponent--;
  }
  while (fraction >= 1) {
    fraction /= 2;
    exponent++;
  }
  return fraction === 0.5 ? exponent - 1 : exponent + Math.log(fraction) * (1 / Math.LN2);
}
