import { describe, expect, it } from 'vitest';
import { forAnyDepth, toPortableCss, toPortableLinks, toPortableUrl } from '../scripts/site/portable-url.ts';

describe('an internal URL', () => {
  it.each([
    ['/', 0, './index.html'],
    ['/', 2, '../../index.html'],
    ['/glossary/', 0, './glossary/index.html'],
    ['/glossary/#frame', 2, '../../glossary/index.html#frame'],
    ['/analyze/?kind=race', 1, '../analyze/index.html?kind=race'],
    ['/_astro/page.abc.js', 2, '../../_astro/page.abc.js'],
    ['/_astro/page.abc.js', 0, './_astro/page.abc.js'],
  ])('%s becomes relative from depth %i: %s', (url, depth, portable) => {
    expect(toPortableUrl(url, depth)).toBe(portable);
  });

  it.each(['https://go.dev/', '//go.dev/', '#frame', 'mailto:a@example.org', './x.js', 'data:,'])(
    'of another kind stays as it is: %s',
    (url) => expect(toPortableUrl(url, 1)).toBe(url),
  );
});

describe('what stands in <noscript>', () => {
  it('has its links made relative', () => {
    const html = '<p>See <a href="/glossary/">it</a>, <a href="#x">here</a>.</p>';
    expect(toPortableLinks(html, 1)).toBe('<p>See <a href="../glossary/index.html">it</a>, <a href="#x">here</a>.</p>');
  });
});

describe('a style sheet', () => {
  it('finds its fonts and pictures at any path', () => {
    const css = 'a{background:url(/_astro/a.svg)}@font-face{src:url("/_astro/b.woff2")}c{background:url(data:,)}';
    expect(toPortableCss(css, 1)).toBe(
      'a{background:url(../_astro/a.svg)}@font-face{src:url("../_astro/b.woff2")}c{background:url(data:,)}',
    );
  });
});

describe('the page for wrong addresses', () => {
  it('names its style sheets and scripts for every depth, and nothing else', () => {
    const html = '<link rel="stylesheet" href="./a.css"><a href="./index.html">x</a><script src="./b.js"></script>';
    const page = forAnyDepth(html);
    expect(page.match(/<link [^>]*>/g)?.slice(0, 3)).toEqual([
      '<link rel="stylesheet" href="./a.css">',
      '<link rel="stylesheet" href="../a.css">',
      '<link rel="stylesheet" href="../../a.css">',
    ]);
    expect(page.match(/<script src="(?:\.\/|(?:\.\.\/)+)b\.js"><\/script>/g)).toHaveLength(7);
    expect(page.match(/<a /g)).toHaveLength(1);
  });
});
