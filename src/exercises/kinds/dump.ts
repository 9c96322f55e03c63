/** `dump`: which group of goroutines is stuck or leaks, by the line where it waits, and where it was created. */
import { z } from 'zod';
import type { DumpEvidence, FatalEvidence, Goroutine, GoroutineGroup, PanicEvidence } from '../../analysis/index.ts';
import { originsBy, shortName } from '../../analysis/trace/index.ts';
import type { MisconceptionId } from '../misconceptions.ts';
import type { Evidence } from '../paste.ts';
import { commonSource, type ExerciseCommon } from '../schema.ts';
import { hashPart } from '../seal.ts';
import {
  baseName,
  declaredName,
  findPrintedSites,
  formatPlace,
  isPointedAt,
  isSameLine,
  parsePointer,
  type Pointer,
  type PrintedSite,
} from '../sites.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import { formatFields, parseFields } from './fields.ts';
import type { Kind, KeyProblem, Mark, Sealer } from './kind.ts';

const source = z.strictObject({
  ...commonSource,
  kind: z.literal('dump'),
  /** True where the `go` statement is asked for as well. */
  asksCreated: z.boolean().default(true),
});

const markSchema = z.string().regex(/^[a-z0-9-]+$/, 'name a mark of the source, such as blocked');

const key = z.strictObject({
  /** The line at which the group waits. */
  blocked: markSchema,
  /** Its `go` statement. */
  created: markSchema.optional(),
});

type DumpSource = z.infer<typeof source>;
type DumpKey = z.infer<typeof key>;
type Dump = DumpEvidence | FatalEvidence | PanicEvidence;

/** A dump exercise as shipped: a hash of the function in which the group waits. */
export interface DumpExercise extends ExerciseCommon {
  readonly kind: 'dump';
  readonly asksCreated: boolean;
  readonly key: { readonly func: string };
}

/** The kind `dump`. */
export const dump: Kind<DumpSource, DumpKey, DumpExercise> = {
  source,
  key,
  publish: publishDump,
  judge: judgeDump,
  answerOf: (entry, marks) =>
    formatFields({
      group: formatMark(marks.findMark(entry.blocked)),
      created: formatMark(entry.created === undefined ? undefined : marks.findMark(entry.created)),
    }),
  candidates: (_, evidence) => candidateLines(evidence),
  problems: dumpProblems,
};

function formatMark(mark: Mark | undefined): string {
  return mark === undefined ? '' : `${baseName(mark.file)}:${mark.line}`;
}

function publishDump(common: ExerciseCommon, from: DumpSource, entry: DumpKey, sealer: Sealer): DumpExercise {
  const func = sealer.findMark(entry.blocked)?.func ?? '';
  return { ...common, kind: 'dump', asksCreated: from.asksCreated, key: { func: sealer.hash('func', func) } };
}

function dumpProblems(from: DumpSource, entry: DumpKey): readonly KeyProblem[] {
  const problems: KeyProblem[] = [];
  if (from.asksCreated && entry.created === undefined)
    problems.push({
      message: 'asks where the group was created, which the key lacks',
      hint: 'add created: MARK, or write asksCreated: false',
    });
  if (from.expects.length === 0)
    problems.push({
      message: 'a dump exercise must say what it expects',
      hint: 'write expects: [dump], or [fatal] for a deadlock',
    });
  return problems;
}

function judgeDump(exercise: DumpExercise, answer: string, evidence: Evidence): Judgement | Unreadable {
  const found = dumpOf(evidence);
  const group = found && findGroup(exercise, found);
  if (!found || !group) return { unreadable: noGroup(found) };
  const fields = parseFields(answer, ['group', 'created']);
  const pointer = parsePointer(fields.group);
  if (!pointer)
    return {
      unreadable: {
        id: 'no-answer',
        message: 'Name the line at which the group waits, as `FILE:LINE` or by a line of the dump.',
      },
    };
  const parts = [
    judgeGroup(found, group, pointer),
    ...(exercise.asksCreated ? [judgeCreated(found, group, fields.created)] : []),
  ];
  return {
    score: parts.reduce((sum, part) => sum + part.score, 0) / parts.length,
    findings: parts.flatMap((part) => part.findings),
  };
}

function dumpOf(evidence: Evidence): Dump | undefined {
  const found = evidence.found;
  return found?.kind === 'dump' || found?.kind === 'fatal' || found?.kind === 'panic' ? found : undefined;
}

function findGroup(exercise: DumpExercise, found: Dump): GoroutineGroup | undefined {
  return found.groups?.find(
    ({ blockedAt }) => blockedAt && hashPart(exercise.salt, 'func', declaredName(blockedAt.func)) === exercise.key.func,
  );
}

function noGroup(found: Dump | undefined): Finding {
  if (found && (!found.complete || (found.groups ?? []).length === 0))
    return {
      id: 'cut-paste',
      misconception: 'cut-paste',
      message:
        'This dump is cut, and the goroutines asked about are not in what is left. Paste it whole, to its last frame.',
      at: found.span.to,
    };
  return {
    id: 'other-program',
    misconception: 'other-program',
    message:
      'The goroutines asked about are not in this dump. Reset the lab to its start, let it get stuck, and dump it again.',
    ...(found ? { at: found.span.from } : {}),
  };
}

function judgeGroup(found: Dump, group: GoroutineGroup, pointer: Pointer): Judgement {
  const hits = findPrintedSites(found.goroutines).filter(({ site }) => isPointedAt(site, pointer));
  if (hits.some(({ site, frame }) => frame !== undefined && isSameLine(site, group.blockedAt)))
    return { score: 1, findings: [confirm(group)] };
  const hit = hits.find(({ frame }) => frame === undefined) ?? hits[0];
  if (!hit)
    return {
      score: 0,
      findings: [
        {
          id: 'not-in-paste',
          message: 'That line is no frame of this dump. Name a line that stands under one of the goroutines.',
        },
      ],
    };
  return { score: 0, findings: [explainWrong(group, hit)] };
}

function confirm(group: GoroutineGroup): Finding {
  const count = group.count === 1 ? 'One goroutine waits' : `${group.count} goroutines wait`;
  const place = group.blockedAt ? formatPlace(group.blockedAt) : 'there';
  return {
    id: 'group',
    message: `${count} at ${place}, in \`${group.state}\`.`,
    ...(group.blockedAt?.at === undefined ? {} : { at: group.blockedAt.at }),
  };
}

function explainWrong(group: GoroutineGroup, hit: PrintedSite): Finding {
  const { site, goroutine } = hit;
  const inGroup = goroutine.id !== undefined && group.goroutines.includes(goroutine.id);
  if (hit.frame === undefined)
    return misread(
      'created-by',
      hit,
      `${formatPlace(site)} is where a goroutine was started. What it waits for stands at the top of its stack.`,
    );
  if (goroutine.state === 'running')
    return misread(
      'running-state',
      hit,
      `Goroutine ${goroutine.id ?? '?'} is \`[running]\` because it printed this dump. It is the one goroutine here that is certainly not stuck.`,
    );
  if (!inGroup)
    return misread(
      'wrong-goroutine',
      hit,
      `Goroutine ${goroutine.id ?? '?'} waits in \`${goroutine.state}\`: ${excuse(goroutine)}. Look for the ones that nobody will ever wake.`,
    );
  if (originsBy({})(site) !== 'own')
    return misread(
      'top-frame',
      hit,
      `\`${shortName(site.func)}\` is what waiting looks like in every program. The line of yours that began to wait stands below it.`,
    );
  return misread(
    'caller-callee',
    hit,
    `${formatPlace(site)} is a caller. The goroutine waits further up: in the first frame of your own.`,
  );
}

function excuse({ state = '' }: Goroutine): string {
  if (state.startsWith('sync.WaitGroup') || state === 'semacquire') return 'it waits for the others to be done';
  if (state === 'IO wait' || state === 'syscall') return 'it waits for the world outside';
  if (state === 'sleep') return 'it will wake by itself';
  return 'whether it goes on depends on others';
}

function misread(id: MisconceptionId, { site }: PrintedSite, message: string): Finding {
  return { id, misconception: id, message, ...(site.at === undefined ? {} : { at: site.at }) };
}

function judgeCreated(found: Dump, group: GoroutineGroup, answer: string): Judgement {
  const pointer = parsePointer(answer);
  const right =
    pointer !== undefined &&
    group.createdAt !== undefined &&
    found.goroutines.some(
      ({ createdBy }) => createdBy && isPointedAt(createdBy, pointer) && isSameLine(createdBy, group.createdAt),
    );
  if (right)
    return {
      score: 1,
      findings: [
        {
          id: 'created',
          message: 'That `go` statement started them.',
          ...(group.createdAt?.at === undefined ? {} : { at: group.createdAt.at }),
        },
      ],
    };
  return {
    score: 0,
    findings: [
      {
        id: 'wrong-creation',
        message: 'Who started them stands in the last two lines of each of their stacks, after `created by`.',
        ...(group.blockedAt?.at === undefined ? {} : { at: group.blockedAt.at }),
      },
    ],
  };
}

function candidateLines(evidence: Evidence): readonly string[] {
  const found = dumpOf(evidence);
  const sites = found === undefined ? [] : findPrintedSites(found.goroutines);
  return sites.flatMap(({ site }) => (site.at === undefined ? [] : [formatFields({ group: `@${site.at}` })]));
}
