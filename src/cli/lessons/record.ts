/** `faultline lessons record`: runs the commands of recordings.yaml again, with the Go versions they name, and shows the drift. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse, parseDocument } from 'yaml';
import { hashProgram, parseGoMod, readProgram, recordingsSchema, type RecordingData } from '../../course/index.ts';
import { usageStatus, type CliIO } from '../io.ts';
import { formatDrift } from './drift.ts';
import { hasGo, runShell, withFolder, type Outcome } from './go.ts';
import { findLessons, lessonsRoot, readLesson, type LessonOnDisk } from './read.ts';
import { runSession } from './session.ts';

/** Records the named lessons; without `--write` nothing is written, and drift makes the status 1. */
export async function recordLessons(args: readonly string[], io: CliIO, root = lessonsRoot): Promise<number> {
  const write = args.includes('--write');
  const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length);
  const words = args.filter((arg) => !arg.startsWith('--'));
  if (words.length === 0) {
    io.stderr('faultline lessons record: name the lessons to record, such as 02-the-line-that-panicked.\n');
    return usageStatus;
  }
  if (!(await hasGo())) {
    io.stderr(
      'faultline lessons record: there is no go on the path. Install Go 1.21 or newer from https://go.dev/dl and try again.\n',
    );
    return 1;
  }
  let isClean = true;
  for (const name of await findLessons(words, root))
    isClean = (await recordLesson(await readLesson(name, root), { write, only }, io)) && isClean;
  return isClean || write ? 0 : 1;
}

interface Wish {
  readonly write: boolean;
  readonly only: string | undefined;
}

async function recordLesson(lesson: LessonOnDisk, { write, only }: Wish, io: CliIO): Promise<boolean> {
  const path = join(lesson.root, 'recordings', 'recordings.yaml');
  const document = parseDocument(await readFile(path, 'utf8'));
  const recordings = recordingsSchema.parse(withHashes(parse(document.toString())));
  let isClean = true;
  for (const [i, recording] of recordings.entries()) {
    if (only !== undefined && recording.file !== only) continue;
    const program = readProgram(lesson.files, recording.program);
    const outcome = await recordOne(lesson, recording, program);
    const isSteady = report(lesson, recording, outcome, io);
    isClean &&= isSteady;
    if (!write) continue;
    if (!isSteady && holdsIt(recording, outcome))
      await writeFile(join(lesson.root, 'recordings', recording.file), outcome.output);
    document.setIn([i, 'exit'], outcome.exit);
    document.setIn([i, 'hash'], hashProgram(program));
  }
  if (write) await writeFile(path, document.toString({ lineWidth: 110 }));
  return isClean;
}

/** A recording that was never made has no hash yet. */
function withHashes(list: unknown): unknown {
  return Array.isArray(list)
    ? list.map((entry: unknown) => (typeof entry === 'object' ? { exit: 0, hash: '0'.repeat(16), ...entry } : entry))
    : list;
}

async function recordOne(
  lesson: LessonOnDisk,
  recording: RecordingData,
  program: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const plain = { ...recording.env, GOTOOLCHAIN: recording.go };
  return withFolder(program, async (folder) => {
    await unpackBinaries(lesson, recording.program, folder);
    const goroot = (await runShell('go env GOROOT', folder, { env: plain })).output.trim();
    const isTyped = recording.input !== undefined;
    const env = isTyped ? { ...plain, XDG_CONFIG_HOME: await configureDelve(folder, program) } : plain;
    if (recording.setup !== undefined) await runShell(recording.setup, folder, { env });
    let outcome: Outcome = { output: '', exit: 0 };
    for (let i = 0; i < recording.attempts; i++) {
      outcome = await runOnce(recording, folder, env);
      if (holdsIt(recording, outcome)) break;
    }
    return { ...outcome, output: renameFolders(outcome.output, folder, goroot, program) };
  });
}

function runOnce(recording: RecordingData, folder: string, env: Readonly<Record<string, string>>): Promise<Outcome> {
  const { command, input, signal } = recording;
  return input === undefined ? runShell(command, folder, { env, signal }) : runSession(command, folder, input, { env });
}

/** Puts a program's binary files beside its sources, unpacked as a lab unpacks them. */
async function unpackBinaries({ root, files }: LessonOnDisk, program: string, folder: string): Promise<void> {
  const binaries = Object.keys(files).filter((path) => files[path] === undefined && path.startsWith(`${program}/`));
  for (const path of binaries) {
    const bytes = await readFile(join(root, path));
    const isPacked = path.endsWith('.gz');
    const target = join(folder, path.slice(program.length + 1).replace(/\.gz$/, ''));
    await writeFile(target, isPacked ? gunzipSync(bytes) : bytes, { mode: 0o755 });
  }
}

/** Lets Delve find the sources of an executable that says it was built in a lab's folder, and keep its history apart. */
async function configureDelve(folder: string, program: Readonly<Record<string, string>>): Promise<string> {
  const home = join(folder, '.config');
  await mkdir(join(home, 'dlv'), { recursive: true });
  const rule = `substitute-path:\n  - {from: ${labFolder(program)}, to: ${folder}}\n`;
  await writeFile(join(home, 'dlv', 'config.yml'), rule);
  return home;
}

/** Where the program lies in a lab, and on the machine that its recordings seem to be made on. */
function labFolder(program: Readonly<Record<string, string>>): string {
  const { module = 'lab' } = parseGoMod(program['go.mod'] ?? '');
  return `/home/gopher/${module}`;
}

/**
 * The one thing changed in a recording: folders of the machine it was made on. The program's becomes /home/gopher/MODULE,
 * GOROOT becomes /usr/local/go, as on a usual machine.
 */
function renameFolders(
  output: string,
  folder: string,
  goroot: string,
  program: Readonly<Record<string, string>>,
): string {
  return output.replaceAll(folder, labFolder(program)).replaceAll(goroot, '/usr/local/go');
}

function holdsIt({ holds }: RecordingData, { output }: Outcome): boolean {
  return holds === undefined || output.includes(holds);
}

function report(lesson: LessonOnDisk, recording: RecordingData, outcome: Outcome, io: CliIO): boolean {
  const place = `${lesson.name.folder}/recordings/${recording.file}`;
  if (!holdsIt(recording, outcome)) {
    io.stderr(
      `${place}: the output does not hold "${recording.holds}" after ${recording.attempts} attempts. Is the program still the one recorded?\n`,
    );
    return false;
  }
  const before = lesson.files[`recordings/${recording.file}`];
  const drift = before === undefined ? 'not recorded before' : formatDrift(before, outcome.output);
  const exit =
    before !== undefined && recording.exit !== outcome.exit
      ? `exit status was ${recording.exit}, is ${outcome.exit}\n`
      : '';
  io.stdout(`${place} (${recording.go}): ${exit}${drift === '' ? 'unchanged' : drift}\n`);
  return drift === '' && exit === '';
}
