/** Grades an answer about a variant, and tells output of another variant, or of the lab as written, from the learner's own. */
import { analyze, type Analysis } from '../analysis/index.ts';
import { findSample } from './fingerprint.ts';
import { grade } from './grade.ts';
import { formatHint } from './hints.ts';
import { askFor } from './paste.ts';
import type { Exercise } from './registry.ts';
import type { Variant } from './variant.ts';
import { readWords, renameBy, type WordMap } from './variant-names.ts';
import { visitWords } from './variant-text.ts';
import type { Attempt, EvidenceFile, Finding, Verdict } from './verdict.ts';

/**
 * Returns the verdict on one attempt at an exercise in a variant, `faultline.verdict/1`: evidence and answer are read
 * back into the lab's own words and graded there, findings come in the variant's words. Their `at` counts lines of the
 * learner's paste. Without a variant, and where the exercise has no evidence, it is `grade`.
 *
 * @throws RangeError where the exercise's kind is unknown to this version.
 * @example await gradeVariant(exercise, createVariant(program, 7), { answer: 'crane.go:44', evidence })
 */
export async function gradeVariant(
  exercise: Exercise,
  variant: Variant | undefined,
  attempt: Attempt,
): Promise<Verdict> {
  if (variant === undefined || exercise.evidence === 'none') return grade(exercise, attempt);
  const read = { ...attempt, evidence: attempt.evidence.map(decodeText) };
  const stranger = await findStranger(exercise, variant, read.evidence);
  if (stranger) return unreadable(exercise, stranger);
  if (variant.seed === 0) return grade(exercise, attempt);
  const answer = variant.readAnswer(attempt.answer, namesAnswer.has(exercise.kind));
  const original = { answer, evidence: toOriginal(variant, read.evidence) };
  const verdict = await grade(exercise, original, (analysis) => readBack(variant, analysis));
  return { ...verdict, findings: verdict.findings.map((finding) => inVariant(variant, finding)) };
}

/**
 * Returns the text of a hint in the variant's words, its facts filled in from the evidence.
 *
 * @throws RangeError where the exercise has no hint of that index.
 * @example await formatVariantHint(exercise, variant, 0, evidence)
 */
export async function formatVariantHint(
  exercise: Exercise,
  variant: Variant,
  index: number,
  files: readonly EvidenceFile[],
): Promise<string> {
  return variant.varyProse(await formatHint(exercise, index, toOriginal(variant, files)));
}

/** Kinds that are answered with names of the program. The ids of options are words of their own. */
const namesAnswer: ReadonlySet<string> = new Set(['fault', 'race-pair', 'dump', 'delve', 'allocation', 'retention']);

function toOriginal(variant: Variant, files: readonly EvidenceFile[]): readonly EvidenceFile[] {
  return files.map((file) =>
    typeof file.content === 'string' ? { ...file, content: variant.toOriginal(file.content) } : file,
  );
}

/** A text may come as bytes: a large file that was dropped. */
function decodeText({ source, content }: EvidenceFile): EvidenceFile {
  const isText = typeof content !== 'string' && !content.subarray(0, 8192).includes(0);
  return { source, content: isText ? new TextDecoder().decode(content) : content };
}

function inVariant(variant: Variant, finding: Finding): Finding {
  return { ...finding, message: variant.varyProse(finding.message) };
}

function unreadable(exercise: Exercise, finding: Finding): Verdict {
  return {
    schema: 'faultline.verdict/1',
    exercise: exercise.id,
    version: exercise.version,
    verdict: 'unreadable',
    points: 0,
    maxPoints: exercise.points,
    findings: [finding],
  };
}

/** What bytes held, in the lab's own words. Texts have lines, and were put into them before they were read. */
function readBack(variant: Variant, analysis: Analysis): Analysis {
  if (analysis.lines > 0) return analysis;
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return variant.toOriginal(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    const read = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, walk(part)]));
    const { file, line } = value as { readonly file?: unknown; readonly line?: unknown };
    return typeof file === 'string' && typeof line === 'number'
      ? { ...read, ...variant.placeToOriginal(file, line) }
      : read;
  };
  return walk(analysis) as Analysis;
}

/**
 * Output that can't be of this variant. A copied sample of the lesson is told by the grader, better than here: only it
 * knows which sample it is.
 */
async function findStranger(
  exercise: Exercise,
  variant: Variant,
  files: readonly EvidenceFile[],
): Promise<Finding | undefined> {
  const texts = files.flatMap(({ content }) => (typeof content === 'string' ? [content] : []));
  if (texts.some((text) => findSample(text, exercise.samples) !== undefined)) return undefined;
  const spoken = countSpeakers(variant, (await Promise.all(files.map(findPrintedNames))).flat());
  const again = askFor(exercise);
  const [other, written] = [spoken.other, spoken.written].map((names) =>
    names.length > spoken.own.length ? names[0] : undefined,
  );
  if (other) return foreign(`This is output of another variant of this lab: ${yours(other)}. ${again}`, other);
  if (written)
    return foreign(
      `This is output of the lab as the lesson shows it, not of your variant: ${yours(written)}. ${again}`,
      written,
    );
  return undefined;
}

function yours({ name, called }: Speaker): string {
  return `its \`${name}\` is called \`${called}\` in yours`;
}

function foreign(message: string, { at }: Speaker): Finding {
  return { id: 'other-program', misconception: 'other-program', message, ...(at === undefined ? {} : { at }) };
}

/** A name that can only be a program's own: it stands behind a dot or in a receiver, or is a test's or a file's. */
interface PrintedName {
  readonly name: string;
  /** Line of the paste. */
  readonly at?: number;
}

async function findPrintedNames({ source, content }: EvidenceFile): Promise<readonly PrintedName[]> {
  if (typeof content === 'string') return scanNames(content);
  const { evidence } = await analyze(content, { source });
  return scanNames(functionsIn(evidence).join('\n')).map(({ name }) => ({ name }));
}

function functionsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === 'func' && typeof part === 'string' ? [part] : functionsIn(part),
  );
}

function scanNames(text: string): readonly PrintedName[] {
  const names: PrintedName[] = [];
  let [at, seen] = [1, 0];
  const add = (name: string, from: number): void => {
    for (; seen < from; seen++) if (text[seen] === '\n') at++;
    names.push({ name, at });
  };
  visitWords(text, (word, from, isFile) => {
    if (isFile) add(`${word}.go`, from);
    else if (isPrintedName(text, word, from)) add(word, from);
  });
  return names;
}

function isPrintedName(text: string, word: string, from: number): boolean {
  if (/^(?:Test|Benchmark|Example|Fuzz)[A-Z]/.test(word)) return true;
  const [twoBefore = '', before = ''] = [text[from - 2], text[from - 1]];
  return (before === '.' && /[\w)]/.test(twoBefore)) || (before === '*' && twoBefore === '(');
}

/** A name of the lab, of this or of another variant, and what this variant calls it. */
interface Speaker extends PrintedName {
  readonly called: string;
}

/** What a variant calls the names and files of its lab, and what names of any variant stand for. */
interface Names {
  readonly called: ReadonlyMap<string, string>;
  readonly own: ReadonlySet<string>;
  readonly origins: WordMap;
}

/** Made once for a variant: a class of thousands is graded in the one as written. */
const knownNames = new WeakMap<Variant, Names>();

function namesIn(variant: Variant): Names {
  const known = knownNames.get(variant);
  if (known) return known;
  const called = new Map([...variant.names, ...variant.fileNames]);
  const names = { called, own: new Set(called.values()), origins: readWords(variant.program) };
  knownNames.set(variant, names);
  return names;
}

function countSpeakers(
  variant: Variant,
  printed: readonly PrintedName[],
): Readonly<Record<'own' | 'other' | 'written', readonly Speaker[]>> {
  const { called, own, origins } = namesIn(variant);
  const speakers = { own: [] as Speaker[], other: [] as Speaker[], written: [] as Speaker[] };
  for (const one of printed) {
    const origin = originOf(one.name, origins);
    const here = called.get(origin);
    if (here === undefined) continue;
    const who = own.has(one.name) ? 'own' : origin === one.name ? 'written' : 'other';
    speakers[who].push({ ...one, called: variant.seed === 0 ? origin : here });
  }
  return speakers;
}

/** What a name of any variant is called in the lab. */
function originOf(name: string, origins: WordMap): string {
  const [stem = ''] = name.split(/[_.]/, 1);
  return renameBy(stem, origins) + name.slice(stem.length);
}
