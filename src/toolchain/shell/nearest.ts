/** Edits (insert, delete, replace, swap two neighbors) between two words, by the usual table of rows. */
function distance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

/**
 * Returns the name that `word` most likely meant, at most two edits away (one for short words); undefined when none is.
 *
 * @example nearestName('got', ['go', 'grep']) // 'go'
 */
export function nearestName(word: string, names: Iterable<string>): string | undefined {
  let best: { name: string; edits: number } | undefined;
  const most = word.length > 3 ? 2 : 1;
  for (const name of names) {
    if (Math.abs(name.length - word.length) > most) continue;
    const edits = distance(word, name);
    if (edits <= most && edits < (best?.edits ?? Infinity)) best = { name, edits };
  }
  return best?.name;
}
