import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { playedLines, recordingsSchema } from '../../course/index.ts';
import { parseExerciseSource } from '../../exercises/index.ts';
import type { ExerciseSource } from '../../exercises/index.ts';
import type { Command } from '../../toolchain/process/index.ts';
import { createReplay, recordedCommands } from '../../toolchain/replay/index.ts';
import type { RecordedCommand, Replay } from '../../toolchain/replay/index.ts';

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
  const read = entries.map(async (entry) => ({ ...entry, text: await readFile(join(recordings, entry.file), 'utf8') }));
  return createReplay(playedLines(await Promise.all(read), await readExercises(join(folder, '..', 'exercises.yaml'))));
}

/** The exercises beside the lab; what is no exercise yet is left out. */
async function readExercises(path: string): Promise<readonly ExerciseSource[]> {
  const entries: unknown = parse(await readFile(path, 'utf8').catch(() => '[]'));
  const sources = Array.isArray(entries) ? entries.map(parseExerciseSource) : [];
  return sources.flatMap((source) => ('problems' in source ? [] : [source.value]));
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
