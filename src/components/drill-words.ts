/** What the four reading skills are called. */
import type { DrillSkill } from '../exercises/index.ts';

export const drillWords: Readonly<Record<DrillSkill, { readonly one: string; readonly many: string }>> = {
  panic: { one: 'Panic', many: 'Panics' },
  race: { one: 'Race', many: 'Races' },
  dump: { one: 'Goroutine dump', many: 'Goroutine dumps' },
  diff: { one: 'Heap profile', many: 'Heap profiles' },
};
