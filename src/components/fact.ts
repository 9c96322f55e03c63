/** What every list of facts is made of. */
import type { EvidenceBase } from '../analysis/text/index.ts';
import type { Site } from '../analysis/index.ts';
import { shortName } from '../analysis/trace/index.ts';
import { fileName } from './trace-marks.ts';

/** One fact. Code in `text` stands between backticks. */
export interface Fact {
  readonly term: string;
  readonly text: string;
  /** The 1-based pasted line that says so. */
  readonly at?: number;
  readonly isLikely?: boolean;
}

/** A place as a fact. */
export function siteFact(term: string, site: Site): Fact {
  const isLikely = site.confidence === 'likely';
  return { term, text: placeOf(site), ...(site.at === undefined ? {} : { at: site.at }), isLikely };
}

/** `store.(*DB).Get`, `store.go:41`. */
export function placeOf(site: Site): string {
  const line = site.line === undefined ? '' : `:${site.line}`;
  return code(shortName(site.func)) + (site.file === undefined ? '' : `, ${code(fileName(site.file) + line)}`);
}

export function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

/** `1 goroutine`, `2,000 goroutines`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

export function firstLine(value: string): string {
  const line = value.split('\n', 1)[0] ?? '';
  return line.length > 140 ? `${line.slice(0, 140)}…` : line;
}

/** Which Go printed it, and whether it is whole. */
export function originFacts(evidence: EvidenceBase): readonly Fact[] {
  const range = goRange(evidence.go?.min, evidence.go?.max);
  const printed = range === undefined ? [] : [{ term: 'The form is of', text: range }];
  const cut = { term: 'Cut', text: 'A part is missing; what it would have said is left out here.' };
  return evidence.complete ? printed : [...printed, cut];
}

function goRange(min: string | undefined, max: string | undefined): string | undefined {
  if (min !== undefined && max !== undefined) return min === max ? `Go ${min}` : `Go ${min} to ${max}`;
  if (min !== undefined) return `Go ${min} or newer`;
  return max === undefined ? undefined : `Go ${max} or older`;
}
