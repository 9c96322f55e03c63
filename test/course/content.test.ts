import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { listLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { courseSchema, glossarySchema } from '../../src/course/index.ts';
import { misconceptions } from '../../src/exercises/index.ts';
import { readLessonData } from '../../src/course/check-files.ts';

const fieldWords =
  'frame, goroutine, wait reason, panic value, signal, faulting address, faulting line, access, previous access, profile, sample, location, flat, cum, allocation site, retention site, contentions, delay, locspec, recording, replay, exercise, submission, verdict, misconception, assignment, variant';

describe('the glossary', () => {
  const glossary = glossarySchema.parse(parse(readFileSync('content/glossary.yaml', 'utf8')));

  it("defines each of the field's words once", () => {
    const terms = glossary.map(({ term }) => term);
    expect(terms).toEqual([...new Set(terms)]);
    expect(fieldWords.split(', ').filter((word) => !terms.includes(word))).toEqual([]);
  });

  it('refers only to words that it defines', () => {
    const ids = glossary.map(({ id }) => id);
    expect(glossary.flatMap(({ see }) => see).filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe('the course', () => {
  it('has its form', () => {
    expect(courseSchema.safeParse(parse(readFileSync('content/course.yaml', 'utf8'))).error).toBeUndefined();
  });

  it('uses its own words in lessons', async () => {
    const lessons = await Promise.all((await listLessons()).names.map((name) => readLesson(name)));
    const prose = lessons.map(({ files }) => files['lesson.mdx'] ?? '').join('\n');
    expect(prose).not.toMatch(/stack ?trace line|\bleak site\b|\bsimply\b|\bobviously\b/i);
    for (const { files } of lessons) expect(readLessonData(files)?.minutes).toBeGreaterThan(5);
  });

  it('has one line for every misconception', () => {
    expect(Object.keys(misconceptions)).toHaveLength(27);
    for (const text of Object.values(misconceptions)) expect(text.length).toBeGreaterThan(20);
  });
});
