/** Reads the evidence of an attempt and picks what the exercise is about, or says why it can't be judged. */
import { analyze, type Analysis } from '../analysis/index.ts';
import { openProfile, type Profile } from '../analysis/pprof/index.ts';
import { isHolderText } from './heap/holdings.ts';
import { askFor, type Evidence, type Picked, type ReadFile } from './paste.ts';
import { findProvenanceProblem } from './provenance.ts';
import type { ExerciseCommon } from './schema.ts';
import type { EvidenceFile, Finding, Unreadable } from './verdict.ts';

/** More than any trace needs; a goroutine dump of 10,000 goroutines is about 6 MB. */
const maxTextBytes = 16_000_000;
/** Heap dumps hold the program's whole memory, and the program that names its variables comes with them. */
const maxBinaryBytes = 128_000_000;

/** Turns what was read into the words that the exercise is written in; variants of a lab have words of their own. */
export type ReadBack = (analysis: Analysis) => Analysis;

/**
 * Returns the attempt's evidence, or the one finding that says what it is and what to paste instead.
 *
 * @example await readEvidence(exercise, [{ source: 'paste', content: text }])
 */
export async function readEvidence(
  exercise: ExerciseCommon,
  files: readonly EvidenceFile[],
  readBack: ReadBack = (analysis) => analysis,
): Promise<Evidence | Unreadable> {
  if (exercise.evidence === 'none') return { files: [] };
  const cheap = findCheapProblem(exercise, files);
  return cheap ? { unreadable: cheap } : pickEvidence(exercise, await readFiles(files, readBack));
}

/** Returns what the exercise is about among files already read, or the one finding that says what is wrong with them. */
export function pickEvidence(exercise: ExerciseCommon, files: readonly ReadFile[]): Evidence | Unreadable {
  const picked = exercise.picksByLink === true ? [] : pickFound(exercise, files);
  const problem = findKindProblem(exercise, files, picked) ?? findProvenanceProblem(exercise, files, picked);
  if (problem) return { unreadable: problem };
  return { files, found: picked[0]?.found, file: picked[0]?.file };
}

/** A program beside a heap dump names the dump's variables. */
async function readFiles(files: readonly EvidenceFile[], readBack: ReadBack): Promise<readonly ReadFile[]> {
  const given = files.filter((file) => !isBlank(file));
  const program = given.find(({ content }) => typeof content !== 'string' && isProgram(content));
  return Promise.all(given.filter((file) => file !== program).map((file) => readFile(file, program, readBack)));
}

async function readFile(
  { source, content }: EvidenceFile,
  program: EvidenceFile | undefined,
  readBack: ReadBack,
): Promise<ReadFile> {
  const read = await analyze(content, { source });
  const analysis = readBack(await withNames(read, content, program));
  const isBinary = typeof content !== 'string' && analysis.lines === 0;
  const text = isBinary ? '' : typeof content === 'string' ? content : new TextDecoder().decode(content);
  if (!analysis.evidence.some(({ kind }) => kind === 'profile')) return { source, text, analysis };
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const { value } = await openProfile(bytes);
  return { source, text, analysis, ...(value && { profile: readProfileBack(value.profile, read, readBack) }) };
}

async function withNames(
  analysis: Analysis,
  content: EvidenceFile['content'],
  program: EvidenceFile | undefined,
): Promise<Analysis> {
  const isDump = analysis.evidence.some(({ kind }) => kind === 'heapdump');
  if (!isDump || typeof content === 'string' || !program || typeof program.content === 'string') return analysis;
  const { parseProgram, readHeapdump } = await import('../analysis/heapdump/index.ts');
  const { value, diagnostics } = readHeapdump(content, parseProgram(program.content).value);
  return { ...analysis, evidence: [value.evidence], diagnostics };
}

/** The names of its functions are all that a profile is graded on. */
function readProfileBack(profile: Profile, analysis: Analysis, readBack: ReadBack): Profile {
  const evidence = analysis.evidence.find(({ kind }) => kind === 'profile');
  if (evidence?.kind !== 'profile') return profile;
  const top = profile.functions.map(({ name }) => ({ func: name, flat: '0', cum: '0' }));
  const [back] = readBack({ ...analysis, evidence: [{ ...evidence, top }] }).evidence;
  const names = back?.kind === 'profile' ? back.top : [];
  return {
    ...profile,
    functions: profile.functions.map((func, i) => ({ ...func, name: names[i]?.func ?? func.name })),
  };
}

/** ELF or WebAssembly. */
function isProgram(content: Uint8Array): boolean {
  return programMagics.some((magic) => magic.every((byte, i) => content[i] === byte));
}

const programMagics: readonly (readonly number[])[] = [
  [0x7f, 0x45, 0x4c, 0x46],
  [0x00, 0x61, 0x73, 0x6d],
];

function pickFound(exercise: ExerciseCommon, files: readonly ReadFile[]): readonly Picked[] {
  const all = files.flatMap((file) => file.analysis.evidence.map((found) => ({ file, found })));
  return all.filter(({ found }) => exercise.expects.some((kind) => kind === found.kind));
}

function isBlank(file: EvidenceFile): boolean {
  return typeof file.content === 'string' ? file.content.trim() === '' : file.content.length === 0;
}

function findCheapProblem(exercise: ExerciseCommon, files: readonly EvidenceFile[]): Finding | undefined {
  if (files.every(isBlank)) return { id: 'nothing-pasted', message: `Nothing is pasted yet. ${askFor(exercise)}` };
  const tooLarge = findTooLarge(exercise, files);
  if (tooLarge) return tooLarge;
  const binary = files.map((file) => nameBinary(file)).find((name) => name !== undefined);
  const wantsBinary = exercise.expects.some((kind) => kind === 'profile' || kind === 'heapdump');
  if (binary !== undefined && !wantsBinary)
    return { id: 'binary', message: `This is ${binary}, not text. ${askFor(exercise)}` };
  return undefined;
}

function findTooLarge(exercise: ExerciseCommon, files: readonly EvidenceFile[]): Finding | undefined {
  const takesBinary = exercise.expects.includes('heapdump');
  const size = files.reduce((sum, { content }) => sum + content.length, 0);
  const most = takesBinary ? maxBinaryBytes : maxTextBytes;
  if (size <= most) return undefined;
  const instead = takesBinary
    ? 'Paste what `heapdump FILE` prints instead: it says the same in a few lines.'
    : 'The part from the first line of the report to its end is enough.';
  const message = `This is ${Math.round(size / 1_000_000)} MB; an exercise reads up to ${most / 1_000_000}. ${askFor(exercise)} ${instead}`;
  return { id: 'too-large', message };
}

const magics: readonly (readonly [string, readonly number[]])[] = [
  ['a gzip file', [0x1f, 0x8b]],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['a zip file', [0x50, 0x4b, 0x03, 0x04]],
  ['an ELF file (a program or a core)', [0x7f, 0x45, 0x4c, 0x46]],
  ['a WebAssembly file', [0x00, 0x61, 0x73, 0x6d]],
];

function nameBinary(file: EvidenceFile): string | undefined {
  if (typeof file.content === 'string') return file.content.slice(0, 4096).includes('\0') ? 'binary data' : undefined;
  const head = file.content.subarray(0, 4096);
  const magic = magics.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte));
  return magic?.[0] ?? (head.includes(0) ? 'binary data' : undefined);
}

function findKindProblem(
  exercise: ExerciseCommon,
  files: readonly ReadFile[],
  picked: readonly Picked[],
): Finding | undefined {
  if (exercise.expects.length === 0 || exercise.picksByLink === true) return undefined;
  if (picked.length === 0) return tellsHolders(exercise, files) ? undefined : explainStranger(exercise, files);
  return findSecondTrace(picked);
}

/** Tables of holders are no evidence of their own to the analyzer; graders read them. */
function tellsHolders(exercise: ExerciseCommon, files: readonly ReadFile[]): boolean {
  return exercise.expects.includes('heapdump') && files.some(({ text }) => isHolderText(text));
}

function findSecondTrace(picked: readonly Picked[]): Finding | undefined {
  const crashes = picked.filter(({ found }) => found.kind === 'panic' || found.kind === 'fatal');
  const [first, second] = crashes;
  if (!first || !second) return undefined;
  const lines = crashes.map(({ found }) => found.span.from);
  const list = `${lines.slice(0, -1).join(', ')} and ${lines.at(-1) ?? ''}`;
  return {
    id: 'two-traces',
    message: `There are ${crashes.length} crashes in this paste, starting at lines ${list}. Paste the one you judge, alone.`,
    at: second.found.span.from,
  };
}

function explainStranger(exercise: ExerciseCommon, files: readonly ReadFile[]): Finding {
  const foreign = files.flatMap((file) => file.analysis.evidence).find((found) => found.kind === 'foreign');
  if (foreign?.kind === 'foreign')
    return {
      id: 'foreign',
      message: `This is ${foreign.what}. ${foreign.instead} ${askFor(exercise)}`,
      at: foreign.span.from,
    };
  const other = files.flatMap((file) => file.analysis.evidence)[0];
  if (other?.kind === 'dump' && other.goroutines.length === 1 && exercise.expects.includes('panic'))
    return headless(exercise, other.span.from);
  if (other)
    return {
      id: 'other-kind',
      message: `This reads as ${otherNames[other.kind] ?? other.kind}. ${askFor(exercise)}`,
      at: other.span.from,
    };
  return { id: 'no-evidence', message: `There is no trace of a Go program in this text. ${askFor(exercise)}` };
}

/** One running goroutine without the text above it: the head of a crash was left behind. */
function headless(exercise: ExerciseCommon, at: number): Finding {
  const message = `This paste is cut: the line above the first \`goroutine\` line is missing, and with it what went wrong. ${askFor(exercise)}`;
  return { id: 'cut-paste', misconception: 'cut-paste', message, at };
}

const otherNames: Readonly<Record<string, string>> = {
  panic: 'a panic',
  fatal: 'a fatal error of the Go runtime',
  dump: 'a goroutine dump',
  race: 'a race report',
  delve: 'a Delve session',
  shell: 'a shell session',
  profile: 'a pprof profile',
  report: "pprof's text report",
  heapdump: 'a heap dump',
};
