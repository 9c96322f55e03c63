const TAIL = 12;
const MAX_CHAIN = 32;

/**
 * Gives equal stretches of a text the same string, so that a dump with a million frames holds each name once.
 * Looks at the last characters of a stretch, where names and paths differ, before it compares the whole.
 */
export class Interner {
  readonly #source: string;
  readonly #chains = new Map<number, string[]>();
  readonly #crowded = new Map<string, string>();

  constructor(source: string) {
    this.#source = source;
  }

  /** The text between the offsets. */
  text(from: number, to: number): string {
    const hash = this.#hash(from, to);
    const chain = this.#chains.get(hash);
    const text = this.#source.slice(from, to);
    if (chain === undefined) {
      this.#chains.set(hash, [text]);
      return text;
    }
    for (const known of chain) if (known === text) return known;
    return this.#add(chain, text);
  }

  #add(chain: string[], text: string): string {
    if (chain.length < MAX_CHAIN) {
      chain.push(text);
      return text;
    }
    const known = this.#crowded.get(text);
    if (known === undefined) this.#crowded.set(text, text);
    return known ?? text;
  }

  #hash(from: number, to: number): number {
    let hash = to - from;
    for (let at = Math.max(from, to - TAIL); at < to; at++) {
      hash = (Math.imul(hash, 31) + this.#source.charCodeAt(at)) | 0;
    }
    return hash;
  }
}
