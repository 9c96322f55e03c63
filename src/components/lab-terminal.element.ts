/**
 * `<lab-terminal>`: makes the lab that Lab.astro wrote editable and runs it. All of it is loaded when the learner starts the
 * lab; a lab that ran in this browser before gets its Go while the page is idle.
 */
import { readSetting } from './kept-setting.ts';
import type { LabDesk } from './lab-desk.ts';

class LabTerminal extends HTMLElement {
  #desk: Promise<LabDesk> | undefined;

  connectedCallback(): void {
    this.#part('.lab-bar').hidden = false;
    this.#part('.lab-without').hidden = true;
    this.#part('.lab-start').addEventListener('click', () => void this.#start());
    this.#loadWhenIdle();
  }

  disconnectedCallback(): void {
    void this.#desk?.then((desk) => desk.close());
  }

  /** Begins anew in the variant that is kept for this lesson. */
  async changeVariant(): Promise<void> {
    await (await this.#desk)?.changeVariant();
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the lab has no ${selector}`);
    return part;
  }

  async #start(): Promise<void> {
    const button = this.#part<HTMLButtonElement>('.lab-start');
    button.disabled = true;
    try {
      await (await this.#openDesk()).start();
    } catch {
      this.#part('.lab-state').textContent = 'The lab did not load. Check the network, then try again.';
      button.disabled = false;
    }
  }

  #openDesk(): Promise<LabDesk> {
    const open = async (): Promise<LabDesk> => new (await import('./lab-desk.ts')).LabDesk(this);
    this.#desk ??= open().catch((error: unknown) => {
      this.#desk = undefined;
      throw error;
    });
    return this.#desk;
  }

  /** Where labs ran before, Go gets ready while the page is idle: nothing is downloaded, or little. */
  #loadWhenIdle(): void {
    const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
    if (saveData || readSetting('labs') !== 'used' || !('requestIdleCallback' in globalThis)) return;
    requestIdleCallback(() => {
      this.#openDesk()
        .then((desk) => desk.prepare())
        .catch(() => undefined);
    });
  }
}

customElements.define('lab-terminal', LabTerminal);
