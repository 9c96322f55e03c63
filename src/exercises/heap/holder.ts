/** Judges who is named as the holder: the kind `retention`. */
import type { Evidence } from '../paste.ts';
import type { RetentionExercise } from '../kinds/retention.ts';
import { hashPart } from '../seal.ts';
import { baseName, declaredName, parsePointer } from '../sites.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import type { Growth } from './growth.ts';
import { holderNames, type Holding, type Holdings } from './holdings.ts';
import { findMisreading } from './misreadings.ts';

/** What the evidence says. */
export interface HeapFacts {
  readonly growth: Growth | undefined;
  readonly holdings: Holdings | undefined;
}

/** Returns what the name or place is worth as what keeps the memory alive. */
export function judgeHolder(
  exercise: RetentionExercise,
  answer: string,
  evidence: Evidence,
  facts: HeapFacts,
): Judgement | Unreadable {
  const held = facts.holdings?.rows.find(({ name }) => isHolder(exercise, holderNames(name)));
  const stranger = findOtherProgram(exercise, facts, held);
  if (stranger) return { unreadable: stranger };
  if (answer === '') return wrong({ id: 'no-retention', message: 'Retention: name what keeps it alive.' });
  const named = readHolder(answer, facts.holdings);
  if (isHolder(exercise, named.names) || isHash(exercise, exercise.key.lines, 'line', named.place))
    return { score: 1, findings: [confirm(named, held, facts, seenAt(exercise, evidence))] };
  return explainWrong(exercise, named, held, facts);
}

function wrong(finding: Finding): Judgement {
  return { score: 0, findings: [finding] };
}

interface Named {
  /** Every name that the answer may mean. */
  readonly names: readonly string[];
  /** As a function: declared, without package. */
  readonly func: string;
  /** `main.go:12`, or ''. */
  readonly place: string;
  readonly shown: string;
  /** The row of the evidence that was chosen or named. */
  readonly row?: Holding;
}

/** A name, FILE:LINE, or `@N` for a row, or its chain below it, of a pasted table. */
function readHolder(answer: string, holdings: Holdings | undefined): Named {
  const pointer = parsePointer(answer);
  if (pointer?.kind === 'code') {
    const place = `${baseName(pointer.file)}:${pointer.line}`;
    return { names: [], func: '', place, shown: place };
  }
  const rows = holdings?.rows ?? [];
  const chosen = pointer && rows.findLast(({ at }) => at !== undefined && at <= pointer.at && pointer.at <= at + 2);
  const names = holderNames(chosen?.name ?? answer);
  const row = chosen ?? rows.find(({ name }) => names.includes(holderNames(name)[0] ?? ''));
  const shown = chosen?.name ?? answer.replaceAll('`', '').slice(0, 100);
  return { names, func: declaredName(names[0] ?? ''), place: '', shown, ...(row && { row }) };
}

function isHolder(exercise: RetentionExercise, names: readonly string[]): boolean {
  return names.some((name) => isHash(exercise, exercise.key.holders, 'holder', name));
}

function isHash({ salt }: RetentionExercise, hashes: readonly string[], part: string, value: string): boolean {
  return value !== '' && hashes.includes(hashPart(salt, part, value));
}

/** A dump with names in which nothing asked about holds anything is of another program, or of a moment too early. */
function findOtherProgram(
  exercise: RetentionExercise,
  { holdings }: HeapFacts,
  held: Holding | undefined,
): Finding | undefined {
  if (!holdings || holdings.rows.length === 0 || held || !holdings.isNamed || exercise.key.holders.length === 0)
    return undefined;
  const [largest] = holdings.rows;
  return {
    id: 'other-program',
    misconception: 'other-program',
    message: `The holder asked about is not in this dump; its largest is \`${largest?.root ?? ''}\`. Is it of this lab, and written while the memory is held?`,
    ...(largest?.at === undefined ? {} : { at: largest.at }),
  };
}

/** The line of a text, by whatever tool, that names a holder asked for. */
function seenAt(exercise: RetentionExercise, { files }: Evidence): number | undefined {
  for (const { text } of files) {
    for (const [i, line] of text.slice(0, 1_000_000).split('\n').entries()) {
      const symbols = line.match(/[\w/-]{1,200}(?:\.\w{1,200}|\.\(\*?\w{1,200}\)){1,10}/g) ?? [];
      if (symbols.some((name) => isHolder(exercise, holderNames(name)))) return i + 1;
    }
  }
  return undefined;
}

function confirm(named: Named, held: Holding | undefined, facts: HeapFacts, at: number | undefined): Finding {
  const id = 'holder';
  if (held) {
    const size = formatBytes(held.grownBytes ?? held.bytes);
    const more = held.grownBytes === undefined ? '' : ' more than before';
    const by = held.place === undefined ? '' : `, allocated at ${held.place}`;
    return {
      id,
      message: `\`${held.root}\` keeps ${size}${more} alive${by}.`,
      ...(held.at === undefined ? {} : { at: held.at }),
    };
  }
  if (at !== undefined) return { id, message: `\`${named.shown}\` keeps it alive; this line names the holder.`, at };
  const why = facts.holdings
    ? 'This dump has no names of variables: give the program with it (`heapdump --exe PROGRAM DUMP`) to see the holder named.'
    : 'The holder is not in this evidence: a profile knows who allocated, not who holds. A heap dump shows it.';
  return { id: 'holder-not-in-evidence', message: `\`${named.shown}\` keeps it alive, by the source. ${why}` };
}

function explainWrong(
  exercise: RetentionExercise,
  named: Named,
  held: Holding | undefined,
  facts: HeapFacts,
): Judgement {
  const misreading = findMisreading(
    exercise,
    [...named.names, named.func, named.place].filter((form) => form !== ''),
  );
  const at = named.row?.at ?? held?.at;
  if (misreading)
    return wrong({
      id: misreading.misconception,
      misconception: misreading.misconception,
      message: misreading.text,
      ...(at === undefined ? {} : { at }),
    });
  if (isKeyAllocator(exercise, named)) return wrong(allocatorNotHolder(named, held));
  if (isHash(exercise, exercise.key.around, 'func', named.func))
    return {
      score: 0.5,
      findings: [
        {
          id: 'holder-function',
          message: `\`${named.shown}\` is where it happens. Name the line there, or the variable that keeps it.`,
        },
      ],
    };
  if (isAllocator(named, held, facts)) return wrong(allocatorNotHolder(named, held));
  if (isHelper(named, facts)) return wrong(helperNotOwner(named, at));
  return wrong(named.row ? otherHolder(named.row) : strangeHolder(named, facts));
}

function isKeyAllocator({ salt, key }: RetentionExercise, { func, place }: Named): boolean {
  return key.allocator?.func === hashPart(salt, 'func', func) || key.allocator?.line === hashPart(salt, 'line', place);
}

/** Who allocates what is held, by the dump, or has a row of its own in a profile. */
function isAllocator({ func, place }: Named, held: Holding | undefined, { growth }: HeapFacts): boolean {
  if (place !== '') return held?.place === place;
  if (held?.func !== undefined && declaredName(held.func) === func) return true;
  const rows = growth?.from === 'dump' ? [] : (growth?.rows ?? []);
  return rows.some((row) => row.flat !== 0 && declaredName(row.func) === func);
}

function isHelper({ func }: Named, { growth, holdings }: HeapFacts): boolean {
  const helpers = [...(growth?.rows ?? []), ...(holdings?.rows ?? [])].flatMap(({ through }) => through ?? []);
  return helpers.some((helper) => declaredName(helper) === func) || isCaller(func, growth);
}

function isCaller(func: string, growth: Growth | undefined): boolean {
  return func !== '' && growth?.callers.some((name) => declaredName(name) === func) === true;
}

function allocatorNotHolder(named: Named, held: Holding | undefined): Finding {
  const id = 'allocator-not-holder';
  const message = `\`${named.shown}\` allocates it and returns. What it made lives for as long as something still points to it: name that.`;
  return { id, misconception: id, message, ...(held?.at === undefined ? {} : { at: held.at }) };
}

function helperNotOwner(named: Named, at: number | undefined): Finding {
  const id = 'helper-not-owner';
  const message = `\`${named.shown}\` is on the way to the allocation and works for its caller. Nothing stays in it: name what points to the memory afterwards.`;
  return { id, misconception: id, message, ...(at === undefined ? {} : { at }) };
}

/** A holder of something else; with two dumps one that does not grow is told as such. */
function otherHolder({ root, bytes, grownBytes, at }: Holding): Finding {
  const place = at === undefined ? {} : { at };
  if (grownBytes !== undefined && grownBytes <= 0) {
    const message = `\`${root}\` holds ${formatBytes(bytes)} in both dumps. It was filled once and does not grow.`;
    return { id: 'one-off', misconception: 'one-off', message, ...place };
  }
  return {
    id: 'other-holder',
    message: `\`${root}\` holds ${formatBytes(bytes)}, of something else. Go from the memory that is asked about to its holder.`,
    ...place,
  };
}

function strangeHolder({ shown }: Named, { holdings }: HeapFacts): Finding {
  const where = holdings?.isNamed === true ? ' It holds nothing in this dump.' : '';
  return {
    id: 'wrong-holder',
    message: `\`${shown}\` is not what keeps it alive.${where} Name a variable, a goroutine's function, or the line that stores it.`,
  };
}

function formatBytes(bytes: number): string {
  if (Math.abs(bytes) < 1024) return `${bytes} bytes`;
  return Math.abs(bytes) < 1024 ** 2 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 ** 2).toFixed(2)} MB`;
}
