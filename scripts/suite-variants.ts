/**
 * Proves that every varied exercise can be graded in every seed: `npm run suite:variants -- [SEEDS] [NATIVE SEEDS]`.
 * 200 seeds by default, and 1 of them natively: the varied programs are as gofmt writes them, and `go vet` says of them
 * what it says of the programs as written.
 */
import { runShell, withFolder } from '../src/cli/lessons/go.ts';
import { listLessons, readLesson } from '../src/cli/lessons/read.ts';
import { checkVariants, formatProblem, publishVariants } from '../src/course/index.ts';
import { createVariant, type VariantProgram } from '../src/exercises/index.ts';

const [seedCount = 200, nativeCount = 1] = process.argv.slice(2).map(Number);
const seeds = Array.from({ length: seedCount }, (_, i) => i * 7919 + 1);
const totals: Record<string, number> = {};

async function vetOf(files: Readonly<Record<string, string>>): Promise<number> {
  return withFolder(files, async (folder) => (await runShell('go vet ./...', folder)).exit);
}

async function checkNatively(program: VariantProgram, seed: number): Promise<readonly string[]> {
  const { files } = createVariant(program, seed);
  const unformatted = await withFolder(files, async (folder) => (await runShell('gofmt -l .', folder)).output.trim());
  const [varied, written] = [await vetOf(files), await vetOf(program.files)];
  return [
    ...(unformatted === '' ? [] : [`variant ${seed}: gofmt would change ${unformatted}`]),
    ...(varied === written
      ? []
      : [`variant ${seed}: go vet ends with ${varied}, of the program as written with ${written}`]),
  ];
}

let problemCount = 0;
function tell(line: string): void {
  problemCount++;
  console.log(line);
}

for (const name of (await listLessons()).names) {
  const { files } = await readLesson(name);
  const { problems, ...counts } = await checkVariants(name, files, seeds);
  for (const [what, count] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + count;
  for (const problem of problems) tell(formatProblem(name.folder, problem));
  for (const program of publishVariants(name, files).programs) {
    totals['programs'] = (totals['programs'] ?? 0) + 1;
    for (const seed of seeds.slice(0, nativeCount))
      for (const problem of await checkNatively(program, seed)) tell(`${name.folder}/${program.folder}: ${problem}`);
  }
}
console.log(
  Object.entries(totals)
    .map(([what, count]) => `${what} ${count}`)
    .join(', '),
);
console.log(`${problemCount} problems`);
process.exitCode = problemCount === 0 ? 0 : 1;
