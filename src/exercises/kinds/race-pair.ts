/**
 * `race-pair`: the two accesses of a race, in either order; where asked for, the `go` statement that let them meet, and
 * the access that lacks its protection.
 */
import { z } from 'zod';
import type { RaceEvidence, Site } from '../../analysis/index.ts';
import { originsBy, shortName } from '../../analysis/trace/index.ts';
import type { MisconceptionId } from '../misconceptions.ts';
import type { Evidence } from '../paste.ts';
import { commonSource, type ExerciseCommon } from '../schema.ts';
import { hashPart } from '../seal.ts';
import { baseName, declaredName, formatPlace, isPointedAt, isSameLine, parsePointer, type Pointer } from '../sites.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import { formatFields, parseFields } from './fields.ts';
import type { Kind, KeyProblem, Mark, Sealer } from './kind.ts';

const source = z.strictObject({
  ...commonSource,
  kind: z.literal('race-pair'),
  /** What is asked besides the two accesses. */
  asks: z.array(z.enum(['created', 'unprotected'])).default([]),
});

const markSchema = z.string().regex(/^[a-z0-9-]+$/, 'name a mark of the source, such as write');

const key = z.strictObject({
  first: markSchema,
  second: markSchema,
  created: markSchema.optional(),
  unprotected: markSchema.optional(),
});

type RacePairSource = z.infer<typeof source>;
type RacePairKey = z.infer<typeof key>;

/** A race-pair exercise as shipped: hashes of the marked functions, sorted, and of what else is asked. */
export interface RacePairExercise extends ExerciseCommon {
  readonly kind: 'race-pair';
  readonly asks: readonly ('created' | 'unprotected')[];
  readonly key: { readonly funcs: readonly string[]; readonly created?: string; readonly unprotected?: string };
}

const fieldNames = ['first', 'second', 'created', 'unprotected'] as const;

/** The kind `race-pair`. */
export const racePair: Kind<RacePairSource, RacePairKey, RacePairExercise> = {
  source,
  key,
  publish: publishRacePair,
  judge: judgeRacePair,
  answerOf: (entry, marks) =>
    formatFields(
      Object.fromEntries(
        fieldNames.map((name) => [
          name,
          formatMark(entry[name] === undefined ? undefined : marks.findMark(entry[name])),
        ]),
      ),
    ),
  candidates: (exercise, evidence) => candidatePairs(exercise, evidence),
  problems: racePairProblems,
};

function formatMark(mark: Mark | undefined): string {
  return mark === undefined ? '' : `${baseName(mark.file)}:${mark.line}`;
}

function publishRacePair(
  common: ExerciseCommon,
  from: RacePairSource,
  entry: RacePairKey,
  sealer: Sealer,
): RacePairExercise {
  const funcs = [entry.first, entry.second].map((mark) => sealer.hash('func', sealer.findMark(mark)?.func ?? ''));
  const unprotected = entry.unprotected === undefined ? undefined : sealer.findMark(entry.unprotected)?.func;
  const created = entry.created === undefined ? undefined : sealer.findMark(entry.created)?.func;
  return {
    ...common,
    kind: 'race-pair',
    asks: from.asks,
    key: {
      funcs: funcs.sort(),
      ...(created === undefined ? {} : { created: sealer.hash('created', created) }),
      ...(unprotected === undefined ? {} : { unprotected: sealer.hash('unprotected', unprotected) }),
    },
  };
}

function racePairProblems(from: RacePairSource, entry: RacePairKey): readonly KeyProblem[] {
  const open = from.asks.filter((name) => entry[name] === undefined);
  const problems: KeyProblem[] = open.map((name) => ({
    message: `asks for "${name}", which the key lacks`,
    hint: `add ${name}: MARK`,
  }));
  if (!from.expects.includes('race'))
    problems.push({
      message: 'a race-pair exercise needs a race report',
      hint: 'write expects: [race] and evidence: own or recording',
    });
  return problems;
}

function judgeRacePair(exercise: RacePairExercise, answer: string, evidence: Evidence): Judgement | Unreadable {
  const races = evidence.files.flatMap((file) => file.analysis.evidence).filter((found) => found.kind === 'race');
  const asked = races.filter((candidate) => isAsked(exercise, candidate));
  const [race] = asked;
  if (!race) return { unreadable: otherRace(races) };
  if (isCut(race)) return { unreadable: cutReport(race) };
  const fields = parseFields(answer, fieldNames);
  if (parsePointer(fields.first) === undefined && parsePointer(fields.second) === undefined) {
    return {
      unreadable: {
        id: 'no-answer',
        message: 'Name the two accesses, each as `FILE:LINE` or by its line of the report.',
      },
    };
  }
  const judged = asked.map((candidate) => judgeReport(exercise, candidate, fields));
  return judged.reduce((best, one) => (one.score > best.score ? one : best));
}

/** One mistake often gives several reports; the one that fits the answer best is taken. */
function judgeReport(
  exercise: RacePairExercise,
  race: RaceEvidence,
  fields: Readonly<Record<(typeof fieldNames)[number], string>>,
): Judgement {
  const pointers = [fields.first, fields.second].map(parsePointer).filter((pointer) => pointer !== undefined);
  const pair = judgePair(race, pointers);
  const more = exercise.asks.map((name) =>
    name === 'created' ? judgeCreated(race, fields.created) : judgeUnprotected(exercise, race, fields.unprotected),
  );
  const parts = [pair, pair, ...more];
  return {
    score: parts.reduce((sum, part) => sum + part.score, 0) / parts.length,
    findings: [pair, ...more].flatMap((part) => part.findings),
  };
}

/** The report whose accesses lie in the marked functions; an access without own frame fits either. */
function isAsked(exercise: RacePairExercise, race: RaceEvidence): boolean {
  const hashes = race.accesses.flatMap(({ site }) =>
    site === undefined ? [] : [hashPart(exercise.salt, 'func', declaredName(site.func))],
  );
  const left = [...exercise.key.funcs];
  return (
    hashes.length > 0 && hashes.every((hash) => left.includes(hash) && left.splice(left.indexOf(hash), 1).length === 1)
  );
}

/** A cut matters where an access has lost its frames. */
function isCut(race: RaceEvidence): boolean {
  return race.accesses.length < 2 || (!race.complete && race.accesses.some(({ site }) => site === undefined));
}

function cutReport(race: RaceEvidence): Finding {
  const message =
    'This report is cut: both accesses and who created their goroutines belong to it. Paste from `WARNING: DATA RACE` to the closing line of equals signs.';
  return { id: 'cut-paste', misconception: 'cut-paste', message, at: race.span.to };
}

function otherRace(races: readonly RaceEvidence[]): Finding {
  const [first] = races;
  if (!first)
    return {
      id: 'no-evidence',
      message:
        'There is no race report in this text. Paste from `WARNING: DATA RACE` to the closing line of equals signs.',
    };
  if (isCut(first)) return cutReport(first);
  const place = first.accesses[0]?.site ? formatPlace(first.accesses[0].site) : 'places without a frame of your own';
  return {
    id: 'other-program',
    misconception: 'other-program',
    message: `The report at line ${first.span.from} is of another race, at ${place}. Reset the lab to its start, run it again and paste what the detector prints.`,
    at: first.span.from,
  };
}

/** An access that is printed without a frame of the program can't be named, so the other one is enough. */
function judgePair(race: RaceEvidence, pointers: readonly Pointer[]): Judgement {
  const sites = race.accesses.map((access) => access.site);
  const hit = sites.map((site) => site === undefined || pointers.some((pointer) => isPointedAt(site, pointer)));
  const strangers = pointers.filter((pointer) => !sites.some((site) => site && isPointedAt(site, pointer)));
  const findings = strangers
    .map((pointer) => explainStranger(race, pointer))
    .filter(({ id }) => id !== 'not-in-paste' || !sites.includes(undefined));
  if (findings.length > 0) return { score: (hit.filter(Boolean).length / 2) * 0.99, findings };
  if (hit.every(Boolean)) return { score: 1, findings: [confirm(race)] };
  return { score: 0.5, findings: [explainMissing(race, hit)] };
}

function confirm(race: RaceEvidence): Finding {
  const [first, second] = race.accesses;
  const ops = [first?.op, second?.op].join(' and ');
  const places = [first?.site, second?.site]
    .map((site) => (site ? formatPlace(site) : 'a line that is not printed'))
    .join(' and ');
  return { id: 'pair', message: `${places}: ${ops}, and nothing orders them.`, at: first?.at ?? race.span.from };
}

function explainMissing(race: RaceEvidence, hit: readonly boolean[]): Finding {
  const missing = race.accesses[hit.indexOf(false)];
  const at = missing?.at ?? race.span.from;
  const place = `line ${at} of your paste`;
  if (missing?.op === 'read') {
    return {
      id: 'harmless-read',
      misconception: 'harmless-read',
      message: `The read is the other half, at ${place}. It may see half of the write, or an old value for good: a race takes two, and both have to change.`,
      at,
    };
  }
  if (hit[1] === true) {
    return {
      id: 'previous-is-cause',
      misconception: 'previous-is-cause',
      message: `The “previous” access is only the one that the detector saw first. The other, at ${place}, is as much part of it: swap the goroutines' luck, and the report names them the other way round.`,
      at,
    };
  }
  return { id: 'one-access', message: `One access is missing: ${place}. A race takes two.`, at };
}

/** The frames of a creation are callers of an access as well, so only its `go` statement counts before the accesses. */
function explainStranger(race: RaceEvidence, pointer: Pointer): Finding {
  const started = race.created.find(({ site, stack }) =>
    [site ?? stack[0]].some((top) => top && isPointedAt(top, pointer)),
  );
  if (started) return atCreation(started);
  for (const access of race.accesses) {
    const index = access.stack.findIndex((frame) => isPointedAt(frame, pointer));
    const frame = access.stack[index];
    if (frame) return atFrame(frame, index > access.stack.findIndex((own) => isSameLine(own, access.site)));
  }
  const before = race.created.find(({ stack }) => stack.some((frame) => isPointedAt(frame, pointer)));
  if (before) return atCreation(before);
  return {
    id: 'not-in-paste',
    message:
      'One of the two is no frame of this report. Under each access line stand its frames, the access itself on top.',
  };
}

function atCreation({ site, stack }: RaceEvidence['created'][number]): Finding {
  return misread(
    'created-by',
    site ?? stack[0],
    (place) =>
      `${place} is where that goroutine was started. It touched the memory elsewhere: look under the two access lines.`,
  );
}

function atFrame(frame: Site, isCaller: boolean): Finding {
  if (originsBy({})(frame) !== 'own')
    return misread(
      'library-frame',
      frame,
      (place) =>
        `${place} (\`${shortName(frame.func)}\`) is library or runtime code, which did what it was asked. The access is yours: the first frame of your own under it.`,
    );
  const what = isCaller ? 'is a caller: it called what touched the memory' : 'was called by what touched the memory';
  return misread(
    'caller-callee',
    frame,
    (place) => `${place} ${what}. Take the first frame of your own under the access line.`,
  );
}

function misread(id: MisconceptionId, site: Site | undefined, message: (place: string) => string): Finding {
  return {
    id,
    misconception: id,
    message: message(site ? formatPlace(site) : 'That'),
    ...(site?.at === undefined ? {} : { at: site.at }),
  };
}

function judgeCreated(race: RaceEvidence, answer: string): Judgement {
  const pointer = parsePointer(answer);
  const right = pointer && race.created.find(({ site }) => site && isPointedAt(site, pointer));
  if (right)
    return {
      score: 1,
      findings: [
        { id: 'created', message: 'That is the `go` statement that let the two meet.', at: right.site?.at ?? right.at },
      ],
    };
  const at = race.created[0]?.at;
  return {
    score: 0,
    findings: [
      {
        id: 'wrong-creation',
        message: 'The `go` statement stands under `Goroutine … created at:`, first frame.',
        ...(at === undefined ? {} : { at }),
      },
    ],
  };
}

function judgeUnprotected(exercise: RacePairExercise, race: RaceEvidence, answer: string): Judgement {
  const pointer = parsePointer(answer);
  const hit = pointer && race.accesses.find(({ site }) => site && isPointedAt(site, pointer));
  if (!hit?.site)
    return {
      score: 0,
      findings: [
        {
          id: 'wrong-side',
          message: 'Name one of the two accesses: the one that goes without the protection which the other has.',
        },
      ],
    };
  if (exercise.key.unprotected === hashPart(exercise.salt, 'unprotected', declaredName(hit.site.func))) {
    return {
      score: 1,
      findings: [{ id: 'unprotected', message: `${formatPlace(hit.site)} goes without.`, at: hit.at }],
    };
  }
  const id: MisconceptionId = hit.op === 'write' ? 'harmless-read' : 'previous-is-cause';
  const message =
    hit.op === 'write'
      ? 'That write holds the lock. The read takes none, and a lock protects only if both sides take it.'
      : 'That side is protected. That it was seen first, or second, says nothing about who went without.';
  return { score: 0, findings: [{ id, misconception: id, message, at: hit.at }] };
}

function candidatePairs(exercise: RacePairExercise, evidence: Evidence): readonly string[] {
  const race = evidence.files
    .flatMap((file) => file.analysis.evidence)
    .find((found) => found.kind === 'race' && isAsked(exercise, found));
  if (race?.kind !== 'race') return [];
  const [first, second] = race.accesses.map((access) => access.site?.at);
  const strangers = [...race.accesses, ...race.created]
    .flatMap(({ stack }) => stack)
    .flatMap(({ at }) => (at === undefined ? [] : [at]));
  const singles = [first, second].flatMap((at) =>
    at === undefined
      ? []
      : [
          formatFields({ first: `@${at}` }),
          formatFields({ first: `@${first ?? at}`, second: `@${second ?? at}`, unprotected: `@${at}` }),
        ],
  );
  return [...singles, ...strangers.map((at) => formatFields({ first: `@${first ?? at}`, second: `@${at}` }))];
}
