/** `faultline grade --run`: fixes built and tested again with the page's tools, from the files that were handed in. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, sep } from 'node:path';
import type { Attempt, EvidenceFile, Exercise } from '../exercises/index.ts';
import { findLessons, lessonsRoot } from './lessons/read.ts';
import { openFolderVariant } from './lessons/variant.ts';

/** Edited files are handed in under this name. */
const labPrefix = 'lab/';

/** More than any lab's tests take, in the slowest of machines; a program that never ends is ended. */
const mostMillis = 300_000;

/**
 * The attempt with what its files print now in the place of what was handed in; the attempt itself where no files were
 * handed in.
 */
export async function runAgain(exercise: Exercise, attempt: Attempt, variant: number): Promise<Attempt> {
  const edited = attempt.evidence.filter(({ source }) => source.startsWith(labPrefix));
  if (edited.length === 0 || exercise.command === undefined) return attempt;
  const folder = await mkdtemp(join(tmpdir(), 'faultline-run-'));
  try {
    await writeLab(folder, exercise.id, variant);
    for (const file of edited) await writeEdited(folder, file);
    const output = { source: 'run again', content: await runInLab(folder, exercise.command) };
    return { ...attempt, evidence: [output, ...edited] };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeLab(folder: string, exercise: string, variant: number): Promise<void> {
  const [lesson] = await findLessons([exercise.split('/')[0] ?? '']);
  const lab = join(lessonsRoot, lesson?.folder ?? '', 'lab');
  await cp(lab, folder, { recursive: true });
  if (variant === 0) return;
  const { files } = await openFolderVariant(lab, variant);
  for (const [path, content] of Object.entries(files)) await writeEdited(folder, { source: labPrefix + path, content });
}

/** A name that leads out of the folder is no file of a lab, and is left out. */
async function writeEdited(folder: string, { source, content }: EvidenceFile): Promise<void> {
  const path = normalize(join(folder, source.slice(labPrefix.length)));
  if (!path.startsWith(folder + sep)) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** A process of its own: what was handed in may never end. */
function runInLab(folder: string, command: string): Promise<string> {
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main, 'lab', folder, '--', command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: mostMillis,
    killSignal: 'SIGKILL',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => child.on('error', reject).on('close', () => resolve(output)));
}
