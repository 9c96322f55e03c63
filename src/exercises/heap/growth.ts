/** What grew, by function: from a pasted report, profiles, or heap dumps. */
import type { ProfileEvidence, ReportEvidence } from '../../analysis/index.ts';
import { findGrowth, type GrowthRow as ProfileGrowthRow, type Profile } from '../../analysis/pprof/index.ts';
import type { Evidence } from '../paste.ts';
import { holdingsOf } from './holdings.ts';

/** What grew between two moments, or what one of them holds. */
export interface Growth {
  readonly from: 'report' | 'profile' | 'dump';
  /** `inuse_space`; '' where nothing says so. */
  readonly type: string;
  readonly isDifference: boolean;
  /** True where both moments show the very same numbers. */
  readonly isUnchanged: boolean;
  readonly rows: readonly FuncGrowth[];
  /** Functions on the stacks, or in rows, that allocate nothing themselves. */
  readonly callers: readonly string[];
  /** Line of a pasted report. */
  readonly at?: number;
}

/** One function's part of the growth. */
export interface FuncGrowth {
  /** '' where only the line is known. */
  readonly func: string;
  /** `main.go:14`, where the evidence counts by lines. */
  readonly place?: string;
  readonly flat: number;
  readonly unit: string;
  /** Its size in the newer profile, where two are known whole. */
  readonly after?: number;
  /** The largest share that its row prints, in percent. */
  readonly percent?: number;
  /** The library function that allocated for it. */
  readonly through?: string;
  /** Whether sampling alone can explain the change. */
  readonly isNoise: boolean;
  /** True where it grew at first and then stopped. */
  readonly isOneOff?: boolean;
  readonly at?: number;
}

/** Returns what grew by the evidence: a report before profiles before dumps. Undefined where none tells. */
export function growthOf(evidence: Evidence): Growth | undefined {
  const report = evidence.files.flatMap((file) => file.analysis.evidence).find((one) => one.kind === 'report');
  const profiles = profilesOf(evidence);
  if (report && (report.diff !== 'none' || profiles.length < 2)) return growthOfReport(report);
  return growthOfProfiles(profiles) ?? growthOfDumps(evidence);
}

function growthOfReport(report: ReportEvidence): Growth {
  const unit = report.unit ?? '';
  const rows = report.rows.map(({ func, flat = 0, flatPercent, cumPercent, at }) => {
    const percent = Math.max(Math.abs(flatPercent ?? 0), Math.abs(cumPercent ?? 0));
    return { func, flat, unit, percent, isNoise: isFewSamples(flat, unit), at };
  });
  const isUnchanged = isEmptyDifference(report);
  return {
    from: 'report',
    type: report.type ?? '',
    isDifference: report.diff !== 'none' || isUnchanged,
    isUnchanged,
    rows,
    callers: report.rows.filter(({ flat = 0 }) => flat === 0).map(({ func }) => func),
    at: report.span.from,
  };
}

/**
 * Nothing changed in a difference whose command is there; without that, no rows of a total that is not zero, and nothing
 * that would leave rows out: only a difference of equals prints so.
 */
function isEmptyDifference({ diff, rows, total = 0, filters, droppedNodes = 0 }: ReportEvidence): boolean {
  if (diff !== 'none') return rows.every(({ flat = 0, cum = 0 }) => flat === 0 && cum === 0);
  return rows.length === 0 && total > 0 && filters === undefined && droppedNodes === 0;
}

/** Fewer than three samples of the usual rate: printed numbers are all that is known. */
function isFewSamples(flat: number, unit: string): boolean {
  const bytes: Readonly<Record<string, number>> = { B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };
  return Math.abs(flat) * (bytes[unit] ?? 1) < 3 * 512 * 1024;
}

interface DatedProfile {
  readonly evidence: ProfileEvidence;
  readonly profile: Profile;
}

/** Oldest first: by the time inside; texts have none and stand by what their names say, then in the order given. */
function profilesOf({ files }: Evidence): readonly DatedProfile[] {
  const dated = files.flatMap(({ source, analysis, profile }) => {
    const evidence = analysis.evidence.find((one) => one.kind === 'profile');
    return evidence && profile ? [{ evidence, profile, isOld: /old|base|before|first/i.test(source) }] : [];
  });
  return dated.sort(
    (a, b) => (a.evidence.time ?? '').localeCompare(b.evidence.time ?? '') || Number(b.isOld) - Number(a.isOld),
  );
}

function growthOfProfiles(profiles: readonly DatedProfile[]): Growth | undefined {
  const newest = profiles.at(-1);
  if (!newest) return undefined;
  const [oldest] = profiles;
  const isPair = oldest !== undefined && oldest !== newest;
  const before = isPair ? oldest.profile : { ...newest.profile, samples: [] };
  const growth = findGrowth(before, newest.profile);
  if (!growth) return undefined;
  const settled = profiles.length > 2 ? settledFunctions(profiles) : new Set<string>();
  const rows = byFunction(growth.rows).map((row) => ({
    ...row,
    unit: growth.sampleType.unit === 'bytes' ? 'B' : '',
    isOneOff: settled.has(row.func),
  }));
  return {
    from: 'profile',
    type: growth.sampleType.type,
    isDifference: isPair || newest.evidence.base,
    isUnchanged: isPair && rows.every(({ flat }) => flat === 0),
    rows,
    callers: functionsOf(newest.profile),
  };
}

/** Functions that grew before the last profile but one, and no more after it. */
function settledFunctions(profiles: readonly DatedProfile[]): ReadonlySet<string> {
  const [first, last] = [profiles[0], profiles.at(-1)];
  const middle = profiles.at(-2);
  if (!first || !middle || !last) return new Set();
  const early = byFunction(findGrowth(first.profile, middle.profile)?.rows ?? []);
  const late = byFunction(findGrowth(middle.profile, last.profile)?.rows ?? []);
  const goesOn = new Set(late.filter(({ flat, isNoise }) => flat > 0 && !isNoise).map(({ func }) => func));
  const grew = early.filter(({ func, flat, isNoise }) => flat > 0 && !isNoise && !goesOn.has(func));
  return new Set(grew.map(({ func }) => func));
}

type Tally = Pick<FuncGrowth, 'func' | 'flat' | 'after' | 'through' | 'isNoise'>;

function byFunction(rows: readonly ProfileGrowthRow[]): readonly Tally[] {
  const groups = [...Map.groupBy(rows, ({ site }) => site.func)];
  const tallies = groups.map(([func, own]) => {
    const flat = own.reduce((sum, { change }) => sum + Number(change), 0);
    const sigma = Math.sqrt(own.reduce((sum, row) => sum + (row.sigma ?? 0) ** 2, 0));
    const through = own.find((row) => row.through !== undefined)?.through;
    return {
      func,
      flat,
      after: own.reduce((sum, row) => sum + Number(row.after), 0),
      ...(through === undefined ? {} : { through }),
      isNoise: flat !== 0 && Math.abs(flat) <= 2 * sigma,
    };
  });
  return tallies.sort((a, b) => Math.abs(b.flat) - Math.abs(a.flat));
}

function functionsOf({ functions }: Profile): readonly string[] {
  return functions.map(({ name }) => name);
}

/** A dump counts every object: nothing is sampled away. One dump alone shows what is in use. */
function growthOfDumps(evidence: Evidence): Growth | undefined {
  const placed = (holdingsOf(evidence)?.rows ?? []).filter(({ place }) => place !== undefined);
  if (placed.length === 0) return undefined;
  const rows = [...Map.groupBy(placed, ({ place = '' }) => place)].map(([place, own]) => ({
    func: own.find(({ func }) => func !== undefined)?.func ?? '',
    place,
    flat: own.reduce((sum, { grownBytes, bytes }) => sum + (grownBytes ?? bytes), 0),
    unit: 'B',
    isNoise: false,
    ...(own[0]?.through === undefined ? {} : { through: own[0].through }),
    ...(own[0]?.at === undefined ? {} : { at: own[0].at }),
  }));
  rows.sort((a, b) => b.flat - a.flat);
  return { from: 'dump', type: 'inuse_space', isDifference: true, isUnchanged: false, rows, callers: [] };
}
