/** Chooses the cases of the drill, makes them and grades them, away from the page. */
import {
  chooseItem,
  chooseSkill,
  createDrillCase,
  grade,
  isOpen,
  largestSeed,
  misreadingsOf,
  profileOf,
  type DrillAnswer,
  type DrillCase,
  type DrillItem,
  type DrillProfile,
  type DrillSkill,
  type DrillSource,
  type Mistake,
  type MisconceptionId,
} from '../exercises/index.ts';
import { readText, type Reading } from './reading.ts';

/** A case as the page shows it. */
export interface ShownCase {
  readonly made: DrillCase;
  readonly reading: Reading;
  /** The misreadings that it can tell. */
  readonly tells: readonly MisconceptionId[];
}

/** What to ask next. */
export interface NextCase {
  readonly id: string;
  readonly seed: number;
}

/** A profile as the page shows it. */
export interface ShownProfile extends Pick<DrillProfile, 'skills'> {
  readonly mistakes: readonly (Mistake & { readonly isOpen: boolean })[];
}

/** What the page asks for. */
export type DrillTask =
  | { readonly task: 'profile'; readonly answers: readonly DrillAnswer[] }
  | { readonly task: 'skill'; readonly answers: readonly DrillAnswer[] }
  | {
      readonly task: 'next';
      readonly items: readonly DrillItem[];
      readonly skill: DrillSkill;
      readonly answers: readonly DrillAnswer[];
    }
  | { readonly task: 'case'; readonly source: DrillSource; readonly seed: number }
  | { readonly task: 'grade'; readonly made: DrillCase; readonly answer: string };

/** A task and its number. */
export type DrillRequest = DrillTask & { readonly id: number };

/** The answer to the task of that number. */
export type DrillReply = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

self.addEventListener('message', ({ data }: MessageEvent<DrillRequest>) => {
  const { id } = data;
  perform(data).then(
    (value) => self.postMessage({ id, value } satisfies DrillReply),
    (error: unknown) =>
      self.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies DrillReply),
  );
});

async function perform(request: DrillTask): Promise<unknown> {
  switch (request.task) {
    case 'profile':
      return showProfile(request.answers);
    case 'skill':
      return chooseSkill(request.answers);
    case 'next':
      return chooseNext(request.items, request.skill, request.answers);
    case 'case':
      return showCase(request.source, request.seed);
    case 'grade':
      return grade(request.made.exercise, {
        answer: request.answer,
        evidence: [{ source: 'recording', content: request.made.text }],
      });
  }
}

function showProfile(answers: readonly DrillAnswer[]): ShownProfile {
  const { skills, mistakes } = profileOf(answers);
  return { skills, mistakes: mistakes.map((mistake) => ({ ...mistake, isOpen: isOpen(mistake) })) };
}

function chooseNext(
  items: readonly DrillItem[],
  skill: DrillSkill,
  answers: readonly DrillAnswer[],
): NextCase | undefined {
  const seed = 1 + Math.floor(Math.random() * largestSeed);
  const item = chooseItem(items, skill, answers, seed);
  return item && { id: item.id, seed };
}

async function showCase(source: DrillSource, seed: number): Promise<ShownCase> {
  const made = await createDrillCase(source, seed);
  if (!made) throw new Error('Nothing can be asked about this recording. Take another case.');
  return { made, reading: await readText('recording', made.text), tells: await misreadingsOf(made) };
}
