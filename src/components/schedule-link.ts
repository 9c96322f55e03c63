/** A finding as a link: source, seed and stress travel in the fragment, which no browser sends to a server. */
import { fromFragment, longestLink, toFragment } from './paste-link.ts';

/** What a link brings. */
export interface SharedRace {
  readonly source: string;
  readonly seed: number;
  readonly isStressed: boolean;
}

const key = '#race=';
const packed = '#text=';
const version = 1;
const longestSource = 64 * 1024;

/** The fragment of a finding; undefined when it is too long for a link. */
export async function toRaceFragment({ source, seed, isStressed }: SharedRace): Promise<string | undefined> {
  const fragment = await toFragment(JSON.stringify({ v: version, source, seed, stress: isStressed }));
  const link = key + fragment.slice(packed.length);
  return link.length > longestLink || source.length > longestSource ? undefined : link;
}

/** What a fragment brings; undefined where it is none of these, an Error with a sentence where it is damaged. */
export async function fromRaceFragment(fragment: string): Promise<SharedRace | Error | undefined> {
  if (!fragment.startsWith(key)) return undefined;
  if (fragment.length > longestLink) return damaged();
  const text = await fromFragment(packed + fragment.slice(key.length));
  if (text === undefined) return damaged();
  try {
    return readShared(JSON.parse(text));
  } catch {
    return damaged();
  }
}

function readShared(value: unknown): SharedRace | Error {
  if (typeof value !== 'object' || value === null) return damaged();
  const { v, source, seed, stress } = value as Readonly<Record<string, unknown>>;
  if (typeof v === 'number' && v > version) return new Error('This link was made by a newer version of this page.');
  const isSeed = typeof seed === 'number' && Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff;
  if (typeof source !== 'string' || source.length > longestSource || !isSeed || typeof stress !== 'boolean')
    return damaged();
  return { source, seed, isStressed: stress };
}

function damaged(): Error {
  return new Error('The link is damaged: mail and chat cut long links. Ask for it again, or start from this program.');
}
