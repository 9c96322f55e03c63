import { aggregate } from './aggregate.ts';
import type { Granularity } from './aggregate.ts';
import { samplingVariance } from './error-bars.ts';
import type { VarianceOf } from './error-bars.ts';
import { buildGraph, makeNodeTable } from './graph-build.ts';
import type { NodeTable } from './graph-build.ts';
import { BY_CUM, BY_FLAT, infoKey } from './graph-model.ts';
import { toFloat } from './int64.ts';
import { isBaseSample } from './model.ts';
import type { Profile } from './model.ts';
import { totalOf } from './totals.ts';

/** A row of the table. Shares are of `TableView.total`; sigmas are one standard deviation by sampling. */
export interface TableRow {
  readonly label: string;
  readonly func: string;
  readonly file?: string;
  readonly line?: number;
  /** Exact decimal digits. */
  readonly flat: string;
  readonly cum: string;
  readonly flatShare: number;
  readonly cumShare: number;
  readonly flatSigma?: number;
  readonly cumSigma?: number;
}

/** The rows in order, and what their shares are of. */
export interface TableView {
  /** What counts as 100 %, as decimal digits, and what that is. */
  readonly total: string;
  readonly denominator: 'profile' | 'changes' | 'base';
  readonly rows: readonly TableRow[];
}

/** Which value, told apart how, in which order. */
export interface TableOptions {
  readonly valueIndex: number;
  readonly granularity?: Granularity;
  readonly sort?: 'flat' | 'cum';
}

/**
 * All functions (or lines, files, addresses) of a profile with their values, none left out, and with error bars where the
 * profile tells how it was sampled.
 *
 * @example layOutTable(profile, { valueIndex: 3 }).rows[0]?.func // 'main.attach'
 */
export function layOutTable(
  profile: Profile,
  { valueIndex, granularity = 'functions', sort = 'flat' }: TableOptions,
): TableView {
  const merged = aggregate(profile, granularity, { noInlines: false, columns: false });
  const table = makeNodeTable(merged, false);
  const graph = buildGraph(merged, table, { valueIndex, mean: false, dropNegative: false, objectNames: false });
  const total = totalOf(profile, valueIndex, false);
  const varianceOf = samplingVariance(profile, valueIndex);
  const variances = varianceOf && sumVariances(merged, table, varianceOf);
  const share = (value: number) => (total === 0 ? 0 : value / toFloat(total));
  const rows = graph.nodes.sort(sort === 'cum' ? BY_CUM : BY_FLAT).map(({ info, label, flat, cum }): TableRow => {
    const spread = variances?.get(infoKey(info));
    return {
      label,
      func: info.name === '' ? label : info.name,
      ...(info.file === '' ? {} : { file: info.file }),
      ...(info.line === 0 ? {} : { line: toFloat(info.line) }),
      flat: String(flat),
      cum: String(cum),
      flatShare: share(toFloat(flat)),
      cumShare: share(toFloat(cum)),
      ...(spread ? { flatSigma: Math.sqrt(spread.flat), cumSigma: Math.sqrt(spread.cum) } : {}),
    };
  });
  return { total: String(total), denominator: denominatorOf(profile, valueIndex), rows };
}

function denominatorOf({ samples }: Profile, valueIndex: number): TableView['denominator'] {
  if (samples.some(isBaseSample)) return 'base';
  return samples.some(({ values }) => (values[valueIndex] ?? 0) < 0) ? 'changes' : 'profile';
}

interface Spread {
  flat: number;
  cum: number;
}

/** Variances add up: each sample counts once per node for cum, and for its leaf. */
function sumVariances(profile: Profile, table: NodeTable, varianceOf: VarianceOf): ReadonlyMap<string, Spread> {
  const spreads = table.infos.map((): Spread => ({ flat: 0, cum: 0 }));
  const seen = new Int32Array(spreads.length).fill(-1);
  profile.samples.forEach((sample, s) => {
    const variance = varianceOf(sample);
    if (variance === 0) return;
    for (const location of sample.stack) {
      for (let at = table.starts[location]!; at < table.starts[location + 1]!; at++) {
        const node = table.nodes[at]!;
        if (seen[node] !== s) spreads[node]!.cum += variance;
        seen[node] = s;
      }
    }
    const leaf = table.nodes[table.starts[sample.stack[0] ?? -1] ?? -1];
    if (leaf !== undefined) spreads[leaf]!.flat += variance;
  });
  return new Map(spreads.map((spread, i) => [infoKey(table.infos[i]!), spread]));
}
