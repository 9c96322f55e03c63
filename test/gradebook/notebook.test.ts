import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownToHtml } from 'satteri';
import {
  makeSubmission,
  notebookToMarkdown,
  notesOf,
  readSubmission,
  submissionFile,
  type NotebookPage,
} from '../../src/gradebook/index.ts';

const time = Date.UTC(2026, 10, 23, 13, 5);
const nothing = { hypothesis: '', test: '', conclusion: '', rulesOut: '' };
const page = (over: Partial<NotebookPage>): NotebookPage => ({
  id: 'what-grew',
  title: 'What grew',
  pins: [],
  claims: [],
  updated: time,
  ...over,
});
const pinned = (text: string, over = {}) => page({ pins: [{ number: 1, time, text, source: 'pasted', ...over }] });
const htmlOf = (text: string) => markdownToHtml(text).html;

describe('a notebook as Markdown', () => {
  it('says of each piece of evidence where it comes from and when, and of each step what was thought', () => {
    const evidence = { number: 2, time, text: 'panic: no\n', command: 'go run .', status: 2, source: 'Terminal 1' };
    const claim = { hypothesis: 'The map is nil.', test: 'Print it.', conclusion: '', rulesOut: 'A race:\nit is E2.' };
    expect(notebookToMarkdown([page({ pins: [evidence], claims: [nothing, claim] })])).toBe(
      [
        '# Notebook',
        '## What grew',
        '### E2: `go run .`',
        'Terminal 1, exit status 2, 2026-11-23 13:05 UTC',
        '```text\npanic: no\n```',
        '### Step 1',
        '**Hypothesis**',
        '> The map is nil.',
        '**Test**',
        '> Print it.',
        '**Ruled out**',
        '> A race:\n> it is E2.\n',
      ].join('\n\n'),
    );
  });

  it('leaves out what holds nothing, and says so when that is everything', () => {
    expect(notebookToMarkdown([page({ claims: [nothing] }), page({})])).toBe('# Notebook\n\nNothing is noted yet.\n');
  });

  it('fences evidence so that nothing in it can close the fence', () => {
    const html = htmlOf(notebookToMarkdown([pinned('a\n````\n<script>x</script>\n# b\n')]));
    expect(html.match(/<h\d>/g)).toHaveLength(3);
    expect(html).not.toContain('<script>');
    expect(html).toContain('````');
  });

  it('shows control characters, and takes a time that is none', () => {
    const text = notebookToMarkdown([pinned('\u001B[31mred\u0007\r\nnext', { time: Number.NaN })]);
    expect(text).toContain('␛[31mred␇\nnext');
    expect(text).toContain('\npasted\n');
  });

  it('lets no learner, command or title write HTML or headings', () => {
    const anything = fc.string({ unit: fc.constantFrom(...'`~#<>&\n *[]a-="') });
    fc.assert(
      fc.property(anything, anything, anything, (text, command, title) => {
        const claim = { ...nothing, hypothesis: `x${text}` };
        const pins = [{ number: 1, time, text, command: `x${command}`, source: 'pasted' }];
        const html = htmlOf(notebookToMarkdown([page({ title: `t${title}`, pins, claims: [claim] })]));
        expect(html.replaceAll(/<blockquote>[\s\S]*<\/blockquote>/g, '').match(/<h[1-6]>/g)).toHaveLength(4);
        expect(html).not.toMatch(/<(?!\/?(?:h\d|p|pre|code|blockquote|strong|em|ul|ol|li|hr|a|br|del|input)\b)/);
      }),
    );
  });
});

describe('a notebook in a submission', () => {
  const claim = { ...nothing, hypothesis: ' The map is nil. ', rulesOut: 'A race.' };
  const pages = [page({ claims: [nothing, claim] }), page({ id: 'other', claims: [claim] })];

  it('is what was written on the lessons asked for, field by field', () => {
    const at = '2026-11-23T13:05:00.000Z';
    expect(notesOf(pages, new Set(['what-grew']))).toEqual([
      { at, lesson: 'what-grew', kind: 'hypothesis', text: 'The map is nil.' },
      { at, lesson: 'what-grew', kind: 'ruled out', text: 'A race.' },
    ]);
  });

  it('can be handed in and read again, whatever was written', () => {
    const long = page({ claims: [{ ...nothing, test: 'x'.repeat(30_000) }], updated: Number.NaN });
    const assignment = { id: 'week-1', version: 1, items: [] } as unknown as Parameters<
      typeof makeSubmission
    >[0]['assignment'];
    for (const notes of [pages, [long], [{ ...long, updated: time }]]) {
      const notebook = notesOf(notes, new Set(['what-grew', 'other']));
      const who = { name: 'Ada' };
      const made = makeSubmission({ who, assignment, courseVersion: '1.0.0', now: time, items: [], notebook });
      const read = readSubmission(submissionFile(made).content);
      expect('submission' in read ? (read.submission.notebook ?? []) : read).toEqual(notebook);
    }
  });
});
