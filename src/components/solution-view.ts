/** The explanation, fetched when it is asked for: it is in no lesson page. */

export class SolutionView {
  readonly #place: HTMLElement;
  readonly #link: HTMLAnchorElement;
  readonly #button: HTMLButtonElement;
  #isShown = false;

  /** `link` leads to the explanation for readers without scripts; the button takes its place. */
  constructor(place: HTMLElement, link: HTMLAnchorElement, button: HTMLButtonElement, changed: () => void) {
    this.#place = place;
    this.#link = link;
    this.#button = button;
    link.hidden = true;
    button.hidden = false;
    button.addEventListener('click', () => void this.show().then(changed));
  }

  get isShown(): boolean {
    return this.#isShown;
  }

  async show(): Promise<void> {
    this.#isShown = true;
    this.#button.disabled = true;
    try {
      this.#place.replaceChildren(...(await fetchExplanation(this.#link.href)));
    } catch {
      this.#place.textContent = 'The solution did not load. Check the network, then ask for it again.';
      this.#isShown = false;
      this.#button.disabled = false;
    }
    this.#place.hidden = false;
  }
}

/** The part of the explanation page that the link's fragment names, or its whole text. */
async function fetchExplanation(url: string): Promise<readonly Node[]> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const part = page.getElementById(new URL(url).hash.slice(1)) ?? page.querySelector('.explanation');
  return [...(part?.childNodes ?? [])].map((node) => document.importNode(node, true));
}
