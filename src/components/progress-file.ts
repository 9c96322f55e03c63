/**
 * Progress as a file, `faultline.progress/1`: `{ schema, saved, stores: { NAME: [record…] } }`. Bytes of evidence stand as
 * `{ "$bytes": BASE64 }`. What a file brings is looked at before it is let in: a record of another shape is left out.
 */
import type { Progress } from './progress-merge.ts';

const schema = 'faultline.progress/1';
/** Far more than a course fills: heap profiles and dumps included. */
const longestFile = 200_000_000;

/** Returns the text of the file. `saved` is when, in milliseconds since 1970. */
export function formatProgress(stores: Progress, saved: number): string {
  return JSON.stringify({ schema, saved, stores }, (_, value: unknown) =>
    value instanceof Uint8Array ? { $bytes: toBase64(value) } : value,
  );
}

/** What a file holds. */
export interface ReadProgress {
  readonly progress: Progress;
  /** Records that could not be read and are left out. */
  readonly lost: number;
  readonly saved?: number;
}

/** Returns what the text of a file holds, or a sentence on what it is instead. */
export function parseProgress(text: string): ReadProgress | string {
  if (text.length > longestFile) return 'This file is too large to be saved progress.';
  if (text.trim() === '') return 'This file is empty. Choose the one that “Save to a file” gave you.';
  const value = parseJson(text);
  if (value === undefined)
    return 'This is no saved progress: it is not JSON, or it was cut off. Choose the file that “Save to a file” gave you.';
  if (!isObject(value) || typeof value['schema'] !== 'string' || !value['schema'].startsWith('faultline.'))
    return 'This JSON was not saved by this page. Choose the file that “Save to a file” gave you.';
  if (value['schema'] === 'faultline.submission/1')
    return 'This is a file to hand in. Your progress is in the file that “Save to a file” gave you.';
  if (value['schema'] !== schema)
    return value['schema'].startsWith('faultline.progress/')
      ? 'This file was saved by a newer version of the page. Reload this page and try again.'
      : `This file is a ${value['schema']}, no saved progress.`;
  return readStores(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) =>
      isObject(value) && typeof value['$bytes'] === 'string' ? fromBase64(value['$bytes']) : value,
    );
  } catch {
    return undefined;
  }
}

type Loose = Readonly<Record<string, unknown>>;

function readStores({ stores, saved }: Loose): ReadProgress {
  let lost = 0;
  const read = (name: keyof Progress, isWhole: (record: Loose) => boolean): never[] => {
    const records = isObject(stores) && Array.isArray(stores[name]) ? (stores[name] as readonly unknown[]) : [];
    const whole = records.filter((record) => isObject(record) && typeof record['id'] === 'string' && isWhole(record));
    lost += records.length - whole.length;
    return whole as never[];
  };
  const progress: Progress = {
    exercises: read('exercises', isExercise),
    settings: read('settings', () => true),
    assignments: read('assignments', ({ assignment, opened }) => isTime(opened) && isAssignment(assignment)),
    notebook: read('notebook', ({ pins, claims, updated }) => isList(pins) && isList(claims) && isTime(updated)),
    drill: read('drill', isDrill),
  };
  return { progress, lost, ...(isTime(saved) ? { saved } : {}) };
}

function isExercise({ id, version, fields, evidence, hintsUsed, attempts, updated }: Loose): boolean {
  return (
    /^[a-z0-9-]+\/[a-z0-9-]+$/.test(String(id)) &&
    [version, hintsUsed].every(Number.isInteger) &&
    isTime(updated) &&
    isObject(fields) &&
    Object.values(fields).every((field) => typeof field === 'string') &&
    isEvidence(evidence) &&
    Array.isArray(attempts) &&
    attempts.every(isAttempt)
  );
}

function isAttempt(value: unknown): boolean {
  if (!isObject(value) || !isObject(value['verdict'])) return false;
  const { time, answer, evidence, hintsUsed, verdict } = value;
  const { verdict: word, findings, points, maxPoints } = value['verdict'];
  return (
    isTime(time) &&
    typeof answer === 'string' &&
    isEvidence(evidence) &&
    Number.isInteger(hintsUsed) &&
    isObject(verdict) &&
    ['correct', 'partly', 'wrong'].includes(String(word)) &&
    [points, maxPoints].every(Number.isFinite) &&
    isList(findings)
  );
}

function isEvidence(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (file) =>
        isObject(file) &&
        typeof file['source'] === 'string' &&
        (typeof file['content'] === 'string' || file['content'] instanceof Uint8Array),
    )
  );
}

function isAssignment(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['title'] === 'string' &&
    Number.isInteger(value['version']) &&
    Array.isArray(value['items'])
  );
}

function isDrill({ kind, time, skips, results, skill, source, difficulty, misread, avoided }: Loose): boolean {
  if (!isTime(time)) return false;
  if (kind === 'placement') return isTexts(skips) && isList(results);
  return (
    kind === 'answer' &&
    ['panic', 'race', 'dump', 'diff'].includes(String(skill)) &&
    typeof source === 'string' &&
    Number.isFinite(difficulty) &&
    isTexts(misread) &&
    isTexts(avoided)
  );
}

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let from = 0; from < bytes.length; from += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
