import { describe, expect, it } from 'vitest';
import { gap } from '../../scripts/prose/blank.ts';
import { formatFinding } from '../../scripts/prose/finding.ts';
import { checkLinks } from '../../scripts/prose/links.ts';
import { readAstro, readScript } from '../../scripts/prose/read-code.ts';
import { readMarkdown } from '../../scripts/prose/read-markdown.ts';
import { readYaml } from '../../scripts/prose/read-yaml.ts';
import { loadSpelling } from '../../scripts/prose/spelling.ts';
import { checkQuestions, checkStyle } from '../../scripts/prose/style.ts';

const words = (prose: string) =>
  prose
    .replaceAll(gap, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');

const quoted = (findings: readonly { readonly message: string }[]) =>
  findings.map(({ message }) => /^"([^"]*)"/.exec(message)?.[1]);

const lesson = `---
title: A frist crash
go: '1.26'
goals:
  - read a trace
---

Call \`gopanic\` [the source](https://go.dev/src/x.go). <Term id="frame">Frames</Term>
<Predict ask="Which line?">The second.</Predict>

\`\`\`go title="lab/main.go"
func teh() {}
\`\`\`
`;

describe('prose', () => {
  it('of a lesson is its text, goals and questions, without code, links and attributes', () => {
    expect(words(readMarkdown(lesson)).join(' ')).toBe(
      'A frist crash read a trace Call [the source . Frames Which line? The second.',
    );
  });

  it('of a YAML file is what is read by people', () => {
    const source =
      "- id: teh\n  prompt: Which `frame` ran?\n  hints:\n    - text: 'It isn''t the top.'\nwhy:\n  a: too long\n";
    const [id, why] = ['- id: teh\n  prompt: Whose?\n', 'why:\n  a: too long\n'];
    expect(words(readYaml(id)).join(' ')).toBe('Whose?');
    expect(words(readYaml(why)).join(' ')).toBe('too long');
    expect(readYaml(source)).toHaveLength(source.length);
  });

  it('of a page is its text and its sentences, not its classes and code', () => {
    const page = `---
import x from './x.ts';
const told = 'Nothing was found in it.';
---

<p class="lede quiet of it" title="A title to read">
  The text {x && <b>of it</b>} <code>teh</code>
</p>
<style>
  .teh > b { color: red }
</style>
`;
    expect(words(readAstro(page)).join(' ')).toBe('Nothing was found in it. A title to read The text of it');
    expect(readAstro(page)).toHaveLength(page.length);
  });

  it('of a script are the strings that read like a sentence', () => {
    const script =
      "const a = `The file ${name} is too large.`; const b = 'lab-state small quiet'; f('if for is to'.split(' '));";
    expect(words(readScript(script)).join(' ')).toBe('The file is too large.');
  });

  it('keeps the line of every word', () => {
    const at = readMarkdown(lesson).indexOf('frist');
    expect(formatFinding('lesson.mdx', lesson, { at, message: 'no' })).toBe('lesson.mdx:2: no');
  });
});

describe('the spelling check', () => {
  const spelling = loadSpelling();

  it('names a word that no dictionary has, with what it may be', () => {
    const found = spelling('The gorutine waits.');
    expect(quoted(found)).toEqual(['gorutine']);
    expect(found[0]?.message).toContain('goroutine?');
    expect(found[0]?.at).toBe(4);
  });

  it('is American', () => {
    expect(quoted(spelling('the colour of my neighbours'))).toEqual(['colour', 'neighbours']);
  });

  it.each(["It doesn't, and can’t.", 'main.go:17 and net/http', 'The WaitGroup of ServeHTTP', 'HTTP, TODO, -gcflags'])(
    'takes %s',
    (text) => {
      expect(spelling(text)).toEqual([]);
    },
  );
});

describe('the style check', () => {
  it.each([
    ['It is simply wrong.', 'simply'],
    ['Just run it.', 'Just'],
    ['It works!', 's!'],
    ['Now we run it.', 'we'],
    ['This is the the frame.', 'the the'],
    ['It ends\nends here.', 'ends ends'],
    ['See the stacktrace lines.', 'stacktrace lines'],
    ['It died 🎉', '🎉'],
  ])('objects to %s', (text, objected) => {
    expect(quoted(checkStyle(text, ['stacktrace line']))).toEqual([objected]);
  });

  it.each(['He said "just do it!"', 'That it is so, is so.', 'adjust, justice'])('takes %s', (text) => {
    expect(checkStyle(text, ['stacktrace line'])).toEqual([]);
  });

  it('objects to questions in a row, but not to one, nor to those of a prediction', () => {
    const rhetorical = 'Why did it die? Who knows?';
    expect(checkQuestions(rhetorical, rhetorical)).toHaveLength(1);
    expect(checkQuestions('Why? It ran out.', 'Why? It ran out.')).toEqual([]);
    const predict = '<Predict ask="Which? And why?">';
    expect(checkQuestions(predict, readMarkdown(predict))).toEqual([]);
  });
});

describe('the link check', () => {
  it.each([
    'https://github.com/golang/go/blob/master/src/runtime/panic.go',
    'https://github.com/go-delve/delve/tree/main/Documentation',
    'https://go.googlesource.com/go/+/refs/heads/master/src/runtime/panic.go',
    'https://cs.opensource.google/go/go/+/master:src/runtime/panic.go',
    'https://raw.githubusercontent.com/golang/go/release-branch.go1.26/README.md',
  ])('objects to a branch: %s', (url) => {
    expect(checkLinks(`See [it](${url}).`, undefined)).toHaveLength(1);
  });

  it.each([
    'https://github.com/golang/go/blob/go1.26.0/src/runtime/panic.go#L12',
    'https://github.com/go-delve/delve/tree/v1.27.2/Documentation/cli',
    'https://github.com/golang/go/issues/1234',
    'https://cs.opensource.google/go/go/+/refs/tags/go1.26.0:src/runtime/panic.go',
    'https://pkg.go.dev/runtime#MemStats',
  ])('takes %s', (url) => {
    expect(checkLinks(`See [it](${url}).`, undefined)).toEqual([]);
  });

  it('looks into the installed Go for the files that are linked', () => {
    const link = 'https://github.com/golang/go/blob/go1.26.0/src/runtime/no-such.go';
    expect(checkLinks(link, import.meta.dirname)).toHaveLength(1);
  });
});
