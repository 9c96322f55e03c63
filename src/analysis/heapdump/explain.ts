import type { Explanation, Statement } from '../text/index.ts';
import type { HeapdumpEvidence, Holder } from './evidence.ts';
import { formatBytes, formatSite } from './format.ts';

/**
 * What a heap dump says, in sentences for a learner.
 * @example explainHeapdump(evidence).shows[0]?.text // 'main.cache holds 2MB in 1000 objects …'
 */
export function explainHeapdump(evidence: HeapdumpEvidence): Explanation {
  const { go, arch, objects, bytes, holders, unreachable } = evidence;
  const own = holders.filter(({ rootKind }) => rootKind !== 'runtime' && rootKind !== 'goroutine');
  const sliced = own.find(({ subslice }) => subslice !== undefined);
  return {
    title: `heap dump: ${formatBytes(bytes)} in ${objects} objects`,
    is:
      `A heap dump that debug.WriteHeapDump wrote under ${go} on ${arch}: every object in use, ` +
      `${formatBytes(bytes)} in ${objects}, with its contents and pointers, the roots that hold them, and where the sampled ones were allocated.`,
    shows: [
      ...own.slice(0, 3).map(describeHolder),
      ...(sliced === undefined ? [] : describeSubslice(sliced)),
      ...(unreachable.bytes === 0 ? [] : [{ text: `${formatBytes(unreachable.bytes)} hang on no root in the dump.` }]),
    ],
    cannotShow: CANNOT_SHOW,
    next: nextSteps(evidence, own[0]),
    provenance: [{ text: `Written by ${go} on ${arch}.` }],
  };
}

function describeHolder({ root, count, bytes, allocatedAt, confidence }: Holder): Statement {
  const where = allocatedAt === undefined ? '' : `, allocated by ${formatSite(allocatedAt)}`;
  const verb = confidence === 'likely' ? 'likely holds' : 'holds';
  const text = `${root} ${verb} ${formatBytes(bytes)} in ${count} objects${where}.`;
  return { text, ...(confidence === undefined ? {} : { confidence }) };
}

function describeSubslice({ root, subslice }: Holder): readonly Statement[] {
  if (subslice === undefined) return [];
  const { length, objectBytes, pinnedBytes } = subslice;
  const text =
    `What ${root} needs is likely ${length} elements of each object of ${formatBytes(objectBytes)}: ` +
    `${formatBytes(pinnedBytes)} stay in memory with it.`;
  return [{ text, confidence: 'likely' }];
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
