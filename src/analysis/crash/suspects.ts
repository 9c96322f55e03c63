import type { Goroutine } from '../trace/index.ts';
import type { GoroutineGroup, Suspect } from './model.ts';

const MAX_SUSPECTS = 5;

/** States in which a goroutine waits for another one, with the words for what it waits for. */
const WAITS: readonly (readonly [prefix: string, why: string])[] = [
  ['chan send (nil chan)', 'sends on a nil channel, which blocks forever'],
  ['chan receive (nil chan)', 'receives from a nil channel, which blocks forever'],
  ['select (no cases)', 'is in a select without cases, which blocks forever'],
  ['chan send', 'waits for a receiver that does not come'],
  ['chan receive', 'waits for a sender or for close'],
  ['select', 'waits in a select for a case that does not become ready'],
  ['sync.Mutex.Lock', 'waits for a mutex that somebody holds'],
  ['sync.RWMutex', 'waits for a read-write mutex that somebody holds'],
  ['sync.WaitGroup.Wait', 'waits for a WaitGroup whose counter does not reach zero'],
  ['sync.Cond.Wait', 'waits for a condition that nobody signals'],
  ['semacquire', 'waits for a lock or a WaitGroup'],
];

/**
 * The groups to look at first: many goroutines, or a long wait, for something that another goroutine must do.
 * Goroutines that run, sleep or wait for the network are no suspects by themselves.
 */
export function findSuspects(groups: readonly GoroutineGroup[], goroutines: readonly Goroutine[]): Suspect[] {
  const total = goroutines.length;
  const suspects = groups
    .map((group, index) => ({ group, index, wait: waitOf(group.state) }))
    .filter(({ group, wait }) => wait !== undefined && (group.count > 1 || isLong(group) || total <= 8))
    .sort((a, b) => weight(b.group) - weight(a.group))
    .slice(0, MAX_SUSPECTS);
  return suspects.map(({ group, index, wait }) => ({
    group: index,
    why: whyOf(group, wait ?? ''),
    confidence: 'likely' as const,
  }));
}

function waitOf(state: string): string | undefined {
  return WAITS.find(([prefix]) => state.startsWith(prefix))?.[1];
}

function isLong({ maxWaitMinutes }: GoroutineGroup): boolean {
  return maxWaitMinutes !== undefined && maxWaitMinutes >= 1;
}

/** Many goroutines that wait long come first; one that only waits for others to finish comes late. */
function weight({ state, count, maxWaitMinutes = 0 }: GoroutineGroup): number {
  const isWaiter = state === 'sync.WaitGroup.Wait' ? 0.5 : 1;
  return count * isWaiter * (1 + Math.min(maxWaitMinutes, 60) / 60);
}

function whyOf({ count, maxWaitMinutes, createdAt, state }: GoroutineGroup, wait: string): string {
  const who = count === 1 ? 'one goroutine' : `${count} goroutines`;
  const verb = count === 1 ? wait : wait.replace(/^(\w+?)e?s /, pluralVerb);
  const since = maxWaitMinutes === undefined ? '' : `, for up to ${maxWaitMinutes} min`;
  const origin = createdAt?.line === undefined ? '' : `, started at ${baseName(createdAt.file)}:${createdAt.line}`;
  return `${who} [${state}] ${verb}${since}${origin}`;
}

function pluralVerb(whole: string): string {
  if (whole === 'is ') return 'are ';
  return `${whole.trimEnd().slice(0, -1)} `;
}

function baseName(file: string | undefined): string {
  if (file === undefined) return '';
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
