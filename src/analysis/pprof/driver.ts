import { encodeProfile } from './encode.ts';
import { fetchProfile } from './fetch.ts';
import { parseFlags } from './flags.ts';
import type { CommandLine } from './flags.ts';
import { generateReport } from './generate.ts';
import { packGzip } from './gzip.ts';
import { usageText } from './help.ts';
import { PprofError, say } from './io.ts';
import type { PprofIO, ViewerRequest } from './io.ts';
import type { Profile } from './model.ts';
import { runShell } from './shell.ts';

/**
 * Runs `go tool pprof` with these arguments: the same flags, the same bytes on standard output, the same exit status.
 * Without a report flag it is the interactive shell; `-http` opens the viewer. Never rejects for bad input.
 *
 * @see https://github.com/google/pprof/blob/main/doc/README.md
 * @example await runPprof(['-top', 'heap.pb.gz'], io)
 */
export async function runPprof(args: readonly string[], io: PprofIO): Promise<number> {
  const line = parseFlags(args);
  if ('error' in line) return refuse(line, io);
  try {
    for (const message of line.messages) say(io, message);
    const profile = await fetchProfile(line, io);
    if (line.command) await generateReport(profile, line.command, line.config, io);
    else if (line.http !== '') await openViewer(profile, line, io);
    else await runShell(profile, line.config, io);
    return 0;
  } catch (error) {
    if (!(error instanceof PprofError)) throw error;
    say(io, error.message);
    return 2;
  }
}

function refuse(line: { error: string; usage: boolean; status: number }, io: PprofIO): number {
  const isMissingSource = line.error === 'no profile source specified';
  if (line.error !== '' && !isMissingSource) say(io, line.error);
  if (line.usage) say(io, usageText());
  if (isMissingSource) say(io, line.error);
  return line.status;
}

async function openViewer(profile: Profile, line: CommandLine, io: PprofIO): Promise<void> {
  const colon = line.http.lastIndexOf(':');
  if (colon < 0) throw new PprofError(`could not split http address: address ${line.http}: missing port in address`);
  const address = await io.openViewer?.(packGzip(encodeProfile(profile)), requestOf(line));
  say(
    io,
    `Serving web UI on ${address ?? `http://${line.http.slice(0, colon) || 'localhost'}:${line.http.slice(colon + 1) || '0'}`}`,
  );
}

function requestOf({ sources, base, isDiffBase, config }: CommandLine): ViewerRequest {
  const compared = config.normalize ? 'normalize' : isDiffBase ? 'diff_base' : 'base';
  return { sources, base, mode: base.length === 0 ? 'none' : compared };
}
