/** The page's side of analysis.worker.ts. The worker starts with the first question. */
import type { Attempt, Exercise, Verdict } from '../exercises/index.ts';
import type { AnalysisReply, AnalysisTask } from './analysis.worker.ts';
import type { ChosenVariant } from './lesson-variants.ts';
import type { Reading } from './reading.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<number, Waiting>();

/** Reads a paste or a file. */
export async function readInWorker(source: string, content: string | Uint8Array): Promise<Reading> {
  return (await ask({ task: 'read', source, content })) as Reading;
}

/** Grades an attempt; at an exercise that has variants, in the one that it was made in. */
export async function gradeInWorker(exercise: Exercise, attempt: Attempt, variant?: ChosenVariant): Promise<Verdict> {
  return (await ask({ task: 'grade', exercise, attempt, variant })) as Verdict;
}

/** The words of hint `index`, with the facts of the evidence in them. */
export async function hintInWorker(
  exercise: Exercise,
  index: number,
  evidence: Attempt['evidence'],
  variant?: ChosenVariant,
): Promise<string> {
  return (await ask({ task: 'hint', exercise, index, evidence, variant })) as string;
}

/** The text without names, home folders, addresses and secrets. */
export async function redactInWorker(text: string): Promise<string> {
  return (await ask({ task: 'redact', text })) as string;
}

/** Stops whatever is being read; those who wait are told so. */
export function cancelReading(): void {
  if (waiting.size === 0) return;
  worker?.terminate();
  worker = undefined;
  failAll('Canceled.');
}

function ask(task: AnalysisTask): Promise<unknown> {
  worker ??= startWorker();
  const id = ++asked;
  worker.postMessage({ ...task, id });
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

function startWorker(): Worker {
  const started = new Worker(new URL('./analysis.worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', (event: MessageEvent<AnalysisReply>) => settle(event.data));
  started.addEventListener('error', (event) => {
    worker = undefined;
    failAll(
      `The analyzer could not start: ${event.message || 'its script did not load'}. Reload the page to try again.`,
    );
  });
  return started;
}

function settle(reply: AnalysisReply): void {
  const waiter = waiting.get(reply.id);
  waiting.delete(reply.id);
  if ('value' in reply) waiter?.resolve(reply.value);
  else waiter?.reject(new Error(reply.error));
}

function failAll(message: string): void {
  for (const { reject } of waiting.values()) reject(new Error(message));
  waiting.clear();
}
