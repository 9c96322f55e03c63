import { describe, expect, it } from 'vitest';
import { readingMinutes } from '../../src/components/reading-time.ts';

describe('the reading time of a lesson', () => {
  it('counts words, not code, tags and addresses', () => {
    const words = 'word '.repeat(360);
    expect(readingMinutes(words)).toBe(2);
    const address = `](https://example.org/${'x/'.repeat(900)})`;
    expect(readingMinutes(`${words}[a${address}<Term id="frame">b</Term>`)).toBe(2);
  });

  it('adds something for each sample, and is a minute at least', () => {
    expect(readingMinutes('')).toBe(1);
    const sample = '<Recording file="run.txt" />\n\n```go title="x"\nfunc a() {}\n```\n';
    expect(readingMinutes(sample.repeat(6))).toBe(5);
  });
});
