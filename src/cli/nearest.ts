/** The known name that takes the fewest edits from what was typed; nothing when more than a third of it would change. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const ranked = known.map((name) => ({ name, edits: countEdits(typed, name) })).sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.max(1, typed.length / 3) ? best.name : undefined;
}

/** Levenshtein distance, row by row. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
