/** Proves cases of the drill by grading them: the key is correct, a neighbor's key is not, and each wrong answer is judged. */
import {
  createDrillCase,
  drillSkills,
  grade,
  type DrillCase,
  type DrillSkill,
  type DrillSource,
  type Verdict,
} from '../../src/exercises/index.ts';

/** What was tried, by skill, and what was wrong. */
export interface DrillReport {
  /** Recordings that cases can be made of. */
  readonly items: Readonly<Record<DrillSkill, number>>;
  readonly cases: Readonly<Record<DrillSkill, number>>;
  /** Cases whose text is that of no other case. */
  readonly differentTexts: number;
  readonly problems: readonly string[];
}

/** Returns what happened when each recording was asked about in each seed. */
export async function checkDrill(sources: readonly DrillSource[], seeds: readonly number[]): Promise<DrillReport> {
  const items = zero();
  const cases = zero();
  const problems: string[] = [];
  const texts = new Set<string>();
  for (const source of sources) {
    const written = await createDrillCase(source, 0);
    if (!written) continue;
    items[written.skill]++;
    for (const seed of seeds) {
      const made = await createDrillCase(source, seed);
      if (!made) problems.push(`${source.id}: seed ${seed} can't be asked about, seed 0 can`);
      else {
        cases[made.skill]++;
        texts.add(made.text);
        problems.push(...(await checkCase(made, source)));
      }
    }
  }
  return { items, cases, differentTexts: texts.size, problems };
}

function zero(): Record<DrillSkill, number> {
  return Object.fromEntries(drillSkills.map((skill) => [skill, 0])) as Record<DrillSkill, number>;
}

async function checkCase(made: DrillCase, source: DrillSource): Promise<readonly string[]> {
  const where = `${source.id}, seed ${made.seed}, ${made.exercise.kind}`;
  const own = await gradeAs(made, made.answer);
  const neighbor = await createDrillCase(source, made.seed + 1);
  const isOther = neighbor?.exercise.kind === made.exercise.kind && neighbor.answer !== made.answer;
  const theirs = isOther ? await gradeAs(made, neighbor.answer) : undefined;
  return [
    ...(own.verdict === 'correct' ? [] : [`${where}: the key is graded ${own.verdict}: ${own.findings[0]?.message}`]),
    ...(theirs?.verdict === 'correct' ? [`${where}: a neighbor's key is graded correct`] : []),
    ...(made.text.split('\n').length === source.text.split('\n').length ? [] : [`${where}: lines were added or lost`]),
  ];
}

function gradeAs({ exercise, text }: DrillCase, answer: string): Promise<Verdict> {
  return grade(exercise, { answer, evidence: [{ source: 'recording', content: text }] });
}
