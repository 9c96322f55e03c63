import { describe, expect, it } from 'vitest';
import { toPieces, toResult } from '../../src/components/search-results.ts';

const root = 'https://example.org/courses/go/';

describe('a search result', () => {
  it('names the file of its page below the site, wherever that is', () => {
    const found = { url: '/lessons/what-grew/', excerpt: 'a <mark>heap</mark>', meta: { title: 'What grew' } };
    expect(toResult(found, root)).toEqual({
      title: 'What grew',
      url: `${root}lessons/what-grew/index.html`,
      kind: 'Lesson',
      excerpt: [
        { text: 'a ', isMatch: false },
        { text: 'heap', isMatch: true },
      ],
      parts: [],
    });
  });

  it('is a term of the glossary or a page as its address says', () => {
    const of = (url: string) => toResult({ url, excerpt: '', meta: {} }, root);
    expect(of('/glossary/#frame')).toMatchObject({ kind: 'Glossary', url: `${root}glossary/index.html#frame` });
    expect(of('/about/')).toMatchObject({ kind: 'Page', title: 'Untitled' });
  });

  it('leads to three headings of its page at most, and not to itself', () => {
    const part = (anchor: string) => ({ title: ` ${anchor} `, url: `/about/${anchor}`, excerpt: '' });
    const found = { url: '/about/', excerpt: '', meta: {}, sub_results: ['', '#a', '#b', '#c', '#d'].map(part) };
    expect(toResult(found, root).parts.map(({ title }) => title)).toEqual(['#a', '#b', '#c']);
  });
});

describe('an excerpt', () => {
  it.each([
    ['plain', [['plain', false]]],
    [
      '<mark>a</mark><mark>b</mark> c',
      [
        ['a', true],
        ['b', true],
        [' c', false],
      ],
    ],
    ['&lt;mark&gt; &amp;lt; &quot;x&#39;', [['<mark> &lt; "x\'', false]]],
    ['<mark>open', [['open', true]]],
    ['<b>x</b>', [['<b>x</b>', false]]],
    ['', []],
  ] as const)('%s is text in pieces, never markup', (excerpt, pieces) => {
    expect(toPieces(excerpt)).toEqual(pieces.map(([text, isMatch]) => ({ text, isMatch })));
  });
});
