/** Points by hand, for one exercise or for the whole submission, with a reason. */
import type { Verdict } from '../exercises/index.ts';
import type { Graded } from '../gradebook/index.ts';
import { element } from './element.ts';

/** What the forms do. */
export interface OverrideActions {
  readonly onOverride: (one: Graded, exercise: string | undefined, points: number, reason: string) => void;
  readonly onWithdraw: (one: Graded, exercise: string | undefined) => void;
}

export function overrideForm(one: Graded, verdict: Verdict | undefined, actions: OverrideActions): HTMLElement {
  const exercise = verdict?.exercise;
  const given = one.flags.find((flag) => flag.kind === 'overridden' && flag.exercise === exercise);
  const details = element('details', 'override screen-only');
  const whole = 'Give points for the whole submission by hand';
  const summary = element('summary', 'small', exercise === undefined ? whole : 'Give points by hand');
  const form = element('form');
  const points = field('Points', verdict?.points ?? one.points);
  const reason = field('Reason', '');
  const problem = element('p', 'problem');
  problem.hidden = true;
  problem.setAttribute('role', 'alert');
  const set = element('button', '', 'Set');
  form.append(points.label, reason.label, set, problem);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const value = Number(points.input.value.trim() || 'none');
    const isGood = value >= 0 && value <= 10_000 && reason.input.value.trim() !== '';
    problem.hidden = isGood;
    problem.textContent = 'Write a number of points, and why: the reason goes into the file and the feedback.';
    if (isGood) actions.onOverride(one, exercise, value, reason.input.value.trim());
  });
  details.append(summary);
  if (given) {
    details.open = true;
    const withdraw = element('button', '', 'Take back');
    withdraw.type = 'button';
    withdraw.addEventListener('click', () => actions.onWithdraw(one, exercise));
    details.append(element('p', 'small', given.why), withdraw);
  }
  details.append(form);
  return details;
}

function field(
  title: string,
  value: string | number,
): { readonly label: HTMLElement; readonly input: HTMLInputElement } {
  const label = element('label');
  const input = element('input');
  input.type = 'text';
  input.value = String(value);
  input.autocomplete = 'off';
  if (title === 'Points') input.inputMode = 'decimal';
  label.append(element('span', '', title), input);
  return { label, input };
}
