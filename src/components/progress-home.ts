/** What the home page says beyond what was done: where the five traces placed the reader, and what is due again. */
import { isDone } from './course-progress.element.ts';
import { loadPlacement, type KeptPlacement } from './drill-store.ts';
import { element } from './element.ts';
import { isSolved, type ExerciseRecord } from './progress-store.ts';
import { eventsOf } from './review-events.ts';
import { dueNow, scheduleReviews } from './review-schedule.ts';

const page = document.querySelector<HTMLElement>('course-progress.home');
page?.addEventListener('faultline:progress', (event) => {
  void noteHome(page, (event as CustomEvent<readonly ExerciseRecord[]>).detail);
});

async function noteHome(home: HTMLElement, records: readonly ExerciseRecord[]): Promise<void> {
  const placement = await loadPlacement();
  if (placement) notePlacement(home, placement, records);
  const due = dueNow(scheduleReviews(eventsOf(records)), Date.now());
  noteDue(home, due.filter(({ exercise }) => isInCourse(home, exercise)).length);
}

/** Exercises that the course no longer has do not come back. */
function isInCourse(home: HTMLElement, exercise: string): boolean {
  return home.querySelector(`[data-exercises~="${CSS.escape(exercise)}"]`) !== null;
}

function noteDue(home: HTMLElement, due: number): void {
  const note = home.querySelector<HTMLElement>('.due-note');
  const link = note?.querySelector('a');
  if (!note || !link) return;
  note.hidden = due === 0;
  link.textContent =
    due === 1 ? 'One exercise that you missed is due again' : `${due} exercises that you missed are due again`;
}

function notePlacement(home: HTMLElement, { skips, start }: KeptPlacement, records: readonly ExerciseRecord[]): void {
  const solved = new Set(records.filter(isSolved).map(({ id }) => id));
  const lessons = [...home.querySelectorAll<HTMLElement>('li[data-lesson]')];
  const slugOf = (lesson: HTMLElement): string => lesson.dataset['lesson'] ?? '';
  const isTouched = (lesson: HTMLElement): boolean => records.some(({ id }) => id.startsWith(`${slugOf(lesson)}/`));
  const maySkip = (lesson: HTMLElement): boolean => skips.includes(slugOf(lesson)) && !isTouched(lesson);
  for (const lesson of lessons) markSkipped(lesson, maySkip(lesson));
  const offered = home.querySelector<HTMLAnchorElement>('a.start');
  const offeredLesson = lessons.find((lesson) => lesson.querySelector('a')?.href === offered?.href);
  const isOpen = (lesson: HTMLElement): boolean => !isDone(lesson, solved) && !maySkip(lesson);
  if (!offered || !offeredLesson || (records.length > 0 && isOpen(offeredLesson))) return;
  const from = records.length > 0 ? lessons.indexOf(offeredLesson) : lessons.findIndex((one) => slugOf(one) === start);
  const open = [...lessons.slice(Math.max(0, from)), ...lessons].find(isOpen);
  const link = open?.querySelector('a');
  if (!link) return;
  offered.href = link.href;
  const note = home.querySelector('.start-note');
  if (note) note.textContent = link.textContent;
}

function markSkipped(lesson: HTMLElement, maySkip: boolean): void {
  lesson.querySelector('.skip-note')?.remove();
  if (!maySkip) return;
  lesson
    .querySelector('.what')
    ?.append(element('p', 'small skip-note', 'You read its trace at once: skip it if you like.'));
}
