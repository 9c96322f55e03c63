import type { Assignment, DemoClass } from '../../src/gradebook/index.ts';
import { crash, exercises } from './a-class.ts';

/** An assignment of both exercises. */
export const assignment: Assignment = {
  schema: 'faultline.assignment/1',
  id: 'week-1',
  version: 1,
  title: 'Panics',
  message: '',
  items: [
    { exercise: 'trace/which-state', points: 2 },
    { exercise: 'trace/which-line', points: 10 },
  ],
  due: '2026-11-30T23:59:00Z',
  timeZone: 'UTC',
  late: { kind: 'accept' },
  hints: true,
  solutions: true,
  variants: 'same',
  identity: 'named',
  extensions: [],
};

/** A generated class on both exercises. */
export const demoClass = (size: number, hasMishaps = false): DemoClass => ({
  size,
  seed: 7,
  assignment,
  courseVersion: '1.0.0',
  start: Date.UTC(2026, 10, 23, 9),
  hasMishaps,
  exercises: [...exercises.values()].map((exercise) => ({
    exercise,
    recordings:
      exercise.evidence === 'own' ? [{ source: 'run', text: crash('').replaceAll('/home/dev/', '/home/gopher/') }] : [],
  })),
});
