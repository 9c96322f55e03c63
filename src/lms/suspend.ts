/**
 * The text in which a learning management system keeps a learner's progress between sessions. SCORM 1.2 has room for
 * 4,096 characters, SCORM 2004 for 64,000, so it is packed, and what does not fit is left out: the largest evidence
 * first, then the longest answers. States always fit: some 14 characters an exercise.
 *
 *     text   = "f1." length "." base64url(deflate(bytes))    length of the rest in base 36: a text cut short is noticed
 *     bytes  = count entry{count} details
 *     entry  = name flags [ shareOfThousand ] tries seconds
 *     name   = the first 3 bytes of the SHA-256 of the exercise's id: it stays the same when the course grows
 *     flags  = bit 0: all points, bit 1: no points, bit 2: solution shown, bits 3–7: hints used
 *     seconds = lastAt as distance from the entry before, twice its size, plus 1 when negative
 *     details = JSON: for each entry null, or [ field, answer, variant ] or [ field, answer, variant, files ];
 *               files = [ [ source, content ], … ], binary content is { "base64": … }; variant 0 is none
 *
 * Numbers are LEB128.
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { EvidenceFile } from '../exercises/index.ts';
import { decodeBase64, encodeBase64 } from '../gradebook/index.ts';
import type { ItemState } from './progress.ts';

const mark = 'f1.';
const nameBytes = 3;
const mostHints = 31;
/** More than any LMS's text unpacks to. */
const maxUnpacked = 4_000_000;
/** Evidence is not even tried beyond so many characters for each of the text: nothing that a program prints packs as well. */
const bestRatio = 30;

type PackedFile = readonly [source: string, content: string | { readonly base64: string }];
type Details = null | readonly [field: string, answer: string, variant: number, evidence?: readonly PackedFile[]];

/** A text to keep, and of how many exercises the answer or the evidence had no room in it. */
export interface Suspended {
  readonly text: string;
  readonly withoutAnswer: number;
  readonly withoutEvidence: number;
}

/**
 * Returns progress as a text of at most `limit` characters, all of them letters, digits, `.`, `-` and `_`.
 *
 * @throws RangeError where not even the states fit, which takes hundreds of exercises
 * @example suspend(states, 4096).text
 */
export function suspend(states: readonly ItemState[], limit: number): Suspended {
  const bySize = (size: (state: ItemState) => number) => states.toSorted((a, b) => size(a) - size(b));
  const answers = bySize(answerSize).filter(({ best }) => best !== undefined);
  const evidence = bySize(evidenceSize).filter(({ best }) => (best?.evidence.length ?? 0) > 0);
  const tried = countWithin(evidence.map(evidenceSize), limit * bestRatio);
  const pack = (answered: number, evidenced: number) =>
    formatText(states, new Set(answers.slice(0, answered)), new Set(evidence.slice(0, evidenced)));
  const fits = (text: string) => text.length <= limit;
  const answered = most(answers.length, (count) => fits(pack(count, 0)));
  const isWhole = answered === answers.length;
  const evidenced = isWhole ? most(tried, (count) => fits(pack(answered, count))) : 0;
  const text = pack(answered, evidenced);
  if (!fits(text)) throw new RangeError(`${states.length} exercises do not fit into ${limit} characters`);
  return { text, withoutAnswer: answers.length - answered, withoutEvidence: evidence.length - evidenced };
}

/** How many sizes from the first on stay within a sum. */
function countWithin(sizes: readonly number[], limit: number): number {
  let sum = 0;
  const over = sizes.findIndex((size) => (sum += size) > limit);
  return over < 0 ? sizes.length : over;
}

/** The largest count up to `all` that fits; a larger one never does where a smaller one does not. */
function most(all: number, fits: (count: number) => boolean): number {
  if (fits(all)) return all;
  let [low, high] = [0, all];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const answerSize = ({ best }: ItemState) => best?.answer.length ?? 0;
const evidenceSize = ({ best }: ItemState) => best?.evidence.reduce((sum, { content }) => sum + content.length, 0) ?? 0;

function formatText(
  states: readonly ItemState[],
  answered: ReadonlySet<ItemState>,
  evidenced: ReadonlySet<ItemState>,
): string {
  const bytes: number[] = [];
  writeNumber(bytes, states.length);
  let before = 0;
  for (const state of states) {
    writeEntry(bytes, state, state.lastAt - before);
    before = state.lastAt;
  }
  const details = states.map((state): Details => detailsOf(state, answered.has(state), evidenced.has(state)));
  const isBare = details.every((one) => one === null);
  const body = strToU8(isBare ? '' : JSON.stringify(details));
  const all = new Uint8Array(bytes.length + body.length);
  all.set(bytes);
  all.set(body, bytes.length);
  const packed = encodeBase64(deflateSync(all, { level: 9 }), true);
  return `${mark}${packed.length.toString(36)}.${packed}`;
}

function detailsOf({ best }: ItemState, hasAnswer: boolean, hasEvidence: boolean): Details {
  if (!best || !hasAnswer) return null;
  const { field = '', answer, variant = 0, evidence } = best;
  return hasEvidence ? [field, answer, variant, evidence.map(packFile)] : [field, answer, variant];
}

function packFile({ source, content }: EvidenceFile): PackedFile {
  return [source, typeof content === 'string' ? content : { base64: encodeBase64(content) }];
}

function writeEntry(bytes: number[], state: ItemState, secondsLater: number): void {
  const thousandths = Math.round(state.share * 1000);
  const whole = thousandths === 1000 ? 1 : thousandths === 0 ? 2 : 0;
  bytes.push(...nameOf(state.exercise));
  bytes.push(whole | (state.solutionShown ? 4 : 0) | (Math.min(mostHints, state.hintsUsed) << 3));
  if (whole === 0) writeNumber(bytes, thousandths);
  writeNumber(bytes, state.tries);
  writeNumber(bytes, secondsLater < 0 ? -2 * secondsLater + 1 : 2 * secondsLater);
}

function nameOf(exercise: string): Uint8Array {
  return sha256(utf8ToBytes(exercise)).subarray(0, nameBytes);
}

function writeNumber(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
}

/** What a text says, or one sentence on why it says nothing. */
export type Resumed = { readonly states: readonly ItemState[] } | { readonly problem: string };

/**
 * Returns the progress that a text holds, of the exercises that the course still has. An empty text is a first session.
 * Never throws: a text that was cut or changed is told in `problem`.
 *
 * @example resume(text, course.exercises.map(({ id }) => id))
 */
export function resume(text: string, exercises: readonly string[]): Resumed {
  if (text.trim() === '') return { states: [] };
  const [, lengthText = '', packed = ''] = text.trim().split('.', 3);
  if (!text.trim().startsWith(mark)) return { problem: 'it was written by something else than this course' };
  if (packed.length !== Number.parseInt(lengthText, 36)) return { problem: 'part of it is missing' };
  try {
    return { states: readStates(inflateSync(decodeBase64(packed), { out: new Uint8Array(maxUnpacked) }), exercises) };
  } catch {
    return { problem: 'it is damaged' };
  }
}

function readStates(bytes: Uint8Array, exercises: readonly string[]): readonly ItemState[] {
  const reader = new ByteReader(bytes);
  const known = new Map(exercises.map((id) => [nameOf(id).join(), id]));
  const count = reader.number();
  const entries: { readonly exercise: string | undefined; readonly state: Omit<ItemState, 'exercise'> }[] = [];
  for (let lastAt = 0; entries.length < count;) {
    const exercise = known.get(reader.take(nameBytes).join());
    const flags = reader.byte();
    const share = (flags & 1) === 1 ? 1 : (flags & 2) === 2 ? 0 : reader.number() / 1000;
    const tries = reader.number();
    const distance = reader.number();
    lastAt += distance % 2 === 1 ? -(distance - 1) / 2 : distance / 2;
    const used = { hintsUsed: flags >> 3, solutionShown: (flags & 4) === 4 };
    entries.push({ exercise, state: { tries, share, lastAt, ...used } });
  }
  const rest = strFromU8(reader.rest());
  const details: readonly unknown[] = rest === '' ? [] : (JSON.parse(rest) as readonly unknown[]);
  return entries.flatMap(({ exercise, state }, i) => {
    if (exercise === undefined) return [];
    const best = readDetails(details[i]);
    return [{ exercise, ...state, ...(best === undefined ? {} : { best }) }];
  });
}

function readDetails(value: unknown): ItemState['best'] {
  if (!Array.isArray(value)) return undefined;
  const [field, answer, variant, files] = value as readonly unknown[];
  if (typeof field !== 'string' || typeof answer !== 'string' || typeof variant !== 'number')
    throw new TypeError('no answer');
  const evidence = Array.isArray(files) ? files.map(readFile) : [];
  return { ...(field === '' ? {} : { field }), answer, evidence, ...(variant === 0 ? {} : { variant }) };
}

function readFile(value: unknown): EvidenceFile {
  const [source, content] = value as PackedFile;
  if (typeof source !== 'string') throw new TypeError('no file');
  return { source, content: typeof content === 'string' ? content : decodeBase64(content.base64) };
}

class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new RangeError('the bytes end early');
    return byte;
  }

  take(count: number): readonly number[] {
    return Array.from({ length: count }, () => this.byte());
  }

  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      if (scale > 2 ** 42) throw new RangeError('no number is that large');
    }
  }

  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }
}
