import { describe, expect, it } from 'vitest';
import {
  dueFor,
  formatLink,
  latenessOf,
  parseAssignment,
  parseLink,
  type Assignment,
} from '../../src/gradebook/index.ts';

const assignment: Assignment = {
  schema: 'faultline.assignment/1',
  id: 'week-1',
  version: 1,
  title: 'Panics',
  message: 'Por favor, до пятницы. 🙂',
  items: [{ exercise: 'trace/which-line', points: 10 }],
  due: '2026-11-27T23:59:00+01:00',
  timeZone: 'Europe/Berlin',
  late: { kind: 'percent', perDay: 10, most: 50, graceMinutes: 15 },
  hints: true,
  solutions: false,
  variants: 'own',
  identity: 'named',
  extensions: [{ learner: 'Ada@Example.org', due: '2026-12-01T12:00:00Z' }],
};

describe('an assignment', () => {
  it('travels in the fragment of a link and comes out the same', () => {
    const fragment = formatLink({ assignment, learner: { name: 'Ada', email: 'ada@example.org' } });
    expect(fragment).toMatch(/^a1\.[\w-]+$/);
    expect(parseLink(`#${fragment}`)).toEqual({
      link: { assignment, learner: { name: 'Ada', email: 'ada@example.org' } },
    });
  });

  it('says so when a link was cut, made for something else, or is a bomb', () => {
    const fragment = formatLink({ assignment });
    expect(parseLink(fragment.slice(0, -20))).toMatchObject({ problem: expect.stringContaining('damaged') });
    expect(parseLink('#glossary')).toMatchObject({ problem: expect.stringContaining('no assignment') });
    expect(parseLink(`a1.${'A'.repeat(70_000)}`)).toMatchObject({ problem: expect.stringContaining('longer') });
    const bomb = formatLink({ assignment: { ...assignment, message: 'x'.repeat(5_000_000) } });
    expect(parseLink(bomb)).toHaveProperty('problem');
  });

  it('names what is wrong in a file', () => {
    expect(parseAssignment('{')).toMatchObject({ problem: expect.stringContaining('not JSON') });
    expect(parseAssignment(JSON.stringify({ ...assignment, items: [] }))).toMatchObject({
      problem: expect.stringContaining('items'),
    });
    expect(parseAssignment(JSON.stringify(assignment))).toEqual({ assignment });
  });

  it('gives a learner the extension that names them, in any case', () => {
    expect(dueFor(assignment, { email: 'ada@example.org' })).toBe('2026-12-01T12:00:00Z');
    expect(dueFor(assignment, { email: 'bob@example.org' })).toBe(assignment.due);
  });
});

describe('lateness', () => {
  const due = '2026-11-27T23:59:00+01:00';
  it.each([
    ['in time', '2026-11-27T22:58:00Z', 0, 1],
    ['within the grace', '2026-11-27T23:10:00Z', 11, 1],
    ['one day begun', '2026-11-28T00:00:00Z', 61, 0.9],
    ['two days begun', '2026-11-29T00:00:00Z', 1501, 0.8],
    ['as much as is ever taken', '2026-12-24T00:00:00Z', 37501, 0.5],
  ])('%s keeps its share', (_, at, lateMinutes, factor) => {
    const rule = { kind: 'percent', perDay: 10, most: 50, graceMinutes: 15 } as const;
    expect(latenessOf(due, at, rule)).toEqual({ lateMinutes, factor });
  });

  it('can be accepted, or refused', () => {
    expect(latenessOf(due, '2026-11-28T00:00:00Z', { kind: 'accept' })).toEqual({ lateMinutes: 61, factor: 1 });
    expect(latenessOf(due, '2026-11-28T00:00:00Z', { kind: 'refuse', graceMinutes: 0 })).toEqual({
      lateMinutes: 61,
      factor: 0,
    });
    expect(latenessOf(undefined, '2026-11-28T00:00:00Z', { kind: 'accept' })).toEqual({ lateMinutes: 0, factor: 1 });
  });
});
