import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup/paths.ts';
import { grade } from '../../src/exercises/index.ts';
import { formatSubmission, makeSubmission, type Graded } from '../../src/gradebook/index.ts';
import { demoAssignment } from '../../src/cli/demo-class.ts';
import { expectToolchain } from '../browser/lab-page.ts';
import { readExercise, readLessonFiles } from '../exercises/lesson-exercises.ts';
import { faultline } from './faultline.ts';

const id = 'panic-fatal-or-silence/mend-the-lock';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-run-again-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A submission whose transcript says that all tests pass, with these files beside it. */
async function handIn(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const exercise = await readExercise(id);
  const transcript = (await readLessonFiles('panic-fatal-or-silence'))['recordings/fixed-go1.26.txt'] ?? '';
  const own = transcript.replaceAll('/home/gopher/', '/home/ada/').replaceAll('0.00s', '0.01s');
  const edited = Object.entries(files).map(([path, content]) => ({ source: `lab/${path}`, content }));
  const evidence = [{ source: 'go test -v ./...', content: own }, ...edited];
  const verdict = await grade(exercise, { answer: '', evidence });
  expect(verdict.verdict).toBe('correct');
  const attempt = { time: Date.UTC(2026, 8, 8), answer: '', evidence, hintsUsed: 0, solutionShown: false, verdict };
  const assignment = { ...demoAssignment, variants: 'same' as const, items: [{ exercise: id, points: 10 }] };
  const items = [{ exercise: id, version: exercise.version, attempts: [attempt] }];
  const submission = makeSubmission({
    who: { name },
    assignment,
    courseVersion: '0.1.0',
    now: Date.UTC(2026, 8, 9),
    items,
  });
  const path = join(folder, `${name}.json`);
  await writeFile(path, formatSubmission(submission));
  return path;
}

const cure = (file: string) =>
  readFile(join(root, 'content/lessons/04-panic-fatal-or-silence/answer/lab', file), 'utf8');

describe('faultline grade --run', () => {
  it('believes the files and not the transcript: a true fix keeps its points, a claimed one loses them', async () => {
    expectToolchain();
    const climbing = '../faultline-climbed.txt';
    const [true_, claimed] = [
      await handIn('true', { 'main.go': await cure('main.go'), [climbing]: 'x' }),
      await handIn('claimed', { 'main.go': 'package main\n\nfunc main() {}\n' }),
    ];
    const read = await faultline('grade', '--json', claimed, true_);
    const run = await faultline('grade', '--json', '--run', claimed, true_);
    const rows = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Graded);
    expect(rows(read.stdout).map(({ points, maxPoints }) => points / maxPoints)).toEqual([1, 1]);
    const [lost, kept] = rows(run.stdout);
    expect(kept).toMatchObject({ points: kept?.maxPoints, changed: [] });
    expect(lost).toMatchObject({
      points: 0,
      changed: [{ exercise: id, to: 0, why: expect.stringContaining('Graded again: ') }],
    });
    await expect(readFile(join(tmpdir(), 'faultline-climbed.txt'))).rejects.toThrow('ENOENT');
  }, 400_000);
});
