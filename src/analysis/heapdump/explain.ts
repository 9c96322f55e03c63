import type { HeapdumpEvidence, Holder } from './evidence.ts';
import { formatBytes, formatSite } from './format.ts';

/** A heap dump in words: what it is, what this one shows, what it cannot show, and what to do next. */
export interface HeapdumpExplanation {
  readonly is: string;
  readonly shows: readonly string[];
  readonly cannotShow: readonly string[];
  readonly next: readonly string[];
}

/**
 * What a heap dump says, in sentences for a learner.
 * @example explainHeapdump(evidence).shows[0] // 'main.cache holds 2MB in 1000 objects …'
 */
export function explainHeapdump(evidence: HeapdumpEvidence): HeapdumpExplanation {
  const { go, arch, objects, bytes, holders, unreachable } = evidence;
  const own = holders.filter(({ rootKind }) => rootKind !== 'runtime' && rootKind !== 'goroutine');
  const sliced = own.find(({ subslice }) => subslice !== undefined);
  return {
    is:
      `A heap dump that debug.WriteHeapDump wrote under ${go} on ${arch}: every object in use, ` +
      `${formatBytes(bytes)} in ${objects}, with its contents and pointers, the roots that hold them, and where the sampled ones were allocated.`,
    shows: [
      ...own.slice(0, 3).map(describeHolder),
      ...(sliced === undefined ? [] : [describeSubslice(sliced)]),
      ...(unreachable.bytes === 0 ? [] : [`${formatBytes(unreachable.bytes)} hang on no root in the dump.`]),
    ],
    cannotShow: CANNOT_SHOW,
    next: nextSteps(evidence, own[0]),
  };
}

function describeHolder({ root, count, bytes, allocatedAt, confidence }: Holder): string {
  const where = allocatedAt === undefined ? '' : `, allocated by ${formatSite(allocatedAt)}`;
  const verb = confidence === 'likely' ? 'likely holds' : 'holds';
  return `${root} ${verb} ${formatBytes(bytes)} in ${count} objects${where}.`;
}

function describeSubslice({ root, subslice }: Holder): string {
  if (subslice === undefined) return '';
  const { length, objectBytes, pinnedBytes } = subslice;
  return (
    `What ${root} needs is likely ${length} elements of each object of ${formatBytes(objectBytes)}: ` +
    `${formatBytes(pinnedBytes)} stay in memory with it.`
  );
}

const CANNOT_SHOW = [
  'Types and field names: the dump has none, so chains are told by sizes, offsets and allocation sites.',
  'Which statement stored the reference: the dump shows the variable that holds, the code shows who put it there.',
  'What runtime.AddCleanup, weak pointers and C code hold: the runtime does not write them.',
  'Growth: one dump is one moment; two of them, taken after a collection, show what grew.',
];

function nextSteps(
  { sampledObjects, unreachable, bytes }: HeapdumpEvidence,
  top: Holder | undefined,
): readonly string[] {
  return [
    ...(sampledObjects === 0
      ? ['Set runtime.MemProfileRate = 1 first thing in main: then every object knows its allocation site.']
      : []),
    ...(unreachable.bytes > bytes / 20
      ? ['Call runtime.GC() before WriteHeapDump, which runs no collection of its own.']
      : []),
    ...(top === undefined
      ? []
      : [`Search the code for what adds to ${top.rootName}, and for what should remove from it.`]),
    'Take a second dump later and compare: heapdump --diff OLD NEW.',
  ];
}
