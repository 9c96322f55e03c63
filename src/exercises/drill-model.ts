/**
 * What the answers given in the drill say about a reader, and what to ask next. Everything is worked out from the answers
 * alone, in the order of their times: two browsers' answers put together give one profile.
 */
import { drillSkills, type DrillSkill } from './drill-questions.ts';
import type { MisconceptionId } from './misconceptions.ts';
import { drawNumber } from './variant-random.ts';
import type { VerdictWord } from './verdict.ts';

/** One answer to one case. */
export interface DrillAnswer {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly skill: DrillSkill;
  /** The recording's id. */
  readonly source: string;
  readonly seed: number;
  readonly difficulty: number;
  readonly verdict: Exclude<VerdictWord, 'unreadable'>;
  readonly hintsUsed: number;
  /** The misreadings that the verdict named. */
  readonly misread: readonly MisconceptionId[];
  /** The misreadings that the case could have told, where the answer was right. */
  readonly avoided: readonly MisconceptionId[];
}

/** How well one skill is known. */
export interface SkillState {
  /** As in chess: as likely as not to be right about a case of this difficulty. */
  readonly rating: number;
  readonly answered: number;
  readonly right: number;
}

/** One misreading of a reader. */
export interface Mistake {
  readonly id: MisconceptionId;
  readonly times: number;
  /** When it was last made. */
  readonly last: number;
  /** Right answers since then to cases that could have told it. */
  readonly avoidedSince: number;
}

/** What the answers say. */
export interface DrillProfile {
  readonly skills: Readonly<Record<DrillSkill, SkillState>>;
  /** Most frequent first; those that were avoided often enough come last. */
  readonly mistakes: readonly Mistake[];
}

const firstRating = 1100;
const ratingScale = 400;
const early = { answers: 8, step: 80 };
const lateStep = 36;
const scores: Readonly<Record<DrillAnswer['verdict'], number>> = { correct: 1, partly: 0.4, wrong: 0 };
const hintCost = 0.25;
/** Avoided this often in a row, a misreading counts as overcome. */
export const avoidedEnough = 3;

/**
 * Returns the chance, 0 to 1, that a reader of that rating is right about a case.
 *
 * @see the logistic curve of the Elo rating
 * @example chanceOf(1200, 1200) // 0.5
 */
export function chanceOf(rating: number, difficulty: number): number {
  return 1 / (1 + 10 ** ((difficulty - rating) / ratingScale));
}

/**
 * Returns what the answers say about their reader; their order does not matter.
 *
 * @example profileOf([]).skills.panic.answered // 0
 */
export function profileOf(answers: readonly DrillAnswer[]): DrillProfile {
  const skills = Object.fromEntries(
    drillSkills.map((skill) => [skill, { rating: firstRating, answered: 0, right: 0 }]),
  ) as Record<DrillSkill, SkillState>;
  const mistakes = new Map<MisconceptionId, Mistake>();
  for (const answer of answers.toSorted((a, b) => a.time - b.time)) {
    skills[answer.skill] = learn(skills[answer.skill], answer);
    noteMistakes(mistakes, answer);
  }
  return { skills, mistakes: [...mistakes.values()].toSorted(byWeight) };
}

function learn({ rating, answered, right }: SkillState, { difficulty, verdict, hintsUsed }: DrillAnswer): SkillState {
  const score = Math.max(0, scores[verdict] - hintCost * Math.min(hintsUsed, 2));
  const step = answered < early.answers ? early.step : lateStep;
  return {
    rating: rating + step * (score - chanceOf(rating, difficulty)),
    answered: answered + 1,
    right: right + (verdict === 'correct' ? 1 : 0),
  };
}

function noteMistakes(mistakes: Map<MisconceptionId, Mistake>, { time, misread, avoided }: DrillAnswer): void {
  for (const id of new Set(misread))
    mistakes.set(id, { id, times: (mistakes.get(id)?.times ?? 0) + 1, last: time, avoidedSince: 0 });
  for (const id of avoided) {
    const mistake = mistakes.get(id);
    if (mistake) mistakes.set(id, { ...mistake, avoidedSince: mistake.avoidedSince + 1 });
  }
}

/** True while the misreading was not yet avoided often enough. */
export function isOpen({ avoidedSince }: Mistake): boolean {
  return avoidedSince < avoidedEnough;
}

function byWeight(a: Mistake, b: Mistake): number {
  return Number(isOpen(b)) - Number(isOpen(a)) || b.times - a.times || b.last - a.last;
}

/** A recording that the drill can ask about. */
export interface DrillItem {
  /** `LESSON/FILE`. */
  readonly id: string;
  readonly skill: DrillSkill;
  readonly difficulty: number;
  /** The misreadings that a case of it can tell. */
  readonly tells: readonly MisconceptionId[];
}

/** Right about three of four: hard enough to learn from. */
const aim = 0.75;
const breadth = 0.2;
const openWeight = 3;
const latelyAsked = 5;
const grain = 10_000;

/**
 * Returns the item to ask next about one skill: not one of those asked lately, rather one that the reader will be right
 * about three times in four, and rather one that can tell a misreading still open. Undefined where there are none.
 *
 * @param seed decides among the items; the same seed chooses the same
 * @example chooseItem(items, 'race', answers, 7)?.id
 */
export function chooseItem(
  items: readonly DrillItem[],
  skill: DrillSkill,
  answers: readonly DrillAnswer[],
  seed: number,
): DrillItem | undefined {
  const own = items.filter((item) => item.skill === skill);
  const { skills, mistakes } = profileOf(answers);
  const open = new Set(mistakes.filter(isOpen).map(({ id }) => id));
  const asked = answers.toSorted((a, b) => b.time - a.time).filter((answer) => answer.skill === skill);
  const late = new Set(asked.slice(0, Math.min(latelyAsked, own.length - 1)).map(({ source }) => source));
  const weigh = ({ difficulty, tells }: DrillItem): number =>
    Math.exp(-(((chanceOf(skills[skill].rating, difficulty) - aim) / breadth) ** 2)) *
    (tells.some((id) => open.has(id)) ? openWeight : 1);
  return drawWeighted(
    own.filter(({ id }) => !late.has(id)),
    weigh,
    seed,
  );
}

function drawWeighted(
  items: readonly DrillItem[],
  weigh: (item: DrillItem) => number,
  seed: number,
): DrillItem | undefined {
  const weights = items.map((item) => 0.02 + weigh(item));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = ((drawNumber(seed, 'item') % grain) / grain) * total;
  return items.find((_, i) => (left -= weights[i] ?? 0) < 0) ?? items.at(-1);
}

/**
 * Returns the skill to ask about where the reader leaves it open: the one asked least of late, then the weakest.
 *
 * @example chooseSkill([]) // 'panic'
 */
export function chooseSkill(answers: readonly DrillAnswer[]): DrillSkill {
  const { skills } = profileOf(answers);
  const late = answers.toSorted((a, b) => b.time - a.time).slice(0, 2 * drillSkills.length);
  const asked = (skill: DrillSkill): number => late.filter((answer) => answer.skill === skill).length;
  const order = drillSkills.toSorted((a, b) => asked(a) - asked(b) || skills[a].rating - skills[b].rating);
  return order[0] ?? 'panic';
}
