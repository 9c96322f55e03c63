/** `faultline lessons check`: is every lesson whole, and do its labs behave as the key declares? */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  checkLesson,
  countCourse,
  courseSchema,
  formatCounts,
  formatProblem,
  glossarySchema,
  keySchema,
  readProgram,
  type Problem,
  type Surroundings,
} from '../../course/index.ts';
import { type CliIO } from '../io.ts';
import { hasGo, runShell, withFolder } from './go.ts';
import { contentRoot, courseFile, findLessons, listLessons, readLesson, type LessonOnDisk } from './read.ts';

/** Checks the named lessons, or all; prints every problem with what to do, and one line of counts. */
export async function checkLessons(args: readonly string[], io: CliIO): Promise<number> {
  const { names, strays } = await listLessons();
  const chosen = args.length === 0 ? names : await findLessons(args);
  const { around, problems } = await readSurroundings(names.map((name) => name.slug));
  const lines = [
    ...problems,
    ...strays.map((stray) => `content/lessons/${stray}: lesson folders are named NN-slug; rename or remove it`),
  ];
  const withGo = await hasGo();
  const lessons = await Promise.all(chosen.map((name) => readLesson(name)));
  for (const lesson of lessons) lines.push(...(await checkOne(lesson, around, withGo, io)));
  for (const line of lines) io.stdout(`${line}\n`);
  io.stdout(`${formatCounts(countCourse(lessons))}\n`);
  const labs = withGo ? 'labs run with Go' : 'labs NOT RUN: there is no go on the path';
  io.stdout(`${chosen.length} lessons, ${lines.length} problems, ${labs}\n`);
  if (!withGo)
    io.stderr(
      'faultline lessons check: install Go 1.21 or newer from https://go.dev/dl to prove that labs fail and answers pass.\n',
    );
  return lines.length === 0 ? 0 : 1;
}

async function checkOne(
  lesson: LessonOnDisk,
  around: Surroundings,
  withGo: boolean,
  io: CliIO,
): Promise<readonly string[]> {
  const problems = [
    ...(await checkLesson(lesson.name, lesson.files, around, lesson.bytes)),
    ...(withGo ? await checkLabs(lesson) : []),
  ];
  if (io.isInteractive) io.stderr(`${lesson.name.folder}: ${problems.length} problems\n`);
  return problems.map((problem) => formatProblem(lesson.name.folder, problem));
}

/** Runs the commands of the key in the untouched lab and in the fixed one. */
export async function checkLabs({ files }: LessonOnDisk): Promise<readonly Problem[]> {
  const key = keySchema.safeParse(parse(files['answer/key.yaml'] ?? ''));
  if (!key.success) return [];
  return [
    ...(await checkLab('lab', readProgram(files, 'lab'), key.data.starter)),
    ...(await checkLab('answer/lab', readProgram(files, 'answer/lab'), key.data.answer)),
  ];
}

async function checkLab(
  path: string,
  program: Readonly<Record<string, string>>,
  outcomes: readonly { run: string; exit: number; holds?: string | undefined }[],
): Promise<readonly Problem[]> {
  return withFolder(program, async (folder) => {
    const problems: Problem[] = [];
    for (const { run, exit, holds } of outcomes) {
      const outcome = await runShell(run, folder);
      const hint = 'mend the program, or what answer/key.yaml declares of it';
      if (outcome.exit !== exit)
        problems.push({ path, message: `\`${run}\` exits with ${outcome.exit}, not ${exit}`, hint });
      if (holds !== undefined && !outcome.output.includes(holds))
        problems.push({ path, message: `\`${run}\` does not print "${holds}"`, hint });
    }
    return problems;
  });
}

async function readSurroundings(
  slugs: readonly string[],
): Promise<{ readonly around: Surroundings; readonly problems: readonly string[] }> {
  const course = courseSchema.safeParse(parse(await readFile(courseFile, 'utf8')));
  const glossary = glossarySchema.safeParse(parse(await readFile(join(contentRoot, 'glossary.yaml'), 'utf8')));
  const problems = [
    ...(course.success
      ? []
      : course.error.issues.map(
          (issue) =>
            `content/course.yaml: ${issue.path.join('.')}: ${issue.message}; src/course/schema.ts says what it holds`,
        )),
    ...(glossary.success
      ? checkTerms(glossary.data)
      : glossary.error.issues.map(
          (issue) =>
            `content/glossary.yaml: ${issue.path.join('.')}: ${issue.message}; src/course/schema.ts says what it holds`,
        )),
  ];
  return { around: { slugs, terms: glossary.success ? glossary.data.map((term) => term.id) : [] }, problems };
}

function checkTerms(terms: readonly { readonly id: string; readonly see: readonly string[] }[]): readonly string[] {
  const ids = terms.map((term) => term.id);
  const twice = ids
    .filter((id, i) => ids.indexOf(id) !== i)
    .map((id) => `content/glossary.yaml: "${id}" is defined twice; keep one definition`);
  const lost = terms.flatMap((term) =>
    term.see
      .filter((id) => !ids.includes(id))
      .map((id) => `content/glossary.yaml: ${term.id} refers to "${id}", which is not defined; define it or drop it`),
  );
  return [...twice, ...lost];
}
