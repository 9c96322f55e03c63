/** What a flame graph looks like, worked out without a page: the same for the screen and for a saved picture. */
import type { FlamePart } from './profile-answers.ts';

export const rowHeight = 20;
export const characterWidth = 7.25;
const padding = 4;
/** Narrower boxes have no words. */
const leastCharacters = 3;

/** A fill: a color of the page by its name, how strong it is, and whether it is hatched. */
export interface FlameFill {
  readonly color: 'ink' | 'fault' | 'mark';
  readonly alpha: number;
  /** What shrank is hatched, so that it is told apart without its color. */
  readonly isHatched: boolean;
}

const strengthOfOrigin: Readonly<Record<FlamePart['origin'], number>> = {
  own: 0.22,
  library: 0.12,
  std: 0.09,
  runtime: 0.06,
  generated: 0.06,
};

/** In a profile the learner's own code stands out; in a difference what grew and what shrank, by how one-sided it was. */
export function fillOf({ origin, shade, isAncestor }: FlamePart, isDifference: boolean): FlameFill {
  if (isAncestor) return { color: 'ink', alpha: 0.03, isHatched: false };
  if (!isDifference || shade === 0) return { color: 'ink', alpha: strengthOfOrigin[origin], isHatched: false };
  const alpha = 0.12 + 0.3 * Math.abs(shade);
  return { color: shade > 0 ? 'fault' : 'mark', alpha, isHatched: shade < 0 };
}

/**
 * The words that fit into a box of so many pixels: the whole name, without its path, or its end cut off.
 *
 * @example labelFor(part, 60) // 'attach'
 */
export function labelFor({ name, short }: Pick<FlamePart, 'name' | 'short'>, width: number): string {
  const room = Math.floor((width - 2 * padding) / characterWidth);
  if (room < leastCharacters) return '';
  const last = short.slice(short.lastIndexOf('.') + 1);
  const fitting = [name, short, last].find((text) => text.length <= room);
  return fitting ?? `${last.slice(0, room - 1)}…`;
}

/** Everything about a box, in a sentence. */
export function wordsFor(part: FlamePart, isDifference: boolean): string {
  const { name, net, share, self, isInlined, depth } = part;
  const direction = !isDifference || part.shade === 0 ? '' : part.shade > 0 ? ', grew' : ', shrank';
  const inlined = isInlined ? ', inlined into its caller' : '';
  return `${name}${inlined}: ${net}, ${share}${direction}; itself ${self}; level ${depth}.`;
}

/** The boxes by level, each level from left to right. */
export function levelsOf(parts: readonly FlamePart[]): readonly (readonly FlamePart[])[] {
  const levels: FlamePart[][] = [];
  for (const part of parts) (levels[part.depth] ??= []).push(part);
  for (const level of levels) level?.sort((a, b) => a.x - b.x);
  return levels;
}

/** The box at a place: a level, and a part of the width. */
export function partAt(levels: readonly (readonly FlamePart[])[], level: number, x: number): FlamePart | undefined {
  const row = levels[level] ?? [];
  let [low, high] = [0, row.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (row[middle]!.x <= x) low = middle;
    else high = middle - 1;
  }
  const found = row[low];
  return found !== undefined && x >= found.x && x < found.x + found.width ? found : undefined;
}

export type FlameStep = 'caller' | 'callee' | 'before' | 'after' | 'first';

/** The box that a step leads to: the caller, the widest callee, a neighbor with the same caller, the root. */
export function stepFrom(
  levels: readonly (readonly FlamePart[])[],
  from: FlamePart,
  step: FlameStep,
): FlamePart | undefined {
  const ofLevel = (depth: number) => levels[depth] ?? [];
  switch (step) {
    case 'first':
      return ofLevel(0)[0];
    case 'caller':
      return ofLevel(from.depth - 1).find(({ id }) => id === from.parent);
    case 'callee':
      return ofLevel(from.depth + 1)
        .filter(({ parent }) => parent === from.id)
        .reduce<FlamePart | undefined>(
          (widest, one) => (widest && widest.width >= one.width ? widest : one),
          undefined,
        );
    case 'before':
    case 'after': {
      const siblings = ofLevel(from.depth).filter(({ parent }) => parent === from.parent);
      return siblings[siblings.indexOf(from) + (step === 'after' ? 1 : -1)];
    }
  }
}
