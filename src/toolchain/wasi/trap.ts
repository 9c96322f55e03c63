/** Frames of a trap that are shown, as many from each end as Go shows of a goroutine's. */
const shownFrames = 50;
/** In a JS stack: `at main.deep (wasm://wasm/0001:wasm-function[1325]:0x1)`. */
const wasmFrame = /^\s*at (\S+) \(wasm:/;

/**
 * Returns what to print when a program ended by a trap of the host and not by itself. The end of the host's stack is
 * Go's "stack overflow"; where it stood is told by the names of functions, since the host knows no lines.
 *
 * @example describeTrap(new RangeError('Maximum call stack size exceeded'))
 */
export function describeTrap(error: unknown): string {
  const frames = error instanceof Error ? framesOf(error) : [];
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError && text.includes('stack')) {
    const note = 'The stack of this page holds fewer calls than the 1 GB that Go allows. The innermost, by name:';
    return ['fatal error: stack overflow', '', `[${note}]`, ...frames, ''].join('\n');
  }
  return [`fatal error: ${text}`, '', '[The program was stopped by its WebAssembly host.]', ...frames, ''].join('\n');
}

function framesOf(error: Error): readonly string[] {
  const names: string[] = [];
  for (const line of (error.stack ?? '').split('\n')) {
    const name = wasmFrame.exec(line)?.[1];
    if (name !== undefined && !/^runtime\.(?:morestack|newstack|mcall)/.test(name)) names.push(`${name}(...)`);
    if (names.length === shownFrames) break;
  }
  return names;
}
