/** The answer's own controls: what stands in them, and the answer text that graders read. */

/** The controls' values by field name. */
export type Fields = Readonly<Record<string, string>>;

/** Reads every control of the form that has a `data-field`. */
export function readFields(form: HTMLElement): Fields {
  const fields: Record<string, string> = {};
  for (const control of form.querySelectorAll<HTMLElement>('[data-field]')) {
    const name = control.dataset['field'] ?? '';
    fields[name] = readControl(control);
  }
  return fields;
}

/** Puts values back into the controls that have them. */
export function writeFields(form: HTMLElement, fields: Fields): void {
  for (const control of form.querySelectorAll<HTMLElement>('[data-field]')) {
    const value = fields[control.dataset['field'] ?? ''];
    if (value !== undefined) writeControl(control, value);
  }
}

/**
 * The answer as graders take it: a text or ids joined by commas where there is one control, otherwise the fields as JSON.
 *
 * @example formatAnswer({ line: 'panic_test.go:38' }) // 'panic_test.go:38'
 */
export function formatAnswer(fields: Fields): string {
  const values = Object.values(fields);
  return values.length > 1 ? JSON.stringify(fields) : (values[0] ?? '');
}

/** A text control that shows what was chosen in the paste answers with the chosen line itself. */
function readControl(control: HTMLElement): string {
  if (
    control instanceof HTMLInputElement ||
    control instanceof HTMLSelectElement ||
    control instanceof HTMLTextAreaElement
  ) {
    return control.dataset['chosen'] ?? control.value;
  }
  if (control.matches('ol')) return [...control.children].map((item) => (item as HTMLElement).dataset['id']).join(',');
  return [...control.querySelectorAll<HTMLInputElement>('input:checked')].map((input) => input.value).join(',');
}

function writeControl(control: HTMLElement, value: string): void {
  if (
    control instanceof HTMLInputElement ||
    control instanceof HTMLSelectElement ||
    control instanceof HTMLTextAreaElement
  ) {
    control.value = value;
    return;
  }
  const ids = value.split(',');
  if (control.matches('ol')) {
    const items = [...control.children] as HTMLElement[];
    control.append(...ids.flatMap((id) => items.filter((item) => item.dataset['id'] === id)));
    return;
  }
  for (const input of control.querySelectorAll<HTMLInputElement>('input')) input.checked = ids.includes(input.value);
}

/** Makes the items of an order control move by their buttons; focus stays on the button, so that it can be pressed on. */
export function wireOrder(list: HTMLElement, changed: () => void): void {
  list.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-move]');
    const item = button?.closest('li');
    if (!button || !item) return;
    if (button.dataset['move'] === 'up') item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    button.focus();
    changed();
  });
}
