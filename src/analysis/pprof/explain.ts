import type { Explanation, Statement } from '../text/index.ts';
import type { Pitfall, ProfileEvidence, ReportEvidence } from './evidence.ts';
import { parseDecimal } from './int64.ts';
import { formatPercent, formatValue } from './units.ts';

const ROWS_SHOWN = 3;

/**
 * What a profile or a report says, in sentences for a learner.
 *
 * @example explainProfile(evidence).shows[0]?.text // 'main.attach: 17.71MB flat, 92.19% of the total.'
 */
export function explainProfile(evidence: ProfileEvidence | ReportEvidence): Explanation {
  return evidence.kind === 'profile' ? explainFacts(evidence) : explainReport(evidence);
}

function explainFacts({
  sampleTypes,
  defaultType,
  total,
  functions,
  base,
  top,
  period,
  time,
  likely,
}: ProfileEvidence): Explanation {
  const unit = sampleTypes.find(({ type }) => type === defaultType)?.unit ?? '';
  const show = (digits: string) => formatValue(parseDecimal(digits) ?? 0, unit) || '0';
  const share = (digits: string) => formatPercent(parseDecimal(digits) ?? 0, parseDecimal(total) ?? 0).trim();
  const isHeap = sampleTypes.some(({ type }) => type === 'inuse_space' || type === 'space');
  const confidence = likely?.includes('top') ? { confidence: 'likely' as const } : {};
  return {
    title: `profile: ${defaultType}, ${show(total)}`,
    is: `A ${describeKind(defaultType)} profile of a Go program: ${show(total)} in all, ${functions} functions named.`,
    shows: [
      ...top.slice(0, ROWS_SHOWN).map(({ func, flat, cum }): Statement => {
        return {
          text: `${func}: ${show(flat)} flat, ${share(flat)} of the total; ${show(cum)} with what it calls.`,
          ...confidence,
        };
      }),
      ...(base
        ? [{ text: 'Samples of a base profile are inside: values are changes, and the base is the 100 %.' }]
        : []),
    ],
    cannotShow: isHeap ? HEAP_CANNOT_SHOW : CANNOT_SHOW,
    next: isHeap ? HEAP_NEXT : ['go tool pprof -list=FUNCTION shows which lines, -peek=FUNCTION who calls them.'],
    provenance: [
      ...(time === undefined ? [] : [{ text: `Taken at ${time}.` }]),
      ...(isHeap && period > 1
        ? [{ text: `One object per ${formatValue(period, 'bytes')} allocated was sampled, so values are estimates.` }]
        : []),
    ],
  };
}

function describeKind(type: string): string {
  if (type.startsWith('inuse') || type === 'space') return 'heap';
  if (type.startsWith('alloc')) return 'allocation';
  if (type === 'delay' || type === 'contentions') return 'contention';
  return type === 'cpu' || type === 'samples' ? 'CPU' : type;
}

const HEAP_CANNOT_SHOW = [
  'Who still holds the memory: a profile knows where memory was allocated, not what keeps it alive.',
  'Growth: one profile is one moment; -diff_base=OLD shows what changed since.',
  'What happened after the last garbage collection: values in use are as of that moment.',
];
const HEAP_NEXT = [
  'Take a second profile later (curl …/debug/pprof/heap?gc=1) and compare: go tool pprof -top -diff_base=OLD NEW.',
  'For the holder, write a heap dump with debug.WriteHeapDump and read it: heapdump DUMP.',
];
const CANNOT_SHOW = [
  'Single events: a profile adds up, and what was rare may be missing.',
  'Waiting, in a CPU profile; work, in a contention profile.',
];

function explainReport(report: ReportEvidence): Explanation {
  const { type, unit = '', total, rows, diff, likely, filters } = report;
  const isGuess = likely?.includes('diff') ? { confidence: 'likely' as const } : {};
  const amount = (value: number) => `${Number(value.toFixed(2))}${unit}`;
  return {
    title: `pprof ${report.report}${type === undefined ? '' : `: ${type}`}${total === undefined ? '' : `, ${amount(total)}`}`,
    is: `The text that go tool pprof -${report.report} prints${type === undefined ? '' : ` of ${type}`}${unit === '' ? '' : `, in ${unit}`}.`,
    shows: [
      ...rows.slice(0, ROWS_SHOWN).map(({ func, flat, cum, at }): Statement => {
        const own = flat === undefined ? '' : ` ${amount(flat)} flat`;
        return { text: `${func}:${own}${cum === undefined ? '' : `, ${amount(cum)} cum`}.`, at };
      }),
      ...(diff === 'none' ? [] : [{ text: DIFFS[diff], ...isGuess }]),
      ...report.pitfalls.map((pitfall) => ({ text: PITFALLS[pitfall] })),
      ...(filters === undefined
        ? []
        : [{ text: `Only samples that pass ${filters.join(', ')} are counted; the total is of all.` }]),
    ],
    cannotShow: REPORT_CANNOT_SHOW,
    next: reportNext(report),
    provenance:
      report.era === 'before-2024-10'
        ? [{ text: 'Printed by a pprof from before October 2024 (Go 1.23 or older).' }]
        : [],
  };
}

const DIFFS: Readonly<Record<Exclude<ReportEvidence['diff'], 'none'>, string>> = {
  base: 'A difference made with -base: 100 % is the sum of all changes.',
  diff_base: 'A difference made with -diff_base: 100 % is the base profile, so growth may pass 100 %.',
  normalize:
    'A difference made with -normalize: the new profile was scaled to the size of the base, so growth is gone from it.',
};

const PITFALLS: Readonly<Record<Pitfall, string>> = {
  'percent-over-100': 'Shares over 100 % are shares of the base profile, not of what is in use now.',
  'alloc-not-inuse': 'alloc_ counts everything ever allocated, freed or not: a leak shows in inuse_space.',
  'objects-not-space': 'Objects are counted, not bytes: a few large ones are easily overlooked.',
  'dropped-nodes': 'Small nodes were left out; -nodefraction=0 shows them.',
  'cut-off-not-as-printed':
    'In a difference nodes are dropped by the net change, not by the limit that the heading names.',
  normalized: '-normalize makes the totals equal, so it hides a leak. Compare with -diff_base.',
  'negative-values': 'Negative values are what became less since the base.',
  filtered: 'A filter is on: the rows are not the whole profile.',
  'unknown-functions':
    '<unknown> stands for addresses without names: give pprof the program as well, or a .pb.gz instead of the debug=1 text.',
  'mean-values': 'Values are means per event, not sums.',
};

const REPORT_CANNOT_SHOW = [
  'Exact values: they are rounded to two decimals of one unit. The .pb.gz file has them whole.',
  'Who still holds memory: reports show where it was allocated.',
];

function reportNext({ type = '', pitfalls, report }: ReportEvidence): readonly string[] {
  return [
    ...(type.startsWith('alloc_') ? ['For a leak: go tool pprof -sample_index=inuse_space …'] : []),
    ...(pitfalls.includes('normalized') ? ['Run it again without -normalize.'] : []),
    ...(report === 'top' ? ['go tool pprof -peek=FUNCTION shows who calls it, -list=FUNCTION which lines.'] : []),
    'Keep the profile file: every other report can be made of it.',
  ];
}
