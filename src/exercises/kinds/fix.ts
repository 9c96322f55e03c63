/**
 * `fix`: the learner edits the lab until its tests pass. Judged by what `go test -v` printed. Output pasted from elsewhere
 * earns half: it shows that tests of those names passed somewhere. With the edited files beside it, as the page's lab
 * hands them in, it earns all, and can be run again.
 */
import { z } from 'zod';
import type { Evidence, ReadFile } from '../paste.ts';
import { commonSource, type ExerciseCommon } from '../schema.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import type { Kind, KeyProblem } from './kind.ts';

const source = z.strictObject({
  ...commonSource,
  kind: z.literal('fix'),
  /** Tests that must pass; all of them fail, or are missing, before. */
  tests: z.array(z.string().regex(/^Test\w+$/, 'write the name of a test function')).min(1),
});

const key = z.strictObject({
  /** The recording of the fixed lab that earns the marks. */
  passes: z.string().regex(/^recordings\/[\w.+-]+$/, 'write recordings/FILE'),
});

type FixSource = z.infer<typeof source>;
type FixKey = z.infer<typeof key>;

/** A fix exercise as shipped. */
export interface FixExercise extends ExerciseCommon {
  readonly kind: 'fix';
  readonly tests: readonly string[];
}

const pastedShare = 0.5;

/** Files of the edited lab are handed in under this folder. */
export const labPrefix = 'lab/';

/** The kind `fix`. */
export const fix: Kind<FixSource, FixKey, FixExercise> = {
  source,
  key,
  publish: (common, from) => ({ ...common, kind: 'fix', tests: from.tests }),
  judge: (exercise, _, evidence) => judgeFix(exercise, evidence),
  answerOf: () => '',
  candidates: () => [''],
  problems: fixProblems,
};

function fixProblems(from: FixSource): readonly KeyProblem[] {
  if (from.evidence === 'own' && from.expects.length === 0) return [];
  return [{ message: 'a fix is judged by test output of the learner', hint: 'write evidence: own and no expects:' }];
}

function judgeFix(exercise: FixExercise, evidence: Evidence): Judgement | Unreadable {
  const outputs = evidence.files.filter((file) => !file.source.startsWith(labPrefix));
  const lines = outputs.flatMap((file) => resultLines(file));
  if (lines.length === 0) return { unreadable: findForeign(exercise, outputs) ?? noTestOutput(exercise) };
  const stranger = findOtherPackage(exercise, lines);
  if (stranger) return { unreadable: stranger };
  const findings = exercise.tests.map((test) => testFinding(test, lines));
  const passed = findings.filter((finding) => finding.id === 'test-passes').length;
  const hasFiles = evidence.files.some((file) => file.source.startsWith(labPrefix));
  const isSilent = findings.every((finding) => finding.id === 'test-missing');
  if (isSilent && !lines.some(({ text }) => isFailure(text)))
    return { unreadable: cutOf(lines) ?? findings[0] ?? noTestOutput(exercise) };
  const crash = lines.find(({ text }) => isFailure(text));
  const share = crash && passed === exercise.tests.length ? 0 : passed / exercise.tests.length;
  if (crash && passed === exercise.tests.length)
    return {
      score: 0,
      findings: [
        {
          id: 'package-fails',
          message:
            'Those tests pass, but the package as a whole fails. Run all tests, and paste from the first `=== RUN`.',
          at: crash.at,
        },
      ],
    };
  if (hasFiles || share === 0) return { score: share, findings };
  return {
    score: share * pastedShare,
    findings: [
      ...findings,
      {
        id: 'pasted-only',
        message:
          'Pasted output counts half: run the fix in the lab of this page, or hand in the edited files with it, and it counts whole.',
      },
    ],
  };
}

interface ResultLine {
  readonly text: string;
  readonly at: number;
}

/** The lines by which `go test -v` reports, wherever they stand. */
function resultLines(file: ReadFile): readonly ResultLine[] {
  const lines = file.text
    .split('\n')
    .map((text, i) => ({ text: text.trimEnd().replace(/^\s+(?=--- )/, ''), at: i + 1 }));
  return lines.filter(({ text }) => /^(?:=== RUN|--- (?:PASS|FAIL|SKIP): |ok {2}\t|FAIL\t|panic: )/.test(text));
}

function noTestOutput(exercise: FixExercise): Finding {
  const command = exercise.command ?? 'go test -v ./...';
  return {
    id: 'no-test-output',
    message: `There is no result of \`go test\` in this text. Run \`${command}\` and paste from the first \`=== RUN\` to the last line.`,
  };
}

/** The package as a whole failed: by a panic, by a test, or because it does not build. */
function isFailure(text: string): boolean {
  return text.startsWith('panic:') || text.startsWith('FAIL\t');
}

function findForeign(exercise: FixExercise, files: readonly ReadFile[]): Finding | undefined {
  const found = files.flatMap(({ analysis }) => analysis.evidence).find(({ kind }) => kind === 'foreign');
  if (found?.kind !== 'foreign') return undefined;
  const message = `This is ${found.what}. ${noTestOutput(exercise).message}`;
  return { id: 'foreign', message, at: found.span.from };
}

/** With `-v` each test begins with a line of its own and ends with another, and the package ends last. */
function cutOf(lines: readonly ResultLine[]): Finding | undefined {
  const begun = lines.filter(({ text }) => text.startsWith('=== RUN')).length;
  const ended = lines.filter(({ text }) => text.startsWith('--- ')).length;
  const isWhole = lines.some(({ text }) => text.startsWith('ok  \t'));
  const lacks = ended > begun ? 'its beginning' : begun > ended || !isWhole ? 'its end' : undefined;
  if (lacks === undefined) return undefined;
  const message = `This output is cut: ${lacks} is missing, and with it the tests asked for. Paste from the first \`=== RUN\` to the last line.`;
  return { id: 'cut-paste', misconception: 'cut-paste', message, at: lines.at(-1)?.at ?? 1 };
}

function findOtherPackage(exercise: FixExercise, lines: readonly ResultLine[]): Finding | undefined {
  const module = exercise.program?.module;
  const packages = lines.flatMap(({ text, at }) => {
    const path = /^(?:ok {2}|FAIL)\t(\S+)\t/.exec(text)?.[1];
    return path === undefined ? [] : [{ path, at }];
  });
  const own = packages.some(
    ({ path }) => path === module || path.startsWith(`${module ?? ''}/`) || path === 'command-line-arguments',
  );
  const [first] = packages;
  if (module === undefined || !first || own) return undefined;
  return {
    id: 'other-program',
    misconception: 'other-program',
    message: `These are the tests of \`${first.path}\`. The lab's package is \`${module}\`: run its tests and paste those.`,
    at: first.at,
  };
}

function testFinding(test: string, lines: readonly ResultLine[]): Finding {
  const passed = lines.find(({ text }) => text.startsWith(`--- PASS: ${test} (`));
  if (passed) return { id: 'test-passes', message: `\`${test}\` passes.`, at: passed.at };
  const failed = lines.find(({ text }) => text.startsWith(`--- FAIL: ${test} (`));
  if (failed)
    return {
      id: 'test-fails',
      message: `\`${test}\` still fails. The lines under this one say what it expected.`,
      at: failed.at,
    };
  return {
    id: 'test-missing',
    message: `There is no result for \`${test}\` here. Add \`-v\`, so that passing tests are printed too, and keep the test's name.`,
  };
}
