/** A lesson's key for instructors: what is asked, what is right and why, the hints, and the notes. It ships nowhere. */
import { readLessonData, readYaml } from './check-files.ts';
import type { LessonFiles, LessonName } from './files.ts';
import { marksOf } from './publish.ts';

/** Fields of a key that are told apart from the answer itself. */
const asides: ReadonlySet<string> = new Set(['why', 'instead', 'or', 'conflicts', 'wrongEvidence', 'nothing', 'links']);

/** Fields that hold texts as a learner gives them, never the name of a mark. */
const verbatim: ReadonlySet<string> = new Set(['value', 'expression', 'holder', 'passes']);

type Entry = Readonly<Record<string, unknown>>;

/**
 * Returns the key of a lesson as Markdown: each exercise with its answer, marks as FILE:LINE, then the explanation that
 * learners get and the notes that they do not. What a file lacks is left out.
 *
 * @example formatInstructorKey(name, files).startsWith('# Key') // true
 */
export function formatInstructorKey(name: LessonName, files: LessonFiles): string {
  const data = readLessonData(files);
  const keys = recordOf(recordOf(readYaml(files['answer/key.yaml']))['exercises']);
  const list = readYaml(files['exercises.yaml']);
  const exercises = (Array.isArray(list) ? list : []).map((exercise, i) => {
    const entry = recordOf(exercise);
    return formatExercise(files, entry, recordOf(keys[String(entry['id'])]), i + 1);
  });
  return [
    `# Key: ${name.number}. ${data?.title ?? name.slug}`,
    `For instructors: it holds every answer. ${data ? `The lesson takes ${data.minutes} minutes.` : ''}`.trim(),
    ...exercises,
    section('The explanation that learners get', files['answer/explanation.mdx']),
    section('Notes', files['answer/notes.md']),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function section(title: string, text: string | undefined): string {
  return text === undefined ? '' : `## ${title}\n\n${text.replace(/^# .*\n+/, '').trim()}`;
}

function formatExercise(files: LessonFiles, exercise: Entry, key: Entry, number: number): string {
  const { id, prompt, details, points, hints, command } = exercise;
  const asked = [
    `\`${String(id)}\``,
    points === 1 ? '1 point' : `${String(points)} points`,
    command === undefined ? '' : `\`${String(command)}\``,
  ];
  return [
    `## ${number}. ${String(prompt)}`,
    asked.filter((part) => part !== '').join(', '),
    typeof details === 'string' ? details.trim() : '',
    ...formatAnswer(files, exercise, key),
    bullets(
      'Hints',
      listOf(hints).map((hint) => String(recordOf(hint)['otherwise'] ?? recordOf(hint)['text'])),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The answer of an exercise or, link by link, of a chain. */
function formatAnswer(files: LessonFiles, exercise: Entry, key: Entry): readonly string[] {
  const labels = labelsOf(exercise);
  const say = (value: unknown) => formatValue(labels, marksOf(files), value);
  const given = (value: unknown) => formatValue(labels, new Map(), value);
  const answer = Object.entries(key).filter(([field]) => !asides.has(field));
  const isEvidenceAlone = answer.length === 0 && exercise['links'] === undefined;
  const reason = ([option, why]: readonly [string, unknown]) => `${say(option).replace(/\.$/, '')}: ${textOf(why)}`;
  const links = listOf(exercise['links']).map(recordOf);
  return [
    bullets(
      'Answer',
      answer.map(([field, value]) => {
        const told = verbatim.has(field) ? given(value) : say(value);
        return field === 'answer' ? told : `${field}: ${told}`;
      }),
    ),
    isEvidenceAlone ? '**Answer**\n\n- The evidence itself: nothing else is asked.' : '',
    bullets('Why', Object.entries(recordOf(key['why'])).map(reason)),
    bullets('Also given', Object.entries(recordOf(key['instead'])).map(reason)),
    ...links.flatMap((link) => [
      `### ${String(link['title'] ?? link['id'])}`,
      ...formatAnswer(files, link, recordOf(recordOf(key['links'])[String(link['id'])])),
    ]),
  ];
}

/** What options, items and targets say, by their id. */
function labelsOf(exercise: Entry): ReadonlyMap<string, string> {
  const named = ['options', 'items', 'targets'].flatMap((field) => listOf(exercise[field]).map(recordOf));
  return new Map(named.map(({ id, text }) => [String(id), String(text)]));
}

/** A mark as `FILE:LINE` in its function, an option as its text, anything else as it stands. */
function formatValue(labels: ReadonlyMap<string, string>, marks: ReturnType<typeof marksOf>, value: unknown): string {
  const inner = (part: unknown) => formatValue(labels, marks, part);
  if (Array.isArray(value)) return value.map(inner).join('; ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([from, to]) => `${inner(from)} → ${inner(to)}`)
      .join('; ');
  const text = String(value);
  const mark = labels.has(text) ? undefined : marks.get(text);
  if (mark) return `\`${mark.file.slice(mark.file.lastIndexOf('/') + 1)}:${mark.line}\` in \`${mark.func}\``;
  return labels.get(text) ?? `\`${text}\``;
}

function textOf(why: unknown): string {
  return (typeof why === 'string' ? why : String(recordOf(why)['text'] ?? '')).trim();
}

function bullets(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `**${title}**\n\n${lines.map((line) => `- ${line.trim()}`).join('\n')}`;
}

function recordOf(value: unknown): Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entry) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
