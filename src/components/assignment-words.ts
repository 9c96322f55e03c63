/** An assignment in words for those who do it. */
import { latenessOf, zonedLocal, type Assignment } from '../gradebook/index.ts';

/** `Friday, November 27, 2026 at 11:59 PM` as one's own clock has it, and the class's where that differs. */
export function describeDue(due: string, timeZone: string): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const here = inZone(due, own);
  if (zonedLocal(due, own) === zonedLocal(due, timeZone)) return `${here} (${timeZone})`;
  return `${here} on your clock (${own}), ${inZone(due, timeZone)} in ${timeZone}`;
}

function inZone(due: string, timeZone: string): string {
  return new Date(due).toLocaleString('en-US', { dateStyle: 'full', timeStyle: 'short', timeZone });
}

/** How long is left: `3 days left`, `late by 2 hours`. */
export function describeLeft(due: string, now: number): string {
  const minutes = Math.round((Date.parse(due) - now) / 60_000);
  const size = Math.abs(minutes);
  const amount =
    size < 120
      ? count(size, 'minute')
      : size < 48 * 60
        ? count(Math.floor(size / 60), 'hour')
        : count(Math.floor(size / 1440), 'day');
  return minutes >= 0 ? `${amount} left` : `late by ${amount}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

export function describeLate({ late }: Assignment): string {
  const grace =
    late.kind !== 'accept' && late.graceMinutes > 0
      ? ` Up to ${count(late.graceMinutes, 'minute')} late is in time.`
      : '';
  if (late.kind === 'accept') return 'Late work counts in full and is marked as late.';
  if (late.kind === 'refuse') return `Late work counts nothing.${grace}`;
  return `Each day begun costs ${late.perDay} % of the points, ${late.most} % at most.${grace}`;
}

/** What handing in now would leave of the points, where it is late. */
export function describeCost(assignment: Assignment, due: string | undefined, now: number): string {
  const { lateMinutes, factor } = latenessOf(due, new Date(now).toISOString(), assignment.late);
  return lateMinutes > 0 && factor < 1 ? `Handed in now, ${Math.round(factor * 100)} % of the points remain.` : '';
}

/** The rules beside points and time, a sentence each. */
export function describeRules(assignment: Assignment): readonly string[] {
  const { attempts, hints, solutions, identity } = assignment;
  return [
    attempts === undefined
      ? 'Every attempt counts, and the best one makes the points.'
      : `The best of the first ${count(attempts, 'attempt')} makes the points.`,
    hints ? 'Hints may be used.' : 'Do it without hints: the file says how many you used.',
    solutions ? 'Solutions may be opened.' : 'Leave the solutions closed: the file says when one was open.',
    identity === 'named' ? '' : 'Submissions carry a code instead of a name. Keep it: feedback comes by it.',
  ].filter((rule) => rule !== '');
}
