/** What this browser keeps of the exercises, and what the learning management system kept, made one. */
import type { RecordedAttempt } from '../gradebook/index.ts';
import { advance, type ItemState, type LmsExercise } from '../lms/index.ts';
import type { Interaction } from './lms-session.ts';
import { loadRecord, loadRecords, saveRecord, type ExerciseRecord } from './progress-store.ts';
import { keepSeed, seedScope } from './variant-seeds.ts';

/** The exercises that count, with their states. */
export class LmsRecords {
  readonly #exercises: ReadonlyMap<string, LmsExercise>;
  readonly #mostAttempts: number | undefined;
  readonly #seed: number | undefined;
  readonly #states = new Map<string, ItemState>();
  /** How many of the attempts kept here are in the states. */
  readonly #counted = new Map<string, number>();
  #untold: Interaction[] = [];

  /** @param seed the variant that counts, where exercises have variants; absent: work in any of them does */
  constructor(exercises: readonly LmsExercise[], mostAttempts: number | undefined, seed: number | undefined) {
    this.#exercises = new Map(exercises.map((exercise) => [exercise.id, exercise]));
    this.#mostAttempts = mostAttempts;
    this.#seed = seed;
  }

  /** In the order of the course, so that the same work gives the same text. */
  get states(): ReadonlyMap<string, ItemState> {
    const known = [...this.#exercises.keys()].flatMap((id) => {
      const state = this.#states.get(id);
      return state ? [[id, state] as const] : [];
    });
    return new Map(known);
  }

  /** How many exercises were done elsewhere and have their evidence there only. */
  get countWithoutEvidence(): number {
    const isWithout = ({ exercise, tries, best }: ItemState) =>
      tries > 0 && (best?.evidence.length ?? 0) === 0 && this.#exercises.get(exercise)?.evidence !== 'none';
    return [...this.#states.values()].filter(isWithout).length;
  }

  /** Takes what the system kept, puts what this browser lacks of it in its store, and counts what was done here since. */
  async join(kept: readonly ItemState[]): Promise<void> {
    const here = new Map((await loadRecords()).map((record) => [record.id, record]));
    for (const state of kept) {
      const exercise = this.#exercises.get(state.exercise);
      if (!exercise) continue;
      this.#states.set(state.exercise, state);
      const record = here.get(state.exercise);
      const variant = exercise.hasVariants ? (this.#seed ?? state.best?.variant ?? 0) : 0;
      const joined = hasAll(record && this.counted(record), state) ? record : restore(exercise, state, variant, record);
      if (!joined) continue;
      if (joined !== record) {
        await saveRecord(joined);
        if (variant !== 0) await keepSeed(seedScope(exercise.id, exercise.evidence), variant);
      }
      here.set(state.exercise, joined);
      const known = this.counted(joined).attempts.filter((attempt) => isKnown(attempt, state));
      this.#counted.set(state.exercise, known.length);
    }
    for (const record of here.values()) this.#count(record);
  }

  /** Counts what was done in an exercise since; true where that changed anything. */
  async update(id: string): Promise<boolean> {
    const record = await loadRecord(id);
    return record !== undefined && this.#count(record);
  }

  /** Lets lessons open exercises in the variant that counts. */
  async setVariants(): Promise<void> {
    if (this.#seed === undefined) return;
    for (const { id, evidence, hasVariants } of this.#exercises.values())
      if (hasVariants) await keepSeed(seedScope(id, evidence), this.#seed);
  }

  /** The work of a record that counts. */
  counted(record: ExerciseRecord): ExerciseRecord {
    if (this.#seed === undefined || !this.#exercises.get(record.id)?.hasVariants) return record;
    return { ...record, attempts: record.attempts.filter(({ variant = 0 }) => variant === this.#seed) };
  }

  /** The attempts not told of yet, which are then taken as told. */
  takeInteractions(): readonly Interaction[] {
    const untold = this.#untold;
    this.#untold = [];
    return untold;
  }

  #count(kept: ExerciseRecord): boolean {
    const exercise = this.#exercises.get(kept.id);
    if (!exercise) return false;
    const record = this.counted(kept);
    const before = this.#states.get(record.id);
    const attempts = record.attempts.slice(this.#counted.get(record.id) ?? 0);
    if (!before && attempts.length === 0) return false;
    const { hintsUsed, solutionShown } = record;
    const field = fieldOf(record);
    const work = { exercise: record.id, field, hintsUsed, solutionShown, attempts };
    const after = withEvidence(advance(before, work, this.#mostAttempts), record, field);
    this.#states.set(record.id, after);
    this.#counted.set(record.id, record.attempts.length);
    this.#untold.push(...attempts.map((attempt) => ({ exercise, attempt })));
    return attempts.length > 0 || after.hintsUsed !== before?.hintsUsed || after.solutionShown !== before.solutionShown;
  }
}

const isKnown = ({ time }: RecordedAttempt, { lastAt }: ItemState) => Math.floor(time / 1000) <= lastAt;

const shareOf = ({ verdict }: RecordedAttempt) => (verdict.maxPoints > 0 ? verdict.points / verdict.maxPoints : 0);

function hasAll(record: ExerciseRecord | undefined, { share, tries }: ItemState): boolean {
  if (!record) return tries === 0;
  return record.attempts.length > 0 && Math.max(...record.attempts.map(shareOf)) >= share - 0.0005;
}

/** The answer's control, where there is one alone. */
function fieldOf({ fields }: ExerciseRecord): string | undefined {
  const names = Object.keys(fields);
  return names.length === 1 ? names[0] : undefined;
}

/** Evidence that the system had no room for is still in the browser in which it was given. */
function withEvidence(state: ItemState, { attempts }: ExerciseRecord, field: string | undefined): ItemState {
  if (state.best && state.best.evidence.length > 0) return state;
  const best = attempts.find((attempt) => shareOf(attempt) >= state.share - 0.0005);
  return best
    ? { ...state, best: { field, answer: best.answer, evidence: best.evidence, variant: best.variant } }
    : state;
}

/** The record of an exercise that was done in another browser: its best attempt, as far as the system kept it. */
function restore(
  exercise: LmsExercise,
  state: ItemState,
  variant: number,
  here: ExerciseRecord | undefined,
): ExerciseRecord {
  const { best, share, lastAt } = state;
  const varied = variant === 0 ? {} : { variant };
  const attempt: RecordedAttempt = {
    time: lastAt * 1000,
    answer: best?.answer ?? '',
    evidence: best?.evidence ?? [],
    hintsUsed: state.hintsUsed,
    solutionShown: state.solutionShown,
    ...varied,
    verdict: {
      schema: 'faultline.verdict/1',
      exercise: exercise.id,
      version: exercise.version,
      verdict: share === 1 ? 'correct' : share > 0 ? 'partly' : 'wrong',
      points: Math.round(share * exercise.points * 1000) / 1000,
      maxPoints: exercise.points,
      findings: [{ id: 'restored', message: 'You did this in an earlier session. Check again to see what was said.' }],
    },
  };
  return {
    id: exercise.id,
    version: exercise.version,
    ...varied,
    fields: best ? fieldsOf(best.field, best.answer) : {},
    evidence: attempt.evidence,
    hintsUsed: Math.max(here?.hintsUsed ?? 0, state.hintsUsed),
    solutionShown: state.solutionShown || (here?.solutionShown ?? false),
    attempts: [attempt, ...(here?.attempts ?? [])].toSorted((a, b) => a.time - b.time),
    shown: attempt.verdict,
    updated: lastAt * 1000,
  };
}

/** An answer with several controls is a JSON object of them. */
function fieldsOf(field: string | undefined, answer: string): Readonly<Record<string, string>> {
  if (field !== undefined) return { [field]: answer };
  try {
    const value: unknown = JSON.parse(answer);
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}
