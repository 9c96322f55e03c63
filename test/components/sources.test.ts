import { describe, expect, it } from 'vitest';
import { findSources } from '../../src/components/sources.ts';

describe('the sources of the lessons', () => {
  it('are their external links, each once with its lessons, by host', () => {
    const lessons = [
      {
        slug: 'a',
        text: 'In [`runtime`\npackage](https://pkg.go.dev/runtime) and [there](../b/), [x](https://go.dev/x).',
      },
      { slug: 'b', text: '[again](https://pkg.go.dev/runtime) [again](https://pkg.go.dev/runtime)' },
    ];
    expect(findSources(lessons)).toEqual([
      { url: 'https://go.dev/x', text: 'x', lessons: ['a'] },
      { url: 'https://pkg.go.dev/runtime', text: 'runtime package', lessons: ['a', 'b'] },
    ]);
  });

  it('keep the underscores of file names and lose those of emphasis', () => {
    const text = '[`runtime/signal_unix.go`](https://go.dev/a) [_the_ article](https://go.dev/b)';
    expect(findSources([{ slug: 'a', text }]).map((source) => source.text)).toEqual([
      'runtime/signal_unix.go',
      'the article',
    ]);
  });
});
