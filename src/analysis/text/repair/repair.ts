import { Lines } from '../lines.ts';
import {
  plainBlanks,
  plainPunctuation,
  splitLoneReturns,
  stripAnsi,
  stripBom,
  stripFormFeeds,
  stripInvisible,
} from './characters.ts';
import { looksClean } from './clean.ts';
import { type Draft, draftOf, type RepairStep, tableOf } from './draft.ts';
import { decodeHtml, unescapeLines, unwrapJson } from './encoded.ts';
import { dedent, restoreTabs } from './indent.ts';
import { dropBlanks, dropInterleaved, trimEnds, turnAround, undouble } from './order.ts';
import { countPrompts, stripFences, stripLineNumbers, stripPrefix } from './prefixes.ts';
import { unwrap } from './wrap.ts';

/** One kind of transport damage that was undone, and how many pasted lines it touched. */
export interface Repair {
  readonly kind: string;
  readonly lines: number;
}

export interface RepairedText {
  readonly lines: Lines;
  readonly repairs: readonly Repair[];
}

/** Layers around each line. One may lie inside another in any order, so they are peeled until none is left. */
const LAYERS: readonly RepairStep[] = [
  stripBom,
  splitLoneReturns,
  unwrapJson,
  unescapeLines,
  stripAnsi,
  stripFormFeeds,
  plainBlanks,
  stripInvisible,
  decodeHtml,
  stripPrefix,
  stripLineNumbers,
  stripFences,
];

/** What happened to the lines themselves, in the order in which it is undone. */
const SHAPES: readonly RepairStep[] = [
  trimEnds,
  undouble,
  plainPunctuation,
  dropBlanks,
  turnAround,
  dedent,
  restoreTabs,
  unwrap,
  dedent,
  turnAround,
  dropBlanks,
  dropInterleaved,
  restoreTabs,
  unwrap,
];

const MAX_LAYERS = 8;
const SAMPLE_LINES = 3000;
const LARGE = 20_000;

/**
 * The lines of a paste with transport damage undone, and what was undone. Where nothing is to be repaired the lines
 * are those of the paste itself, without a copy. A large paste is repaired whole when a sample of it needs repair.
 */
export function repair(paste: string): RepairedText {
  const plain = Lines.of(paste);
  const returns = countReturns(plain);
  const before = returns === 0 ? [] : [{ kind: 'crlf', lines: returns }];
  if (looksClean(plain)) return { lines: plain, repairs: before };
  if (plain.count > LARGE && !sampleNeedsRepair(plain)) return { lines: plain, repairs: before };
  const { draft, repairs } = runSteps(draftOf(plain));
  const merged = merge([...before, ...repairs]);
  const isChanged = repairs.some(({ kind }) => kind !== 'shell-prompt');
  return { lines: isChanged ? plain.repaired(tableOf(draft)) : plain, repairs: merged };
}

function runSteps(start: Draft): { draft: Draft; repairs: Repair[] } {
  const repairs: Repair[] = [];
  let draft = start;
  const run = (step: RepairStep): boolean => {
    const done = step(draft);
    if (done === undefined) return false;
    draft = done.draft;
    repairs.push({ kind: done.kind, lines: Math.min(done.touched, pastedLines(start)) });
    return true;
  };
  for (let layer = 0; layer < MAX_LAYERS && LAYERS.filter(run).length > 0; layer++);
  SHAPES.forEach(run);
  run(countPrompts);
  return { draft, repairs };
}

function pastedLines({ texts }: Draft): number {
  return texts.length;
}

/** The same kind of damage in several layers counts once, with its larger number. */
function merge(repairs: readonly Repair[]): Repair[] {
  const byKind = new Map<string, number>();
  for (const { kind, lines } of repairs) byKind.set(kind, Math.max(lines, byKind.get(kind) ?? 0));
  return [...byKind].map(([kind, lines]) => ({ kind, lines }));
}

/** Lines that end with a carriage return and a newline. */
function countReturns(lines: Lines): number {
  if (!lines.paste.includes('\r')) return 0;
  let count = 0;
  for (let at = lines.paste.indexOf('\r\n'); at >= 0; at = lines.paste.indexOf('\r\n', at + 2)) count++;
  return count;
}

/** Runs the steps on the start of the paste and on stretches from its middle. */
function sampleNeedsRepair(lines: Lines): boolean {
  for (const share of [0, 0.4, 0.8]) {
    const first = Math.floor(lines.count * share);
    const text = lines.paste.slice(lines.start(first), lines.end(Math.min(lines.count - 1, first + SAMPLE_LINES)));
    if (runSteps(draftOf(Lines.of(text))).repairs.length > 0) return true;
  }
  return false;
}
