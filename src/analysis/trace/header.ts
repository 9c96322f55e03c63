import { indexIn, numberIn, skipDigits, trimEnd } from '../text/index.ts';

/**
 * A goroutine's header, as runtime.goroutineheader prints it:
 *
 *   goroutine 7 [chan receive, 12 minutes, locked to thread]:
 *   goroutine 1 gp=0xc0000061c0 m=0 mp=0x55d0a0 [running]:                  since 1.22 at GOTRACEBACK=system
 *   goroutine 9 [select (durable), synctest bubble 3]:                       1.24: synctest group 3
 *   goroutine 8 [running labels:{"job": "ingest"}]:                          1.26 with GODEBUG=tracebacklabels=1
 *   goroutine 7 [chan receive, 2 minutes] {job: ingest, "tenant id": "x"}:   1.27
 */
export interface Header {
  readonly id: number;
  readonly state: string;
  readonly waitMinutes: number | undefined;
  readonly lockedToThread: true | undefined;
  readonly bubble: number | undefined;
  readonly durable: true | undefined;
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** `gp=` was printed: GOTRACEBACK=system or a throw, Go 1.22 or newer. */
  readonly hasPointers: boolean;
}

type Status = Omit<Header, 'id' | 'hasPointers'>;

const WORD = 'goroutine ';
/** Reads headers; what stands between the brackets is remembered, as dumps repeat it thousands of times. */
export class HeaderReader {
  readonly #known = new Map<string, Status>();

  /** The header in the stretch, which `isHeader` accepted. */
  read(source: string, from: number, to: number): Header {
    const end = trimEnd(source, from, to);
    const digits = from + WORD.length;
    const afterId = skipDigits(source, digits, end);
    const open = indexIn(source, '[', afterId, end);
    const text = source.slice(open + 1, end - 1);
    let status = this.#known.get(text);
    if (status === undefined) {
      status = parseStatus(text);
      if (this.#known.size < 4096) this.#known.set(text, status);
    }
    const { state, waitMinutes, lockedToThread, bubble, durable, labels } = status;
    const id = numberIn(source, digits, afterId);
    return { id, state, waitMinutes, lockedToThread, bubble, durable, labels, hasPointers: open > afterId + 1 };
  }
}

/** What stands between `[` and the final colon: `chan receive, 2 minutes] {job: x}`. */
function parseStatus(text: string): Status {
  const inside = text.indexOf(' labels:{');
  const close = inside >= 0 ? inside : text.indexOf(']');
  const [first = '', ...rest] = (close < 0 ? text : text.slice(0, close)).split(', ');
  const brace = text.indexOf('{', Math.max(0, close));
  const durable = first.endsWith(' (durable)');
  const status: { -readonly [K in keyof Status]: Status[K] } = {
    state: durable ? first.slice(0, -10) : first,
    waitMinutes: undefined,
    lockedToThread: undefined,
    bubble: undefined,
    durable: durable ? true : undefined,
    labels: brace < 0 ? undefined : parseLabels(text, brace + 1),
  };
  for (const part of rest) {
    if (part.endsWith(' minutes')) status.waitMinutes = Number(part.slice(0, -8));
    else if (part === 'locked to thread') status.lockedToThread = true;
    else if (part.startsWith('synctest ')) status.bubble = Number(part.slice(part.lastIndexOf(' ') + 1));
    else status.state += `, ${part}`;
  }
  return status;
}

/** Labels between braces: keys and values bare or quoted as Go quotes, `key: value` with commas between. */
function parseLabels(text: string, from: number): Readonly<Record<string, string>> {
  const labels: [string, string][] = [];
  let at = from;
  while (at < text.length && text[at] !== '}') {
    const key = parseWord(text, at, ':');
    const value = parseWord(text, skipTo(text, key.next, ':'), ',');
    labels.push([key.word, value.word]);
    at = text[value.next] === ',' ? skipBlank(text, value.next + 1) : value.next;
    if (value.next <= key.next) break;
  }
  return Object.fromEntries(labels);
}

function parseWord(text: string, from: number, stop: string): { word: string; next: number } {
  const start = skipBlank(text, from);
  if (text[start] === '"') {
    let end = start + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    return { word: unquote(text.slice(start, end + 1)), next: end + 1 };
  }
  let end = start;
  while (end < text.length && text[end] !== stop && text[end] !== '}') end++;
  return { word: text.slice(start, end), next: end };
}

function skipBlank(text: string, from: number): number {
  return text[from] === ' ' ? from + 1 : from;
}

function skipTo(text: string, from: number, stop: string): number {
  return text[from] === stop ? from + 1 : from;
}

function unquote(quoted: string): string {
  try {
    const value: unknown = JSON.parse(quoted.replace(/\\x([0-9a-f]{2})/g, '\\u00$1').replace(/\\a|\\v/g, ' '));
    return typeof value === 'string' ? value : quoted;
  } catch {
    return quoted.slice(1, -1);
  }
}
