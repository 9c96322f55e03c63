/** Judges who is named as the one that allocated: the kind `allocation`, and one half of `retention`. */
import { originsBy } from '../../analysis/trace/index.ts';
import type { MisconceptionId } from '../misconceptions.ts';
import { hashPart } from '../seal.ts';
import { baseName, declaredName, parsePointer } from '../sites.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import type { FuncGrowth, Growth } from './growth.ts';
import { findMisreading } from './misreadings.ts';

/** The sealed facts that the judgement needs. */
export interface AllocatorSeal {
  readonly salt: string;
  readonly instead: Readonly<Record<string, string>>;
}

/** Hashes of the function that allocates, and of its line. */
export interface AllocatorKey {
  readonly func: string;
  readonly line: string;
}

/**
 * Returns what the name or place is worth as the allocator of what grew. `lead` begins each message, where an answer has
 * several parts.
 */
export function judgeAllocator(
  seal: AllocatorSeal,
  key: AllocatorKey | undefined,
  answer: string,
  growth: Growth | undefined,
  lead = '',
): Judgement | Unreadable {
  const judged = judgeOn(seal, key, answer, growth);
  if ('unreadable' in judged || lead === '') return judged;
  return { ...judged, findings: judged.findings.map((one) => ({ ...one, message: lead + one.message })) };
}

function judgeOn(
  seal: AllocatorSeal,
  key: AllocatorKey | undefined,
  answer: string,
  growth: Growth | undefined,
): Judgement | Unreadable {
  if (answer === '') return wrong({ id: 'no-allocation', message: 'name the function that allocates.' });
  const named = readName(answer, growth);
  const isRight =
    key !== undefined &&
    (key.func === hashPart(seal.salt, 'func', named.func) || key.line === hashPart(seal.salt, 'line', named.place));
  if (!growth) return judgeWithoutProfile(seal, named, isRight);
  if (growth.from === 'report' && growth.type === '' && !growth.isDifference)
    return { unreadable: headlessReport(growth) };
  const wrongProfile = findWrongProfile(growth, (row) => isKey(seal, key, row));
  if (wrongProfile) return wrong(wrongProfile);
  if (key && !isKnown(seal, key, growth)) return { unreadable: otherProgram(growth) };
  const row =
    growth.rows.find((one) => isNamed(one, named)) ??
    (isRight ? growth.rows.find((one) => isKey(seal, key, one)) : undefined);
  if (isRight) return { score: 1, findings: [confirm(named, row)] };
  return wrong(explainWrong(seal, key, growth, named, row));
}

interface Named {
  /** As declared, without package. */
  readonly func: string;
  /** `main.go:12`, or ''. */
  readonly place: string;
  readonly shown: string;
}

/** A name, FILE:LINE, or `@N` for the row at line N of the paste. */
function readName(answer: string, growth: Growth | undefined): Named {
  const text = answer.trim().replaceAll('`', '').slice(0, 300);
  const pointer = parsePointer(text);
  if (pointer?.kind === 'code') {
    const place = `${baseName(pointer.file)}:${pointer.line}`;
    return { func: '', place, shown: place };
  }
  const row = pointer && growth?.rows.find(({ at }) => at !== undefined && isRowOf(at, pointer.at, growth));
  if (row?.func === '' && row.place !== undefined) return { func: '', place: row.place, shown: row.place };
  const func = declaredName(row?.func ?? text);
  return { func, place: '', shown: func };
}

/** A row of a holder's table goes on below, with its chain. */
function isRowOf(at: number, pointed: number, { from }: Growth): boolean {
  return at === pointed || (from === 'dump' && at + 1 === pointed);
}

function isKey(
  { salt }: AllocatorSeal,
  key: AllocatorKey | undefined,
  { func, place = '' }: Pick<FuncGrowth, 'func' | 'place'>,
): boolean {
  if (key === undefined) return false;
  return hashPart(salt, 'func', declaredName(func)) === key.func || hashPart(salt, 'line', place) === key.line;
}

function isNamed({ func, place }: FuncGrowth, named: Named): boolean {
  return named.func === '' ? place === named.place : declaredName(func) === named.func;
}

function isKnown(seal: AllocatorSeal, key: AllocatorKey, { rows, callers }: Growth): boolean {
  return [...rows, ...callers.map((func) => ({ func }))].some((row) => isKey(seal, key, row));
}

function judgeWithoutProfile(seal: AllocatorSeal, named: Named, isRight: boolean): Judgement {
  if (isRight)
    return {
      score: 1,
      findings: [
        { id: 'allocator', message: `\`${named.shown}\` allocates it, by the source: this evidence does not say who.` },
      ],
    };
  const misreading = findMisreading(seal, [named.func, named.place]);
  if (misreading) return wrong(misread(misreading.misconception, misreading.text, undefined));
  return wrong({
    id: 'wrong-allocator',
    message: `\`${named.shown}\` is not the one. This evidence does not say who allocates; a heap profile does.`,
  });
}

function wrong(finding: Finding): Judgement {
  return { score: 0, findings: [finding] };
}

function misread(id: MisconceptionId, message: string, at: number | undefined): Finding {
  return { id, misconception: id, message, ...(at === undefined ? {} : { at }) };
}

/** pprof says above its rows what it counts, and of which of two profiles. */
function headlessReport({ at }: Growth): Finding {
  return misread(
    'cut-paste',
    'This report is cut: the lines above its table are missing, and with them what it counts and whether it is a difference. Paste it from `File:` on.',
    at,
  );
}

/** Profiles that cannot show growth, whatever is read from them. */
function findWrongProfile(growth: Growth, isKeyRow: (row: FuncGrowth) => boolean): Finding | undefined {
  const { type, isDifference, rows, at } = growth;
  if (growth.from === 'dump') return undefined;
  const total = rows.reduce((sum, { flat }) => sum + flat, 0);
  const shrunk = rows.find((row) => row.flat < 0 && isKeyRow(row));
  if (type.startsWith('alloc_'))
    return misread(
      'alloc-space',
      'This counts all that was ever allocated, garbage too. What a leak keeps is in use: `-sample_index=inuse_space`.',
      at,
    );
  if (type !== '' && !/space|objects/.test(type))
    return {
      id: 'other-profile',
      message: `This profile counts ${type}. Memory is in a heap profile.`,
      ...(at === undefined ? {} : { at }),
    };
  if (!isDifference)
    return misread(
      'total-not-growth',
      'This is the total of one moment. What grew is the difference of two: `-diff_base OLD NEW`.',
      at,
    );
  if (growth.isUnchanged)
    return misread(
      'no-gc-between',
      'Both profiles show the same numbers: a heap profile is as of the last garbage collection, and none ran between them. Take them with `?gc=1`.',
      at,
    );
  if (total < 0 || shrunk)
    return misread(
      'no-gc-between',
      'Less is in use than before, so the two are not comparable: they are as of the last garbage collection. Take them with `?gc=1`, the older one as base.',
      shrunk?.at ?? at,
    );
  return undefined;
}

function otherProgram({ rows, at }: Growth): Finding {
  const largest = rows[0]?.func ?? 'nothing';
  return misread(
    'other-program',
    `The function asked about is not in this profile; its largest is \`${largest}\`. Is it of this lab, and long enough after the start?`,
    at,
  );
}

function confirm(named: Named, row: FuncGrowth | undefined): Finding {
  const size = row === undefined ? '' : `: ${formatAmount(row)}`;
  return {
    id: 'allocator',
    message: `\`${named.shown}\` allocated what grew${size}. Who keeps it alive is another question.`,
    ...(row?.at === undefined ? {} : { at: row.at }),
  };
}

function formatAmount({ flat, unit }: FuncGrowth): string {
  if (unit !== 'B' || Math.abs(flat) < 10_240) return `${flat} ${unit}`.trim();
  return Math.abs(flat) < 1024 ** 2 ? `${(flat / 1024).toFixed(0)} kB` : `${(flat / 1024 ** 2).toFixed(2)} MB`;
}

function explainWrong(
  seal: AllocatorSeal,
  key: AllocatorKey | undefined,
  growth: Growth,
  named: Named,
  row: FuncGrowth | undefined,
): Finding {
  const misreading = findMisreading(seal, [named.func, named.place]);
  if (misreading) return misread(misreading.misconception, misreading.text, row?.at);
  if (row)
    return explainRow(
      growth,
      row,
      named,
      growth.rows.find((one) => isKey(seal, key, one)),
    );
  const helped = growth.rows.some(({ through }) => through !== undefined && declaredName(through) === named.func);
  if (helped) return helper(named, undefined);
  if (growth.callers.some((func) => declaredName(func) === named.func)) return caller(named, growth.at);
  return {
    id: 'not-in-profile',
    message: `\`${named.shown}\` is in no row. Name a function that the evidence names.`,
    ...(growth.at === undefined ? {} : { at: growth.at }),
  };
}

function helper({ shown }: Named, at: number | undefined): Finding {
  return misread(
    'helper-not-owner',
    `\`${shown}\` is the library's hand: it allocates for whoever calls it. Name the function of your own that asked for it.`,
    at,
  );
}

function caller({ shown }: Named, at: number | undefined): Finding {
  return misread(
    'caller-callee',
    `\`${shown}\` allocates nothing itself: its flat is 0. Its cum counts what it called.`,
    at,
  );
}

function explainRow(growth: Growth, row: FuncGrowth, named: Named, keyRow: FuncGrowth | undefined): Finding {
  if (row.flat === 0 && (row.after ?? 0) > 0)
    return misread(
      'total-not-growth',
      `\`${named.shown}\` holds ${formatAmount({ ...row, flat: row.after ?? 0 })} in both profiles: much, but no more than before.`,
      row.at,
    );
  if (row.flat === 0) return caller(named, row.at);
  if (row.func !== '' && originsBy({})(row) !== 'own') return helper(named, row.at);
  if (row.isOneOff === true)
    return misread(
      'one-off',
      `\`${named.shown}\` grew once, by the second profile, and not after it. A leak goes on.`,
      row.at,
    );
  if (row.isNoise)
    return misread(
      'noise',
      `That is no more than chance explains: heaps are sampled, once in 512 kB by default, so a row of that size comes and goes.`,
      row.at,
    );
  if ((keyRow?.percent ?? 0) > 100)
    return misread(
      'over-hundred',
      `A share over 100 % is no error, and no reason to pass over the row: the percentages are of another total than the growth. Compare the flat column.`,
      keyRow?.at,
    );
  const compare = growth.from === 'dump' ? 'Compare the bytes of the rows.' : 'Compare the flat column.';
  return {
    id: 'not-the-growth',
    message: `\`${named.shown}\` is in it too, but it is not what makes the difference. ${compare}`,
    ...(growth.at === undefined && row.at === undefined ? {} : { at: row.at ?? growth.at ?? 1 }),
  };
}
