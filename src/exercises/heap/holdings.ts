/** Who holds what, by heap dumps or by the tables that dump and core readers print; and the names that holders go by. */
import type { HeapdumpEvidence } from '../../analysis/index.ts';
import { packageOf, shortName } from '../../analysis/trace/index.ts';
import type { Evidence, ReadFile } from '../paste.ts';
import { baseName } from '../sites.ts';
import { readHolderText } from './holder-text.ts';
import type { HeldObjects } from './holder-text.ts';

/** What one root holds, by a dump or by a table. */
export interface Holding extends HeldObjects {
  /** The variable or function in the root. */
  readonly name: string;
  /** 1-based line of a pasted table. */
  readonly at?: number;
}

/** All that the evidence tells about holders. */
export interface Holdings {
  readonly rows: readonly Holding[];
  /** False for a dump without the program's names: its variables are offsets. */
  readonly isNamed: boolean;
}

/** Returns who holds what; undefined where nothing in the evidence tells. */
export function holdingsOf(evidence: Evidence): Holdings | undefined {
  const dumps = evidence.files
    .flatMap((file) => file.analysis.evidence)
    .filter((found) => found.kind === 'heapdump')
    .sort(byCollection);
  const printed = evidence.files.flatMap((file) => readHolderText(file.text));
  // A table that was printed with the program's names says more than a dump without them.
  const rows =
    printed.length > 0 ? printed.map((row) => ({ ...row, name: nameOfRoot(row.root) })) : holdingsOfDumps(dumps);
  if (rows.length === 0 && dumps.length === 0) return undefined;
  return { rows, isNamed: !rows.slice(0, 20).some(({ name }) => /^(?:data|bss)\+0x/.test(name)) };
}

/** A dump is as of the last collection; more of them is later. */
function byCollection(a: HeapdumpEvidence, b: HeapdumpEvidence): number {
  return (a.collector?.numGc ?? 0) - (b.collector?.numGc ?? 0) || a.bytes - b.bytes;
}

/** With two dumps, rows of one root and allocation line are one: only their sum has a before. */
function holdingsOfDumps(dumps: readonly HeapdumpEvidence[]): readonly Holding[] {
  const newest = (dumps.at(-1)?.holders ?? []).map(holdingOf);
  if (dumps.length < 2) return newest;
  const before = new Map(sumsOf((dumps[0]?.holders ?? []).map(holdingOf)).map((row) => [keyOf(row), row.bytes]));
  const rows = sumsOf(newest).map((row) => ({ ...row, grownBytes: row.bytes - (before.get(keyOf(row)) ?? 0) }));
  return rows.sort((a, b) => b.grownBytes - a.grownBytes);
}

function holdingOf(holder: HeapdumpEvidence['holders'][number]): Holding {
  const { root, rootName, bytes, count, allocatedAt: site, allocatedThrough } = holder;
  return {
    root,
    name: rootName,
    bytes,
    objects: count,
    // Where a call was inlined the line is certain, the function's name is the compiled one's.
    ...(site === undefined || site.confidence === 'likely' ? {} : { func: site.func }),
    ...(site?.file === undefined || site.line === undefined ? {} : { place: `${baseName(site.file)}:${site.line}` }),
    ...(allocatedThrough === undefined ? {} : { through: allocatedThrough }),
  };
}

function sumsOf(rows: readonly Holding[]): readonly Holding[] {
  const groups = [...Map.groupBy(rows, keyOf).values()];
  return groups.flatMap((group) => {
    const [first] = group;
    const bytes = group.reduce((sum, row) => sum + row.bytes, 0);
    return first ? [{ ...first, bytes, objects: group.reduce((sum, row) => sum + (row.objects ?? 0), 0) }] : [];
  });
}

function keyOf({ name, place }: Holding): string {
  return `${name} ${place ?? ''}`;
}

/**
 * True where the text is of a tool that walks a core or a dump, ours or another.
 *
 * @example isHolderText('(viewcore) reachable c000180000\n…') // true
 */
export function isHolderText(text: string): boolean {
  return readHolderText(text).length > 0 || /\bviewcore\b|\bgoref\b|\bgrf (?:core|attach)\b/.test(text);
}

/** True where something in the evidence can tell who holds. */
export function hasHolderEvidence(evidence: Evidence): boolean {
  return evidence.files.some(tellsHolders);
}

function tellsHolders(file: ReadFile): boolean {
  return file.analysis.evidence.some(({ kind }) => kind === 'heapdump' || kind === 'delve') || isHolderText(file.text);
}

/** The variable or function in a root's words: `frames of main.work in 3 goroutines` → `main.work`. */
function nameOfRoot(root: string): string {
  const framed =
    /^(?:frames? of|deferred calls of|records? of (?:goroutine \d{1,12}|\d{1,12} goroutines) of) (\S{1,300})/.exec(
      root,
    );
  return framed?.[1] ?? root;
}

/**
 * Returns the names that an answer, or a key, may mean by a holder: the short name, the same without its package, then the
 * variable that a field hangs on and the function around a closure.
 *
 * @example holderNames('main.server.sessions → map') // ['main.server.sessions', 'server.sessions', 'main.server']
 */
export function holderNames(text: string): readonly string[] {
  const [first = ''] = text.slice(0, 2000).replaceAll('`', '').split(/→|->/);
  const words = first
    .trim()
    .replace(/^(?:global|variable|frame|goroutine|map|the) (?=\S)/, '')
    .replace(/^[&*]/, '');
  const name = nameOfRoot(words.replace(/^the /, ''));
  if (name === '') return [];
  const short = name.includes(' ') ? name : shortName(name);
  const bare = packageOf(short) === '' ? short : short.slice(short.indexOf('.') + 1);
  return [...new Set([short, bare, ...ownersOf(short)])];
}

/** Two parts at least remain: a package alone holds nothing. */
function ownersOf(name: string): readonly string[] {
  if (name.includes(' ') || name.includes(')')) return [];
  const parts = name.split('.').slice(0, 10);
  return parts.slice(2).map((_, i) => parts.slice(0, parts.length - 1 - i).join('.'));
}
