/**
 * Feeds every exercise of the course what learners feed it: `npm run suite:mutations -- [LESSON…]`. Each must find its own
 * answer right, the untouched sheet not right, each misreading that it declares by its message, output of something else
 * by its name, the right answer on a cut paste never wrong, and output of another variant by a name in it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLessons, listLessons, readLesson } from '../src/cli/lessons/read.ts';
import { checkMutations, formatProblem, mutationKinds, type ForeignPaste } from '../src/course/index.ts';
import { root } from './setup/paths.ts';

/** Real output of other tools, and what the message calls it. */
const fixtures: Readonly<Record<string, RegExp>> = {
  'python.txt': /Python/,
  'java.txt': /Java/,
  'javascript.txt': /JavaScript/,
  'rust.txt': /Rust/,
  'gdb.txt': /gdb/,
  'valgrind.txt': /Valgrind/,
  'web-page.txt': /web page/,
};

/** Returns the pastes that are of no Go program. */
export function readForeignPastes(): readonly ForeignPaste[] {
  const folder = join(root, 'test', 'fixtures', 'foreign');
  return Object.entries(fixtures).map(([file, called]) => ({ text: readFileSync(join(folder, file), 'utf8'), called }));
}

async function main(words: readonly string[]): Promise<void> {
  const names = words.length === 0 ? (await listLessons()).names : await findLessons(words);
  const totals = new Map<string, number>();
  const foreign = readForeignPastes();
  let problemCount = 0;
  for (const name of names) {
    const { files, bytes } = await readLesson(name);
    const { exercises, tried, problems } = await checkMutations(name, { texts: files, bytes }, foreign);
    const counts = [['exercises', exercises] as const, ...mutationKinds.map((kind) => [kind, tried[kind]] as const)];
    for (const [what, count] of counts) totals.set(what, (totals.get(what) ?? 0) + count);
    for (const problem of problems) console.log(formatProblem(name.folder, problem));
    problemCount += problems.length;
  }
  console.log([...totals].map(([what, count]) => `${what} ${count}`).join(', '));
  console.log(`${problemCount} problems`);
  process.exitCode = problemCount === 0 ? 0 : 1;
}

if (import.meta.main) await main(process.argv.slice(2));
