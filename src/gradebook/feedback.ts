/** What goes back to a learner: one Markdown file, with every score explained. */
import { strToU8, zipSync } from 'fflate';
import type { Exercise, Verdict } from '../exercises/index.ts';
import type { Assignment } from './assignment.ts';
import { fileNameOf } from './make-submission.ts';
import type { Graded } from './regrade.ts';

/** Flags that a learner can do something with; the others are the instructor's to judge. */
const forLearners: ReadonlySet<string> = new Set([
  'late',
  'other-assignment',
  'other-version',
  'other-program',
  'not-assigned',
  'overridden',
]);

/**
 * Returns the feedback for one learner as Markdown: points, what was said to each exercise, what to read again. It says
 * nothing about other learners.
 *
 * @example formatFeedback(graded, exercises, assignment)
 */
export function formatFeedback(
  graded: Graded,
  exercises: ReadonlyMap<string, Exercise>,
  assignment?: Assignment,
): string {
  const { who, points, maxPoints, lateFactor } = graded;
  const title = assignment?.title ?? graded.assignment?.id ?? 'Exercises';
  const taken = lateFactor < 1 ? ` ${Math.round((1 - lateFactor) * 100)} % were taken for lateness.` : '';
  const lines = [
    `# ${escapeMarkdown(title)}`,
    '',
    `${escapeMarkdown(who.name || who.id || 'You')}: **${points} of ${maxPoints} points.**${taken}`,
    '',
    ...graded.exercises.flatMap((verdict) => formatVerdict(verdict, exercises.get(verdict.exercise))),
  ];
  const notes = graded.flags.filter(({ kind }) => forLearners.has(kind));
  if (notes.length > 0) lines.push('## Notes', '', ...notes.map(({ why }) => `- ${escapeMarkdown(why)}`), '');
  return lines.join('\n');
}

function formatVerdict(verdict: Verdict, exercise: Exercise | undefined): string[] {
  const at = ({ at: line }: Verdict['findings'][number]) => (line === undefined ? '' : `Line ${line} of your paste: `);
  return [
    `## ${exercise?.prompt ?? verdict.exercise}`,
    '',
    `${verdict.points} of ${verdict.maxPoints} points, ${verdict.verdict}. (\`${verdict.exercise}\`)`,
    '',
    ...verdict.findings.map((finding) => `- ${at(finding)}${finding.message}`),
    '',
  ];
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|]/g, (char) => `\\${char}`);
}

/**
 * Returns a zip with a feedback file for each learner, named so that no two collide.
 *
 * @example zipFeedback(graded, exercises, assignment)
 */
export function zipFeedback(
  graded: readonly Graded[],
  exercises: ReadonlyMap<string, Exercise>,
  assignment?: Assignment,
): Uint8Array<ArrayBuffer> {
  const files = new Map<string, Uint8Array>();
  for (const one of graded) {
    const base = fileNameOf('feedback', one.who);
    let name = `${base}.md`;
    for (let n = 2; files.has(name); n++) name = `${base}-${n}.md`;
    files.set(name, strToU8(formatFeedback(one, exercises, assignment)));
  }
  // A fixed time: the same grades give the same bytes.
  return new Uint8Array(zipSync(Object.fromEntries(files), { level: 6, mtime: '2000-01-01T12:00:00' }));
}
