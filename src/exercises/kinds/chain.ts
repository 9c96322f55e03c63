/**
 * `chain`: evidence, cause and fix as links, each an exercise of one of the other kinds with its share of the points. All
 * evidence is handed in together; each link takes from it what is of its kind. Where several routes lead to the answer, the
 * one that earns most counts.
 */
import { z } from 'zod';
import { pickEvidence } from '../evidence.ts';
import type { Evidence, ReadFile } from '../paste.ts';
import { commonSource, slugSchema, type ExerciseCommon } from '../schema.ts';
import { hashPart, openSealed, saltOf, sealText } from '../seal.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import { parseObject } from './fields.ts';
import { labPrefix, type FixExercise } from './fix.ts';
import type { Kind, KeyProblem, Marks, Sealer } from './kind.ts';

/** A kind with its own types forgotten. */
type LinkKind = Kind<never, never, ExerciseCommon>;

const linkSource = z.looseObject({
  /** Names the link in answers and keys. */
  id: slugSchema,
  /** A word or two above its controls: `The race`. */
  title: z.string().min(2).max(60),
  /** The question of the link, one line of Markdown. */
  ask: z.string().min(8).max(240),
  /** The kind of exercise that it is; its own fields stand beside this. */
  kind: z.string(),
  /** Its share of the points, against the other links. */
  weight: z.int().min(1).max(10).default(1),
  /** Links that this one can rest on; one of them must hold. */
  restsOn: z.array(slugSchema).default([]),
});

const source = z.strictObject({
  ...commonSource,
  kind: z.literal('chain'),
  links: z.array(linkSource).min(2).max(8),
});

const linkKeys = z.record(slugSchema, z.looseObject({}));

const key = z.strictObject({
  /** The key of each link, as its kind has it. */
  links: linkKeys,
  /** Other routes: keys that replace those of their links, together. */
  or: z.array(linkKeys).max(6).default([]),
  /** Answers of two links that cannot both hold, and what to say. */
  conflicts: z
    .array(z.strictObject({ answers: z.record(slugSchema, z.string()), text: z.string().min(1) }))
    .default([]),
});

type ChainSource = z.infer<typeof source>;
type ChainKey = z.infer<typeof key>;

/** A link as shipped: the exercise that it is, once for each route; the routes differ in their keys alone. */
export interface ChainLink {
  readonly id: string;
  readonly title: string;
  readonly weight: number;
  readonly restsOn: readonly string[];
  readonly routes: readonly (ExerciseCommon & { readonly kind: string })[];
}

/** A chain exercise as shipped. */
export interface ChainExercise extends ExerciseCommon {
  readonly kind: 'chain';
  readonly links: readonly ChainLink[];
  /** Sealed words by the hash of two answers that contradict each other. */
  readonly conflicts: Readonly<Record<string, string>>;
}

/** Returns the kind `chain` whose links are of the given kinds. */
export function chainOf(kinds: Readonly<Record<string, unknown>>): Kind<ChainSource, ChainKey, ChainExercise> {
  const kindOf = (name: string) => (Object.hasOwn(kinds, name) ? (kinds[name] as LinkKind) : undefined);
  return {
    source,
    key,
    publish: (common, from, entry, sealer) => publishChain(kindOf, common, from, entry, sealer),
    judge: (exercise, answer, evidence) => judgeChain(kindOf, exercise, answer, evidence),
    answerOf: (entry, marks, from) => chainAnswer(kindOf, from, entry, marks),
    wrongAnswers: (entry, marks, from) => conflictingAnswers(kindOf, from, entry, marks),
    candidates: (exercise, evidence) => chainCandidates(kindOf, exercise, evidence),
    problems: (from, entry) => chainProblems(kindOf, from, entry),
  };
}

type KindOf = (name: string) => LinkKind | undefined;

type LinkSource = ChainSource['links'][number];

/** The link as the source of an exercise of its own: what it does not say is as in the chain. */
function asSource(chain: ChainSource, link: LinkSource): unknown {
  const ofChain = ['title', 'ask', 'weight', 'restsOn'];
  const own = Object.fromEntries(Object.entries(link).filter(([name]) => !ofChain.includes(name)));
  const evidence = Array.isArray(own['expects']) || link.kind === 'fix' ? chain.evidence : 'none';
  return { version: chain.version, prompt: link.ask, points: link.weight, evidence, reads: chain.reads, ...own };
}

function parsed(kindOf: KindOf, chain: ChainSource, link: LinkSource, entry: unknown) {
  const kind = kindOf(link.kind);
  const from = kind?.source.safeParse(asSource(chain, link));
  const own = kind?.key.safeParse(entry);
  return { kind, from, own };
}

function chainProblems(kindOf: KindOf, from: ChainSource, entry: ChainKey): readonly KeyProblem[] {
  const ids = from.links.map(({ id }) => id);
  const strays = [entry.links, ...entry.or].flatMap((keys) => Object.keys(keys)).filter((id) => !ids.includes(id));
  const unknown = from.links.flatMap(({ id, restsOn }, i) =>
    restsOn
      .filter((other) => ids.indexOf(other) >= i || !ids.includes(other))
      .map((other) => `${id} rests on ${other}`),
  );
  return [
    ...strays.map((id) => ({ message: `there is no link "${id}"`, hint: `the links are ${ids.join(', ')}` })),
    ...unknown.map((message) => ({ message: `${message}, which is no link before it`, hint: 'order the links' })),
    ...ids
      .filter((id, i) => ids.indexOf(id) !== i)
      .map((id) => ({ message: `two links are called "${id}"`, hint: 'rename one' })),
    ...from.links.flatMap((link) => keysOf(entry, link.id).flatMap((own) => linkProblems(kindOf, from, link, own))),
  ];
}

function linkProblems(kindOf: KindOf, chain: ChainSource, link: LinkSource, entry: unknown): readonly KeyProblem[] {
  const { kind, from, own } = parsed(kindOf, chain, link, entry);
  if (!kind || !from || !own)
    return [
      {
        message: `${link.id}: kind "${link.kind}" is none that a link can be`,
        hint: 'src/exercises/registry.ts lists them',
      },
    ];
  const issues = [...(from.error?.issues ?? []), ...(own.error?.issues ?? [])];
  if (!from.success || !own.success)
    return issues.map(({ path, message }) => ({
      message: `${link.id}: ${path.join('.') || 'entry'}: ${message}`,
      hint: 'a link takes the fields of its kind',
    }));
  return kind.problems(from.data, own.data).map(({ message, hint }) => ({ message: `${link.id}: ${message}`, hint }));
}

/** The key of a link on each route; undefined where the key lacks it. */
function keysOf({ links, or }: ChainKey, id: string): readonly unknown[] {
  return [links[id], ...or.map((route) => route[id] ?? links[id])];
}

function publishChain(
  kindOf: KindOf,
  common: ExerciseCommon,
  from: ChainSource,
  entry: ChainKey,
  sealer: Sealer,
): ChainExercise {
  const links = from.links.map((link) => {
    const { id, title, weight, restsOn } = link;
    const routes = keysOf(entry, id).flatMap((own, route) => {
      // Texts sealed with one salt and one option's id would open each other.
      const salt = saltOf(`${common.id}/${id}/${route}`, common.version);
      return publishLink(kindOf, { ...common, salt, samples: [] }, from, link, own, sealer);
    });
    return { id, title, weight, restsOn, routes };
  });
  const expects = [...new Set(links.flatMap(({ routes }) => routes.flatMap((link) => link.expects)))];
  const conflicts = entry.conflicts.map(({ answers, text }) => {
    const pair = formatPair(Object.entries(answers));
    return [sealer.hash('conflict', pair), sealer.seal(`conflict ${pair}`, text)];
  });
  return { ...common, kind: 'chain', expects, picksByLink: true, links, conflicts: Object.fromEntries(conflicts) };
}

function publishLink(
  kindOf: KindOf,
  common: ExerciseCommon,
  chain: ChainSource,
  link: LinkSource,
  entry: unknown,
  sealer: Sealer,
): readonly (ExerciseCommon & { readonly kind: string })[] {
  const { kind, from, own } = parsed(kindOf, chain, link, entry);
  if (!kind || !from?.success || !own?.success) return [];
  const { prompt, details, points, expects, evidence, command } = from.data as ExerciseCommon;
  const linkCommon: ExerciseCommon = {
    ...common,
    prompt,
    details,
    points,
    expects,
    evidence,
    command: command ?? common.command,
    hints: [],
  };
  return [{ ...kind.publish(linkCommon, from.data, own.data, sealerOf(common.salt, sealer)), kind: link.kind }];
}

function sealerOf(salt: string, { findMark }: Marks): Sealer {
  return {
    findMark,
    hash: (part, value) => hashPart(salt, part, value),
    seal: (secret, text) => sealText(salt, secret, text),
  };
}

function formatPair(answers: readonly (readonly [string, string])[]): string {
  return answers
    .map(([id, answer]) => `${id}=${answer.replace(/\s+/g, '').toLowerCase()}`)
    .sort()
    .join('\n');
}

function chainAnswer(kindOf: KindOf, from: ChainSource, entry: ChainKey, marks: Marks): string {
  const answers = from.links.map((link) => {
    const { kind, from: parsedSource, own } = parsed(kindOf, from, link, entry.links[link.id]);
    const isWhole = kind && parsedSource?.success && own?.success;
    return [link.id, isWhole ? kind.answerOf(own.data, marks, parsedSource.data) : ''];
  });
  return JSON.stringify(Object.fromEntries(answers));
}

function conflictingAnswers(kindOf: KindOf, from: ChainSource, entry: ChainKey, marks: Marks): readonly string[] {
  const right = JSON.parse(chainAnswer(kindOf, from, entry, marks)) as Readonly<Record<string, string>>;
  return entry.conflicts.map(({ answers }) => JSON.stringify({ ...right, ...answers }));
}

function chainCandidates(kindOf: KindOf, exercise: ChainExercise, evidence: Evidence): readonly string[] {
  return exercise.links.flatMap(({ id, routes: [link] }) => {
    const kind = link && kindOf(link.kind);
    const own = link && evidenceOf(link, evidence.files);
    if (!kind || !own || 'unreadable' in own) return [];
    return kind.candidates(link, own).map((answer) => JSON.stringify({ [id]: answer }));
  });
}

interface JudgedLink {
  readonly link: ChainLink;
  readonly answer: string;
  readonly result: Judgement | Unreadable;
}

function judgeChain(
  kindOf: KindOf,
  exercise: ChainExercise,
  answer: string,
  { files }: Evidence,
): Judgement | Unreadable {
  const answers = readAnswers(exercise, answer);
  if (Object.values(answers).every((text) => text === '') && !exercise.links.some(isFix))
    return { unreadable: { id: 'no-answer', message: 'Answer one link at least. Each earns its own share.' } };
  const routes = exercise.links[0]?.routes.map((_, route) =>
    exercise.links.map((link) => {
      const own = answers[link.id] ?? '';
      return { link, answer: own, result: judgeLink(kindOf, link.routes[route], own, files) };
    }),
  );
  const [best = []] = (routes ?? []).toSorted((a, b) => scoreOf(b) - scoreOf(a));
  if (best.every(({ result }) => 'unreadable' in result)) return firstUnreadable(best);
  const findings = [...best.flatMap((judged) => findingsOf(judged, best)), ...findConflicts(exercise, answers)];
  return { score: scoreOf(best), findings };
}

function isFix({ routes: [link] }: ChainLink): boolean {
  return link !== undefined && isFixLink(link);
}

function isFixLink(link: ChainLink['routes'][number]): link is FixExercise {
  return link.kind === 'fix';
}

/** `{crash: 'main.go:3', race: {first: …}}`, or flat as the page's controls have it: `{'race.first': …}`. */
function readAnswers({ links }: ChainExercise, answer: string): Readonly<Record<string, string>> {
  const given = parseObject(answer);
  return Object.fromEntries(links.map(({ id }) => [id, readLink(id, given)]));
}

function readLink(id: string, given: Readonly<Record<string, unknown>>): string {
  const own = given[id];
  if (typeof own === 'string') return own.trim();
  if (typeof own === 'object' && own !== null) return JSON.stringify(own);
  const fields = Object.entries(given).filter(
    ([name, value]) => name.startsWith(`${id}.`) && typeof value === 'string',
  );
  const texts = fields.map(([name, value]) => [name.slice(id.length + 1), String(value)] as const);
  if (texts.every(([, text]) => text.trim() === '')) return '';
  return texts.length === 1 ? (texts[0]?.[1] ?? '') : JSON.stringify(Object.fromEntries(texts));
}

function judgeLink(
  kindOf: KindOf,
  link: ChainLink['routes'][number] | undefined,
  answer: string,
  files: readonly ReadFile[],
): Judgement | Unreadable {
  const kind = link && kindOf(link.kind);
  if (!kind) throw new RangeError(`a link is of kind "${link?.kind ?? ''}", which is unknown to this version`);
  const evidence = evidenceOf(link, files);
  if ('unreadable' in evidence) return files.length > 1 ? { unreadable: withoutLine(evidence.unreadable) } : evidence;
  const result = kind.judge(link, answer, evidence);
  // A page shows the first file: a line of another one would point at a stranger.
  if (files.length === 1 || evidence.file === files[0]) return result;
  if ('unreadable' in result) return { unreadable: withoutLine(result.unreadable) };
  return { ...result, findings: result.findings.map(withoutLine) };
}

function withoutLine({ id, misconception, message }: Finding): Finding {
  return { id, ...(misconception === undefined ? {} : { misconception }), message };
}

/** Of all the evidence, what a link of its kind can be judged on. */
function evidenceOf(
  link: ExerciseCommon & { readonly kind: string },
  files: readonly ReadFile[],
): Evidence | Unreadable {
  if (link.evidence === 'none') return { files: [] };
  if (isFixLink(link)) return { files: findFix(files, link.tests) };
  if (files.length === 0) return { unreadable: { id: 'no-evidence', message: 'Nothing is handed in for this link.' } };
  return pickEvidence(link, files);
}

/**
 * Files of the lab, and the run of `go test` that counts: the last that passes, or else the last. A failing run may have
 * been handed in for another link, and files come in any order.
 */
function findFix(files: readonly ReadFile[], tests: readonly string[]): readonly ReadFile[] {
  const lab = files.filter((file) => file.source.startsWith(labPrefix));
  const runs = files.filter((file) => !lab.includes(file)).flatMap((file) => findRuns(file, tests));
  const best = runs.findLast(({ text }) => !/^FAIL\t/m.test(text)) ?? runs.at(-1);
  return [...lab, ...(best ? [best] : [])];
}

/** The runs of `go test` in a file that tell of the tests asked for, each by itself. Lines keep their numbers. */
function findRuns(file: ReadFile, tests: readonly string[]): readonly ReadFile[] {
  const lines = file.text.split('\n');
  const ends = lines.flatMap((line, i) => (/^(?:ok {2}|FAIL)\t/.test(line) ? [i + 1] : []));
  const runs = [0, ...ends].map((from, i) => ({ from, to: ends[i] ?? lines.length }));
  const isAsked = (line: string) =>
    tests.some((test) => /^\s*--- (?:PASS|FAIL): /.test(line) && line.includes(` ${test} (`));
  return runs
    .filter(({ from, to }) => lines.slice(from, to).some(isAsked))
    .map(({ from, to }) => ({ ...file, text: '\n'.repeat(from) + lines.slice(from, to).join('\n') }));
}

function scoreOf(judged: readonly JudgedLink[]): number {
  const whole = judged.reduce((sum, { link }) => sum + link.weight, 0);
  const earned = judged.reduce((sum, one) => sum + one.link.weight * scoreOfOne(one), 0);
  return whole === 0 ? 0 : earned / whole;
}

function scoreOfOne({ result }: JudgedLink): number {
  return 'score' in result ? result.score : 0;
}

function firstUnreadable(judged: readonly JudgedLink[]): Unreadable {
  const [first] = judged.flatMap(({ link, result }) => ('unreadable' in result ? [{ link, result }] : []));
  if (!first) return { unreadable: { id: 'no-answer', message: 'There is nothing to judge yet.' } };
  return { unreadable: titled(first.link, first.result.unreadable) };
}

/** What a link's judge found, and whether the conclusion stands on links that hold. */
function findingsOf(judged: JudgedLink, all: readonly JudgedLink[]): readonly Finding[] {
  const { link, result } = judged;
  const own = 'unreadable' in result ? [result.unreadable] : result.findings;
  const shown =
    own.length > 0 ? own : [{ id: 'link', message: scoreOfOne(judged) === 1 ? 'That holds.' : 'That does not hold.' }];
  const grounds = all.filter((other) => link.restsOn.includes(other.link.id));
  const isLoose = grounds.length > 0 && grounds.every((other) => scoreOfOne(other) < 1) && scoreOfOne(judged) === 1;
  const titles = grounds.map((other) => `“${other.link.title}”`).join(' or ');
  const loose: Finding = {
    id: 'unsupported',
    message: `This holds, but it rests on ${titles}, which is not shown yet.`,
  };
  return [...shown, ...(isLoose ? [loose] : [])].map((finding) => titled(link, finding));
}

function titled({ title }: ChainLink, finding: Finding): Finding {
  return { ...finding, message: `${title}: ${finding.message}` };
}

function findConflicts(exercise: ChainExercise, answers: Readonly<Record<string, string>>): readonly Finding[] {
  const entries = Object.entries(answers).filter(([, answer]) => answer !== '');
  return entries.flatMap((first, i) =>
    entries.slice(i + 1).flatMap((second) => {
      const pair = formatPair([first, second]);
      const sealed = exercise.conflicts[hashPart(exercise.salt, 'conflict', pair)];
      if (sealed === undefined) return [];
      return [{ id: 'contradiction', message: openSealed(exercise.salt, `conflict ${pair}`, sealed) }];
    }),
  );
}
