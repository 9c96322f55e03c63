import { errno, errnoQuit, eventType, signalDescriptor } from './abi.ts';
import type { Descriptor } from './descriptor.ts';
import type { Host } from './host.ts';

const subscriptionBytes = 48;
const eventBytes = 32;
const absoluteTime = 1;

/** One thing that a call of poll_oneoff waits for. */
interface Subscription {
  readonly userData: bigint;
  readonly type: number;
  /** Of reads and writes. */
  readonly fd: number;
  /** Of clocks: how long to wait from now. */
  readonly waitMillis: number;
}

/** One call of poll_oneoff. */
interface Poll {
  readonly subscriptions: readonly Subscription[];
  /** Until the first clock; undefined when none is waited for. */
  readonly waitMillis: number | undefined;
  readonly eventsAt: number;
  readonly countAt: number;
}

/** poll_oneoff: the one call in which a Go program waits. */
export type PollCall = (
  subscriptionsAt: number,
  eventsAt: number,
  count: number,
  countAt: number,
) => number | Promise<number>;

/** Waiting this short is done by blocking: timers of browsers are coarser. */
const blockingMillis = 4;
/** How long a program may go on without letting messages in. */
const turnMillis = 40;

/** Returns a poll that blocks the thread. What can only come by a message never comes. */
export function blockingPoll(host: Host): PollCall {
  return (subscriptionsAt, eventsAt, count, countAt) => {
    const poll = readPoll(host, subscriptionsAt, eventsAt, count, countAt);
    for (;;) {
      host.checkStopped();
      const answer = answerNow(host, poll);
      if (answer !== undefined) return answer;
      host.clock.sleep(poll.waitMillis);
      if (poll.waitMillis !== undefined) return writeEvents(host, poll, clocks(poll));
    }
  };
}

/**
 * Returns a poll for hosts that can suspend a program: it waits in the event loop, where input, connections and signals
 * arrive, and now and then lets them in while a program that never waits keeps polling.
 */
export function suspendingPoll(host: Host): PollCall {
  let lastTurn = performance.now();
  const turn = async (poll: Poll): Promise<number> => {
    const waited = await waitForChange(host, poll);
    lastTurn = performance.now();
    host.checkStopped();
    return answerNow(host, poll) ?? (waited ? writeEvents(host, poll, clocks(poll)) : turn(poll));
  };
  return (subscriptionsAt, eventsAt, count, countAt) => {
    host.checkStopped();
    const poll = readPoll(host, subscriptionsAt, eventsAt, count, countAt);
    const isTurnDue = performance.now() - lastTurn > turnMillis;
    const wait = poll.waitMillis;
    if (isTurnDue && wait === 0) return turn(poll);
    const answer = answerNow(host, poll);
    if (answer !== undefined) return answer;
    if (wait === undefined || wait > blockingMillis || isTurnDue) return turn(poll);
    host.clock.sleep(wait);
    return writeEvents(host, poll, clocks(poll));
  };
}

function readPoll(host: Host, at: number, eventsAt: number, count: number, countAt: number): Poll {
  const subscriptions = Array.from({ length: count }, (_, index) =>
    readSubscription(host, at + index * subscriptionBytes),
  );
  const waits = subscriptions.filter((one) => one.type === eventType.clock).map((one) => one.waitMillis);
  return { subscriptions, waitMillis: waits.length === 0 ? undefined : Math.min(...waits), eventsAt, countAt };
}

function readSubscription(host: Host, at: number): Subscription {
  const view = host.memory.view();
  const userData = view.getBigUint64(at, true);
  const type = view.getUint8(at + 8);
  if (type !== eventType.clock) return { userData, type, fd: view.getInt32(at + 16, true), waitMillis: 0 };
  const isAbsolute = (view.getUint16(at + 40, true) & absoluteTime) !== 0;
  const time = view.getBigUint64(at + 24, true);
  const waitNanos = isAbsolute ? time - host.clock.nanos(view.getUint32(at + 16, true)) : time;
  return { userData, type, fd: -1, waitMillis: Math.max(0, Number(waitNanos) / 1e6) };
}

/** Answers with what is ready, or a clock that ran out; undefined when it has to wait. */
function answerNow(host: Host, poll: Poll): number | undefined {
  if (host.signals.takeQuit()) return errnoQuit;
  const ready = poll.subscriptions.filter((one) => one.type !== eventType.clock && isReady(host, one));
  if (ready.length === 0 && poll.waitMillis !== 0) return undefined;
  return writeEvents(host, poll, ready.length > 0 ? ready : clocks(poll));
}

function isReady(host: Host, one: Subscription): boolean {
  if (one.type === eventType.write) return true;
  if (one.fd === signalDescriptor) return host.signals.waiting;
  const descriptor = host.descriptors.get(one.fd);
  return descriptor?.readable?.() ?? true;
}

function clocks(poll: Poll): readonly Subscription[] {
  return poll.subscriptions.filter((one) => one.type === eventType.clock && one.waitMillis === poll.waitMillis);
}

function writeEvents(host: Host, poll: Poll, ready: readonly Subscription[]): number {
  const view = host.memory.view();
  for (const [index, one] of ready.entries()) {
    const at = poll.eventsAt + index * eventBytes;
    view.setBigUint64(at, one.userData, true);
    view.setUint16(at + 8, errno.success, true);
    view.setUint8(at + 10, one.type);
    view.setBigUint64(at + 16, 1n, true);
    view.setUint16(at + 24, 0, true);
  }
  view.setUint32(poll.countAt, ready.length, true);
  return errno.success;
}

/** Resolves when something happened: true when it was the clock. */
function waitForChange(host: Host, poll: Poll): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = poll.waitMillis === undefined ? undefined : setTimeout(() => end(true), poll.waitMillis);
    const end = (byClock: boolean): void => {
      if (timer !== undefined) clearTimeout(timer);
      host.signals.onDelivery = () => undefined;
      resolve(byClock);
    };
    host.signals.onDelivery = () => end(false);
    for (const descriptor of watched(host, poll)) void descriptor.changed?.().then(() => end(false));
  });
}

function watched(host: Host, poll: Poll): readonly Descriptor[] {
  return poll.subscriptions.flatMap((one) => (one.type === eventType.read ? (host.descriptors.get(one.fd) ?? []) : []));
}
