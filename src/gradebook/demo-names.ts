/** Invented people for a generated class: names of many scripts, with commas, apostrophes and right-to-left letters. */
import type { Identity } from './identity.ts';

// prettier-ignore
const first = [
  'Ada', 'Łukasz', 'Amélie', '小明', 'Noa', 'Björn', 'Zeynep', 'Иван', 'María José', 'Kwame', 'Siobhán', 'עדה', 'Mehmet',
  'Linh', 'Þóra', 'Omar', 'ليلى', 'Renée', 'Jan-Willem', 'Aoife', 'Yuki', 'Dmytro', 'Chiara', 'Søren', 'Priya',
] as const;

// prettier-ignore
const last = [
  'Lovelace', 'Nowak', 'D’Angelo', '王', 'Levi', 'Ångström', 'Yılmaz', 'Петров', 'García, Jr.', 'Mensah', 'O’Brien',
  'כהן', 'Şahin', 'Nguyễn', 'Sigurðardóttir', 'Haddad', 'منصور', 'Dubois', 'van der Berg', 'Murphy', '田中',
] as const;

/**
 * Returns the learner of that number; no two numbers give the same address.
 *
 * @example demoNames(0).email // 'learner001@example.org'
 */
export function demoNames(index: number): Identity {
  const round = Math.floor(index / (first.length * last.length));
  const name = `${first[index % first.length] ?? ''} ${last[index % last.length] ?? ''}`;
  const number = String(index + 1).padStart(3, '0');
  return {
    name: round === 0 ? name : `${name} ${round + 1}`,
    email: `learner${number}@example.org`,
  };
}
