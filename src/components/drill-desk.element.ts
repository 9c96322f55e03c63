/** `<drill-desk>`: one case after the other, as hard as the reader can take it, and what the answers say about them. */
import type { DrillSkill, Verdict } from '../exercises/index.ts';
import { storageProblem } from './database.ts';
import { chooseCase, chooseSkill, loadDeck, makeCase, readProfile } from './drill-client.ts';
import { showProfile, type Teaching } from './drill-profile.ts';
import { DrillSheet } from './drill-sheet.ts';
import { keepDrillRecord, loadAnswers, type KeptAnswer } from './drill-store.ts';
import type { ShownCase } from './drill.worker.ts';
import { keepSetting, readSetting } from './kept-setting.ts';

const setting = 'drill-skill';

class DrillDesk extends HTMLElement {
  #answers: readonly KeptAnswer[] = [];
  #turn = 0;
  #asked = 0;

  connectedCallback(): void {
    const chosen = readSetting(setting);
    for (const radio of this.querySelectorAll<HTMLInputElement>('.skills input')) {
      if (radio.value === chosen) radio.checked = true;
      radio.addEventListener('change', () => {
        keepSetting(setting, radio.value);
        void this.#ask(false);
      });
    }
    this.#part('button.again').addEventListener('click', () => void this.#ask(true));
    void this.#open();
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the drill has no ${selector}`);
    return part;
  }

  async #open(): Promise<void> {
    this.#answers = await loadAnswers();
    await Promise.all([this.#ask(false), this.#showProfile()]);
  }

  async #ask(takesFocus: boolean): Promise<void> {
    const turn = ++this.#turn;
    this.#say('Making a case…');
    try {
      const shown = await this.#nextCase();
      if (turn !== this.#turn) return;
      this.#say('');
      await this.#show(shown, takesFocus);
    } catch (error) {
      if (turn === this.#turn) this.#say(error instanceof Error ? error.message : String(error), true);
    }
  }

  async #nextCase(): Promise<ShownCase> {
    const chosen = this.querySelector<HTMLInputElement>('.skills input:checked')?.value;
    const skill = isSkill(chosen) ? chosen : await chooseSkill(this.#answers);
    const deck = await loadDeck(this.#part<HTMLInputElement>(`[data-deck="${skill}"]`).dataset['src'] ?? '');
    const next = await chooseCase(deck, skill, this.#answers);
    if (!next) throw new Error('There is no case of this kind yet.');
    return makeCase(deck, next.id, next.seed);
  }

  async #show(shown: ShownCase, takesFocus: boolean): Promise<void> {
    const sheet = new DrillSheet(shown, {
      kicker: `Case ${++this.#asked}`,
      giveUp: 'Show the answer',
      next: 'Another case',
      onVerdict: (verdict, hintsUsed) => void this.#keep(shown, verdict, hintsUsed),
      onNext: () => void this.#ask(true),
    });
    this.#part('.case').replaceChildren(sheet.element);
    await sheet.show(takesFocus);
  }

  /** Giving up counts as a wrong answer that says nothing about why. */
  async #keep({ made, tells }: ShownCase, verdict: Verdict | undefined, hintsUsed: number): Promise<void> {
    const word = verdict?.verdict ?? 'wrong';
    if (word === 'unreadable') return;
    const time = Date.now();
    const answer: KeptAnswer = {
      id: `answer-${time}`,
      kind: 'answer',
      time,
      skill: made.skill,
      source: made.source,
      seed: made.seed,
      difficulty: made.difficulty,
      verdict: word,
      hintsUsed,
      misread: (verdict?.findings ?? []).flatMap(({ misconception }) => misconception ?? []),
      avoided: word === 'correct' ? tells : [],
    };
    this.#answers = [...this.#answers, answer];
    await keepDrillRecord(answer);
    const problem = storageProblem();
    if (problem !== undefined) this.#say(problem);
    await this.#showProfile();
  }

  async #showProfile(): Promise<void> {
    if (this.#answers.length === 0) return;
    const links = this.querySelectorAll<HTMLAnchorElement>('.teachings a');
    const teachings = [...links].map((link): Teaching => ({
      id: link.dataset['misconception'] ?? '',
      text: link.dataset['text'] ?? '',
      url: link.href,
      title: link.textContent,
    }));
    showProfile(this.#part('.drill-profile'), await readProfile(this.#answers), teachings);
  }

  #say(text: string, isProblem = false): void {
    this.#part('.drill-status').textContent = text;
    this.#part('button.again').hidden = !isProblem;
  }
}

function isSkill(value: string | undefined): value is DrillSkill {
  return value !== undefined && value !== 'any';
}

customElements.define('drill-desk', DrillDesk);
