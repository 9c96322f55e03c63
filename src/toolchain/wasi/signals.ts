import type { Signal } from '../process/index.ts';
import { signalNumbers } from '../process/index.ts';

/** The signals on their way to a program. */
export interface PendingSignals {
  /** Delivers a signal; false when the program neither asked for it nor answers it by itself, as QUIT is. */
  deliver(signal: Signal): boolean;
  /** What the program's runtime asks for, with os/signal. */
  enable(number: number, enabled: boolean): void;
  /** The number of the next signal that the program asked for; 0 when there is none. */
  take(): number;
  /** Whether `take` has one. */
  readonly waiting: boolean;
  /** Whether the runtime is to print every goroutine; asking answers it. */
  takeQuit(): boolean;
  /** Called after each delivery. */
  onDelivery: () => void;
}

/**
 * Returns the signals of one program, none on their way.
 *
 * @example createPendingSignals().deliver('INT') // false until the program calls signal.Notify
 */
export function createPendingSignals(): PendingSignals {
  const enabled = new Set<number>();
  const queue: number[] = [];
  let quit = false;
  return {
    deliver(signal) {
      const number = signalNumbers[signal];
      if (enabled.has(number)) queue.push(number);
      else if (signal === 'QUIT') quit = true;
      else return false;
      this.onDelivery();
      return true;
    },
    enable(number, wanted) {
      if (wanted) enabled.add(number);
      else enabled.delete(number);
    },
    take: () => queue.shift() ?? 0,
    get waiting() {
      return queue.length > 0;
    },
    takeQuit() {
      const asked = quit;
      quit = false;
      return asked;
    },
    onDelivery: () => undefined,
  };
}
