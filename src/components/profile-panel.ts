/** What the views of the profile viewer have in common. */
import type { ProfileClient } from './profile-client.ts';
import type { Snapshot } from './profile-answers.ts';
import type { ProfileSettings } from './profile-settings.ts';

/** What a view may use of its viewer. */
export interface ViewerContext {
  readonly client: ProfileClient;
  readonly snapshots: () => readonly Snapshot[];
  /** Says a sentence to everyone, screen readers included. */
  readonly say: (text: string) => void;
  /** Says what the shares are of; an empty text says nothing. */
  readonly explain: (text: string) => void;
  /** Shows with other settings. */
  readonly change: (settings: Partial<ProfileSettings>) => void;
}

/** One view. */
export interface ProfilePanel {
  readonly element: HTMLElement;
  /** Draws for these settings. Rejects with words for the reader. */
  show(settings: ProfileSettings): Promise<void>;
  /** What is drawn, as a picture of its own. */
  toSvg(): SVGElement | undefined;
}

/** A select with its label; `choose` hears of a choice. */
export function labeledSelect(
  label: string,
  choose: (value: string) => void,
): { readonly element: HTMLLabelElement; readonly select: HTMLSelectElement } {
  const element = document.createElement('label');
  const select = document.createElement('select');
  const name = document.createElement('span');
  name.textContent = label;
  element.append(name, select);
  select.addEventListener('change', () => choose(select.value));
  return { element, select };
}

/** Fills a select and chooses; an unknown choice is the first. */
export function fillSelect(
  select: HTMLSelectElement,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
): void {
  select.replaceChildren(
    ...options.map(([value, text]) => {
      const option = document.createElement('option');
      option.value = value;
      option.textContent = text;
      option.selected = value === chosen;
      return option;
    }),
  );
}

/** A labelled field that searches; `input` hears of each change a moment after it. */
export function searchField(
  label: string,
  input: (text: string) => void,
): { readonly element: HTMLLabelElement; readonly field: HTMLInputElement } {
  const element = document.createElement('label');
  const name = document.createElement('span');
  name.textContent = label;
  const field = document.createElement('input');
  field.type = 'text';
  field.spellcheck = false;
  field.autocapitalize = 'off';
  let timer: ReturnType<typeof setTimeout> | undefined;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => input(field.value), 150);
  });
  element.append(name, field);
  return { element, field };
}
