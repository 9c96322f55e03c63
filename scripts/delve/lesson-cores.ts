/**
 * Makes the cores of a lesson's lab: builds the lab as learners get it, lets it crash or takes a core of it while it runs.
 * Needs Linux on amd64, Go, gdb for `gcore`, and `dlv` where a recipe compares two answers.
 *
 *   npm run lessons:cores -- LESSON…
 *
 * LESSON/recordings/cores.yaml says how each core is made (recipes.ts). Executable and core are written to lab/ together;
 * what was recorded of the old core must be recorded anew.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findLessons, readLesson, type LessonOnDisk } from '../../src/cli/lessons/read.ts';
import { parseGoMod, readProgram } from '../../src/course/index.ts';
import { makeCore } from './core-maker.ts';
import type { CoreRecipe } from './recipes.ts';
import { readRecipes } from './recipes.ts';

/** A race that somebody must lose takes luck. */
const ATTEMPTS = 30;

const names = process.argv.slice(2);
if (names.length === 0) {
  process.stderr.write('usage: npm run lessons:cores -- LESSON…\n');
  process.exit(2);
}
for (const name of await findLessons(names)) await makeLessonCores(await readLesson(name));

async function makeLessonCores(lesson: LessonOnDisk): Promise<void> {
  const program = readProgram(lesson.files, 'lab');
  const { module = 'lab' } = parseGoMod(program['go.mod'] ?? '');
  const source = mkdtempSync(join(tmpdir(), 'faultline-lab-'));
  try {
    for (const [path, text] of Object.entries(program)) {
      if (lesson.files[`lab/${path}`] === undefined) continue;
      mkdirSync(dirname(join(source, path)), { recursive: true });
      writeFileSync(join(source, path), text);
    }
    for (const [core, recipe] of readRecipes(join(lesson.root, 'recordings')))
      await makeTelling(lesson, { source, module, core }, recipe);
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

interface Wanted {
  readonly source: string;
  readonly module: string;
  readonly core: string;
}

async function makeTelling(lesson: LessonOnDisk, { source, module, core }: Wanted, recipe: CoreRecipe): Promise<void> {
  const name = recipe.program ?? module;
  const [executable, packedCore] = [name, core].map((file) => join(lesson.root, 'lab', `${file}.gz`)) as [
    string,
    string,
  ];
  const files = { source, name, folder: `/home/gopher/${module}`, executable, core: packedCore };
  for (let i = 0; i < ATTEMPTS; i++) {
    await makeCore(files, recipe);
    if (recipe.differ === undefined || tellsApart(files, recipe.differ)) return;
  }
  throw new Error(`${core}: ${recipe.differ?.join(' and ')} agree in ${ATTEMPTS} cores; give it more procs`);
}

/** Asks Delve the two questions. */
function tellsApart(
  { executable, core }: { readonly executable: string; readonly core: string },
  questions: readonly string[],
): boolean {
  const work = mkdtempSync(join(tmpdir(), 'faultline-core-'));
  try {
    for (const [name, packed] of Object.entries({ program: executable, core }))
      writeFileSync(join(work, name), gunzipSync(readFileSync(packed)), { mode: 0o755 });
    const [first, second] = questions.map((question) => {
      const args = ['core', '--allow-non-terminal-interactive=true', './program', './core'];
      const env = { ...process.env, TERM: 'dumb', XDG_CONFIG_HOME: work };
      const { error, stdout } = spawnSync('dlv', args, { cwd: work, env, input: `${question}\n`, encoding: 'utf8' });
      if (error) throw new Error(`there is no dlv on the path: ${error.message}`);
      return stdout;
    });
    return first !== second;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
