import type { Explanation, Statement } from '../text/index.ts';
import type { Site } from '../trace/index.ts';
import { shortName } from '../trace/index.ts';
import type { RaceAccess, RaceClass, RaceCreation, RaceEvidence } from './model.ts';

/**
 * What a race report says, in sentences for a learner. Facts that the text lacks are named as missing.
 * @example explainRace(race).title // 'data race: main.go:21 and main.go:48'
 */
export function explainRace(race: RaceEvidence): Explanation {
  const [current, previous] = race.accesses;
  return {
    title: titleOf(race),
    is:
      'A report of the race detector: two goroutines used the same memory, at least one of them wrote, ' +
      'and nothing in the program ordered the two. Either could have come first.',
    shows: [
      ...(current === undefined ? [] : [accessStatement('Here', current)]),
      ...(previous === undefined ? [] : [accessStatement('Earlier in this run', previous)]),
      ...race.created.flatMap(creationStatement),
      ...classStatement(race),
    ],
    cannotShow: [
      ...race.accesses.flatMap(describeGap),
      'Which of the two is the mistake: "previous" means earlier in this run, not the cause.',
      'Locks: the report does not say which ones were held. Look for the side that takes none, or another one.',
      'Races on paths that did not run: the detector sees only what happened.',
    ],
    next: [
      'Find what both lines share, and decide who owns it.',
      ...(race.class === undefined ? [] : [CURE[race.class]]),
      'Run again with -race: silence on a path that was run is the proof.',
    ],
    provenance: provenanceOf(race),
  };
}

function titleOf({ accesses }: RaceEvidence): string {
  const places = accesses.map(({ site }) => (site === undefined ? 'a line not printed' : placeOf(site)));
  return places.length === 0 ? 'data race, its accesses cut off' : `data race: ${[...new Set(places)].join(' and ')}`;
}

function accessStatement(when: string, access: RaceAccess): Statement {
  const { site, at, confidence } = access;
  const likely = confidence ?? site?.confidence;
  const text = `${when} ${describeAccess(access)}.`;
  return { text, at: site?.at ?? at, ...(likely === undefined ? {} : { confidence: likely }) };
}

function creationStatement({ goroutine, state, site, at }: RaceCreation): Statement[] {
  if (site === undefined) return [];
  if (site.func === 'runtime.newextram') {
    return [{ text: `Goroutine ${goroutine ?? '?'} runs on a thread that C started.`, at: site.at ?? at }];
  }
  const end = state === undefined ? '' : state === 'finished' ? ' and has ended since' : ' and is still running';
  return [{ text: `Goroutine ${goroutine ?? '?'} was started at ${describeSite(site)}${end}.`, at: site.at ?? at }];
}

function classStatement(race: RaceEvidence): Statement[] {
  if (race.class === undefined) return [];
  const words = MEANING[race.class];
  if (race.likely?.includes('class') !== true) return [{ text: `It is ${words}.` }];
  return [{ text: `Most likely it is ${words}.`, confidence: 'likely' }];
}

function provenanceOf({ test, found, go }: RaceEvidence): Statement[] {
  const versions =
    go?.min === undefined ? [] : [{ text: go.max === go.min ? `Go ${go.min}` : `Go ${go.min} or newer` }];
  return [
    ...(test === undefined ? [] : [{ text: `During ${test}.` }]),
    ...(found === undefined ? [] : [{ text: `The run found ${found} race${found === 1 ? '' : 's'}.` }]),
    ...versions,
  ];
}

function describeAccess({ op, goroutine, site, calledFrom }: RaceAccess): string {
  const who =
    goroutine === undefined ? 'a goroutine' : goroutine === 'main' ? 'the main goroutine' : `goroutine ${goroutine}`;
  const did = op === 'write' ? 'wrote' : op === 'read' ? 'read' : 'used';
  if (site !== undefined) return `${who} ${did} the memory at ${describeSite(site)}`;
  if (calledFrom !== undefined) return `${who} ${did} the memory in a function called at ${describeSite(calledFrom)}`;
  return `${who} ${did} the memory at a line that is not printed`;
}

function describeSite(site: Site): string {
  return site.file === undefined ? shortName(site.func) : `${placeOf(site)} (${shortName(site.func)})`;
}

function placeOf({ func, file, line }: Site): string {
  if (file === undefined) return shortName(func);
  return `${file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)}:${line ?? '?'}`;
}

function describeGap({ restored, site, calledFrom, stack }: RaceAccess): string[] {
  if (!restored)
    return [
      'One stack: the detector no longer had it. Run with GORACE=history_size=7, or make the accesses closer in time.',
    ];
  if (site !== undefined || stack.length === 0) return [];
  return [
    calledFrom === undefined
      ? 'One line: no frame of the program is printed on that side.'
      : 'One line: the wrapper of the atomic or WaitGroup operation hides the function that called it.',
  ];
}

const MEANING: Readonly<Record<RaceClass, string>> = {
  map: 'a map used by several goroutines without a lock; outside -race this can end in a fatal error',
  counter: 'a counter: x++ reads, adds and writes, so that additions get lost',
  'struct-field': 'a field of a struct that both reach through the same pointer',
  'global-var': 'a variable of a package',
  'captured-variable': 'a variable that a function literal shares with the function around it',
  'loop-variable': 'a loop variable: before `go 1.22` in go.mod all iterations share one',
  'slice-element': 'an element of a slice',
  'slice-header': 'the header of a slice: its pointer, length and capacity',
  'slice-append': 'an append: it reads and writes the header, and may write where the other one writes',
  'slice-copy': 'a copy between slices while the elements change',
  'channel-close': 'a channel closed while another goroutine sends on it',
  'atomic-plain-mix': 'a variable used with sync/atomic on one side and plainly on the other',
  'waitgroup-misuse': 'a WaitGroup whose Add runs at the same time as Wait',
  'library-call': 'a value of a library that is not made for several goroutines',
  'lazy-init': 'a value made on first use: both goroutines find it missing',
  'unsafe-publication': 'a value handed over before it was finished',
};

const CURE: Readonly<Record<RaceClass, string>> = {
  map: 'Guard every use of the map with one sync.Mutex, or give the map to one goroutine.',
  counter: 'Use an atomic.Int64, or hold one lock around the whole x++.',
  'struct-field': 'Put a sync.Mutex beside the field and take it on both sides, readers included.',
  'global-var': 'Guard the variable with one lock, or pass it as an argument.',
  'captured-variable': 'Pass the value to the function literal as an argument, or give each goroutine its own.',
  'loop-variable': 'Set `go 1.22` or newer in go.mod, or copy the variable inside the loop.',
  'slice-element': 'Give each goroutine its own range of the slice, or guard it with a lock.',
  'slice-header': 'Guard the slice with one lock, also where only its length is read.',
  'slice-append': 'Collect results through a channel, or append under one lock.',
  'slice-copy': 'Take the lock of the writer while copying.',
  'channel-close': 'Let only the sender close the channel, after its last send.',
  'atomic-plain-mix': 'Use the atomic operations everywhere: a type such as atomic.Int64 does not allow anything else.',
  'waitgroup-misuse': 'Call Add before the `go` statement, or use WaitGroup.Go (Go 1.25).',
  'library-call': "Give each goroutine its own value, or look in the type's documentation for one that is safe.",
  'lazy-init': 'Use sync.Once or sync.OnceValue.',
  'unsafe-publication': 'Hand the value over through a channel or an atomic.Pointer once it is complete.',
};
