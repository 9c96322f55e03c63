/** Checks what a lesson says: its components, links, and every FILE:LINE in prose, hints and keys. */
import { readYaml, readLessonData } from './check-files.ts';
import type { LessonFiles } from './files.ts';
import type { Problem } from './problem.ts';
import { stripMarks } from './source.ts';

/** What a lesson may refer to beyond its own folder. */
export interface Surroundings {
  /** Slugs of all lessons, planned ones included. */
  readonly slugs: readonly string[];
  /** Ids of the glossary. */
  readonly terms: readonly string[];
}

/** The components that lessons are written with, and the attribute that names something of the lesson's folder. */
const components: Readonly<Record<string, 'file' | 'profile' | 'exercise' | 'term' | 'none'>> = {
  Lab: 'none',
  Recording: 'file',
  Exercise: 'exercise',
  MarginNote: 'none',
  Profile: 'profile',
  Predict: 'none',
  Term: 'term',
};

/** Returns what in prose, hints and keys speaks of something that is not there. */
export function checkProse(files: LessonFiles, around: Surroundings): readonly Problem[] {
  return [
    ...prosePaths(files).flatMap((path) => checkPlaces(files, path)),
    ...prosePaths(files).flatMap((path) => checkAddresses(files, path)),
    ...['lesson.mdx', 'answer/explanation.mdx'].flatMap((path) => checkTags(files, path, around)),
    ...['lesson.mdx', 'answer/explanation.mdx'].flatMap((path) => checkExcerpts(files, path)),
    ...['lesson.mdx', 'answer/explanation.mdx', 'answer/notes.md'].flatMap((path) => checkLinks(files, path, around)),
    ...checkShape(files, around),
    ...checkExplanation(files),
  ];
}

function prosePaths(files: LessonFiles): readonly string[] {
  return ['lesson.mdx', 'exercises.yaml', 'answer/key.yaml', 'answer/explanation.mdx', 'answer/notes.md'].filter(
    (path) => path in files,
  );
}

interface NumberedLine {
  readonly text: string;
  readonly line: number;
}

function linesOf(files: LessonFiles, path: string): readonly NumberedLine[] {
  return (files[path] ?? '').split('\n').map((text, i) => ({ text, line: i + 1 }));
}

function checkPlaces(files: LessonFiles, path: string): readonly Problem[] {
  return linesOf(files, path).flatMap(({ text, line }) =>
    [...text.matchAll(/([\w./-]{1,120}\.go):(\d{1,6})/g)].flatMap(([place, file = '', number]) =>
      placeExists(files, file, Number(number))
        ? []
        : [
            {
              path,
              line,
              message: `${place} is in no source or recording of this lesson`,
              hint: 'correct the line, or the recording it speaks of',
            },
          ],
    ),
  );
}

/** An address in prose is quoted from a recording, and goes stale when that is made again. */
function checkAddresses(files: LessonFiles, path: string): readonly Problem[] {
  const recorded = Object.entries(files)
    .filter(([other]) => /^recordings\/[^/]+$/.test(other))
    .map(([, text]) => text ?? '')
    .join('\n');
  return linesOf(files, path).flatMap(({ text, line }) =>
    [...text.matchAll(/0x[0-9a-f]{5,}/g)].flatMap(([address]) =>
      recorded.includes(address)
        ? []
        : [{ path, line, message: `${address} is in no recording`, hint: 'quote it anew, or write … in its place' }],
    ),
  );
}

/** Code in prose names its file and lines in the fence, and must be those lines: ```go title="lab/main.go" lines="3-9" */
function checkExcerpts(files: LessonFiles, path: string): readonly Problem[] {
  const fences = [...(files[path] ?? '').matchAll(/^```go title="([^"]+)" lines="(\d+)-(\d+)"\n([\s\S]*?)^```$/gm)];
  return fences.flatMap((fence) => {
    const [, file = '', from = '', to = '', code = ''] = fence;
    const line = (files[path] ?? '').slice(0, fence.index).split('\n').length;
    const source = stripMarks(files[file] ?? '').split('\n');
    if (`${source.slice(Number(from) - 1, Number(to)).join('\n')}\n` === code) return [];
    const at = source.findIndex((_, i) => source.slice(i).join('\n').startsWith(code));
    const hint = at === -1 ? 'copy them anew' : `they are lines ${at + 1}-${at + code.split('\n').length - 1}`;
    return [{ path, line, message: `these are not lines ${from} to ${to} of ${file}`, hint }];
  });
}

function placeExists(files: LessonFiles, file: string, line: number): boolean {
  const tail = `/${file}`;
  const sources = Object.entries(files).filter(([path]) => path.endsWith('.go') && `/${path}`.endsWith(tail));
  const inSource = sources.some(([, text]) => ((text ?? '').split('\n')[line - 1] ?? '').trim() !== '');
  if (inSource) return true;
  const recorded = Object.entries(files).filter(([path]) => /^recordings\/[^/]+$/.test(path));
  return recorded.some(([, text]) => new RegExp(`[/\\s]${file.replace(/[.]/g, '\\.')}:${line}\\b`).test(text ?? ''));
}

function checkTags(files: LessonFiles, path: string, around: Surroundings): readonly Problem[] {
  return linesOf(files, path).flatMap(({ text, line }) =>
    [...withoutCode(text).matchAll(/<([A-Z]\w*)([^>]*)/g)].flatMap(([, name = '', attributes = '']) => {
      const message = tagProblem(files, name, attributes, around);
      return message === undefined
        ? []
        : [{ path, line, message, hint: 'content/STYLE.md lists the components and what they take' }];
    }),
  );
}

function withoutCode(text: string): string {
  return text.replace(/`[^`]*`/g, '');
}

function tagProblem(files: LessonFiles, name: string, attributes: string, around: Surroundings): string | undefined {
  if (!Object.hasOwn(components, name)) return `there is no component <${name}>`;
  const refersTo = components[name];
  const id = /\b(?:file|id)="([^"]*)"/.exec(attributes)?.[1];
  if (refersTo === 'none') return undefined;
  if (refersTo === 'profile') return profileProblem(files, attributes);
  if (id === undefined) return `<${name}> lacks its ${refersTo === 'file' ? 'file' : 'id'}`;
  if (refersTo === 'term') return around.terms.includes(id) ? undefined : `the glossary has no "${id}"`;
  if (refersTo === 'exercise') return exerciseIds(files).includes(id) ? undefined : `there is no exercise "${id}"`;
  const target = `recordings/${id}`;
  return target in files ? undefined : `${target} does not exist`;
}

/** Where a profile may lie, as the component looks for it. */
const profilePlaces = ['recordings', 'recordings/src', 'lab'] as const;

function profileProblem(files: LessonFiles, attributes: string): string | undefined {
  const named = [...attributes.matchAll(/\b(?:file|base|between)="([^"]{1,200})"/g)];
  const names = named.flatMap(([, list = '']) => list.split(' '));
  if (names.length === 0) return '<Profile> lacks its file';
  const missing = names.find((name) => !profilePlaces.some((place) => `${place}/${name}` in files));
  return missing === undefined ? undefined : `no profile ${missing} in ${profilePlaces.join(', ')}`;
}

function exerciseIds(files: LessonFiles): readonly string[] {
  const entries = readYaml(files['exercises.yaml']);
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'id' in entry ? [String(entry.id)] : [],
  );
}

function checkLinks(files: LessonFiles, path: string, around: Surroundings): readonly Problem[] {
  return linesOf(files, path).flatMap(({ text, line }) =>
    [...withoutCode(text).matchAll(/\]\(([^)\s]*)\)/g)].flatMap(([, url = '']) => {
      const hint = linkHint(url, around);
      return hint === undefined ? [] : [{ path, line, message: `the link ${url} leads nowhere`, hint }];
    }),
  );
}

function linkHint(url: string, { slugs, terms }: Surroundings): string | undefined {
  if (/^https:\/\/[\w.-]+\//.test(url) || /^#[\w-]+$/.test(url)) return undefined;
  const lesson = /^\.\.\/([a-z0-9-]+)\/(?:#[\w-]+)?$/.exec(url)?.[1];
  if (lesson !== undefined) return slugs.includes(lesson) ? undefined : `lessons are ${slugs.join(', ')}`;
  const term = /^\.\.\/\.\.\/glossary\/#([\w-]+)$/.exec(url)?.[1];
  if (term !== undefined) return terms.includes(term) ? undefined : 'add the term to content/glossary.yaml';
  return 'write https://…, #heading, ../SLUG/ for a lesson or ../../glossary/#TERM';
}

/** Pages show the part of the explanation that belongs to an exercise: a section with its id. */
function checkExplanation(files: LessonFiles): readonly Problem[] {
  const path = 'answer/explanation.mdx';
  const text = files[path];
  const missing =
    text === undefined ? [] : exerciseIds(files).filter((id) => !text.includes(`<section id="exercise-${id}">`));
  return missing.map((id) => ({
    path,
    message: `it does not explain "${id}"`,
    hint: `write <section id="exercise-${id}">…</section>`,
  }));
}

function checkShape(files: LessonFiles, around: Surroundings): readonly Problem[] {
  const path = 'lesson.mdx';
  const text = files[path];
  if (text === undefined) return [];
  const problems: Problem[] = exerciseIds(files).flatMap((id) => {
    const count = text.split(`<Exercise id="${id}"`).length - 1;
    return count === 1
      ? []
      : [
          {
            path,
            message: `exercise "${id}" stands ${count} times in it`,
            hint: `put <Exercise id="${id}" /> where it belongs, once`,
          },
        ];
  });
  if (!/^## The same at work$/m.test(text))
    problems.push({
      path,
      message: 'it does not end with "## The same at work"',
      hint: 'add the commands for a machine without this course',
    });
  if (!text.includes('<Lab'))
    problems.push({ path, message: 'it has no lab', hint: 'put <Lab /> where the learner should run it' });
  const strangers = (readLessonData(files)?.prerequisites ?? []).filter((slug) => !around.slugs.includes(slug));
  problems.push(
    ...strangers.map((slug) => ({
      path,
      message: `the prerequisite "${slug}" is no lesson`,
      hint: `lessons are ${around.slugs.join(', ')}`,
    })),
  );
  return problems;
}
