import type { InputStream } from '../process/index.ts';

/** Reads an input line by line. */
export interface LineReader {
  /** The next line without its newline; undefined at the end. */
  next(): Promise<string | undefined>;
}

/**
 * Returns a reader of lines that takes no more of the input than it has to hand out.
 *
 * @example await createLineReader(inputOf('top\nquit\n')).next() // 'top'
 */
export function createLineReader(input: InputStream): LineReader {
  const decoder = new TextDecoder();
  let rest = '';
  let ended = false;
  return {
    async next() {
      while (!rest.includes('\n') && !ended) {
        await input.ready();
        const bytes = input.take();
        ended = bytes === undefined;
        rest += decoder.decode(bytes, { stream: !ended });
      }
      if (rest === '') return undefined;
      const end = rest.indexOf('\n');
      const line = end < 0 ? rest : rest.slice(0, end);
      rest = end < 0 ? '' : rest.slice(end + 1);
      return line;
    },
  };
}
