/** Proves that the drill's cases can be graded: `npm run suite:drill -- [SEEDS]`, 200 seeds of each recording by default. */
import { drillSkills } from '../src/exercises/index.ts';
import { checkDrill } from './drill/check.ts';
import { readDrillSources } from './drill/sources.ts';

const [seedCount = 200] = process.argv.slice(2).map(Number);
const seeds = Array.from({ length: seedCount }, (_, i) => i * 7919 + 1);

const { items, cases, differentTexts, problems } = await checkDrill(await readDrillSources(), seeds);
for (const problem of problems) console.log(problem);
for (const skill of drillSkills) console.log(`${skill}: ${items[skill]} recordings, ${cases[skill]} cases graded`);
console.log(`${differentTexts} different texts, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
