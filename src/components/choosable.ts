/** Which rows of a trace answer an exercise when they are chosen. */
import type { Exercise } from '../exercises/index.ts';
import type { RowRole } from './trace-marks.ts';

const roles: Readonly<Partial<Record<Exercise['kind'], readonly RowRole[]>>> = {
  fault: ['frame', 'created'],
  'panic-value': ['value'],
};

/** The roles of rows that an answer to this exercise can be; none where it is answered otherwise. */
export function choosableRoles({ kind }: Pick<Exercise, 'kind'>): readonly RowRole[] {
  return roles[kind] ?? [];
}
