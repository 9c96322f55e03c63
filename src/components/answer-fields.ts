/** The text fields that an exercise is answered with, by its kind, and what of a trace fits into them. */
import type { Exercise } from '../exercises/index.ts';
import type { RowRole } from './trace-marks.ts';

/** One field. A row of one of the `roles` can be chosen in the trace instead of typing. */
export interface AnswerField {
  /** Its name in the answer. */
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  readonly roles: readonly RowRole[];
}

const anyFrame: readonly RowRole[] = ['frame', 'created'];
const place = 'file.go:12';
const allocationField: AnswerField = {
  name: 'allocation',
  label: 'Allocation',
  placeholder: 'function, or file.go:12',
  roles: ['row'],
};

/** The fields in the order asked; none for kinds that are answered by choosing, sorting or evidence alone. */
export function answerFields(exercise: Exercise): readonly AnswerField[] {
  switch (exercise.kind) {
    case 'fault':
      return [lineField('line', 'Line')];
    case 'panic-value':
      return [{ name: 'cause', label: 'Cause', placeholder: 'what the panic says', roles: ['value'] }];
    case 'race-pair':
      return [
        lineField('first', 'First access'),
        lineField('second', 'Second access'),
        ...(exercise.asks.includes('created') ? [lineField('created', 'Created at')] : []),
        ...(exercise.asks.includes('unprotected') ? [lineField('unprotected', 'Unprotected access')] : []),
      ];
    case 'dump':
      return [lineField('group', 'Group'), ...(exercise.asksCreated ? [lineField('created', 'Created at')] : [])];
    case 'delve':
      return [
        { name: 'frame', label: 'Frame', placeholder: 'its number', roles: [] },
        { name: 'expression', label: 'Expression', placeholder: 'as you printed it', roles: [] },
        ...(exercise.asksValue ? [{ name: 'value', label: 'Value', placeholder: 'what it is', roles: [] }] : []),
      ];
    case 'allocation':
      return [allocationField];
    case 'retention':
      return [
        ...(exercise.asks.includes('allocation') ? [allocationField] : []),
        { name: 'retention', label: 'Retention', placeholder: 'variable, goroutine or file.go:12', roles: [] },
      ];
    default:
      return [];
  }
}

/** The links of a chain, each as the exercise that its controls are drawn for. */
export function linkExercises(exercise: Exercise): readonly { readonly id: string; readonly exercise: Exercise }[] {
  if (exercise.kind !== 'chain') return [];
  // Routes differ in their keys alone. A link ships as an exercise of its own kind.
  return exercise.links.flatMap(({ id, routes: [link] }) => (link ? [{ id, exercise: link as Exercise }] : []));
}

/** The roles of rows that can be chosen for an answer. */
export function choosableRoles(exercise: Exercise): readonly RowRole[] {
  return [...new Set(answerFields(exercise).flatMap(({ roles }) => roles))];
}

function lineField(name: string, label: string): AnswerField {
  return { name, label, placeholder: place, roles: anyFrame };
}
