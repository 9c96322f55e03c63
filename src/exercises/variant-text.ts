/** Goes through a text word by word and puts others in their place. One pass; what is not replaced stays as it is. */

const word = /\w+/g;

/**
 * Returns the text with its words replaced. `replace` is asked about each word, `replaceFile` about each Go file
 * (`store.go`, `store.go:41`), with its line where one follows; undefined leaves the word alone.
 *
 * @example replaceWords('main.go:7', () => undefined, (base, line) => `store.go:${(line ?? 0) + 1}`) // 'store.go:8'
 */
export function replaceWords(
  text: string,
  replace: (word: string, from: number) => string | undefined,
  replaceFile: (base: string, line: number | undefined) => string | undefined,
): string {
  let replaced = '';
  let end = 0;
  visitWords(text, (found, from, isFile) => {
    if (from < end) return;
    const to = from + found.length;
    const line = isFile ? lineAfter(text, to + 3) : undefined;
    const other = isFile
      ? replaceFile(`${found}.go`, line === undefined ? undefined : Number(line))
      : replace(found, from);
    if (other === undefined) return;
    replaced += text.slice(end, from) + other;
    end = isFile ? to + 3 + (line === undefined ? 0 : line.length + 1) : to;
  });
  return replaced + text.slice(end);
}

/** Calls back with each word of a text and its offset; a Go file's name comes without its `.go`, and is said to be one. */
export function visitWords(text: string, visit: (word: string, from: number, isFile: boolean) => void): void {
  for (const { 0: found, index } of text.matchAll(word)) {
    const to = index + found.length;
    visit(found, index, text.startsWith('.go', to) && !/\w/.test(text[to + 3] ?? ''));
  }
}

/** The digits of `:41`, and of no more than seven: what is longer is no line. */
function lineAfter(text: string, at: number): string | undefined {
  return /^:(\d{1,7})(?!\d)/.exec(text.slice(at, at + 9))?.[1];
}

/** Returns the offset behind the word that begins at `from`. */
export function wordEnd(text: string, from: number): number {
  const ahead = /^\w*/.exec(text.slice(from, from + 400));
  return from + (ahead?.[0].length ?? 0);
}
