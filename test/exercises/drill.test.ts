import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { analyze } from '../../src/analysis/index.ts';
import { courseFile, listLessons } from '../../src/cli/lessons/read.ts';
import { courseSchema } from '../../src/course/index.ts';
import { createDrillCase, drillSkills, grade, misreadingsOf } from '../../src/exercises/index.ts';
import { renumber } from '../../src/exercises/drill-numbers.ts';
import { checkDrill } from '../../scripts/drill/check.ts';
import { readDrillSources } from '../../scripts/drill/sources.ts';

const sources = await readDrillSources();

describe('the drill', () => {
  it('has cases for each of the four skills, and its keys are graded correct in every seed tried', async () => {
    const report = await checkDrill(sources, [1, 2, 4711, 2_147_483_646]);
    expect(report.problems).toEqual([]);
    for (const skill of drillSkills) expect(report.items[skill]).toBeGreaterThanOrEqual(5);
  });

  it('asks about the recording as printed with seed 0', async () => {
    const source = sources.find(({ id }) => id === 'first-crash/run-go1.26.txt');
    expect((await createDrillCase(source!, 0))?.text).toBe(source!.text);
  });

  it('gives other names, lines and ids with other seeds, and the same with the same', async () => {
    const source = sources.find(({ id }) => id === 'recovered-and-thrown-again/wrap-go1.24.txt')!;
    const [one, again, other] = await Promise.all([7, 7, 8].map((seed) => createDrillCase(source, seed)));
    expect(one).toEqual(again);
    expect(one?.text).not.toBe(other?.text);
    expect(one?.text.split('\n')).toHaveLength(source.text.split('\n').length);
  });

  it('tells the misreadings that a wrong answer shows', async () => {
    const source = sources.find(({ id }) => id === 'recovered-and-thrown-again/wrap-go1.24.txt')!;
    const made = (await createDrillCase(source, 7))!;
    expect(await misreadingsOf(made)).toEqual([
      'caller-callee',
      'created-by',
      'panic-go',
      'recover-wrapper',
      'testing-frame',
    ]);
  });

  it('asks nothing where the text is not certain, or says nothing', async () => {
    const source = sources.find(({ id }) => id === 'first-crash/run-go1.26.txt');
    expect(await createDrillCase({ ...source!, text: 'exit status 2\n' }, 3)).toBeUndefined();
    expect(await createDrillCase({ ...source!, text: source!.text.slice(0, 60) }, 3)).toBeUndefined();
  });

  it('agrees with the lessons: the key of an exercise on a recording is that of the case', async () => {
    const found = sources.find(({ id }) => id === 'the-line-that-panicked/stock-go1.24.txt')!;
    expect((await createDrillCase(found, 0))?.answer).toBe('stock.go:21');
  });
});

describe('the five traces that place a learner', () => {
  const { placement } = courseSchema.parse(parse(readFileSync(courseFile, 'utf8')));

  it('are short, ask what they should, and name lessons that exist', async () => {
    const slugs = (await listLessons()).names.map(({ slug }) => slug);
    const cases = await Promise.all(
      placement.map(({ recording, seed }) =>
        createDrillCase(
          sources.find(({ id }) => id === recording)!,
          seed,
        ),
      ),
    );
    expect(cases.map((made) => made?.exercise.kind)).toEqual(['fault', 'fault', 'dump', 'race-pair', 'allocation']);
    for (const made of cases) expect(made?.text.split('\n').length).toBeLessThan(30);
    expect(placement.flatMap(({ skips }) => skips).filter((slug) => !slugs.includes(slug))).toEqual([]);
  });
});

describe('another run', () => {
  const trace =
    'panic: x\n\ngoroutine 18 [running]:\nmain.f(0xc000012340)\n\t/a/main.go:3 +0x1d\ncreated by main.main in goroutine 1\n\t/a/main.go:9 +0x2f\n\ngoroutine 20 [sleep]:\n';

  it('moves ids of goroutines and heap addresses by one distance each', () => {
    const text = renumber(trace, 7);
    const [first, second] = [...text.matchAll(/goroutine (\d+) \[/g)].map((match) => Number(match[1]));
    expect(second! - first!).toBe(2);
    expect(text).toContain('in goroutine 1\n');
    expect(text).toMatch(/main\.f\(0xc000[0-9a-f]{6}\)/);
    expect(text).toContain('+0x1d');
  });

  it('keeps the width of addresses, as the race detector pads them', () => {
    expect(renumber('Write at 0x00c0000a1234 by goroutine 8:', 9)).toMatch(
      /^Write at 0x00c[0-9a-f]{9} by goroutine \d+:$/,
    );
  });

  it('keeps what the analyzers read', async () => {
    const [before, after] = await Promise.all([analyze(trace), analyze(renumber(trace, 7))]);
    expect(after.evidence.map(({ kind }) => kind)).toEqual(before.evidence.map(({ kind }) => kind));
    expect(after.ledger).toEqual(before.ledger);
  });
});

describe('a case', () => {
  it('is graded by the ordinary graders, wrong answers with their misreading', async () => {
    const source = sources.find(({ id }) => id === 'stuck-not-dead/dump-go1.26.txt')!;
    const made = (await createDrillCase(source, 11))!;
    const evidence = [{ source: 'recording', content: made.text }];
    const { group, created } = JSON.parse(made.answer) as { group: string; created: string };
    const verdict = await grade(made.exercise, { answer: JSON.stringify({ group: created, created }), evidence });
    expect(verdict.verdict).toBe('partly');
    expect(verdict.findings.map(({ misconception }) => misconception)).toContain('created-by');
    expect((await grade(made.exercise, { answer: JSON.stringify({ group, created }), evidence })).verdict).toBe(
      'correct',
    );
  });
});
