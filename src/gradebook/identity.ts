/** Who a file is from, as typed by learners and as rosters and learning management systems write it. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** A learner as typed or as a personal link says. */
export interface Identity {
  readonly name: string;
  readonly email?: string | undefined;
  readonly id?: string | undefined;
}

/**
 * Returns the key by which files, overrides and extensions of one learner meet: the id, else the e-mail address, else the
 * name. Empty for somebody who gave nothing: such files are of different people as far as anybody knows.
 *
 * @example identityOf({ name: 'Ada', email: 'Ada@Example.org ' }) // 'mail ada@example.org'
 */
export function identityOf({ name, email, id }: Identity): string {
  if (id !== undefined && id.trim() !== '') return `id ${id.trim().toLowerCase()}`;
  if (email !== undefined && email.trim() !== '') return `mail ${email.trim().toLowerCase()}`;
  return foldName(name) === '' ? '' : `name ${foldName(name)}`;
}

/**
 * Returns a name without what differs between two spellings of it: case, spaces, Unicode form.
 *
 * @example foldName(' ADA  Lovelace') // 'ada lovelace'
 */
export function foldName(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/**
 * Returns the seed of a learner's own variant of an assignment: the same on every machine, different for each learner,
 * 31 bits, never 0. Zero is the program as the lesson shows it.
 *
 * @example variantSeedOf('week-1', { name: 'Ada', email: 'ada@example.org' })
 */
export function variantSeedOf(assignment: string, learner: Identity): number {
  const bytes = sha256(utf8ToBytes(`${assignment}\n${identityOf(learner)}`));
  const word = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) >>> 1;
  return word === 0 ? 1 : word;
}
