import { describe, expect, it } from 'vitest';
import { scormInteraction, scormValues, standingOf, type ScormReport, type Standing } from '../../src/lms/index.ts';
import { aCourse, anAssignment, anAttempt } from './a-course.ts';

const none = standingOf(anAssignment, new Map(), 80);
const report = (standing: Partial<Standing>, over: Partial<ScormReport> = {}): ScormReport => ({
  standing: { ...none, ...standing },
  location: 'lessons/first-crash/index.html',
  suspendData: 'f1.0.',
  seconds: 3661,
  wasDone: false,
  ...over,
});
const valuesOf = (version: '1.2' | '2004', given: ScormReport) => Object.fromEntries(scormValues(version, given));
const exercise = (kind: string) => ({
  ...(aCourse().exercises[0] as ReturnType<typeof aCourse>['exercises'][number]),
  kind,
});

describe('a report in SCORM 1.2', () => {
  it('has the elements and forms of the data model', () => {
    expect(valuesOf('1.2', report({ percent: 33.33 }))).toEqual({
      'cmi.core.score.min': '0',
      'cmi.core.score.max': '100',
      'cmi.core.score.raw': '33.33',
      'cmi.core.lesson_status': 'incomplete',
      'cmi.core.lesson_location': 'lessons/first-crash/index.html',
      'cmi.suspend_data': 'f1.0.',
      'cmi.core.session_time': '01:01:01',
      'cmi.core.exit': 'suspend',
    });
  });

  const table: readonly (readonly [Partial<Standing>, string])[] = [
    [{ isComplete: false, isPassed: false }, 'incomplete'],
    [{ isComplete: true, isPassed: false }, 'incomplete'],
    [{ isComplete: false, isPassed: true }, 'passed'],
    [{ isComplete: true, hasMark: false }, 'completed'],
    [{ isComplete: false, hasMark: false }, 'incomplete'],
  ];
  it.each(table)('says of %o that it is %s', (standing, status) => {
    expect(valuesOf('1.2', report(standing))['cmi.core.lesson_status']).toBe(status);
  });

  it('never takes back that somebody was done', () => {
    expect(valuesOf('1.2', report({}, { wasDone: true }))).not.toHaveProperty('cmi.core.lesson_status');
    expect(valuesOf('2004', report({}, { wasDone: true }))).not.toHaveProperty('cmi.success_status');
  });

  it('keeps answers to 255 characters on one line', () => {
    const attempt = anAttempt(0.5, { answer: `{"line":"a\nb"}${'x'.repeat(400)}` });
    const values = Object.fromEntries(scormInteraction('1.2', 3, exercise('fault'), attempt));
    expect(values['cmi.interactions.3.id']).toBe('lesson-number-0.exercise-with-a-name-0');
    expect(values['cmi.interactions.3.student_response']).toMatch(/^ \{"line":"a b"\}x+$/);
    expect(values['cmi.interactions.3.student_response']).toHaveLength(255);
    expect(values['cmi.interactions.3.result']).toBe('0.5');
    expect(values['cmi.interactions.3.time']).toMatch(/^\d\d:\d\d:\d\d$/);
  });
});

describe('a report in SCORM 2004', () => {
  it('tells completion and success apart, and fails nobody who can go on', () => {
    expect(valuesOf('2004', report({ percent: 50, tried: 1, isComplete: false }))).toMatchObject({
      'cmi.score.scaled': '0.5',
      'cmi.progress_measure': '0.5',
      'cmi.completion_status': 'incomplete',
      'cmi.success_status': 'unknown',
      'cmi.session_time': 'PT1H1M1S',
    });
    expect(valuesOf('2004', report({ percent: 100, tried: 2, isComplete: true, isPassed: true }))).toMatchObject({
      'cmi.score.scaled': '1',
      'cmi.completion_status': 'completed',
      'cmi.success_status': 'passed',
    });
  });

  it.each([
    ['choice', 'alive,was', 'choice', 'alive[,]was'],
    ['order', 'c,a,b', 'sequencing', 'c[,]a[,]b'],
    ['choice', '', 'long-fill-in', ''],
    ['fault', 'panic_test.go:38', 'long-fill-in', 'panic_test.go:38'],
  ])('writes the answer of a %s (%s) as %s', (kind, answer, type, response) => {
    const values = Object.fromEntries(scormInteraction('2004', 0, exercise(kind), anAttempt(0, { answer })));
    expect(values).toMatchObject({
      'cmi.interactions.0.type': type,
      'cmi.interactions.0.learner_response': response,
      'cmi.interactions.0.result': 'incorrect',
      'cmi.interactions.0.timestamp': '2026-09-01T10:00:00Z',
    });
  });
});
