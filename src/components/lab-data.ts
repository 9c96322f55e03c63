/** What a lab fetches from the site when it starts, and where it comes from in the content. */
import type { CollectionEntry } from 'astro:content';
import type { RecordedCommand } from '../toolchain/replay/index.ts';

/** `lab.json` of a lesson. */
export interface LabData {
  readonly files: Readonly<Record<string, string>>;
  readonly recordings: readonly RecordedCommand[];
}

const signals = { QUIT: 'QUIT', ABRT: 'QUIT', INT: 'INT', KILL: 'KILL' } as const;

/** Returns the recordings of a lab's own program as the lines that a terminal plays. */
export function recordedCommandsOf(entries: readonly CollectionEntry<'recordings'>[]): readonly RecordedCommand[] {
  return entries
    .filter(({ data }) => data.program === 'lab')
    .map(({ data }) => ({
      id: data.file,
      line: [...Object.entries(data.env).map(([name, value]) => `${name}=${value}`), data.command].join(' '),
      output: data.text,
      exit: data.exit,
      go: data.go,
      platform: `${data.os}/${data.arch}`,
      ...(data.setup === undefined ? {} : { after: [data.setup] }),
      ...(data.signal === undefined ? {} : { signal: signals[data.signal.name] }),
    }));
}
