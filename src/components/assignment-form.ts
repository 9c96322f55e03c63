/** The form that makes an assignment, to and from what it holds. */
import type { AssignmentDraft, DraftProblem } from '../gradebook/index.ts';

/** What stands in the form. */
export function readForm(form: HTMLFormElement): AssignmentDraft {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '');
  const late = text('late');
  return {
    title: text('title'),
    id: text('id'),
    message: text('message'),
    items: data
      .getAll('exercise')
      .map((id) => ({ exercise: String(id), points: pointsBox(form, String(id))?.value ?? '' })),
    due: text('due'),
    timeZone: text('timeZone'),
    late: late === 'refuse' || late === 'percent' ? late : 'accept',
    latePercent: text('latePercent'),
    lateMost: text('lateMost'),
    graceMinutes: text('graceMinutes'),
    attempts: text('attempts'),
    hints: data.has('hints'),
    solutions: data.has('solutions'),
    variants: text('variants') === 'same' ? 'same' : 'own',
    identity: text('identity') === 'anonymous' ? 'anonymous' : 'named',
    extensions: text('extensions'),
  };
}

/** Puts an assignment into the form. Returns the exercises that this course does not have. */
export function fillForm(form: HTMLFormElement, draft: AssignmentDraft): readonly string[] {
  for (const [name, value] of Object.entries(draft)) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field.value = String(value);
    else if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value === true;
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = String(value);
  }
  const asked = new Map(draft.items.map(({ exercise, points }) => [exercise, points]));
  for (const box of exerciseBoxes(form)) {
    const points = asked.get(box.value);
    box.checked = points !== undefined;
    const typed = pointsBox(form, box.value);
    if (typed && points !== undefined) typed.value = points;
    asked.delete(box.value);
  }
  return [...asked.keys()];
}

/** The boxes that choose exercises, in the order of the course. */
export function exerciseBoxes(within: ParentNode): readonly HTMLInputElement[] {
  return [...within.querySelectorAll<HTMLInputElement>('input[name=exercise]')];
}

function pointsBox(form: HTMLFormElement, exercise: string): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>(`input[data-points="${CSS.escape(exercise)}"]`);
}

/** Says each problem beside its field and goes to the first. */
export function showProblems(form: HTMLFormElement, problems: readonly DraftProblem[]): void {
  for (const place of form.querySelectorAll<HTMLElement>('[data-problem]')) {
    const found = problems.filter(({ field }) => field === place.dataset['problem']);
    place.textContent = found.map(({ message }) => message).join(' ');
    place.hidden = found.length === 0;
    const field = form.elements.namedItem(place.dataset['problem'] ?? '');
    if (field instanceof HTMLElement) field.toggleAttribute('aria-invalid', found.length > 0);
    if (field instanceof HTMLElement && found.length > 0) field.setAttribute('aria-invalid', 'true');
  }
  const first = form.elements.namedItem(problems[0]?.field ?? '');
  if (first instanceof HTMLElement) first.focus();
  else if (problems[0]?.field === 'items') form.querySelector<HTMLElement>('.exercises summary')?.focus();
}
