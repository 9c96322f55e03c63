import { describe, expect, it } from 'vitest';
import { findLessons, listLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { checkLesson, formatProblem, type LessonFiles, type Problem } from '../../src/course/index.ts';
import { readYaml } from '../../src/course/check-files.ts';
import { readFileSync } from 'node:fs';

const [name] = await findLessons(['recovered-and-thrown-again']);
if (!name) throw new Error('content/lessons has no recovered-and-thrown-again');
const lesson = name;
const { files } = await readLesson(lesson);
const { names } = await listLessons();
const glossary = readYaml(readFileSync('content/glossary.yaml', 'utf8')) as readonly { id: string }[];
const around = { slugs: names.map(({ slug }) => slug), terms: glossary.map(({ id }) => id) };

function check(changed: LessonFiles): Promise<readonly Problem[]> {
  return checkLesson(lesson, changed, around);
}

/** The lesson with one text of one file replaced; the text must be there. */
function withChange(path: string, from: string, to: string): LessonFiles {
  const text = files[path] ?? '';
  if (!text.includes(from)) throw new Error(`${path} does not hold "${from}"`);
  return { ...files, [path]: text.replace(from, to) };
}

function without(path: string): LessonFiles {
  return Object.fromEntries(Object.entries(files).filter(([other]) => other !== path));
}

describe('a whole lesson', () => {
  it('has no problem', async () => {
    expect(await check(files)).toEqual([]);
  });
});

describe('a seeded defect is found, with what to do', () => {
  const defects: readonly (readonly [string, () => LessonFiles, RegExp])[] = [
    [
      'front matter without goals',
      () => withChange('lesson.mdx', 'minutes: 30', 'minutes: soon'),
      /lesson\.mdx: minutes: .*schema\.ts/,
    ],
    [
      'two exercises with one id',
      () => withChange('exercises.yaml', '- id: how-often', '- id: half-judged'),
      /two exercises have the id "half-judged"; ids are stable/,
    ],
    [
      'an exercise without a key',
      () => withChange('answer/key.yaml', '  handler:', '  handlr:'),
      /there is no key for "handler"; add it/,
    ],
    [
      'a reads: that is missing',
      () => withChange('exercises.yaml', 'recordings/serve-go1.26.txt', 'recordings/serve.txt'),
      /reads recordings\/serve\.txt, which does not exist; record it/,
    ],
    [
      'a mark that is gone',
      () => withChange('recordings/src/serve/main.go', ' // mark:serve', ''),
      /no source has the mark "serve"; add/,
    ],
    [
      'a mark at another line than the recording fails at',
      () => withChange('answer/key.yaml', 'mark: fault', 'mark: rethrow'),
      /the key's answer is graded .*; key, marks and recordings must say the same/,
    ],
    [
      'a key that is wrong',
      () => withChange('answer/key.yaml', 'answer: assignment to entry in nil map', 'answer: close of closed channel'),
      /first-of-two: the key's answer is graded/,
    ],
    [
      'a misconception that no answer meets',
      () => withChange('exercises.yaml', 'misconceptions: [last-panic]', 'misconceptions: [last-panic, created-by]'),
      /no wrong answer gets the message of created-by; drop it/,
    ],
    [
      'a line in prose that no source has',
      () => withChange('lesson.mdx', 'main.go:21', 'main.go:2100'),
      /lesson\.mdx:\d+: main\.go:2100 is in no source or recording/,
    ],
    [
      'a line in a key that no source has',
      () => withChange('answer/explanation.mdx', 'pager.go:19', 'pager.go:77'),
      /explanation\.mdx:\d+: pager\.go:77 is in no source/,
    ],
    [
      'code in prose that is not the source',
      () => withChange('lesson.mdx', 'failures.Add(1)', 'failures.Add(2)'),
      /these are not lines \d+ to \d+ of lab\/panic_test\.go; copy them anew/,
    ],
    [
      'a lab changed after its recording',
      () => withChange('lab/panic_test.go', '20 * time.Millisecond', '30 * time.Millisecond'),
      /was recorded from another lab than the one beside it; run `npm run lessons:record/,
    ],
    [
      'a lab without its TODO',
      () => withChange('lab/panic_test.go', '// TODO:', '// Note:'),
      /it has 0 "\/\/ TODO:" comments; mark with exactly one/,
    ],
    [
      'a stray file',
      () => ({ ...files, 'recordings/old.txt': 'x' }),
      /recordings\/old\.txt: it is part of nothing; list it in recordings\.yaml, or remove it/,
    ],
    ['a missing file', () => without('answer/notes.md'), /answer\/notes\.md: it is missing; tell instructors/],
    [
      'a link to no lesson',
      () => withChange('answer/explanation.mdx', '../the-line-that-panicked/', '../the-line/'),
      /the link \.\.\/the-line\/ leads nowhere; lessons are/,
    ],
    [
      'a component that does not exist',
      () => withChange('lesson.mdx', '<Lab run', '<Sandbox run'),
      /there is no component <Sandbox>; content\/STYLE\.md/,
    ],
    [
      'a profile that is not there',
      () => withChange('lesson.mdx', '<Lab run', '<Profile file="heap.new" base="heap.old" /><Lab run'),
      /no profile heap\.new in recordings, recordings\/src, lab/,
    ],
    [
      'an exercise that stands nowhere',
      () => withChange('lesson.mdx', '<Exercise id="handler" />', ''),
      /exercise "handler" stands 0 times in it; put/,
    ],
    [
      'an option without a reason',
      () => withChange('answer/key.yaml', '      nothing:', '      nichts:'),
      /option "nothing" has no reason; add why\.nothing/,
    ],
    [
      'a hint that asks for an unknown fact',
      () => withChange('exercises.yaml', '{panic-lines}', '{panics}'),
      /no hint fact is called \{panics\}; there are/,
    ],
    [
      'YAML that cannot be read',
      () => withChange('exercises.yaml', '- id: how-often', '- id: [how-often'),
      /exercises\.yaml/,
    ],
    [
      'an unexplained exercise',
      () => withChange('answer/explanation.mdx', 'id="exercise-handler"', 'id="handler"'),
      /does not explain "handler"; write <section/,
    ],
  ];

  it.each(defects)('%s', async (_, make, message) => {
    const problems = await check(make());
    const lines = problems.map((problem) => formatProblem(lesson.folder, problem));
    expect(lines.join('\n')).toMatch(message);
    for (const { hint } of problems) expect(hint).not.toBe('');
  });
});
