/** One learner's submission as an instructor reads it: verdicts, attempts, evidence, flags, changes, questions, overrides. */
import type { Verdict } from '../exercises/index.ts';
import {
  readSubmission,
  type Graded,
  type OralQuestion,
  type Submission,
  type SubmittedAttempt,
  type SubmittedItem,
} from '../gradebook/index.ts';
import { element } from './element.ts';
import { formatSize } from './evidence-box.ts';
import { flagName } from './grade-table.ts';
import { learnerName, type GradeBook } from './grade-book.ts';
import { inlineCode } from './inline-code.ts';
import { overrideForm, type OverrideActions } from './grade-override.ts';

/** More of a file is not drawn: it can be saved. */
const shownCharacters = 60_000;

/** What the view asks of the page. */
export interface LearnerActions extends OverrideActions {
  readonly onClose: () => void;
  readonly onOpen: (source: string) => void;
  readonly questions: (one: Graded) => Promise<readonly OralQuestion[]>;
}

export function drawLearner(book: GradeBook, one: Graded, actions: LearnerActions): readonly HTMLElement[] {
  const read = readSubmission(book.contentOf(one.source));
  const submission = 'problem' in read ? undefined : read.submission;
  const heading = element('h3', '', learnerName(one));
  heading.id = 'grade-learner';
  heading.tabIndex = -1;
  heading.dir = 'auto';
  const close = element('button', 'plain screen-only', 'Back to the table');
  close.type = 'button';
  close.addEventListener('click', actions.onClose);
  return [
    heading,
    factsOf(one, submission),
    ...drawFlags(book, one, actions),
    drawQuestions(one, actions),
    ...one.exercises.map((verdict) => drawExercise(book, one, verdict, itemOf(submission, verdict), actions)),
    overrideForm(one, undefined, actions),
    ...drawNotebook(submission),
    close,
  ];
}

function itemOf(submission: Submission | undefined, { exercise }: Verdict): SubmittedItem | undefined {
  return submission?.items.find((item) => item.exercise === exercise);
}

function factsOf(one: Graded, submission: Submission | undefined): HTMLElement {
  const facts: (readonly [string, string])[] = [
    ['Points', `${one.points} of ${one.maxPoints}`],
    ['File', one.source],
  ];
  if (one.who.email !== undefined) facts.push(['E-mail', one.who.email]);
  if (one.who.id !== undefined) facts.push(['Id', one.who.id]);
  if (submission) facts.push(['Handed in', formatTime(submission.handedIn)]);
  if (one.lateFactor < 1) facts.push(['Lateness', `leaves ${Math.round(one.lateFactor * 100)} %`]);
  const list = element('dl', 'facts');
  for (const [term, value] of facts) {
    const row = element('div');
    row.append(element('dt', '', term), element('dd', '', value));
    list.append(row);
  }
  return list;
}

function drawFlags(book: GradeBook, one: Graded, actions: LearnerActions): readonly HTMLElement[] {
  const items = one.flags.map(({ kind, why, with: others = [] }) => {
    const item = element('li');
    item.append(element('strong', '', flagName(kind)), ': ', ...inlineCode(why));
    for (const source of others) {
      const other = book.graded.find((found) => found.source === source);
      if (other) item.append(' ', openButton(other, actions));
    }
    return item;
  });
  const changes = one.changed.map(({ exercise, from, to, why }) => {
    const item = element('li');
    item.append(
      element('strong', '', 'score changed'),
      `: ${exercise}: ${from} recorded, ${to} now. `,
      ...inlineCode(why),
    );
    return item;
  });
  if (items.length + changes.length === 0)
    return [element('p', 'quiet', 'Nothing to look at: no flag, no changed score.')];
  const list = element('ul', 'flags');
  list.append(...items, ...changes);
  return [element('h4', '', 'To look at'), list];
}

function openButton(other: Graded, actions: LearnerActions): HTMLElement {
  const button = element('button', 'plain screen-only', `Open ${learnerName(other)}`);
  button.type = 'button';
  button.addEventListener('click', () => actions.onOpen(other.source));
  return button;
}

function drawQuestions(one: Graded, actions: LearnerActions): HTMLElement {
  const section = element('div', 'questions');
  const list = element('ol');
  section.append(element('h4', '', 'To ask'), element('p', 'quiet small', 'Working out questions…'));
  void actions.questions(one).then(
    (questions) => {
      list.replaceChildren(...questions.map(drawQuestion));
      section.lastElementChild?.replaceWith(
        questions.length > 0 ? list : element('p', 'quiet', 'There is nothing of their own in it to ask about.'),
      );
    },
    () => section.lastElementChild?.replaceWith(element('p', 'quiet', 'The questions could not be worked out.')),
  );
  return section;
}

function drawQuestion({ ask, fact, exercise }: OralQuestion): HTMLElement {
  const item = element('li');
  const where = exercise === undefined ? '' : `${exercise}: `;
  item.append(ask, element('span', 'quiet small fact', `${where}${fact}`));
  return item;
}

function drawExercise(
  book: GradeBook,
  one: Graded,
  verdict: Verdict,
  item: SubmittedItem | undefined,
  actions: LearnerActions,
): HTMLElement {
  const section = element('section', 'graded-exercise');
  const heading = element('h4');
  heading.append(...inlineCode(book.exercises.get(verdict.exercise)?.prompt ?? verdict.exercise));
  const id = element('code', 'small', verdict.exercise);
  const points = element('p', 'small', `${verdict.points} of ${verdict.maxPoints} points, ${verdict.verdict}. `);
  points.append(id);
  const findings = element('ul');
  for (const { message, at } of verdict.findings) {
    const finding = element('li');
    finding.append(...(at === undefined ? [] : [`Line ${at}: `]), ...inlineCode(message));
    findings.append(finding);
  }
  section.append(heading, points, findings, ...drawAttempts(item), overrideForm(one, verdict, actions));
  return section;
}

function drawAttempts(item: SubmittedItem | undefined): readonly HTMLElement[] {
  if (item === undefined || item.attempts.length === 0) return [];
  const details = element('details');
  const count = item.attempts.length;
  details.append(
    element('summary', '', count === 1 ? '1 attempt and its evidence' : `${count} attempts and their evidence`),
  );
  const list = element('ol');
  let shown = '';
  for (const attempt of item.attempts) {
    const key = JSON.stringify(attempt.evidence);
    list.append(drawAttempt(attempt, key === shown));
    shown = key;
  }
  details.append(list);
  return [details];
}

function drawAttempt(attempt: SubmittedAttempt, isSameEvidence: boolean): HTMLElement {
  const { at, answer, hintsUsed, solutionSeen, verdict, points, evidence } = attempt;
  const item = element('li');
  const used = [
    hintsUsed > 0 ? `${hintsUsed} ${hintsUsed === 1 ? 'hint' : 'hints'}` : '',
    solutionSeen ? 'solution open' : '',
  ]
    .filter((word) => word !== '')
    .join(', ');
  item.append(
    element('span', 'quiet', `${formatTime(at)}: `),
    element('code', '', answer === '' ? '(no answer)' : answer),
    `, recorded as ${verdict}, ${points} points${used === '' ? '' : `; ${used}`}.`,
  );
  if (isSameEvidence && evidence.length > 0) item.append(' ', element('span', 'quiet', 'Evidence as before.'));
  else item.append(...evidence.map((file) => drawEvidence(file)));
  return item;
}

/** A piece of evidence as its text; binary files by their size. */
export function drawEvidence({ source, encoding, content }: SubmittedAttempt['evidence'][number]): HTMLElement {
  const figure = element('figure', 'raw');
  const size = encoding === 'text' ? content.length : Math.floor((content.length * 3) / 4);
  figure.append(element('figcaption', 'small quiet', `${source}, ${formatSize(size)}`));
  if (encoding === 'text') {
    const text = content.slice(0, shownCharacters);
    const pre = element('pre', '', text + (text.length < content.length ? '\n…' : ''));
    pre.tabIndex = 0;
    pre.setAttribute('aria-label', `Evidence ${source}`);
    pre.setAttribute('role', 'region');
    figure.append(pre);
  }
  return figure;
}

function drawNotebook(submission: Submission | undefined): readonly HTMLElement[] {
  const notes = submission?.notebook ?? [];
  if (notes.length === 0) return [];
  const list = element('ol');
  for (const { at, lesson, kind, text } of notes) {
    const item = element('li');
    item.append(element('span', 'quiet small', `${formatTime(at)}, ${lesson}, ${kind}: `), text);
    list.append(item);
  }
  return [element('h4', '', 'Notebook'), list];
}

/** A time as the instructor's own clock has it. */
export function formatTime(instant: string): string {
  return new Date(instant).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
