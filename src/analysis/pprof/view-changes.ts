import { trendOf } from './error-bars.ts';
import type { Trend } from './error-bars.ts';
import type { Profile } from './model.ts';
import type { Result } from './sample-types.ts';
import { subtractProfile } from './subtract.ts';
import { totalOf } from './totals.ts';
import { layOutTable } from './view-table.ts';
import type { TableOptions, TableRow, TableView } from './view-table.ts';

/** How a base is taken away: `-diff_base`, `-base`, or `-normalize` with `-diff_base`. */
export type CompareMode = 'diff_base' | 'base' | 'normalize';

/**
 * A row of a difference, with what sampling lets one say of it; a trend is absent where the profiles do not tell, and where
 * nothing was there before or after.
 */
export interface ChangeRow extends TableRow {
  readonly flatTrend?: Trend;
  readonly cumTrend?: Trend;
}

/** A difference as a table. All sums as decimal digits, in the unit of the value. */
export interface ChangeView extends TableView {
  readonly rows: readonly ChangeRow[];
  /**
   * The difference with equal stacks added up, for pictures of what changed: kept apart, what stayed the same would be drawn
   * as having grown and shrunk.
   */
  readonly profile: Profile;
  readonly valueIndex: number;
  /** The sum of the base. */
  readonly baseTotal: string;
  /** All increases and all decreases together: what `-base` calls 100 %. */
  readonly changesTotal: string;
}

/** Which value by its type's name, and how to compare. */
export interface ChangeOptions extends Omit<TableOptions, 'valueIndex'> {
  readonly mode: CompareMode;
  readonly type: string;
}

/**
 * What changed between two profiles, per function (or line, file, address), with one standard deviation of each change and
 * whether it stands out of it. A normalized difference has none: its values are no longer those that were sampled.
 * Profiles that cannot be compared give an error in the words of pprof.
 *
 * @see https://github.com/google/pprof/blob/main/doc/README.md#comparing-profiles
 * @example layOutChanges(after, before, { mode: 'diff_base', type: 'inuse_space' })
 */
export function layOutChanges(profile: Profile, base: Profile, options: ChangeOptions): Result<ChangeView> {
  const { mode, type, ...table } = options;
  const shown = subtractProfile(profile, base, { isDiffBase: mode !== 'base', normalize: mode === 'normalize' });
  if ('error' in shown) return shown;
  const valueIndex = shown.value.sampleTypes.findIndex((one) => one.type === type);
  if (valueIndex < 0) return { error: `the profiles have no ${type} in common` };
  const view = layOutTable(shown.value, { ...table, valueIndex });
  const merged = subtractProfile(profile, base, { isDiffBase: false, normalize: mode === 'normalize' });
  if ('error' in merged) return merged;
  const bars = mode === 'normalize' ? undefined : barsOf(profile, base, { ...table, type });
  const baseIndex = base.sampleTypes.findIndex((one) => one.type === type);
  return {
    value: {
      ...view,
      rows: view.rows.map((row) => withTrend(row, bars?.get(row.label))),
      profile: merged.value,
      valueIndex,
      baseTotal: String(totalOf(base, baseIndex, false)),
      changesTotal: String(totalOf(merged.value, valueIndex, false)),
    },
  };
}

/** Where equal stacks have been added up, the variances of the two sides are lost: they come from sides kept apart. */
function barsOf(
  profile: Profile,
  base: Profile,
  options: Omit<ChangeOptions, 'mode'>,
): ReadonlyMap<string, TableRow> | undefined {
  const apart = subtractProfile(profile, base, { isDiffBase: true, normalize: false });
  if ('error' in apart) return undefined;
  const valueIndex = apart.value.sampleTypes.findIndex((one) => one.type === options.type);
  const { rows } = layOutTable(apart.value, { ...options, valueIndex });
  return new Map(rows.map((row) => [row.label, row]));
}

function withTrend({ flatSigma: _flat, cumSigma: _cum, ...row }: TableRow, bars: TableRow | undefined): ChangeRow {
  const { flatSigma, cumSigma } = bars ?? {};
  if (flatSigma === undefined || cumSigma === undefined) return row;
  return {
    ...row,
    flatSigma,
    cumSigma,
    ...(row.flat === '0' && flatSigma === 0 ? {} : { flatTrend: trendOf(0, Number(row.flat), flatSigma ** 2) }),
    ...(row.cum === '0' && cumSigma === 0 ? {} : { cumTrend: trendOf(0, Number(row.cum), cumSigma ** 2) }),
  };
}
