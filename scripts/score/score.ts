/** A place of a truth: `file` relative to `moduleDir`. */
export interface TruthSite {
  readonly file?: string;
  readonly line?: number;
  readonly func?: string;
  readonly printed?: boolean;
  readonly parent?: number;
  readonly [more: string]: unknown;
}

/** What is known about a case. Only `kind` is there for all of them. */
export interface Truth {
  readonly kind: string;
  readonly moduleDir?: string;
  readonly visible?: Readonly<Record<string, boolean | number>>;
  readonly mayRefuse?: boolean;
  readonly [field: string]: unknown;
}

export interface Case {
  readonly name: string;
  readonly group: string;
  readonly input: Uint8Array | string;
  readonly truth: Truth;
}

export interface Outcome {
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  /** Facts that the text shows and the analysis lacks. */
  readonly missing: readonly string[];
  /** Facts that differ from the truth and are marked as likely. */
  readonly doubtful: readonly string[];
  /** Facts that differ from the truth and are stated as certain. */
  readonly wrong: readonly string[];
}

/** Something that an analysis says: a site, or any object that may carry its own confidence. */
interface Said {
  readonly func?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly confidence?: 'likely' | undefined;
}

/** Collects what is missing, doubtful and wrong about one case. */
export class Score {
  readonly #truth: Truth;
  readonly #missing: string[] = [];
  readonly #doubtful: string[] = [];
  readonly #wrong: string[] = [];

  constructor(truth: Truth) {
    this.#truth = truth;
  }

  outcome(): Omit<Outcome, 'name' | 'group' | 'kind'> {
    const mayRefuse = this.#truth.mayRefuse === true;
    return { missing: mayRefuse ? [] : this.#missing, doubtful: this.#doubtful, wrong: this.#wrong };
  }

  /** False where the truth says that the cut text does not show the fact. */
  shows(fact: string): boolean {
    return this.#truth.visible?.[fact] !== false;
  }

  must(name: string, holds: boolean): void {
    if (!holds) this.#wrong.push(name);
  }

  /** A fact that is not there. Of a cut text only what the truth says that it shows can be asked for. */
  missing(name: string): void {
    if (this.#truth['complete'] === false && this.#truth.visible?.[name] !== true) return;
    this.#missing.push(name);
  }

  /** A scalar: `isLikely` where the analysis marks it as resting on a heuristic. */
  equal(name: string, said: unknown, truth: unknown, isLikely = false): void {
    if (truth === undefined || said === truth) return;
    if (said === undefined) this.missing(name);
    else (isLikely ? this.#doubtful : this.#wrong).push(`${name}: ${show(said)} instead of ${show(truth)}`);
  }

  /** A place; `others` are equally right. A truth that is not printed may be absent, but not another place. */
  site(name: string, said: Said | undefined, truth: TruthSite | undefined, others: readonly TruthSite[] = []): void {
    if (truth === undefined) return;
    if (said === undefined || said.file === undefined) {
      if (truth.printed !== false && this.shows(name)) this.missing(name);
      return;
    }
    if (truth.printed === false) return;
    if ([truth, ...others].some((one) => this.#isSame(said, one))) return;
    (said.confidence === 'likely' ? this.#doubtful : this.#wrong).push(
      `${name}: ${show(said)} instead of ${show(truth)}`,
    );
  }

  /** True when both are the same place, whatever the folder before the file is. */
  isSame(said: Said, truth: TruthSite): boolean {
    return this.#isSame(said, truth);
  }

  #isSame(said: Said, truth: TruthSite): boolean {
    if (truth.line !== undefined && said.line !== truth.line) return false;
    if (truth.file !== undefined && !endsWithPath(said.file ?? '', truth.file)) return false;
    return truth.line !== undefined || truth.func === undefined || said.func === truth.func;
  }
}

function endsWithPath(path: string, end: string): boolean {
  const slashed = path.replaceAll('\\', '/');
  return slashed === end || slashed.endsWith(`/${end}`);
}

function show(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing';
  const { file, line, func } = value as Said;
  return `${file ?? '?'}:${line ?? '?'} ${func ?? ''}`.trim();
}
