/** `<review-desk>`: what was missed in the lessons comes back when it is due, one exercise after the other. */
import { element } from './element.ts';
import { makeButton } from './lab-elements.ts';
import { loadRecords, onOtherTab } from './progress-store.ts';
import { eventsOf } from './review-events.ts';
import { dueNow, scheduleReviews, type ReviewItem } from './review-schedule.ts';

class ReviewDesk extends HTMLElement {
  #turn = 0;

  connectedCallback(): void {
    onOtherTab(() => void this.#list());
    void this.#list();
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the review has no ${selector}`);
    return part;
  }

  #known(id: string): HTMLElement | undefined {
    return this.querySelector<HTMLElement>(`.every-exercise li[data-exercise="${CSS.escape(id)}"]`) ?? undefined;
  }

  /** Exercises that the course no longer has do not come back. */
  async #schedule(): Promise<readonly ReviewItem[]> {
    return scheduleReviews(eventsOf(await loadRecords())).filter(({ exercise }) => this.#known(exercise));
  }

  async #list(): Promise<void> {
    const items = await this.#schedule();
    const due = dueNow(items, Date.now());
    this.#part('.review-status').textContent = summaryOf(items, due);
    this.#part('.review-list').replaceChildren(...due.map((item) => this.#row(item)));
  }

  #row({ exercise, step }: ReviewItem): HTMLElement {
    const known = this.#known(exercise);
    const prompt = known?.querySelector('a');
    const row = element('li');
    const words = element('span', 'review-prompt');
    words.append(...[...(prompt?.childNodes ?? [])].map((node) => node.cloneNode(true)));
    const facts = element('span', 'small quiet', `${known?.dataset['lesson'] ?? ''}, ${times(step)}`);
    const begin = makeButton('Answer it again', () => void this.#begin(exercise));
    begin.setAttribute('aria-label', `Answer it again: ${prompt?.textContent ?? exercise}`);
    row.append(words, facts, begin);
    return row;
  }

  /** An exercise on one's own output needs its lab, which is in the lesson. */
  async #begin(id: string): Promise<void> {
    const turn = ++this.#turn;
    const url = this.#known(id)?.querySelector('a')?.href ?? '';
    const place = this.#part('.review-sheet');
    this.#say('Loading the exercise…');
    try {
      const { beginAnew, fetchSheet } = await import('./review-sheet.ts');
      const sheet = await fetchSheet(url, id);
      if (turn !== this.#turn) return;
      await beginAnew(sheet, id);
      if (sheet.dataset['evidence'] === 'own') return location.assign(url);
      await import('./exercise-sheet.element.ts');
      place.replaceChildren(sheet);
      this.#say('');
      this.#follow(sheet);
      const heading = sheet.querySelector('h2');
      if (heading) heading.tabIndex = -1;
      heading?.focus();
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  /** After a verdict the page says when the exercise comes back, and offers the next one. */
  #follow(sheet: HTMLElement): void {
    const status = sheet.querySelector('[role=status]');
    if (!status) return;
    const after = element('p', 'actions review-after');
    sheet.after(after);
    new MutationObserver(() => {
      const verdict = status.getAttribute('data-verdict');
      if (verdict === null || verdict === 'unreadable') return;
      after.replaceChildren(makeButton('On with the review', () => void this.#next(), 'primary'));
    }).observe(status, { attributeFilter: ['data-verdict'] });
  }

  async #next(): Promise<void> {
    await this.#list();
    const [first] = dueNow(await this.#schedule(), Date.now());
    this.#part('.review-sheet').replaceChildren();
    if (first) await this.#begin(first.exercise);
    else this.#part('.review-status').focus();
  }

  #say(text: string): void {
    this.#part('.review-problem').textContent = text;
  }
}

function summaryOf(items: readonly ReviewItem[], due: readonly ReviewItem[]): string {
  const [first] = items;
  if (!first) return 'Nothing comes back yet. What you miss in a lesson will stand here a day later.';
  if (due.length === 1) return 'One exercise is due.';
  if (due.length > 1) return `${due.length} exercises are due.`;
  const date = new Date(first.due).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'short' });
  const more = items.length === 1 ? 'One exercise comes back' : `${items.length} exercises come back, the first`;
  return `Nothing is due. ${more} on ${date}.`;
}

function times(step: number): string {
  return step === 0 ? 'missed last time' : `right ${step === 1 ? 'once' : `${step} times`} since`;
}

customElements.define('review-desk', ReviewDesk);
