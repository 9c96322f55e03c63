import { compareText } from './bytes.ts';
import { infoKey, newNode } from './graph-model.ts';
import type { Edge, Graph, GraphNode, NodeInfo, NodeTags, Tag } from './graph-model.ts';
import { add } from './int64.ts';
import type { Int64 } from './int64.ts';
import { mappingFileOf } from './model.ts';
import type { Line, Location, Profile, Sample } from './model.ts';
import { cleanPath } from './paths.ts';

/** How samples become a graph. */
export interface GraphOptions {
  /** Which value of a sample counts. */
  readonly valueIndex: number;
  /** Divide by the first value of each sample, for means. */
  readonly mean: boolean;
  readonly dropNegative: boolean;
  /** Tell nodes of different binaries apart. */
  readonly objectNames: boolean;
  /** Names a numeric label; without it labels are not collected. */
  readonly formatTag?: (value: Int64, unit: string) => string;
}

/** The node of each line of each location, as indexes into `infos`. */
export interface NodeTable {
  readonly infos: readonly NodeInfo[];
  readonly functionKeys: readonly string[];
  /** Where the nodes of a location start in `nodes`; one entry more than there are locations. */
  readonly starts: Int32Array;
  /** Of each location: the innermost line first. */
  readonly nodes: Int32Array;
}

const NO_LINE: Line = { func: -1, line: 0, column: 0 };

/** Tells which lines of a profile's locations are the same node. */
export function makeNodeTable(profile: Profile, objectNames: boolean): NodeTable {
  const infos: NodeInfo[] = [];
  const functionKeys: string[] = [];
  const indexes = new Map<string, number>();
  const starts = new Int32Array(profile.locations.length + 1);
  const nodes: number[] = [];
  const wholeFunctions = new Map<number, number>();
  const intern = (info: NodeInfo): number => {
    const key = infoKey(info);
    let index = indexes.get(key);
    if (index === undefined) {
      index = infos.length;
      indexes.set(key, index);
      infos.push(info);
      const isWhole = info.address === 0 && info.line === 0;
      functionKeys.push(isWhole ? key : infoKey({ ...info, address: 0, line: 0, column: 0 }));
    }
    return index;
  };
  profile.locations.forEach((location, l) => {
    starts[l] = nodes.length;
    for (const line of location.lines.length === 0 ? [NO_LINE] : location.lines) {
      // Most reports tell functions apart, no more: those are looked up without making a key.
      const whole = !objectNames && line.func >= 0 && line.line === 0 && line.column === 0 && location.address === 0;
      let index = whole ? wholeFunctions.get(line.func) : undefined;
      if (index === undefined) {
        index = intern(infoOf(profile, location, line, objectNames));
        if (whole && profile.functions[line.func]?.name !== '') wholeFunctions.set(line.func, index);
      }
      nodes.push(index);
    }
  });
  starts[profile.locations.length] = nodes.length;
  return { infos, functionKeys, starts, nodes: Int32Array.from(nodes) };
}

function infoOf(profile: Profile, location: Location, line: Line, objectNames: boolean): NodeInfo {
  const func = profile.functions[line.func];
  const objectFile = mappingFileOf(profile, location);
  if (func === undefined) {
    return { name: '', address: location.address, file: '', startLine: 0, line: 0, column: 0, objectFile };
  }
  const withObject = objectNames || func.name === '';
  return {
    name: func.name,
    address: location.address,
    file: func.filename === '' ? '' : cleanPath(func.filename),
    startLine: withObject ? func.startLine : 0,
    line: line.line,
    column: line.column,
    objectFile: withObject ? objectFile : '',
  };
}

interface Weights {
  readonly values: readonly Int64[];
  readonly divisors: readonly Int64[] | undefined;
}

function weightsOf(profile: Profile, options: GraphOptions): Weights {
  return {
    values: profile.samples.map(({ values }) => values[options.valueIndex] ?? 0),
    divisors: options.mean ? profile.samples.map(({ values }) => values[0] ?? 0) : undefined,
  };
}

/** An edge with the number of the sample that last went over it. */
interface CountedEdge extends Edge {
  sample: number;
}

/**
 * The call graph of a profile. A node counts once per sample for cum however often it recurs; so does an edge. With `kept`,
 * by index in the table, other nodes are left out and the edges over them are residual.
 *
 * @see https://github.com/google/pprof/blob/main/internal/graph/graph.go
 */
export function buildGraph(profile: Profile, table: NodeTable, options: GraphOptions, kept?: Uint8Array): Graph {
  const nodes = table.infos.map((info, i) => newNode(info, table.functionKeys[i] ?? ''));
  const { values, divisors } = weightsOf(profile, options);
  const edges = new EdgeTable(nodes);
  const seen = new Int32Array(nodes.length).fill(-1);
  profile.samples.forEach((sample, s) => {
    const weight = values[s] ?? 0;
    const divisor = divisors?.[s] ?? 0;
    if (weight === 0 && divisor === 0) return;
    const tags = options.formatTag && tagsOf(sample, options.formatTag);
    let parent = -1;
    let residual = false;
    for (let f = sample.stack.length - 1; f >= 0; f--) {
      const location = sample.stack[f]!;
      const first = table.starts[location]!;
      const last = table.starts[location + 1]! - 1;
      for (let at = last; at >= first; at--) {
        const index = table.nodes[at]!;
        if (kept !== undefined && kept[index] !== 1) {
          residual = true;
          continue;
        }
        const node = nodes[index]!;
        if (seen[index] !== s) {
          seen[index] = s;
          node.cum = add(node.cum, weight);
          if (divisor !== 0) node.cumDivisor = add(node.cumDivisor, divisor);
          if (tags) addTags(node, tags, weight, divisor, false);
        }
        if (parent >= 0 && parent !== index) edges.add(parent, index, s, weight, divisor, residual, at !== last);
        parent = index;
        residual = false;
      }
    }
    const leaf = nodes[parent];
    if (leaf === undefined || residual) return;
    leaf.flat = add(leaf.flat, weight);
    if (divisor !== 0) leaf.flatDivisor = add(leaf.flatDivisor, divisor);
    if (tags) addTags(leaf, tags, weight, divisor, true);
  });
  return { nodes: selectNodes(nodes, options.dropNegative) };
}

/** Finds edges by their ends; the last edge into a node is the likeliest one. */
class EdgeTable {
  readonly #nodes: readonly GraphNode[];
  readonly #edges = new Map<number, CountedEdge>();
  readonly #last: (CountedEdge | undefined)[];
  readonly #lastParent: Int32Array;

  constructor(nodes: readonly GraphNode[]) {
    this.#nodes = nodes;
    this.#last = Array.from({ length: nodes.length });
    this.#lastParent = new Int32Array(nodes.length).fill(-1);
  }

  add(
    from: number,
    to: number,
    sample: number,
    weight: Int64,
    divisor: Int64,
    residual: boolean,
    inline: boolean,
  ): void {
    const edge = this.#lastParent[to] === from ? this.#last[to]! : this.#find(from, to);
    if (edge.sample === sample) return;
    edge.sample = sample;
    edge.weight = add(edge.weight, weight);
    if (divisor !== 0) edge.weightDivisor = add(edge.weightDivisor, divisor);
    if (residual) edge.residual = true;
    if (!inline) edge.inline = false;
  }

  #find(from: number, to: number): CountedEdge {
    const key = from * this.#nodes.length + to;
    let edge = this.#edges.get(key);
    if (edge === undefined) {
      const [source, target] = [this.#nodes[from]!, this.#nodes[to]!];
      edge = { source, target, weight: 0, weightDivisor: 0, residual: false, inline: true, sample: -1 };
      this.#edges.set(key, edge);
      source.out.push(edge);
      target.in.push(edge);
    }
    this.#lastParent[to] = from;
    this.#last[to] = edge;
    return edge;
  }
}

/** Nodes with anything in them; on request without those that shrank. */
export function selectNodes(nodes: readonly GraphNode[], dropNegative: boolean): GraphNode[] {
  return nodes.filter((node) => {
    if (node.cum === 0 && node.flat === 0) return false;
    return !dropNegative || !(node.flat < 0 || (node.flat === 0 && node.cum < 0));
  });
}

/** The labels of one sample, named. */
export interface SampleTags {
  readonly text: string;
  readonly numbers: readonly { readonly name: string; readonly unit: string; readonly value: Int64 }[];
}

/** The labels of a sample, numbers named by `format`. */
export function tagsOf(sample: Sample, format: (value: Int64, unit: string) => string): SampleTags {
  const texts = [...sample.labels].flatMap(([key, values]) => values.map((value) => `${key}:${value}`));
  const numbers = [...sample.numberLabels].flatMap(([key, { values, units }]) => {
    return values.map((value, i) => {
      const unit = units.length > 0 ? (units[i] ?? '') : key;
      return { name: format(value, unit), unit, value };
    });
  });
  return { text: texts.sort(compareText).join('\\n'), numbers };
}

/** Counts a sample's labels at a node, for flat or for cum. */
export function addTags(node: GraphNode, tags: SampleTags, weight: Int64, divisor: Int64, flat: boolean): void {
  const into: NodeTags = (node.tags ??= { texts: new Map(), numbers: new Map() });
  if (tags.text !== '') addTag(into.texts, { name: tags.text, unit: '', value: 0 }, weight, divisor, flat);
  let numbers = into.numbers.get(tags.text);
  if (numbers === undefined) into.numbers.set(tags.text, (numbers = new Map()));
  for (const number of tags.numbers) addTag(numbers, number, weight, divisor, flat);
}

function addTag(
  into: Map<string, Tag>,
  tag: Pick<Tag, 'name' | 'unit' | 'value'>,
  weight: Int64,
  divisor: Int64,
  flat: boolean,
): void {
  let sums = into.get(tag.name);
  if (sums === undefined) into.set(tag.name, (sums = { ...tag, flat: 0, flatDivisor: 0, cum: 0, cumDivisor: 0 }));
  if (flat) {
    sums.flat = add(sums.flat, weight);
    sums.flatDivisor = add(sums.flatDivisor, divisor);
  } else {
    sums.cum = add(sums.cum, weight);
    sums.cumDivisor = add(sums.cumDivisor, divisor);
  }
}
