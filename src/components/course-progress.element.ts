/** `<course-progress>`: writes the learner's progress into the list of lessons, and turns "Start" into "Continue". */
import { readSetting } from './kept-setting.ts';
import { isSolved, loadRecords, onOtherTab, type ExerciseRecord } from './progress-store.ts';

class CourseProgress extends HTMLElement {
  connectedCallback(): void {
    const show = async () => this.#show(await loadRecords());
    onOtherTab(() => void show());
    void show();
    // An assignment was opened here once: the page says what of it is asked.
    if (readSetting('assigned') !== undefined) void import('./assignment-notes.ts');
  }

  #show(records: readonly ExerciseRecord[]): void {
    const solved = new Set(records.filter(isSolved).map(({ id }) => id));
    for (const stretch of this.querySelectorAll<SVGElement>('[data-progress]')) {
      stretch.classList.toggle('done', solved.has(stretch.dataset['progress'] ?? ''));
    }
    for (const count of this.querySelectorAll<HTMLElement>('[data-exercises]')) {
      const ids = count.dataset['exercises']?.split(' ') ?? [];
      const done = ids.filter((id) => solved.has(id)).length;
      if (done > 0) count.textContent = `${done} of ${ids.length} exercises done`;
    }
    this.#offer(records, solved);
    // The home page says more: lessons stay light.
    this.dispatchEvent(new CustomEvent('faultline:progress', { detail: records }));
  }

  /** Goes on with the lesson last worked in, or the first one after it that is not done. */
  #offer(records: readonly ExerciseRecord[], solved: ReadonlySet<string>): void {
    const start = this.querySelector<HTMLAnchorElement>('a.start');
    const last = [...records].sort((a, b) => b.updated - a.updated)[0];
    if (!start || !last) return;
    const lessons = [...this.querySelectorAll<HTMLElement>('li[data-lesson]')];
    const from = Math.max(
      0,
      lessons.findIndex((lesson) => last.id.startsWith(`${lesson.dataset['lesson']}/`)),
    );
    const open = [...lessons.slice(from), ...lessons].find((lesson) => !isDone(lesson, solved)) ?? lessons[from];
    const link = open?.querySelector<HTMLAnchorElement>('a');
    if (!link) return;
    start.href = link.href;
    start.textContent = 'Continue';
    const note = this.querySelector('.start-note');
    if (note) note.textContent = link.textContent;
  }
}

/** True where every exercise of an entry of the list of lessons is solved. */
export function isDone(lesson: HTMLElement, solved: ReadonlySet<string>): boolean {
  const ids = lesson.querySelector<HTMLElement>('[data-exercises]')?.dataset['exercises']?.split(' ') ?? [];
  return ids.length > 0 && ids.every((id) => solved.has(id));
}

customElements.define('course-progress', CourseProgress);
