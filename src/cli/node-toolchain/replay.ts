import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { recordingsSchema } from '../../course/index.ts';
import type { RecordingData } from '../../course/index.ts';
import type { Command } from '../../toolchain/process/index.ts';
import { createReplay, recordedCommands } from '../../toolchain/replay/index.ts';
import type { RecordedCommand, Replay } from '../../toolchain/replay/index.ts';

const signals = { QUIT: 'QUIT', ABRT: 'QUIT', INT: 'INT', KILL: 'KILL' } as const;

/**
 * Returns the recorded session of the lab in `folder`, from the `recordings` folder beside it.
 * Throws an Error that says what is missing.
 */
export async function readReplay(folder: string): Promise<Replay> {
  const recordings = join(folder, '..', 'recordings');
  const index = join(recordings, 'recordings.yaml');
  const text = await readFile(index, 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`there is no ${index}`);
  const entries = recordingsSchema.parse(parse(text)).filter((entry) => entry.program === 'lab');
  return createReplay(await Promise.all(entries.map((entry) => readRecording(recordings, entry))));
}

async function readRecording(folder: string, entry: RecordingData): Promise<RecordedCommand> {
  return {
    id: entry.file,
    line: [...Object.entries(entry.env).map(([name, value]) => `${name}=${value}`), entry.command].join(' '),
    output: await readFile(join(folder, entry.file), 'utf8'),
    exit: entry.exit,
    go: entry.go,
    platform: `${entry.os}/${entry.arch}`,
    ...(entry.setup === undefined ? {} : { after: [entry.setup] }),
    ...(entry.signal === undefined ? {} : { signal: signals[entry.signal.name] }),
  };
}

/** Returns the commands that play a session; `announce` hears what each recording is. */
export function replayCommands(replay: Replay, announce: (text: string) => void): readonly Command[] {
  const options = {
    replay,
    announce: ({ go, platform }: RecordedCommand) => announce(`[recorded with ${go} on ${platform}]\n`),
    isChanged: () => false,
  };
  return recordedCommands(options, ['go'], () => false);
}
