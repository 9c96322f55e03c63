/** The page's side of drill.worker.ts, and the decks that it makes cases of. Both load when they are first asked for. */
import type { DrillAnswer, DrillCase, DrillSkill, DrillSource, Verdict } from '../exercises/index.ts';
import type { DrillDeck } from './drill-deck.ts';
import type { DrillReply, DrillTask, NextCase, ShownCase, ShownProfile } from './drill.worker.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const decks = new Map<string, Promise<DrillDeck>>();
const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let asked = 0;

/** The deck at a URL. A later call tries again where the network failed. */
export function loadDeck(url: string): Promise<DrillDeck> {
  const known = decks.get(url) ?? fetchDeck(url);
  decks.set(url, known);
  known.catch(() => decks.delete(url));
  return known;
}

async function fetchDeck(url: string): Promise<DrillDeck> {
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) throw new Error('The cases did not load. Check the network, then try again; nothing is lost.');
  return (await response.json()) as DrillDeck;
}

/** Makes the case that a recording of the deck and a seed stand for. */
export async function makeCase({ sources, programs }: DrillDeck, id: string, seed: number): Promise<ShownCase> {
  const source = sources[id];
  const program = source && programs[source.program];
  if (!program) throw new Error('This page and its cases are of different versions. Reload the page.');
  const whole: DrillSource = { ...source, program };
  return (await ask({ task: 'case', source: whole, seed })) as ShownCase;
}

/** What to ask next of a deck. */
export async function chooseCase(
  { items }: DrillDeck,
  skill: DrillSkill,
  answers: readonly DrillAnswer[],
): Promise<NextCase | undefined> {
  return (await ask({ task: 'next', items, skill, answers })) as NextCase | undefined;
}

/** The skill to ask about, where the reader leaves it open. */
export async function chooseSkill(answers: readonly DrillAnswer[]): Promise<DrillSkill> {
  return (await ask({ task: 'skill', answers })) as DrillSkill;
}

/** What the answers say about their reader. */
export async function readProfile(answers: readonly DrillAnswer[]): Promise<ShownProfile> {
  return (await ask({ task: 'profile', answers })) as ShownProfile;
}

/** Grades an answer to a case. */
export async function gradeCase(made: DrillCase, answer: string): Promise<Verdict> {
  return (await ask({ task: 'grade', made, answer })) as Verdict;
}

function ask(task: DrillTask): Promise<unknown> {
  worker ??= startWorker();
  const id = ++asked;
  worker.postMessage({ ...task, id });
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

function startWorker(): Worker {
  const started = new Worker(new URL('./drill.worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<DrillReply>) => {
    const waiter = waiting.get(data.id);
    waiting.delete(data.id);
    if ('value' in data) waiter?.resolve(data.value);
    else waiter?.reject(new Error(data.error));
  });
  started.addEventListener('error', () => {
    worker = undefined;
    for (const { reject } of waiting.values())
      reject(new Error('The analyzer did not load. Check the network, then try again.'));
    waiting.clear();
  });
  return started;
}
