/**
 * The questions that the drill asks about a recording, each an ordinary exercise whose key is what the analyzers say.
 * A question is asked only where the text is certain about its answer and there is something to choose.
 */
import type { Analysis, Evidence, FatalEvidence, PanicEvidence, RaceEvidence, Site } from '../analysis/index.ts';
import { originsBy } from '../analysis/trace/index.ts';
import type { Mark } from './kinds/kind.ts';
import { declaredName, findPrintedSites } from './sites.ts';

/** The four reading skills. */
export const drillSkills = ['panic', 'race', 'dump', 'diff'] as const;

/** One of the four reading skills. */
export type DrillSkill = (typeof drillSkills)[number];

/** A question, before it is made an exercise: what exercises.yaml and key.yaml would say, and the marks they speak of. */
export interface DrillQuestion {
  readonly skill: DrillSkill;
  readonly source: Readonly<Record<string, unknown>> & { readonly kind: string };
  readonly key: Readonly<Record<string, unknown>>;
  readonly marks: ReadonlyMap<string, Mark>;
  /** How far the answer is from the first guess: 0 or more steps that a reader must not skip. */
  readonly steps: number;
}

/** A dump of a program that hangs; more is no fun to read on a phone. */
const longestTextLines = 300;

/**
 * Returns what can be asked about a text, none where nothing can.
 *
 * @param command what printed it, which tells how profiles were compared
 * @example questionsAbout(await analyze(text), 'go run .')
 */
export function questionsAbout(analysis: Analysis, command: string): readonly DrillQuestion[] {
  const { evidence, lines } = analysis;
  const [first, second] = evidence;
  if (!first || lines > longestTextLines || evidence.some(({ complete }) => !complete)) return [];
  if (first.kind === 'race') return evidence.every(isRace) ? askPair(evidence.filter(isRace)) : [];
  if (second) return [];
  switch (first.kind) {
    case 'panic':
      return [...askFault(first), ...askCause(first)];
    case 'fatal':
      // All of a deadlock's goroutines wait: which of them is to blame, the text does not say.
      return first.class.endsWith('deadlock') ? [] : askFault(first);
    case 'dump':
      return askGroup(first);
    case 'report':
      return askGrowth(first, command);
    default:
      return [];
  }
}

function isRace(one: Evidence): one is RaceEvidence {
  return one.kind === 'race';
}

function markAt(site: Site): Mark {
  return { file: site.file ?? '', line: site.line ?? 0, func: declaredName(site.func) };
}

function isCertain(site: Site | undefined): site is Site {
  return site?.line !== undefined && site.file !== undefined && site.confidence === undefined;
}

function askFault(crash: PanicEvidence | FatalEvidence): readonly DrillQuestion[] {
  const { fault, goroutines } = crash;
  const sites = findPrintedSites(goroutines);
  const index = sites.findIndex(({ site }) => site.at === fault?.at);
  if (!isCertain(fault) || index === -1 || sites.length < 3) return [];
  return [
    {
      skill: 'panic',
      source: {
        kind: 'fault',
        prompt: 'Which line of the program’s own code failed first?',
        expects: [crash.kind],
        hints: [
          { text: 'Count the `panic(` frames of the goroutine that crashed. There may be none.' },
          {
            text: 'Without one, it is the first frame of the program’s own; with some, the first one below the lowest.',
          },
        ],
      },
      key: { mark: 'fault' },
      marks: new Map([['fault', markAt(fault)]]),
      steps: index + 2 * (crash.kind === 'panic' ? crash.chain.length - 1 : 0) + (goroutines.length > 1 ? 1 : 0),
    },
  ];
}

function askCause({ chain }: PanicEvidence): readonly DrillQuestion[] {
  const [first] = chain;
  if (!first || new Set(chain.map(({ value }) => value)).size < 2 || chain.some(({ confidence }) => confidence))
    return [];
  return [
    {
      skill: 'panic',
      source: {
        kind: 'panic-value',
        prompt: 'Several panics are printed. Which one was there first?',
        expects: ['panic'],
        hints: [{ text: 'Each panic is printed below the one that it interrupted.' }],
      },
      key: { answer: first.value },
      marks: new Map(),
      steps: chain.length,
    },
  ];
}

/** Reports of one pair of functions only, so that any of them may be answered. */
function askPair(races: readonly RaceEvidence[]): readonly DrillQuestion[] {
  const pairs = races.map(({ accesses }) => accesses.map(({ site }) => declaredName(site?.func ?? '')).toSorted());
  const [race] = races;
  const [a, b] = race?.accesses.map(({ site }) => site) ?? [];
  const created = race?.created[0]?.site;
  if (new Set(pairs.map(String)).size !== 1 || !isCertain(a) || !isCertain(b)) return [];
  const asksCreated = races.length === 1 && isCertain(created);
  return [
    {
      skill: 'race',
      source: {
        kind: 'race-pair',
        prompt: asksCreated
          ? 'Where are the two accesses of this race, and where was one of the goroutines started?'
          : 'Where are the two accesses of this race?',
        expects: ['race'],
        asks: asksCreated ? ['created'] : [],
        hints: [
          { text: 'Two stacks tell of accesses, the others of where goroutines were started.' },
          {
            text: 'Under each access, take the first frame of the program’s own: library frames did what they were asked.',
          },
        ],
      },
      key: { first: 'first', second: 'second', ...(asksCreated ? { created: 'created' } : {}) },
      marks: new Map([
        ['first', markAt(a)],
        ['second', markAt(b)],
        ...(isCertain(created) ? ([['created', markAt(created)]] as const) : []),
      ]),
      steps: races.length - 1 + depthOf(race) + (asksCreated ? 1 : 0),
    },
  ];
}

/** Frames above the accesses' own. */
function depthOf(race: RaceEvidence | undefined): number {
  const depths = race?.accesses.map(({ stack, site }) => stack.findIndex(({ at }) => at === site?.at)) ?? [];
  return depths.reduce((sum, depth) => sum + Math.max(0, depth), 0);
}

function askGroup({ groups, goroutines }: Evidence & { readonly kind: 'dump' }): readonly DrillQuestion[] {
  const [largest, next] = groups;
  const { blockedAt, createdAt, count = 0, state } = largest ?? {};
  const isAlone = groups.every((one) => one === largest || one.blockedAt?.func !== blockedAt?.func);
  if (!isCertain(blockedAt) || !isCertain(createdAt) || count <= (next?.count ?? 0) || state === 'running' || !isAlone)
    return [];
  return [
    {
      skill: 'dump',
      source: {
        kind: 'dump',
        prompt: 'At which line do most of these goroutines wait, and which line started them?',
        expects: ['dump'],
        asksCreated: true,
        hints: [
          { text: 'Read the states first: goroutines of one group have the same one.' },
          {
            text: 'On top of each stack stands the runtime. The line of the program that waits is the first of its own.',
          },
        ],
      },
      key: { blocked: 'blocked', created: 'created' },
      marks: new Map([
        ['blocked', markAt(blockedAt)],
        ['created', markAt(createdAt)],
      ]),
      steps: groups.length + Math.floor(goroutines.length / 4),
    },
  ];
}

type Report = Evidence & { readonly kind: 'report' };

function askGrowth(report: Report, command: string): readonly DrillQuestion[] {
  const fitness = fitnessOf(report, command);
  if (fitness === undefined) return [];
  const asked = [askFitness(report, fitness)];
  const [largest, next] = report.rows
    .filter(({ flat = 0 }) => flat > 0)
    .toSorted((a, b) => (b.flat ?? 0) - (a.flat ?? 0));
  const isClear = largest?.flat !== undefined && largest.flat > 2 * (next?.flat ?? 0);
  // In a tree the question would be who called the helper, and that is the lesson's.
  const isTop = report.report === 'top';
  if (
    fitness !== 'growth' ||
    !isTop ||
    !largest ||
    !isClear ||
    report.rows.length < 3 ||
    originsBy({})(largest) !== 'own'
  )
    return asked;
  return [
    ...asked,
    {
      skill: 'diff',
      source: {
        kind: 'allocation',
        prompt: 'Which function allocated what grew?',
        expects: ['report'],
        hints: [
          { text: 'The flat column counts what a function allocated itself, the cum column also what it called.' },
          { text: 'Percentages may pass 100: they are of the older profile. Compare the flat column.' },
        ],
      },
      key: { mark: 'allocates' },
      marks: new Map([['allocates', { file: '', line: 0, func: declaredName(largest.func) }]]),
      steps: report.rows.indexOf(largest) + Math.min(4, Math.floor(report.rows.length / 3)),
    },
  ];
}

type Fitness = 'growth' | 'total' | 'ever' | 'shrunk';

/** What a report can tell, where its text and the command that printed it say the same. */
function fitnessOf(report: Report, command: string): Fitness | undefined {
  const isDifference = /\s--?(?:diff_)?base[= ]/.test(command);
  if (report.type === undefined || report.rows.length === 0) return undefined;
  if (isDifference !== (report.diff !== 'none')) return undefined;
  if (!isDifference) return report.type === 'inuse_space' ? 'total' : undefined;
  if (report.type === 'alloc_space') return 'ever';
  if (report.type !== 'inuse_space') return undefined;
  return signOf(report);
}

const bytesOf: Readonly<Record<string, number>> = { B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };
/** Six samples of the usual rate: more than chance explains. */
const clearBytes = 6 * 512 * 1024;

/** A report in which much grew and much shrank says neither: no collection may have run between. */
function signOf({ rows, unit = '' }: Report): 'growth' | 'shrunk' | undefined {
  const flats = rows.map(({ flat = 0 }) => flat * (bytesOf[unit] ?? 0));
  const [most, least] = [Math.max(0, ...flats), -Math.min(0, ...flats)];
  if (most > clearBytes && least < most / 10) return 'growth';
  return least > clearBytes && most < least / 10 ? 'shrunk' : undefined;
}

const fitnessOptions: readonly { readonly id: Fitness; readonly text: string }[] = [
  { id: 'growth', text: 'What is in use now and was not at the earlier moment.' },
  { id: 'total', text: 'All that was in use at one moment.' },
  { id: 'ever', text: 'All that was allocated between two moments, garbage too.' },
  { id: 'shrunk', text: 'Nothing about growth: by these numbers less is in use than before.' },
];

const fitnessReasons: Readonly<Record<Fitness, Readonly<Record<Fitness, string>>>> = {
  growth: {
    growth: 'A difference of `inuse_space`: the flat column is what came to be in use between the two moments.',
    total: 'The command names a base, so these are differences, not the total of one moment.',
    ever: 'That would be `alloc_space`. This report says `inuse_space`: what is garbage by now is not in it.',
    shrunk: 'The changes add up to more than nothing. Single rows below zero are usual.',
  },
  total: {
    growth: 'No base is named: what was there all along is in these numbers too. What grew takes two profiles.',
    total: 'One profile without a base: what was in use then, old and new together.',
    ever: 'That would be `alloc_space`. This report says `inuse_space`.',
    shrunk: 'There is no earlier moment in this report to compare with.',
  },
  ever: {
    growth:
      '`alloc_space` counts what was allocated, also what was freed long ago. A busy function stands on top, leak or not.',
    total: 'It counts all that was ever allocated, and the command names a base.',
    ever: '`alloc_space` with a base: all allocations between the two, whatever became of them.',
    shrunk: '`alloc_space` never shrinks.',
  },
  shrunk: {
    growth: 'The changes add up to less than nothing. A leak does not show like that.',
    total: 'Numbers below zero are differences.',
    ever: 'That would be `alloc_space`, and it never shrinks.',
    shrunk: 'Less than before: the newer profile was given as the base, or no collection ran between the two.',
  },
};

const fitnessMisreadings: Readonly<Partial<Record<Fitness, string>>> = {
  total: 'total-not-growth',
  ever: 'alloc-space',
  shrunk: 'no-gc-between',
};

function askFitness(report: Report, fitness: Fitness): DrillQuestion {
  const misread = fitnessMisreadings[fitness];
  const why = Object.entries(fitnessReasons[fitness]).map(([id, text]) => {
    const isMisread = misread !== undefined && id === 'growth';
    return [id, isMisread ? { text, misconception: misread } : text] as const;
  });
  return {
    skill: 'diff',
    source: {
      kind: 'choice',
      prompt: 'What does this report tell?',
      expects: ['report'],
      options: fitnessOptions,
      hints: [{ text: 'Three things decide: the type, whether the command names a base, and the sign of the sum.' }],
    },
    key: { answer: [fitness], why: Object.fromEntries(why) },
    marks: new Map(),
    steps: fitness === 'growth' ? 1 : 2 + (report.rows.length > 8 ? 1 : 0),
  };
}
