import type { ReadGoroutine } from '../trace/index.ts';
import type { Headline } from './headline.ts';

/** A crash as read, before conclusions. */
export interface RawCrash {
  readonly headline: Headline;
  readonly goroutines: readonly ReadGoroutine[];
  /** The stack stands without its header: the head of the text is lost. */
  readonly isHeadless: boolean;
  /** Somebody left lines out, or the text breaks inside a goroutine. */
  readonly isCut: boolean;
  /** What the shell or `go test` printed behind it. */
  readonly tail: readonly string[];
  readonly next: number;
}
