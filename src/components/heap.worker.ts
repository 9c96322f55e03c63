/** Reads heap dumps away from the page. One question, one answer; the page ends the worker when it has it. */
import { readHeap, type HeapAnswer, type HeapFile } from './heap-reading.ts';

/** The answer, or why there is none. */
export type HeapReply = { readonly value: HeapAnswer } | { readonly error: string };

self.addEventListener('message', ({ data }: MessageEvent<readonly HeapFile[]>) => {
  try {
    self.postMessage({ value: readHeap(data) } satisfies HeapReply);
  } catch (error) {
    self.postMessage({ error: error instanceof Error ? error.message : String(error) } satisfies HeapReply);
  }
});
