import { callAt, isFuncName, isHeader, placeAt } from '../frame-lines.ts';

/** What a line looks like by itself, once its damage is undone. */
export type Shape =
  | 'header'
  | 'call'
  | 'place'
  | 'created'
  | 'elided'
  | 'message'
  | 'race-head'
  | 'race-call'
  | 'race-place'
  | 'signal'
  | 'register'
  | 'tail';

const MESSAGE =
  /^(?:\t?panic: |fatal error: |runtime: |runtime stack:|unexpected fault address |SIG[A-Z]{2,7}: |\[signal |PC=0x|signal arrived |(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d )?http2?: panic serving )/;
const REGISTER = /^[a-z][a-z0-9]{1,5} {1,6}0x[0-9a-f]{1,16}$/;
const RACE_HEAD =
  /^(?:WARNING: DATA RACE$|={18}$|(?:Previous )?(?:[Rr]ead|[Ww]rite) (?:at 0x[0-9a-f]{1,16} )?by (?:goroutine \d{1,12}|main goroutine):$|Goroutine \d{1,12} \((?:running|finished)\) created at:$|Found \d{1,9} data race)/;
const RACE_CALL = /^ {2}[^\s(][^\s]*\(\)$/;
const RACE_PLACE = /^ {6}\S.*:\d{1,9}(?: \+0x[0-9a-f]{1,16})?$/;
const TAIL = /^(?:exit status \d|FAIL(?:\t|$)|--- FAIL|ok {2}\t|PASS$|signal: )/;

const ASIDE = /^(?:\.\.\.(?:\d{1,9}|additional) frames elided\.\.\.|\[originating from goroutine \d{1,12}\]:)$/;

/** The shape of a whole line, tabs in place; undefined for any other text. */
export function shapeOf(text: string): Shape | undefined {
  if (text === '') return undefined;
  const end = trimmedLength(text);
  if (isHeader(text, 0, end)) return 'header';
  if (text.charCodeAt(0) === 9) return placeAt(text, 1, end) > 0 ? 'place' : MESSAGE.test(text) ? 'message' : undefined;
  if (text.charCodeAt(0) === 32) return raceShape(text.slice(0, end));
  if (callAt(text, 0, end) > 0) return 'call';
  if (isCreated(text, end)) return 'created';
  if (MESSAGE.test(text)) return text.startsWith('[signal') ? 'signal' : 'message';
  if (RACE_HEAD.test(text.slice(0, end))) return 'race-head';
  if (TAIL.test(text)) return 'tail';
  if (REGISTER.test(text)) return 'register';
  return ASIDE.test(text.slice(0, end)) ? 'elided' : undefined;
}

function raceShape(text: string): Shape | undefined {
  if (RACE_CALL.test(text) || text === '  [failed to restore the stack]') return 'race-call';
  return RACE_PLACE.test(text) ? 'race-place' : undefined;
}

function isCreated(text: string, end: number): boolean {
  if (!text.startsWith('created by ')) return false;
  const parent = text.indexOf(' in goroutine ');
  if (parent > 0 && !/^\d{1,18}$/.test(text.slice(parent + 14, end))) return false;
  return isFuncName(text, 11, parent > 0 ? parent : end);
}

/** True for text that is a place but for its tab: `/app/main.go:41 +0x18`, perhaps behind blanks. */
export function isBarePlace(text: string): boolean {
  const start = leadingBlanks(text);
  return placeAt(text, start, trimmedLength(text)) > 0;
}

export function leadingBlanks(text: string): number {
  let at = 0;
  while (at < text.length && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  return at;
}

export function trimmedLength(text: string): number {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 32 || text.charCodeAt(end - 1) === 9)) end--;
  return end;
}

export function isBlankText(text: string): boolean {
  return trimmedLength(text) === 0;
}

const ANCHOR =
  /goroutine \d{1,12} (?:gp=0x[0-9a-f]+ m=\S{1,20} (?:mp=0x[0-9a-f]+ )?)?\[|panic: |fatal error: |DATA RACE|created (?:by|at)|\.(?:go|s|c):\d|by (?:main )?goroutine|SIG[A-Z]{2,6}: |\(dlv\)/;

/** Lines that, by a word of theirs, belong to evidence or would but for damage; at most `limit`, from the first on. */
export function anchorLines(texts: readonly string[], limit = 400): number[] {
  const anchors: number[] = [];
  for (let i = 0; i < texts.length && anchors.length < limit; i++) {
    const text = texts[i] ?? '';
    if (text.length < 4000 ? ANCHOR.test(text) : ANCHOR.test(text.slice(0, 4000))) anchors.push(i);
  }
  return anchors;
}

/** The lines between the first and the last anchor that are not blank, at most `limit`. */
export function evidenceLines(texts: readonly string[], limit = 400): number[] {
  const anchors = anchorLines(texts, limit);
  const [first] = anchors;
  const last = anchors.at(-1);
  if (first === undefined || last === undefined) return [];
  const lines: number[] = [];
  for (let i = first; i <= last && lines.length < limit; i++) if (!isBlankText(texts[i] ?? '')) lines.push(i);
  return lines;
}
