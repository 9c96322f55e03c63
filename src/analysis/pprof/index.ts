import type { Parsed } from '../text/index.ts';
import type { ProfileEvidence } from './evidence.ts';
import type { PprofIO } from './io.ts';
import type { OpenedProfile } from './read-file.ts';

export type { PprofIO } from './io.ts';
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
export { layOutFlame } from './view-flame.ts';
export type { FlameBox, FlameGraph, FlameOptions } from './view-flame.ts';
export { layOutSlopes } from './view-slopes.ts';
export type { Slope, SlopeOptions } from './view-slopes.ts';
export { layOutTable } from './view-table.ts';
export type { TableOptions, TableRow, TableView } from './view-table.ts';
export { findSampleIndex } from './sample-types.ts';
export { subtractProfile } from './subtract.ts';

/**
 * Runs `go tool pprof` with these arguments: the same flags, the same bytes on standard output, the same exit status.
 * Without a report flag it is the interactive shell; `-http` opens the viewer. Never rejects for bad input. Its code is
 * loaded with the first call.
 *
 * @see https://github.com/google/pprof/blob/main/doc/README.md
 * @example await runPprof(['-top', 'heap.pb.gz'], io)
 */
export async function runPprof(args: readonly string[], io: PprofIO): Promise<number> {
  const { runPprof: run } = await import('./driver.ts');
  return run(args, io);
}

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
