/** All that the gradebook shows: what was graded, what was given by hand, and the files behind it. */
import {
  applyOverrides,
  exercisesOf,
  identityOf,
  withOverride,
  withoutOverride,
  type Assignment,
  type ClassFile,
  type Graded,
  type GradedClass,
  type Override,
  type Overrides,
  type Refused,
} from '../gradebook/index.ts';
import type { Exercise } from '../exercises/index.ts';

export class GradeBook {
  readonly assignment: Assignment | undefined;
  readonly refused: readonly Refused[];
  readonly exercises: ReadonlyMap<string, Exercise>;
  readonly #graded: readonly Graded[];
  readonly #contents: ReadonlyMap<string, string>;
  #overrides: Overrides;
  #shown: readonly Graded[];

  constructor(
    graded: GradedClass,
    files: readonly ClassFile[],
    overrides: Overrides,
    exercises: readonly Exercise[],
    assignment: Assignment | undefined,
  ) {
    this.assignment = assignment;
    this.refused = graded.refused;
    this.exercises = new Map(exercises.map((exercise) => [exercise.id, exercise]));
    this.#graded = graded.graded;
    this.#contents = new Map(files.map(({ source, content }) => [source, content]));
    this.#overrides = overrides;
    this.#shown = applyOverrides(this.#graded, overrides);
  }

  /** The grades with the overrides in them. */
  get graded(): readonly Graded[] {
    return this.#shown;
  }

  get columns(): readonly string[] {
    return exercisesOf(this.#graded, this.assignment);
  }

  get overrides(): Overrides {
    return this.#overrides;
  }

  /** The text of a file that was graded. */
  contentOf(source: string): string {
    return this.#contents.get(source) ?? '';
  }

  /** What the graders gave, without anything given by hand. */
  gradedAt(source: string): Graded | undefined {
    return this.#graded.find((one) => one.source === source);
  }

  override(one: Graded, given: Pick<Override, 'points' | 'reason'> & { readonly exercise: string | undefined }): void {
    const { exercise, ...rest } = given;
    const where = exercise === undefined ? {} : { exercise };
    const at = new Date().toISOString();
    this.#set(withOverride(this.#overrides, { learner: identityOf(one.who), ...where, ...rest, at }));
  }

  withdraw(one: Graded, exercise: string | undefined): void {
    const where = exercise === undefined ? {} : { exercise };
    this.#set(withoutOverride(this.#overrides, { learner: identityOf(one.who), ...where }));
  }

  #set(overrides: Overrides): void {
    this.#overrides = overrides;
    this.#shown = applyOverrides(this.#graded, overrides);
  }
}

/** How a learner is called in lists: the name, else the code or address. */
export function learnerName({ who, source }: Graded): string {
  return who.name || who.id || who.email || source;
}
