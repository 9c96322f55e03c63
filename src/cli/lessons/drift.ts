/** What changed between two recordings of one command, apart from what differs in every run. */

/**
 * Returns the lines that differ, as `- before` and `+ after`, once addresses, offsets, goroutine ids, times and ports are
 * taken for equal; empty where nothing does.
 *
 * @example formatDrift('goroutine 6 [running]:', 'goroutine 7 [running]:') // ''
 */
export function formatDrift(before: string, after: string): string {
  const old = before.split('\n').map(steady);
  const now = after.split('\n').map(steady);
  const gone = without(old, now).map((line) => `  - ${line}`);
  const come = without(now, old).map((line) => `  + ${line}`);
  return gone.length + come.length === 0 ? '' : ['drifted', ...gone, ...come].join('\n');
}

/** The lines of `a` that `b` lacks, each as often as it is lacking. */
function without(a: readonly string[], b: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of b) left.set(line, (left.get(line) ?? 0) + 1);
  return a.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

function steady(line: string): string {
  return line
    .replace(/0x[0-9a-f]+\??/g, '0x…')
    .replace(/\bgoroutine \d+/g, 'goroutine …')
    .replace(/\d+\.\d+s\b/g, '…s')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:…')
    .replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d/, 'DATE');
}
