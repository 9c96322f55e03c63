import { type Goroutine, shortName, type Site } from '../trace/index.ts';

/** `handle.go:41`: the file's last element and the line. */
export function formatPlace({ file, line }: Site): string {
  if (file === undefined) return 'a place not shown';
  const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return line === undefined ? base : `${base}:${line}`;
}

/** `server.(*Server).handle at handle.go:41`. */
export function formatSite(site: Site): string {
  return site.func === '' ? formatPlace(site) : `${shortName(site.func)} at ${formatPlace(site)}`;
}

/** `goroutine 7`, with its state where it says something. */
export function formatGoroutine({ id, state, waitMinutes }: Goroutine): string {
  const name = id === undefined ? 'a goroutine whose header is missing' : `goroutine ${id}`;
  if (state === undefined) return name;
  return `${name} [${state}${waitMinutes === undefined ? '' : `, ${waitMinutes} min`}]`;
}

/** The first line of a text, shortened in the middle of nothing: at most `limit` characters. */
export function firstLine(text: string, limit = 160): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** `1 goroutine`, `3 goroutines`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
