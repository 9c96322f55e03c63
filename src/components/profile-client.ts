/** The viewer's side of profile.worker.ts: one worker per viewer, which keeps the opened profiles. */
import type { ProfileReply, ProfileTask, ProfileTasks } from './profile-answers.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class ProfileClient {
  #worker: Worker | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** Rejects with words for the reader where the answer is a complaint. */
  ask<Task extends ProfileTask>(task: Task, asks: ProfileTasks[Task]['asks']): Promise<ProfileTasks[Task]['gets']> {
    this.#worker ??= this.#start();
    const id = ++this.#asked;
    this.#worker.postMessage({ ...asks, task, id });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
    });
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#failAll('The viewer was closed.');
  }

  #start(): Worker {
    const worker = new Worker(new URL('./profile.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<ProfileReply>) => {
      const waiter = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ('value' in data) waiter?.resolve(data.value);
      else waiter?.reject(new Error(data.error));
    });
    worker.addEventListener('error', (event) => {
      this.#worker = undefined;
      this.#failAll(`The viewer could not go on: ${event.message || 'its script did not load'}. Reload the page.`);
    });
    return worker;
  }

  #failAll(message: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(message));
    this.#waiting.clear();
  }
}
