/** Checks a lesson's files: what must be there, what must not, and whether recordings are of the programs beside them. */
import { parse } from 'yaml';
import type { z } from 'zod';
import { filesBelow, type LessonFiles } from './files.ts';
import type { Problem } from './problem.ts';
import { hashProgram, readProgram } from './program.ts';
import { keySchema, lessonSchema, recordingsSchema, type LessonData, type RecordingData } from './schema.ts';
import { parseGoMod } from './source.ts';

const needed: readonly (readonly [string, string])[] = [
  ['lesson.mdx', 'write the lesson; content/_template shows its form'],
  ['exercises.yaml', 'list the exercises; content/_template shows their form'],
  ['lab/go.mod', 'run `go mod init NAME` in lab/'],
  ['recordings/recordings.yaml', 'list what was recorded; `npm run lessons:record` runs it'],
  ['answer/key.yaml', 'write the key; content/_template shows its form'],
  ['answer/lab/go.mod', 'put the fixed module into answer/lab/'],
  ['answer/explanation.mdx', 'explain the failure and the fix; learners read it afterwards'],
  ['answer/notes.md', 'tell instructors what takes how long, and where learners get stuck'],
];

/** Returns what is missing, stray, or not of the form that schemas ask for. */
export function checkFiles(files: LessonFiles): readonly Problem[] {
  const missing = needed
    .filter(([path]) => !(path in files))
    .map(([path, hint]) => ({ path, message: 'it is missing', hint }));
  return [...missing, ...checkForms(files), ...checkStrays(files), ...checkLab(files), ...checkRecordings(files)];
}

function checkForms(files: LessonFiles): readonly Problem[] {
  return [
    ...checkForm('lesson.mdx', readFrontMatter(files['lesson.mdx'] ?? ''), lessonSchema),
    ...checkForm('answer/key.yaml', readYaml(files['answer/key.yaml']), keySchema),
    ...checkForm('recordings/recordings.yaml', readYaml(files['recordings/recordings.yaml']), recordingsSchema),
  ].filter(({ path }) => path in files);
}

function checkForm(path: string, data: unknown, schema: z.ZodType): readonly Problem[] {
  if (data instanceof Error)
    return [
      { path, message: `it can't be read as YAML (${data.message.split('\n')[0] ?? ''})`, hint: 'mend the YAML' },
    ];
  const result = schema.safeParse(data);
  if (result.success) return [];
  return result.error.issues.map((issue) => ({
    path,
    message: `${issue.path.join('.') || 'the file'}: ${issue.message}`,
    hint: 'src/course/schema.ts says what it holds',
  }));
}

/** Returns the data of a YAML text, or the error that it has. */
export function readYaml(text: string | undefined): unknown {
  try {
    return parse(text ?? '');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Returns the data between the `---` lines on top of an MDX file, or the error that they have. */
export function readFrontMatter(text: string): unknown {
  const end = text.indexOf('\n---', 3);
  return text.startsWith('---') && end !== -1
    ? readYaml(text.slice(4, end))
    : new Error('there is no front matter between --- lines');
}

/** Returns the lesson's front matter, or undefined where it is not of its form. */
export function readLessonData(files: LessonFiles): LessonData | undefined {
  const result = lessonSchema.safeParse(readFrontMatter(files['lesson.mdx'] ?? ''));
  return result.success ? result.data : undefined;
}

/** Returns recordings.yaml, or nothing where it is not of its form. */
export function readRecordingList(files: LessonFiles): readonly RecordingData[] {
  const result = recordingsSchema.safeParse(readYaml(files['recordings/recordings.yaml']));
  return result.success ? result.data : [];
}

const known =
  /^(?:lesson\.mdx|exercises\.yaml|lab\/.+|recordings\/(?:recordings|cores)\.yaml|recordings\/src\/.+|answer\/(?:key\.yaml|explanation\.mdx|notes\.md|lab\/.+))$/;

function checkStrays(files: LessonFiles): readonly Problem[] {
  const listed = new Set(readRecordingList(files).map((recording) => `recordings/${recording.file}`));
  const strays = Object.keys(files).filter((path) => !known.test(path) && !listed.has(path));
  return strays.map((path) => ({
    path,
    message: 'it is part of nothing',
    hint: path.startsWith('recordings/')
      ? 'list it in recordings.yaml, or remove it'
      : 'remove it, or move it to where it belongs',
  }));
}

function checkLab(files: LessonFiles): readonly Problem[] {
  const lab = filesBelow(files, 'lab');
  const todos = Object.entries(lab).filter(([path, text]) => path.endsWith('.go') && (text ?? '').includes('// TODO:'));
  const problems: Problem[] = [];
  const count = todos.reduce((sum, [, text]) => sum + ((text ?? '').split('// TODO:').length - 1), 0);
  if (count !== 1)
    problems.push({
      path: 'lab',
      message: `it has ${count} "// TODO:" comments`,
      hint: 'mark with exactly one where the learner works',
    });
  const left = Object.entries(filesBelow(files, 'answer/lab')).filter(([, text]) =>
    /\/\/ (?:TODO:|mark:)/.test(text ?? ''),
  );
  problems.push(
    ...left.map(([path]) => ({
      path: `answer/lab/${path}`,
      message: 'the fixed lab still has a TODO or a mark',
      hint: 'remove the comment',
    })),
  );
  const { module, go } = parseGoMod(files['lab/go.mod'] ?? '');
  if ('lab/go.mod' in files && (module === undefined || go === undefined))
    problems.push({
      path: 'lab/go.mod',
      message: 'it names no module or no Go version',
      hint: 'write `module NAME` and `go 1.N`',
    });
  return problems;
}

function checkRecordings(files: LessonFiles): readonly Problem[] {
  return readRecordingList(files).flatMap((recording) => {
    const path = `recordings/${recording.file}`;
    const again = `run \`npm run lessons:record -- --write LESSON\``;
    if (!(path in files)) return [{ path, message: 'it is listed but missing', hint: again }];
    const program = readProgram(files, recording.program);
    if (Object.keys(program).length === 0)
      return [
        {
          path: recording.program,
          message: `${recording.file} was recorded from it, and it is missing`,
          hint: 'restore it, or name the right program',
        },
      ];
    if (hashProgram(program) !== recording.hash)
      return [
        { path, message: `it was recorded from another ${recording.program} than the one beside it`, hint: again },
      ];
    if (recording.holds !== undefined && !(files[path] ?? '').includes(recording.holds))
      return [{ path, message: `it does not hold "${recording.holds}"`, hint: again }];
    return [];
  });
}
