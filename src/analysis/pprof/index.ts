import type { Parsed } from '../text/index.ts';
import type { ProfileEvidence } from './evidence.ts';
import type { OpenedProfile } from './read-file.ts';

export { runPprof, type PprofIO } from './run.ts';
export type { ViewerRequest } from './io.ts';
export type {
  DiffKind,
  Pitfall,
  ProfileEvidence,
  ProfileRow,
  ReportEvidence,
  ReportKind,
  ReportRow,
} from './evidence.ts';
export type { Trend } from './error-bars.ts';
export type { Int64 } from './int64.ts';
export type { Profile, Sample, ValueType } from './model.ts';
export { explainProfile } from './explain.ts';
export { findAllocationSite, findGrowth } from './growth.ts';
export type { Growth, GrowthOptions, GrowthRow } from './growth.ts';
export { reportReader } from './pasted-reader.ts';
export { profileReader } from './profile-reader.ts';
export type { OpenedProfile } from './read-file.ts';
export { formatPercent, formatValue } from './units.ts';
export { layOutChanges } from './view-changes.ts';
export type { ChangeOptions, ChangeRow, ChangeView, CompareMode } from './view-changes.ts';
export { packProfile } from './view-file.ts';
export { cropFlame, findInFlame } from './view-flame-crop.ts';
export type { CropOptions, FlameMatches, FlamePiece, FlameWindow } from './view-flame-crop.ts';
export { layOutFlame } from './view-flame.ts';
export type { FlameBox, FlameGraph, FlameOptions } from './view-flame.ts';
export { layOutSlopes } from './view-slopes.ts';
export type { Slope, SlopeOptions } from './view-slopes.ts';
export { layOutTable } from './view-table.ts';
export type { TableOptions, TableRow, TableView } from './view-table.ts';
export { findSampleIndex } from './sample-types.ts';
export { subtractProfile } from './subtract.ts';

/**
 * The profile in a file of any format that pprof reads, ready to be shown. Bad input gives nothing and an error that says
 * what is wrong, at which byte, and what to do. The decoder is loaded with the first call.
 *
 * @example (await openProfile(bytes)).value?.profile.samples.length
 */
export async function openProfile(file: Uint8Array): Promise<Parsed<OpenedProfile | undefined>> {
  const { openProfile: open } = await import('./read-file.ts');
  return open(file);
}

/**
 * A profile file as evidence; nothing and an error for bad input.
 *
 * @example (await readProfileFile(bytes)).value?.defaultType // 'inuse_space'
 */
export async function readProfileFile(file: Uint8Array): Promise<Parsed<ProfileEvidence | undefined>> {
  const { readProfileFile: read } = await import('./read-file.ts');
  return read(file);
}
