/**
 * The page's side of grade.worker.ts: a few workers that share a class. Each grades a handful of files at a time, so that
 * progress moves, a cancel comes quickly, and a slow submission holds up only its own worker.
 */
import type { Exercise } from '../exercises/index.ts';
import {
  mergeParts,
  type Assignment,
  type ClassFile,
  type Graded,
  type GradedClass,
  type GradedPart,
  type OralQuestion,
  type ReadFiles,
  type VariedLesson,
} from '../gradebook/index.ts';
import type { GradeReply, GradeTask } from './grade.worker.ts';

/** What /instructor/course.json holds. */
export interface CourseForGrading {
  readonly version: string;
  readonly exercises: readonly Exercise[];
  /** What variants are made of, lesson by lesson. */
  readonly variants: readonly VariedLesson[];
}

const filesAtOnce = 4;
const mostWorkers = 4;

/** A class being graded. */
export interface Grading {
  readonly done: Promise<GradedClass>;
  /** Ends the work; `done` then gives what was graded so far. */
  readonly cancel: () => void;
}

/** Workers that know the course and the assignment. */
export class Graders {
  readonly #workers: readonly GradeWorker[];

  constructor(course: CourseForGrading, assignment: Assignment | undefined) {
    const count = Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency - 1));
    const { version: courseVersion, exercises, variants } = course;
    const basis = { courseVersion, exercises, variants, assignment };
    this.#workers = Array.from({ length: count }, () => new GradeWorker({ task: 'start', basis }));
  }

  /** The files inside a zip, or the file itself. */
  async read(source: string, bytes: Uint8Array): Promise<ReadFiles> {
    return (await this.#workers[0]?.ask({ task: 'read', source, bytes })) as ReadFiles;
  }

  grade(files: readonly ClassFile[], onProgress: (done: number) => void): Grading {
    const waiting = [...files];
    const parts: GradedPart[] = [];
    const state = { done: 0, isCancelled: false };
    const work = async (worker: GradeWorker) => {
      while (waiting.length > 0 && !state.isCancelled) {
        const share = waiting.splice(0, filesAtOnce);
        parts.push((await worker.ask({ task: 'grade', files: share })) as GradedPart);
        state.done += share.length;
        onProgress(state.done);
      }
    };
    const all = Promise.all(this.#workers.map(work)).then(() => mergeParts(parts));
    return { done: all, cancel: () => (state.isCancelled = true) };
  }

  /** What to ask the learner who handed this in. */
  async questions(content: string, graded: Graded): Promise<readonly OralQuestion[]> {
    return (await this.#workers.at(-1)?.ask({ task: 'questions', content, graded })) as readonly OralQuestion[];
  }

  end(): void {
    for (const worker of this.#workers) worker.end();
  }
}

class GradeWorker {
  readonly #worker = new Worker(new URL('./grade.worker.ts', import.meta.url), { type: 'module' });
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #asked = 0;

  constructor(first: GradeTask) {
    this.#worker.addEventListener('message', (event: MessageEvent<GradeReply>) => this.#settle(event.data));
    this.#worker.addEventListener('error', (event) => {
      const why = event.message || 'its script did not load';
      for (const { reject } of this.#waiting.values())
        reject(new Error(`The graders could not work: ${why}. Reload the page and drop the files again.`));
      this.#waiting.clear();
    });
    // A failure to start shows in whatever is asked next.
    void this.ask(first).catch(() => undefined);
  }

  ask(task: GradeTask): Promise<unknown> {
    const id = ++this.#asked;
    this.#worker.postMessage({ ...task, id });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  end(): void {
    this.#worker.terminate();
  }

  #settle(reply: GradeReply): void {
    const waiter = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('value' in reply) waiter?.resolve(reply.value);
    else waiter?.reject(new Error(reply.error));
  }
}
