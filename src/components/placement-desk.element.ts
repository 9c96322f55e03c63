/** `<placement-desk>`: five traces, each one question; what was read at once says which lessons may be skipped. */
import type { Verdict } from '../exercises/index.ts';
import { loadDeck, makeCase } from './drill-client.ts';
import { DrillSheet } from './drill-sheet.ts';
import { keepDrillRecord, loadPlacement, type KeptPlacement } from './drill-store.ts';
import { element } from './element.ts';
import { makeButton } from './lab-elements.ts';
import { placeBy, type Placement, type PlacementTrace, type TraceResult } from './placement.ts';

class PlacementDesk extends HTMLElement {
  #results: readonly TraceResult[] = [];

  connectedCallback(): void {
    this.#part('button.begin').addEventListener('click', () => void this.#begin());
    this.#part('p.begin').hidden = false;
    void loadPlacement().then((kept) => {
      if (kept) this.#showResult(placeBy(this.#traces, kept.results, this.#lessons));
    });
  }

  get #items(): readonly HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('.placement-traces > li')];
  }

  get #traces(): readonly PlacementTrace[] {
    return this.#items.map(({ dataset }) => ({
      recording: dataset['recording'] ?? '',
      skips: (dataset['skips'] ?? '').split(' '),
    }));
  }

  /** Slugs in the order of the course. */
  get #lessons(): readonly string[] {
    return [...this.querySelectorAll<HTMLElement>('.placement-lessons a')].map(({ dataset }) => dataset['slug'] ?? '');
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the placement has no ${selector}`);
    return part;
  }

  async #begin(): Promise<void> {
    this.#results = [];
    this.#part('p.begin').hidden = true;
    this.#part('.result').replaceChildren();
    await this.#ask(0);
  }

  async #ask(index: number): Promise<void> {
    const item = this.#items[index];
    if (!item) return this.#finish();
    this.#say('Loading the trace…');
    try {
      const { src = '', recording = '', seed = '0' } = item.dataset;
      const shown = await makeCase(await loadDeck(src), recording, Number(seed));
      this.#say('');
      const sheet = new DrillSheet(shown, {
        kicker: `Trace ${index + 1} of ${this.#items.length}`,
        giveUp: 'I don’t know yet',
        next: index + 1 === this.#items.length ? 'Finish' : 'Next trace',
        onVerdict: (verdict, hintsUsed) => this.#judged(recording, verdict, hintsUsed),
        onNext: () => void this.#ask(index + 1),
      });
      this.#part('.case').replaceChildren(sheet.element);
      await sheet.show(true);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
      this.#part('.case').replaceChildren(makeButton('Try again', () => void this.#ask(index)));
    }
  }

  #judged(source: string, verdict: Verdict | undefined, hintsUsed: number): void {
    this.#results = [...this.#results, { source, isRight: verdict?.verdict === 'correct' && hintsUsed === 0 }];
  }

  async #finish(): Promise<void> {
    const placement = placeBy(this.#traces, this.#results, this.#lessons);
    this.#part('.case').replaceChildren();
    this.#showResult(placement);
    this.#part('.result h2').focus();
    const kept: KeptPlacement = {
      id: 'placement',
      kind: 'placement',
      time: Date.now(),
      results: this.#results,
      skips: placement.skips,
      ...(placement.start === undefined ? {} : { start: placement.start }),
    };
    await keepDrillRecord(kept);
  }

  #showResult({ start, skips, right, asked }: Placement): void {
    const heading = element('h2', '', right === asked ? 'You read them all' : `You read ${right} of ${asked} at once`);
    heading.tabIndex = -1;
    const first = start === undefined ? undefined : this.#linkTo(start);
    const way = element('p');
    if (first) {
      first.className = 'button primary';
      way.append('Start with ', first);
    }
    const list = element('ul');
    for (const slug of skips) {
      const link = this.#linkTo(slug);
      const item = element('li');
      if (link) item.append('You can skip ', link, '.');
      list.append(item);
    }
    const note = element(
      'p',
      'small quiet',
      'The list of lessons says so as well. Nothing is locked: skip or read as you like.',
    );
    this.#part('.result').replaceChildren(heading, way, list, note);
    this.#part('button.begin').textContent = 'Read the five again';
    this.#part('button.begin').classList.remove('primary');
    this.#part('p.begin').hidden = false;
  }

  #linkTo(slug: string): HTMLAnchorElement | undefined {
    const known = this.querySelector<HTMLAnchorElement>(`.placement-lessons a[data-slug="${CSS.escape(slug)}"]`);
    if (!known) return undefined;
    const link = element('a', '', known.textContent.trim());
    link.href = known.href;
    return link;
  }

  #say(text: string): void {
    this.#part('.placement-status').textContent = text;
  }
}

customElements.define('placement-desk', PlacementDesk);
