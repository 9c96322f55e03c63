import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProgress, parseProgress } from '../../src/components/progress-file.ts';
import { fromCarryFragment, toCarryFragment } from '../../src/components/progress-link.ts';
import { mergeExercise, mergeProgress, type Progress } from '../../src/components/progress-merge.ts';
import type { ExerciseRecord } from '../../src/components/progress-store.ts';

const empty: Progress = { exercises: [], settings: [], assignments: [], notebook: [], drill: [] };

const attempt = (time: number, verdict: 'correct' | 'wrong' = 'wrong'): ExerciseRecord['attempts'][number] => ({
  time,
  answer: `answer ${time}`,
  evidence: [{ source: 'paste', content: 'panic: x' }],
  hintsUsed: 0,
  solutionShown: false,
  verdict: {
    schema: 'faultline.verdict/1',
    exercise: 'a/b',
    version: 1,
    verdict,
    points: verdict === 'correct' ? 2 : 0,
    maxPoints: 2,
    findings: [{ id: 'x', message: 'Not this one.' }],
  },
});

const record = (updated: number, times: readonly number[], more: Partial<ExerciseRecord> = {}): ExerciseRecord => ({
  id: 'a/b',
  version: 1,
  fields: { line: `as of ${updated}` },
  evidence: [{ source: 'paste', content: 'panic: x' }],
  hintsUsed: 0,
  solutionShown: false,
  attempts: times.map((time) => attempt(time)),
  updated,
  ...more,
});

describe('two histories of one exercise', () => {
  it('give all attempts in the order made, and the newer worksheet', () => {
    const merged = mergeExercise(record(10, [1, 5]), record(20, [3, 5]));
    expect(merged.attempts.map(({ time }) => time)).toEqual([1, 3, 5]);
    expect(merged.fields).toEqual({ line: 'as of 20' });
  });

  it('keep the evidence that a link had to leave behind', () => {
    const bare = { ...attempt(5), evidence: [] };
    const merged = mergeExercise(record(10, [5]), record(20, [], { attempts: [bare] }));
    expect(merged.attempts[0]?.evidence).toHaveLength(1);
  });

  it('lose no attempt, whichever is merged into which, and merging again changes nothing', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 8 });
    fc.assert(
      fc.property(times, times, fc.nat(9), fc.nat(9), (a, b, one, two) => {
        const [own, other] = [record(one, a.toSorted()), record(two, b.toSorted())];
        const merged = mergeExercise(own, other);
        expect(merged.attempts.map(({ time }) => time)).toEqual([...new Set([...a, ...b])].sort((x, y) => x - y));
        expect(mergeExercise(merged, other).attempts).toEqual(merged.attempts);
        const all = { ...empty, exercises: [merged] };
        expect(mergeProgress(all, { ...empty, exercises: [own] }).exercises).toEqual([]);
      }),
    );
  });
});

describe('two notebooks', () => {
  const pin = (time: number, number: number) => ({ number, time, text: `seen ${time}`, source: 'pasted' });
  const claim = (hypothesis: string) => ({ hypothesis, test: '', conclusion: '', rulesOut: '' });

  it('give one page with the evidence and the claims of both, no number given twice', () => {
    const mine = { id: 'a', title: 'A', pins: [pin(1, 1), pin(4, 2)], claims: [claim('one')], updated: 5 };
    const theirs = { id: 'a', title: 'A', pins: [pin(1, 1), pin(3, 2)], claims: [claim('two')], updated: 9 };
    const [merged] = mergeProgress({ ...empty, notebook: [mine] }, { ...empty, notebook: [theirs] }).notebook;
    expect(merged?.pins.map(({ time, number }) => [time, number])).toEqual([
      [1, 1],
      [3, 2],
      [4, 3],
    ]);
    expect(merged?.claims.map(({ hypothesis }) => hypothesis)).toEqual(['two', 'one']);
  });
});

describe('a saved file', () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251);
  const progress: Progress = {
    ...empty,
    exercises: [record(10, [1, 2], { evidence: [{ source: 'heap.pb.gz', content: bytes }] })],
    drill: [{ id: 'placement', kind: 'placement', time: 3, results: [], skips: ['a'] }],
  };

  it('holds everything, bytes too', () => {
    expect(parseProgress(formatProgress(progress, 99))).toEqual({ progress, lost: 0, saved: 99 });
  });

  it.each([
    ['an empty one', '', /empty/],
    ['one that is cut off', formatProgress(progress, 9).slice(0, 200), /cut off/],
    ['a list', '[]', /not saved by this page/],
    ['other JSON', '{"schema": "x"}', /not saved by this page/],
    ['a submission', '{"schema": "faultline.submission/1"}', /hand in/],
    ['one of a newer version', '{"schema": "faultline.progress/2"}', /newer version/],
  ])('says what is wrong with %s', (_, text, message) => {
    expect(parseProgress(text)).toMatch(message);
  });

  it.each([
    [{ id: 'a/b' }],
    [{ ...record(1, []), attempts: [{ time: 'now' }] }],
    [{ ...record(1, []), fields: { line: 7 } }],
    [{ ...record(1, []), id: '../../x' }],
    ['text'],
    [null],
  ])('leaves out a record of another shape and counts it: %o', (broken) => {
    const text = JSON.stringify({ schema: 'faultline.progress/1', stores: { exercises: [broken, record(1, [1])] } });
    const read = parseProgress(text);
    expect(read).toMatchObject({ lost: 1, progress: { exercises: [{ id: 'a/b' }] } });
  });

  it('is read without an error, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(() => parseProgress(json)).not.toThrow();
        expect(() => parseProgress(`{"schema":"faultline.progress/1","stores":{"exercises":${json}}}`)).not.toThrow();
      }),
    );
  });
});

describe('a link with one lesson', () => {
  it('brings fields, hints and verdicts, and leaves the evidence', async () => {
    const own = record(10, [], { variant: 7, hintsUsed: 1, attempts: [attempt(1), attempt(2, 'correct')] });
    const fragment = await toCarryFragment('a', [own, { ...own, id: 'other/x' }]);
    const carried = await fromCarryFragment(fragment ?? '');
    expect(carried).toMatchObject({
      lesson: 'a',
      records: [
        {
          id: 'a/b',
          variant: 7,
          hintsUsed: 1,
          fields: own.fields,
          evidence: [],
          attempts: [
            { time: 1, answer: 'answer 1', verdict: { verdict: 'wrong' } },
            { time: 2, verdict: { verdict: 'correct', points: 2 } },
          ],
        },
      ],
    });
  });

  it('fits into a QR code for a lesson of ten exercises', async () => {
    const records = Array.from({ length: 10 }, (_, i) =>
      record(1_790_000_000_000 + i, [], {
        id: `a/exercise-${i}`,
        attempts: [attempt(1_790_000_000_000 + i, 'correct')],
      }),
    );
    expect((await toCarryFragment('a', records))?.length).toBeLessThan(900);
  });

  it('is none where nothing was done, and says so where it is damaged', async () => {
    expect(await toCarryFragment('a', [])).toBeUndefined();
    expect(await fromCarryFragment('#text=abc')).toBeUndefined();
    const fragment = await toCarryFragment('a', [record(10, [1])]);
    expect(await fromCarryFragment(fragment?.slice(0, 40) ?? '')).toMatch(/damaged/);
    expect(await fromCarryFragment('#carry=')).toMatch(/damaged/);
  });
});
