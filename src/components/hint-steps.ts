/** Hints, one step at a time. Those with facts in them are worked out from the learner's own paste. */
import { inlineCode } from './inline-code.ts';

export class HintSteps {
  readonly #place: HTMLDetailsElement | null;
  readonly #button: HTMLButtonElement;
  readonly #items: readonly HTMLElement[];
  #used = 0;

  /** `fill` gives the words of hint n for the evidence at hand, or undefined where the written ones hold. */
  constructor(
    place: HTMLDetailsElement | null,
    button: HTMLButtonElement,
    fill: (index: number) => Promise<string | undefined>,
    changed: () => void,
  ) {
    this.#place = place;
    this.#button = button;
    this.#items = [...(place?.querySelectorAll<HTMLElement>('li') ?? [])];
    button.hidden = this.#items.length === 0;
    this.restore(0);
    button.addEventListener('click', () => {
      const index = this.#used;
      this.restore(index + 1);
      void fill(index).then((text) => text !== undefined && this.#items[index]?.replaceChildren(...inlineCode(text)));
      this.#items[index]?.focus();
      changed();
    });
  }

  /** How many have been shown. */
  get used(): number {
    return this.#used;
  }

  /** Shows the first `used` hints. */
  restore(used: number): void {
    this.#used = Math.min(used, this.#items.length);
    for (const [i, item] of this.#items.entries()) item.hidden = i >= this.#used;
    if (this.#place) {
      this.#place.hidden = this.#used === 0;
      this.#place.open = true;
    }
    this.#button.disabled = this.#used === this.#items.length;
  }
}
