/** "What is in this file?": all of a submission, in words, and the bytes themselves. */
import type { Submission, SubmissionFile } from '../gradebook/index.ts';
import { element } from './element.ts';
import { formatSize } from './evidence-box.ts';
import { drawEvidence, formatTime } from './grade-learner.ts';

/** The file is drawn as bytes up to here; it can be opened in any editor. */
const shownCharacters = 200_000;

export function drawSubmission(submission: Submission, file: SubmissionFile): HTMLElement {
  const details = element('details', 'inside');
  details.append(element('summary', '', 'What is in this file?'));
  // A large file is drawn when it is asked for, not before.
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(...drawAll(submission, file));
  });
  return details;
}

function drawAll(submission: Submission, file: SubmissionFile): readonly HTMLElement[] {
  const { who, assignment, course, handedIn, items, notebook = [] } = submission;
  const head = element('ul');
  for (const line of [
    `Who: ${[who.name, who.email, who.id].filter((word) => word !== undefined && word !== '').join(', ') || 'nobody'}`,
    `For: ${assignment?.id ?? 'no assignment'}, version ${assignment?.version ?? '?'}; course version ${course.version}`,
    `Made: ${formatTime(handedIn)}`,
    'Nothing else about you or this machine, save what your own evidence says: paths and times in traces are as printed.',
  ])
    head.append(element('li', '', line));
  return [head, ...items.map(drawItem), ...(notebook.length === 0 ? [] : [drawNotes(notebook)]), drawBytes(file)];
}

function drawItem({ exercise, version, variant, attempts }: Submission['items'][number]): HTMLElement {
  const section = element('section');
  const own = variant === undefined ? '' : `, variant ${variant}`;
  section.append(
    element('h3', '', exercise),
    element('p', 'small quiet', `Version ${version}${own}. ${attempts.length} attempts.`),
  );
  const list = element('ol');
  for (const attempt of attempts) {
    const item = element('li', '', `${formatTime(attempt.at)}: `);
    item.append(
      element('code', '', attempt.answer || '(no answer)'),
      `, ${attempt.verdict}, ${attempt.points} points, ${attempt.hintsUsed} hints used, solution ${attempt.solutionSeen ? 'open' : 'closed'}.`,
      ...attempt.evidence.map(drawEvidence),
    );
    list.append(item);
  }
  section.append(list);
  return section;
}

function drawNotes(notes: NonNullable<Submission['notebook']>): HTMLElement {
  const section = element('section');
  const list = element('ol');
  for (const { at, lesson, kind, text } of notes)
    list.append(element('li', '', `${formatTime(at)}, ${lesson}, ${kind}: ${text}`));
  section.append(element('h3', '', 'Notebook'), list);
  return section;
}

function drawBytes({ content, sizeBytes }: SubmissionFile): HTMLElement {
  const details = element('details');
  details.append(element('summary', '', `The file itself, ${formatSize(sizeBytes)}`));
  const pre = element('pre', '', content.slice(0, shownCharacters) + (content.length > shownCharacters ? '…' : ''));
  pre.tabIndex = 0;
  pre.setAttribute('role', 'region');
  pre.setAttribute('aria-label', 'The file itself');
  details.append(pre);
  return details;
}
