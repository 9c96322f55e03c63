/** The verdict: one status whose `data-verdict` says it to programs and whose words say it to people. */
import type { Finding, Verdict } from '../exercises/index.ts';
import { inlineCode } from './inline-code.ts';
import { element } from './element.ts';

const words = {
  correct: 'Right.',
  partly: 'Partly right.',
  wrong: 'Not this one.',
  unreadable: 'Not counted.',
} as const;

export class VerdictView {
  readonly #status: HTMLElement;
  /** Marks a line of the paste and gives the row that shows it. */
  readonly #pointAt: (at: number | undefined) => HTMLElement | undefined;
  #shown: Verdict | undefined;

  constructor(status: HTMLElement, pointAt: (at: number | undefined) => HTMLElement | undefined) {
    this.#status = status;
    this.#pointAt = pointAt;
  }

  /** The last verdict shown. */
  get shown(): Verdict | undefined {
    return this.#shown;
  }

  showWaiting(): void {
    this.#status.removeAttribute('data-verdict');
    this.#status.classList.remove('stale');
    this.#status.replaceChildren(element('p', '', 'Reading…'));
  }

  /** Nothing was checked yet. */
  clear(): void {
    this.#shown = undefined;
    this.#status.removeAttribute('data-verdict');
    this.#status.replaceChildren();
  }

  /** Something that went wrong with the page, not with the answer. */
  showProblem(message: string): void {
    this.#status.replaceChildren(element('p', 'problem', message));
  }

  show(verdict: Verdict, attempts: number): void {
    this.#shown = verdict;
    this.#status.dataset['verdict'] = verdict.verdict;
    this.#status.classList.remove('stale');
    const head = element('p', 'word', words[verdict.verdict]);
    if (verdict.verdict !== 'unreadable') head.append(element('span', 'points', formatPoints(verdict, attempts)));
    this.#status.replaceChildren(head, ...verdict.findings.map((finding) => this.#finding(finding)));
    this.point();
  }

  /** Marks the line that the verdict speaks of. */
  point(): void {
    this.#pointAt(this.#shown?.findings.find(({ at }) => at !== undefined)?.at);
  }

  markStale(): void {
    if (this.#shown) this.#status.classList.add('stale');
  }

  /** A note on keeping what was done, below the status and not part of it. */
  note(problem: string | undefined): void {
    const place = this.#status.nextElementSibling as HTMLElement | null;
    if (!place) return;
    place.textContent = problem ?? '';
    place.hidden = problem === undefined;
  }

  #finding(finding: Finding): HTMLElement {
    const paragraph = element('p');
    paragraph.dataset['finding'] = finding.id;
    paragraph.append(...inlineCode(finding.message));
    if (finding.at !== undefined) paragraph.append(' ', this.#lineButton(finding.at));
    return paragraph;
  }

  #lineButton(at: number): HTMLButtonElement {
    const button = element('button', 'plain', `See line ${at}`);
    button.type = 'button';
    button.addEventListener('click', () => {
      const row = this.#pointAt(at);
      row?.scrollIntoView({ block: 'center' });
      row?.querySelector('input')?.focus({ preventScroll: true });
    });
    return button;
  }
}

function formatPoints(verdict: Verdict, attempts: number): string {
  const points = `${verdict.points} of ${verdict.maxPoints} ${verdict.maxPoints === 1 ? 'point' : 'points'}`;
  return attempts > 1 ? `${points}, attempt ${attempts}` : points;
}
